"""How much of what was said was understood."""

import re
from collections.abc import Sequence

_WORD = re.compile(r"[\w']+")


def word_error_rate(reference: str, hypothesis: str) -> float:
    """Substitutions, deletions and insertions per word of the reference.

    Case and punctuation do not count. 0 is perfect; it may exceed 1 where much was invented. Raises `ValueError` for a
    reference without words.
    """
    wanted = words_of(reference)
    if not wanted:
        raise ValueError("a reference without words has no error rate")
    return word_errors(wanted, words_of(hypothesis)) / len(wanted)


def word_errors(wanted: Sequence[str], heard: Sequence[str]) -> int:
    """The least number of substitutions, deletions and insertions that turn one into the other (Levenshtein)."""
    distances = list(range(len(heard) + 1))
    for row, word in enumerate(wanted, start=1):
        diagonal, distances[0] = distances[0], row
        for column, candidate in enumerate(heard, start=1):
            substituted = diagonal + (word != candidate)
            diagonal = distances[column]
            distances[column] = min(diagonal + 1, distances[column - 1] + 1, substituted)
    return distances[-1]


def words_of(text: str) -> list[str]:
    """What is counted as words: without case and punctuation, and with one kind of apostrophe."""
    return _WORD.findall(text.casefold().replace("’", "'"))
