"""How much of what was said was understood."""

import re
from collections.abc import Sequence

import jiwer

_WORD = re.compile(r"[\w']+")


def word_error_rate(reference: str, hypothesis: str) -> float:
    """Substitutions, deletions and insertions per word of the reference.

    Case and punctuation do not count. 0 is perfect; it may exceed 1 where much was invented. Raises `ValueError` for a
    reference without words.
    """
    wanted = words_of(reference)
    if not wanted:
        raise ValueError("a reference without words has no error rate")
    return aligned(wanted, words_of(hypothesis)).wer


def aligned(wanted: Sequence[str], heard: Sequence[str]) -> jiwer.WordOutput:
    """The cheapest way from one to the other: substitutions, deletions, insertions and where they are."""
    return jiwer.process_words(" ".join(wanted), " ".join(heard))


def words_of(text: str) -> list[str]:
    """What is counted as words: without case and punctuation, and with one kind of apostrophe."""
    return _WORD.findall(text.casefold().replace("’", "'"))
