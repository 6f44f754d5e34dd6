"""Spoken numbers in digits: what is converted, and above all what is not."""

import pytest
from engines.text.numerals import english_numbers, korean_number


def english(said: str) -> str:
    words = said.split()
    for number in reversed(list(english_numbers(words))):
        words[number.first : number.last] = [number.text]
    return " ".join(words)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("twenty three percent", "23%"),
        ("down by ninety nine point nine five per cent of it", "down by 99.95% of it"),
        ("five percent", "5%"),
        ("one hundred and twenty people", "120 people"),
        ("two thousand and nineteen", "2,019"),
        ("three million four hundred thousand and five users", "3,400,005 users"),
        ("forty two and fifty one", "42 and 51"),
        ("three point five seconds", "3.5 seconds"),
        ("two hundred", "200"),
    ],
)
def test_english_cardinals_become_digits(said: str, written: str) -> None:
    assert english(said) == written


@pytest.mark.parametrize(
    "said",
    [
        "one of the two",
        "twenty twenty",
        "nineteen ninety nine",
        "one two three",
        "five zero one four",
        "hundred and one reasons",
        "a thousand times",
        "one and two",
        "at this point five people left",
        "ten",
        "thousand million",
        "twenty eleven",
        "percent",
    ],
)
def test_what_is_not_one_english_number_stays_as_it_was_said(said: str) -> None:
    assert english(said) == said


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("이십삼 퍼센트", "23"),
        ("이십삼퍼센트가", "23"),
        ("천구백구십구년", "1999"),
        ("이천이십사 년에", "2024"),
        ("백이십 명을", "120"),
        ("이만삼천 원", "2만 3000"),
        ("삼천오백만 원", "3500만"),
        ("백만 명", "100만"),
        ("스물세 명", "23"),
        ("열두 개", "12"),
        ("십이월", "12"),
        ("삼십대", "30"),
    ],
)
def test_korean_numerals_before_what_they_count_become_digits(said: str, written: str) -> None:
    number = korean_number(said)
    assert number is not None
    assert number[0] == written


@pytest.mark.parametrize(
    "said",
    [
        "이 년",
        "이삼 명",
        "삼사십 명",
        "십분 활용",
        "일일 점검",
        "이사 분",
        "만 명",
        "만일 그렇다면",
        "다섯 명",
        "열 명",
        "이백",
        "이십 프로젝트",
        "일이 년",
        "사이 시간",
    ],
)
def test_what_is_not_one_korean_number_stays_as_it_was_said(said: str) -> None:
    assert korean_number(said) is None
