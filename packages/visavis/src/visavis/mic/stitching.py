"""Words of overlapping chunks, put together: none twice, none lost where a chunk cuts through it."""

import re
from collections.abc import Sequence
from itertools import product

from contracts.model_server import HeardSpeech
from contracts.speech import Word

SAME_MOMENT = 0.4
"""Seconds by which two chunks may disagree on when a word was said."""
_MARKS = re.compile(r"[^\w'’]+")


class Stitcher:
    """Takes what was heard of each chunk, in order; `words` count seconds from the first chunk's first sample.

    Where two chunks overlap, both heard the same words, and the first and the last word of a chunk may be half a word.
    A word that both agree on, the nearest to the middle of the overlap, is where one gives over to the other. Where
    they agree on none, the earlier chunk counts up to the middle, and the later one from what that has heard.
    """

    def __init__(self) -> None:
        self.words: list[Word] = []
        self._end = 0.0
        self._settled = 0

    def add(self, heard: HeardSpeech | None, start: float, end: float) -> None:
        """A chunk from second `start` to `end`; None for one without speech."""
        later = [_moved(word, start) for word in _timed(heard, end - start)] if heard else []
        seam = _seam(self.words, later, start, self._end) if start < self._end else (len(self.words), 0)
        self.words = self.words[: seam[0]] + later[seam[1] :]
        self._end = end

    def settle(self, until: float) -> list[Word]:
        """The words since the last call that no chunk from second `until` on can change."""
        count = sum(word.end <= until - SAME_MOMENT for word in self.words[self._settled :])
        settled = self.words[self._settled : self._settled + count]
        self._settled += count
        return settled


def _seam(before: Sequence[Word], later: Sequence[Word], start: float, end: float) -> tuple[int, int]:
    """How many of `before` count, and from which of `later` on, where the chunks overlap from `start` to `end`."""
    middle = (start + end) / 2
    if not later:
        # The later chunk heard no speech at all: what the earlier one made of its last moment stays.
        return len(before), 0
    pairs = [
        (i, j)
        for i, j in product(range(len(before)), range(len(later)))
        if before[i].end > start - SAME_MOMENT and later[j].start < end + SAME_MOMENT
        if _plain(before[i].text) == _plain(later[j].text)
        if _apart(before[i], later[j]) <= SAME_MOMENT
    ]
    # A word that is said twice in a row pairs with itself, not with its neighbour.
    agreed = [
        (i, j)
        for i, j in pairs
        if all(_apart(before[i], later[j]) <= _apart(before[k], later[m]) for k, m in pairs if (k == i) != (m == j))
    ]
    if agreed:
        i, j = min(agreed, key=lambda pair: abs(_middle(before[pair[0]]) - middle))
        return i + 1, j + 1
    kept = sum(_middle(word) < middle for word in before)
    known = before[kept - 1].end if kept else 0.0
    return kept, sum(_middle(word) < known for word in later)


def _timed(heard: HeardSpeech, seconds: float) -> list[Word]:
    """The words with their times; those of an engine that tells none are spread over the chunk."""
    if heard.words:
        return heard.words
    texts = heard.text.split()
    length = seconds / max(len(texts), 1)
    return [Word(text=text, start=n * length, end=(n + 1) * length) for n, text in enumerate(texts)]


def _moved(word: Word, seconds: float) -> Word:
    times = {"start": round(word.start + seconds, 3), "end": round(word.end + seconds, 3)}
    return word.model_copy(update={**times, "span": None})


def _middle(word: Word) -> float:
    return (word.start + word.end) / 2


def _apart(one: Word, other: Word) -> float:
    return abs(_middle(one) - _middle(other))


def _plain(text: str) -> str:
    return _MARKS.sub("", text).lower()
