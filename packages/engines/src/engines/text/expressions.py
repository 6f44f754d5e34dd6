"""Whether a sentence uses an expression of a key point.

An expression is a word or a few words in order, as an author of rubrics writes them: English words in their base form,
Korean nouns bare and Korean verbs in their dictionary form. Inflection, particles, spacing and case are free, and up
to two words may stand between ("write test" is in "wrote a few tests", "사용자 인터뷰" in "사용자를 직접 인터뷰했고").
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from engines.text import english, korean
from engines.text.folding import Span, fold

_PART = re.compile(r"[가-힣]+|[^\s가-힣]+")
_HANGUL_PART = re.compile(rf"{korean.SYLLABLE}+")
_GAP = r"(?:[^\s,.;:!?]+\s+){0,2}?"
_ENDING = rf"{korean.SYLLABLE}{{0,5}}"


def find(expression: str, text: str, within: Span) -> Iterator[Span]:
    """Where `expression` stands in `text` (folded), inside `within`."""
    # Compiling a pattern takes milliseconds, and of a rubric's hundred expressions an answer holds a few.
    if may_hold(expression, text, within):
        for match in compiled(expression).finditer(text, within.start, within.end):
            yield Span(match.start(), match.end())


def may_hold(expression: str, text: str, within: Span) -> bool:
    """False only where `find` finds nothing, and quick."""
    at = within.start
    for opening in _openings(expression):
        if (at := text.find(opening, at, within.end)) < 0:
            return False
        at += len(opening)
    return True


@lru_cache(maxsize=8192)
def compiled(expression: str) -> re.Pattern[str]:
    """The pattern of an expression. Raises `ValueError` for one without words."""
    parts = _parts(expression)
    pattern = _part_pattern(parts[0])
    for before, part in pairwise(parts):
        pattern += _between(before, part) + _part_pattern(part)
    return re.compile(pattern)


@lru_cache(maxsize=2**15)
def _openings(expression: str) -> tuple[str, ...]:
    """The letters with which every form of each of its words begins, which so stand in that order where it is used."""
    return tuple(
        korean.opening(part) if _HANGUL_PART.fullmatch(part) else english.opening(part) for part in _parts(expression)
    )


def _parts(expression: str) -> list[str]:
    parts = _PART.findall(fold(expression).text)
    if not parts:
        raise ValueError(f"an expression needs a word: {expression!r}")
    return parts


def _part_pattern(part: str) -> str:
    return korean.word_pattern(part) if _HANGUL_PART.fullmatch(part) else english.word_pattern(part)


def _between(before: str, after: str) -> str:
    """What may stand between two words. Korean words may also touch: 단위 테스트, 단위테스트."""
    if _HANGUL_PART.fullmatch(before) or _HANGUL_PART.fullmatch(after):
        return rf"(?:{_ENDING}\s+{_GAP})?"
    return rf"\s+{_GAP}"
