"""Korean morphology where spelling does not show it."""

import pytest
from engines.text import morphology
from engines.text.folding import Span, fold
from engines.text.words import content_words

LEAST = 0.4


@pytest.mark.parametrize(
    "text",
    [
        "먼저 우리 대시보드의 느린 쿼리를 두 주 동안 측정했습니다",
        "그때 저 혼자 서버 두 대 새로 만들었어요",
        "결국 그 오류 거의 매일 다시 나타났어요!",
    ],
)
def test_what_somebody_says_is_a_statement_also_without_many_particles(text: str) -> None:
    assert morphology.is_statement(text, LEAST)


@pytest.mark.parametrize(
    "text",
    [
        "테스트 롤백 모니터링 배포 안정성",
        "캐싱 테스트 롤백 모니터링 스케일링 합니다",
        "나누다 합의하다 측정하다 공유하다",
    ],
)
def test_terms_are_none_whatever_verb_ends_them(text: str) -> None:
    assert not morphology.is_statement(text, LEAST)


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("원인을 찾았고 작업을 나눠서 빠르게 고쳤습니다", ["원인", "찾", "작업", "나누", "빠르", "고치"]),
        ("비정상 서버에는 보내지 않고 redis에 적었어요", ["비정상", "서버", "보내", "redi", "적"]),
    ],
)
def test_words_are_what_the_dictionary_has_in_their_order(text: str, stems: list[str]) -> None:
    assert [word.stem for word in content_words(text, Span(0, len(text)))] == stems


def test_a_word_stands_where_it_was_said_also_after_what_takes_two_units_in_other_encodings() -> None:
    text = fold("😀 정말로요. 원인을 찾았습니다").text
    within = Span(text.index("원"), len(text))
    assert [text[w.span.start : w.span.end] for w in content_words(text, within)] == ["원인", "찾"]
