"""Text as people write it, and where each spoken word stands in it."""

import pytest
from contracts.speech import Word
from engines.text import written
from engines.text.kiwi import KoreanReader, KoreanSentence
from engines.text.written import Written


@pytest.fixture(scope="module")
def korean() -> KoreanReader:
    return KoreanReader()


def timed(said: str) -> list[Word]:
    """A word every 0.3 s; each "|" is a second of silence."""
    words, at = [], 0.0
    for piece in said.split():
        if piece == "|":
            at += 1.0
        else:
            words.append(Word(text=piece, start=at, end=at + 0.3))
            at += 0.3
    return words


def english(said: str) -> Written:
    words = timed(said)
    return written.in_english([word.text for word in words], written.sentence_ends(words))


def pieces(result: Written) -> list[str | None]:
    return [span and result.text[slice(*span)] for span in result.spans]


def test_pauses_after_whole_sentences_become_full_stops() -> None:
    result = english(
        "i moved the payment service to kafka | latency fell by twenty three percent | that's what i'd do again"
    )
    assert result.text == "I moved the payment service to kafka. Latency fell by 23%. That's what I'd do again."


@pytest.mark.parametrize(
    "said",
    [
        "and so | we did that",
        "we moved all of our services to the | cloud last year",
        "i asked the whole team to think of | something better",
    ],
)
def test_a_pause_while_searching_for_words_ends_nothing(said: str) -> None:
    assert english(said).text.count(".") == 1


def test_an_answer_that_stops_in_the_middle_gets_no_full_stop() -> None:
    assert english("we tried it and then the").text == "We tried it and then the"


def test_every_english_word_is_found_in_the_text() -> None:
    result = english("it fell by twenty three percent")
    assert pieces(result) == ["It", "fell", "by", "23%.", "23%.", "23%."]


def test_nothing_said_is_nothing_written() -> None:
    assert written.in_english([], frozenset()) == Written("", ())
    assert written.in_korean([], []) == Written("", ())


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("I moved it to Kafka.", True),
        ("네, 그렇습니다", True),
        ("정말요?", True),
        ("we moved 3.5 of them", False),
        ("저는 결제 시스템을 옮겼습니다", False),
        ("", False),
    ],
)
def test_who_punctuates_is_seen_by_the_text(text: str, given: bool) -> None:
    assert written.is_written(text) is given


def test_missing_spaces_are_seen() -> None:
    assert written.lacks_spaces("저는결제시스템을카프카로옮겼습니다")
    assert written.lacks_spaces("저 는 결 제 를 맡 았 습 니 다")
    assert not written.lacks_spaces("저는 결제 시스템을 카프카로 옮겼습니다")
    assert not written.lacks_spaces("네 네 음 저는 그 일을 했습니다")


def test_unspaced_korean_becomes_sentences_with_numbers(korean: KoreanReader) -> None:
    words = ["저는결제시스템을옮겼습니다그래서지연시간이", "이십삼퍼센트줄었어요"]
    spaced = written.rejoined_numerals(korean.spaced(" ".join(words)))
    result = written.in_korean(words, korean.sentences(spaced))
    assert result.text == "저는 결제 시스템을 옮겼습니다. 그래서 지연 시간이 23퍼센트 줄었어요."
    assert pieces(result) == ["저는 결제 시스템을 옮겼습니다. 그래서 지연 시간이", "23퍼센트 줄었어요."]


def test_spaced_korean_gets_its_sentence_ends(korean: KoreanReader) -> None:
    said = "팀원은 스물세 명이었습니다 왜 그렇게 했을까요 작았거든요 그리고 제가 다음에는"
    result = written.in_korean(said.split(), korean.sentences(said))
    assert result.text == "팀원은 23명이었습니다. 왜 그렇게 했을까요? 작았거든요. 그리고 제가 다음에는"
    assert pieces(result)[:3] == ["팀원은", "23명이었습니다.", "23명이었습니다."]


def test_what_a_corrector_changed_beyond_spaces_is_not_taken() -> None:
    words = ["했습니다", "네"]
    assert written.in_korean(words, [KoreanSentence("했읍니다 네", finished=True)]) == written.placed(
        "했습니다 네", words
    )


def test_words_are_found_in_a_text_that_its_engine_has_written() -> None:
    text = "We cut it by 23%. Then, we rested."
    words = ["we", "cut", "it", "by", "twenty", "three", "percent", "then", "we", "rested"]
    result = written.placed(text, words)
    assert result.text == text
    assert pieces(result) == ["We", "cut", "it", "by", None, None, None, "Then", "we", "rested"]


def test_a_word_is_not_found_within_another_one() -> None:
    assert pieces(written.placed("Later, eat at home.", ["at", "home"])) == ["at", "home"]
