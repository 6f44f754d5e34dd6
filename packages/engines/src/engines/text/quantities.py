"""Numbers with what they count, in either language, so that one can be told to contradict another."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engines.text import english, korean, numerals
from engines.text.folding import Span

_UNITS = {
    "%": "% percent 퍼센트 프로",
    "millisecond": "ms millisecond 밀리초",
    "second": "s sec second 초",
    "minute": "min minute 분",
    "hour": "h hour 시간",
    "day": "day 일",
    "week": "week 주 주일",
    "month": "month 개월 달",
    "year": "year 년",
    "person": "person people 명 사람",
    "time": "time 번 회 차례 배",
}
_UNIT_OF = {
    english.stem(form) if form.isascii() else form: unit for unit, forms in _UNITS.items() for form in forms.split()
}
_FOLLOWING = re.compile(r"\s?-?(%|[a-z]+|[가-힣]+)(?:\s([a-z]+|[가-힣]+))?")
_DIGITS = r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?(?![\d.]*\d)"
_WORDS = rf"\b(?:{'|'.join(numerals.ENGLISH)})(?:[\s-]+(?:{'|'.join(numerals.ENGLISH)}))*\b"
_KOREAN = rf"(?<!{korean.SYLLABLE})(?={korean.SYLLABLE})"
_NUMBER = re.compile(rf"(?P<digits>{_DIGITS})|(?P<words>{_WORDS})|(?P<korean>{_KOREAN})")


@dataclass(frozen=True)
class Quantity:
    """`counted` are the one or two words that follow the number, by their stems, or the name that units share."""

    value: float
    counted: frozenset[str]

    def contradicts(self, other: "Quantity") -> bool:
        """Whether both count the same, and not to the same number."""
        return self.value != other.value and bool(self.counted & other.counted)

    def agrees(self, other: "Quantity") -> bool:
        return self.value == other.value and bool(self.counted & other.counted)


def quantities(text: str, within: Span) -> Iterator[Quantity]:
    """Those of folded `text` between `within`, in order. One is an article as often as a number, and is none."""
    position = within.start
    while match := _NUMBER.search(text, position, within.end):
        value, end = _value(text, match)
        position = max(end, match.end(), match.start() + 1)
        if value is None or value == 1:
            continue
        if counted := _counted(text, end, within.end):
            yield Quantity(value, counted)


def contradicted(stated: Iterable[Quantity], said: Iterable[Quantity]) -> bool:
    """Whether of a number that is stated only other ones were said."""
    answers = list(said)
    return any(
        any(one.contradicts(answer) for answer in answers) and not any(one.agrees(answer) for answer in answers)
        for one in stated
    )


def _value(text: str, match: re.Match[str]) -> tuple[float | None, int]:
    """The number, and where it ends."""
    if match["digits"]:
        return float(match["digits"].replace(",", "")), match.end()
    if match["words"]:
        cardinal = numerals.cardinal(re.split(r"[\s-]+", match["words"]))
        return None if cardinal is None else float(cardinal), match.end()
    value, length = numerals.korean_count(text[match.start() :])
    return value, match.start() + length


def _counted(text: str, at: int, end: int) -> frozenset[str]:
    match = _FOLLOWING.match(text, at, end)
    words = [word for word in match.groups() if word] if match else []
    stems = []
    for word in words:
        if word in english.FUNCTION_WORDS:
            break
        stems.append(_unit(word))
    return frozenset(stems)


def _unit(word: str) -> str:
    stem = english.stem(word) if word.isascii() else korean.without_particle(word)
    return _UNIT_OF.get(stem, stem)
