"""One form for text that reads the same, and the way back.

Case, composed or decomposed Hangul, full-width letters, typographic quotes and invisible characters make no
difference to what was said. A quote, though, must be cut from the original to the code point, so folding keeps for
each character of the folded text where it came from.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "‑": "-"})
_FOLDS_BY_CHARACTER = re.compile(r"[\x00-\x7f가-힣]*")
"""What most texts are made of: ASCII and composed Hangul, of which nothing but capitals is folded."""
_JAMO_CONTINUING = range(0x1160, 0x1200)
"""Conjoining vowels and final consonants: they belong to the syllable that a leading consonant began."""


@dataclass(frozen=True)
class Span:
    """Code points `start` to `end`, the latter not included."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Folded:
    """Folded text. Its character `i` was made from `original[starts[i]:ends[i]]`; both sequences ascend."""

    original: str
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def origin(self, span: Span) -> Span:
        """Where a span of the folded text, not empty, stands in the original."""
        return Span(self.starts[span.start], self.ends[span.end - 1])


def fold(original: str) -> Folded:
    """NFKC, case folded, plain quotes and dashes, without format characters."""
    if _FOLDS_BY_CHARACTER.fullmatch(original):
        places = range(len(original) + 1)
        return Folded(original, original.lower(), tuple(places[:-1]), tuple(places[1:]))
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for span in _clusters(original):
        for character in _fold_cluster(original[span.start : span.end]):
            text.append(character)
            starts.append(span.start)
            ends.append(span.end)
    return Folded(original, "".join(text), tuple(starts), tuple(ends))


def _clusters(text: str) -> Iterator[Span]:
    """The pieces that normalisation may join, each folded on its own so that offsets stay known."""
    start = 0
    for position in range(1, len(text)):
        if not _continues(text[position]):
            yield Span(start, position)
            start = position
    if text:
        yield Span(start, len(text))


def _continues(character: str) -> bool:
    return ord(character) in _JAMO_CONTINUING or unicodedata.combining(character) != 0


@lru_cache(maxsize=8192)
def _fold_cluster(cluster: str) -> str:
    """Remembered, as people write few different ones; that those of an answer are among them tells nothing of it."""
    visible = "".join(c for c in cluster.translate(_PLAIN) if unicodedata.category(c) != "Cf")
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", visible).casefold())
