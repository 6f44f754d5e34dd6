"""Numbers that were spoken as words, written in digits where nobody could read them otherwise.

English takes cardinals of at least two words (twenty three, one hundred and five) and any before "percent"; Korean
takes at least two numerals before a counting word (이십삼 퍼센트, 스물세 명). What does not parse as one number is a
year, a range, a telephone number or no number at all (twenty twenty, 이삼 명, 십분 활용), and stays as it was said.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

_BELOW_TWENTY = """
    zero one two three four five six seven eight nine ten
    eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
"""
_SMALL = {word: value for value, word in enumerate(_BELOW_TWENTY.split())}
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_SCALES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
ENGLISH = (*_SMALL, *_TENS, *_SCALES, "hundred")
_NUMBER_WORDS = frozenset(ENGLISH)

_DIGITS = {"영": 0, "공": 0, "일": 1, "이": 2, "삼": 3, "사": 4, "오": 5, "육": 6, "칠": 7, "팔": 8, "구": 9}
_PLACES = {"십": 10, "백": 100, "천": 1000}
_GROUPS = {"만": 10_000, "억": 100_000_000}
_NATIVE_TENS = {
    "열": 10,
    "스물": 20,
    "서른": 30,
    "마흔": 40,
    "쉰": 50,
    "예순": 60,
    "일흔": 70,
    "여든": 80,
    "아흔": 90,
}
_NATIVE_ONES = {"한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9}
_SINO = f"[{''.join((*_DIGITS, *_PLACES, *_GROUPS))}]"
_COUNTED = (
    "퍼센트|프로(?![가-힣]{2})|개월|개|명|년|월|일|시간|분|초|원|달러|배|번|회|건|차례|주|대|점|위|살|세|달|페이지|줄|킬로|메가|"
    "기가|테라|밀리|미터|그램|도|층|팀|곳|가지|단계|시"
)
_KOREAN_NUMBER = re.compile(
    rf"(?:(?P<sino>{_SINO}{{2,}})|(?P<tens>{'|'.join(_NATIVE_TENS)})(?P<ones>{'|'.join(_NATIVE_ONES)}))"
    rf"(?P<gap>\s?)(?=(?:{_COUNTED}))"
)
_KOREAN_COUNT = re.compile(rf"({'|'.join((*_NATIVE_ONES, *_NATIVE_TENS))})\s?(?=(?:{_COUNTED}))")


@dataclass(frozen=True)
class Number:
    """Words `first` to `last`, the latter not included, written as `text`."""

    first: int
    last: int
    text: str


def english_numbers(words: Sequence[str]) -> Iterator[Number]:
    """The numbers among `words` (lower case, without punctuation), in order."""
    position = 0
    while position < len(words):
        run = _run(words, position)
        if not run:
            position += 1
            continue
        end = position + run
        value = cardinal([word for word in words[position:end] if word != "and"])
        fraction = _fraction(words, end) if value is not None else ""
        if fraction:
            end += 1 + len(fraction)
        percent = _percent(words, end)
        if value is not None and (run > 1 or fraction or percent):
            number = Decimal(f"{value}.{fraction}") if fraction else Decimal(value)
            end += percent
            yield Number(position, end, f"{number:,}" + ("%" if percent else ""))
        position = end


def korean_number(text: str) -> tuple[str, int] | None:
    """The number that `text` begins with, in digits, and how many characters of `text` it takes; None where there is
    none. What is counted has to follow, with a space or without.
    """
    match = _KOREAN_NUMBER.match(text)
    if match is None:
        return None
    if match["tens"]:
        return str(_NATIVE_TENS[match["tens"]] + _NATIVE_ONES[match["ones"]]), match.end()
    written = _sino(match["sino"])
    return None if written is None else (written, match.end())


def korean_count(text: str) -> tuple[float | None, int]:
    """As `korean_number`, also of one numeral of the native ones (두 주, 열 명), its value and its length; (None, 0)
    where there is none. 만 and 억 are left to `korean_number`.
    """
    if match := _KOREAN_COUNT.match(text):
        return float(_NATIVE_ONES.get(match[1]) or _NATIVE_TENS[match[1]]), match.end()
    written = korean_number(text)
    if written is None or not written[0].isdigit():
        return None, 0
    return float(written[0]), written[1]


def _run(words: Sequence[str], start: int) -> int:
    """How many number words follow each other from `start`, an "and" between two of them included."""
    end = start
    while end < len(words):
        if words[end] in _NUMBER_WORDS or _is_inner_and(words, start, end):
            end += 1
        else:
            break
    return end - start


def _is_inner_and(words: Sequence[str], start: int, at: int) -> bool:
    after_scale = at > start and (words[at - 1] == "hundred" or words[at - 1] in _SCALES)
    followed = at + 1 < len(words) and (words[at + 1] in _SMALL or words[at + 1] in _TENS)
    return words[at] == "and" and after_scale and followed


def cardinal(words: Sequence[str]) -> int | None:
    """The value of one English cardinal; None for words that are not just one."""
    total, group, scale = 0, 0, 10**12
    for word in words:
        if word in _SCALES:
            if not group or _SCALES[word] >= scale:
                return None
            scale = _SCALES[word]
            total, group = total + group * scale, 0
        elif word == "hundred":
            if not 1 <= group <= 9:
                return None
            group *= 100
        elif (value := _TENS.get(word)) is not None:
            if group % 100:
                return None
            group += value
        else:
            value = _SMALL[word]
            fits = group % 100 == 0 if value >= 10 or not value else group % 10 == 0 and group % 100 != 10
            if not fits or (not value and len(words) > 1):
                return None
            group += value
    return total + group


def _fraction(words: Sequence[str], at: int) -> str:
    """The digits after "point" at `at`; empty where there are none."""
    if at >= len(words) or words[at] != "point":
        return ""
    digits = ""
    for word in words[at + 1 :]:
        if _SMALL.get(word, 10) >= 10:
            break
        digits += str(_SMALL[word])
    return digits


def _percent(words: Sequence[str], at: int) -> int:
    """How many words at `at` say percent."""
    if words[at : at + 1] == ["percent"]:
        return 1
    return 2 if words[at : at + 2] == ["per", "cent"] else 0


def _sino(numerals: str) -> str | None:
    """Sino-Korean numerals in digits, 만 and 억 kept as people write them: 이만삼천 is 2만 3000."""
    pieces = re.split(f"([{''.join(_GROUPS)}])", numerals)
    written = ""
    for numeral, group in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        if not numeral and not group:
            continue
        value = _below_ten_thousand(numeral) if numeral else None
        if value is None:
            return None
        written += f" {value}{group}" if written else f"{value}{group}"
    return written


def _below_ten_thousand(numerals: str) -> int | None:
    total, digit, place = 0, None, 10_000
    for numeral in numerals:
        if numeral in _DIGITS:
            if digit is not None or not _DIGITS[numeral]:
                return None
            digit = _DIGITS[numeral]
        else:
            if _PLACES[numeral] >= place:
                return None
            place = _PLACES[numeral]
            total, digit = total + (1 if digit is None else digit) * place, None
    if digit is not None and place == 10_000:
        return digit if len(numerals) == 1 else None
    return total + (digit or 0)
