"""How much of a statement a text says, word by word, in whatever words it says so.

Each content word of the statement is held against the text's: the same word in any inflection counts whole, a synonym
or a word that looks alike (misspelt, derived, compounded) in part. So paraphrases are found that share no phrase.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from engines.text.synonyms import are_opposites, are_synonyms
from engines.text.words import Word

SYNONYM = 0.8
SAME_BEGINNING = 0.9
LEAST_LETTERS = 4
LEAST_SYLLABLES = 2
LEAST_ALIKE = 0.5
"""Shared letter trigrams (Dice) below which two words are different words."""


@dataclass(frozen=True)
class Match:
    """How well `said`, the best word of a text, stands for `wanted`: 0–1, and 0 without one."""

    wanted: str
    alike: float
    said: Word | None


def align(wanted: Sequence[str], said: Sequence[Word]) -> list[Match]:
    """The best word for each wanted stem; of equals the one that was said first."""
    return [_best(stem, said) for stem in wanted]


def _best(stem: str, said: Sequence[Word]) -> Match:
    best = max(said, key=lambda word: likeness(stem, word.stem), default=None)
    alike = likeness(stem, best.stem) if best else 0.0
    return Match(stem, alike, best if alike else None)


@lru_cache(maxsize=65536)
def likeness(a: str, b: str) -> float:
    """0–1 of two stems."""
    if a == b:
        return 1.0
    if are_opposites(a, b):
        return 0.0
    if are_synonyms(a, b):
        return SYNONYM
    return _spelt_alike(a, b) if (a + b).isalpha() else 0.0


def _spelt_alike(a: str, b: str) -> float:
    """A syllable of Hangul tells more than a letter; two words that share some of them are as often two words."""
    latin = (a + b).isascii()
    if _begins(a, b, LEAST_LETTERS if latin else LEAST_SYLLABLES):
        return SAME_BEGINNING
    shared = 2 * len(_trigrams(a) & _trigrams(b)) / (len(_trigrams(a)) + len(_trigrams(b)))
    return shared if latin and shared >= LEAST_ALIKE else 0.0


def _begins(a: str, b: str, least: int) -> bool:
    """Whether one begins with the other, which has so many letters or more."""
    return min(len(a), len(b)) >= least and (a.startswith(b) or b.startswith(a))


@lru_cache(maxsize=16384)
def _trigrams(stem: str) -> frozenset[str]:
    marked = f"<{stem}>"
    return frozenset(marked[start : start + 3] for start in range(len(marked) - 2))
