"""Dates and spans of time as résumés write them, in Korean and English."""

import re
from dataclasses import dataclass

_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ],
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
_DATE = (
    rf"(?:(?:{_MONTH})\.?,?\s+{_YEAR}"
    rf"|{_YEAR}\s?년(?:\s?\d{{1,2}}\s?월)?(?:\s?\d{{1,2}}\s?일)?"
    rf"|{_YEAR}\s?[./-]\s?(?:1[0-2]|0?[1-9])(?!\d)(?:\s?[./-]\s?\d{{1,2}}(?!\d))?\.?"
    rf"|(?:1[0-2]|0?[1-9])/{_YEAR}"
    rf"|{_YEAR})"
)
_NOW = r"(?:현재|재직\s?중|진행\s?중|재학\s?중|present|current|now|ongoing|today)"
_TO = r"\s*(?:~|-|–|—|−|〜|to|until|부터)\s*"
_SPAN = re.compile(rf"(?<![\w.-])(?P<start>{_DATE})(?:{_TO}(?:(?P<now>{_NOW})|(?P<end>{_DATE}))?)?", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"[(\[（]\s*[)\]）]")
_LENGTH = re.compile(
    r"[(\[（]?\s*(?:(?:약\s*)?\d+\s?년(?:\s?\d+\s?개월)?|\d+\s?개월|\d+\s?(?:yrs?|years?|mos?|months?)\b)\s*[)\]）]?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Span:
    """From `start` to `end`, each `2021` or `2021-03`; `open` where only one date stands there."""

    start: str | None
    end: str | None
    ongoing: bool
    alone: bool


def span_in(line: str) -> tuple[Span, str] | None:
    """The first span of time in the line, and the line without it."""
    match = _SPAN.search(line)
    if match is None:
        return None
    start, end = _normalised(match["start"]), match["end"]
    ends_open = bool(match["now"]) or (not end and match[0].rstrip().endswith(("~", "-", "–", "—", "〜")))
    span = Span(start, _normalised(end) if end else None, ongoing=ends_open, alone=not end and not ends_open)
    rest = line[: match.start()] + " " + line[match.end() :]
    return span, _LENGTH.sub(" ", _IN_BRACKETS.sub(" ", rest))


def _normalised(date: str) -> str:
    year = re.search(_YEAR, date)
    assert year  # noqa: S101 — every form of a date has one
    beside = (date[: year.start()] + " " + date[year.end() :]).lower()
    word = re.search(r"[a-z]+", beside)
    number = re.search(r"\d{1,2}", beside)
    month = _MONTHS[word[0]] if word else int(number[0]) if number else 0
    return f"{year[0]}-{month:02}" if 1 <= month <= 12 else year[0]
