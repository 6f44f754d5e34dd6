"""How much of what was said was understood."""

import re

_WORD = re.compile(r"[\w']+")


def word_error_rate(reference: str, hypothesis: str) -> float:
    """Substitutions, deletions and insertions per word of the reference (Levenshtein distance over words).

    Case and punctuation do not count. 0 is perfect; it may exceed 1 where much was invented. Raises `ValueError` for a
    reference without words.
    """
    wanted, heard = _words(reference), _words(hypothesis)
    if not wanted:
        raise ValueError("a reference without words has no error rate")
    distances = list(range(len(heard) + 1))
    for row, word in enumerate(wanted, start=1):
        diagonal, distances[0] = distances[0], row
        for column, candidate in enumerate(heard, start=1):
            substituted = diagonal + (word != candidate)
            diagonal = distances[column]
            distances[column] = min(diagonal + 1, distances[column - 1] + 1, substituted)
    return distances[-1] / len(wanted)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
