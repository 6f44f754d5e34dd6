"""Word lists as they are read."""

from collections.abc import Iterable


def word_set(text: str) -> frozenset[str]:
    """The words of `text`, which holds them apart by white space."""
    return frozenset(text.split())


def common_opening(words: Iterable[str]) -> str:
    """The letters with which all of the words begin."""
    first, *others = words
    length = len(first)
    while not all(word.startswith(first[:length]) for word in others):
        length -= 1
    return first[:length]
