"""Cutting a question into sentences while it arrives."""

import pytest
from engines.tts.sentences import CLAUSE_PAUSE, SENTENCE_PAUSE, SentenceSplitter, sentences_of
from hypothesis import given, strategies as st


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Tell me about a failure. What did you learn?", ["Tell me about a failure.", "What did you learn?"]),
        ("It grew 3.5 times. Why?", ["It grew 3.5 times.", "Why?"]),
        ("Use a cache, e.g. Redis. Or not!", ["Use a cache, e.g. Redis.", "Or not!"]),
        ("Dr. Kim asked: “Really?” Then she left.", ["Dr. Kim asked: “Really?”", "Then she left."]),
        ("잘 들었습니다. 그때 어떤 역할을 맡으셨나요?", ["잘 들었습니다.", "그때 어떤 역할을 맡으셨나요?"]),
        ("Well... go on", ["Well...", "go on"]),
        ("One line\nanother line", ["One line", "another line"]),
        ("  ", []),
    ],
)
def test_sentences_of_a_whole_text(text: str, sentences: list[str]) -> None:
    assert [sentence.text for sentence in sentences_of(text)] == sentences


def test_a_sentence_comes_out_as_soon_as_it_is_certain() -> None:
    splitter = SentenceSplitter()
    assert splitter.push("It grew 3.") == []
    assert splitter.push("5 times.") == []
    assert [s.text for s in splitter.push(" Wh")] == ["It grew 3.5 times."]
    assert [s.text for s in splitter.push("y?")] == ["Why?"]


def test_a_korean_full_stop_is_certain_at_once() -> None:
    assert [s.text for s in SentenceSplitter().push("잘 들었습니다.")] == ["잘 들었습니다."]


def test_one_sentence_without_an_end_is_flushed() -> None:
    splitter = SentenceSplitter()
    assert splitter.push("Tell me about yourself") == []
    assert [s.text for s in splitter.flush()] == ["Tell me about yourself"]


LONG = (
    "지금까지 맡은 일 가운데 가장 어려웠던 것을 떠올려 보고, 무엇을 맡았는지, 어떻게 풀었는지 말씀해 주세요. 결과는요?"
)


def test_a_long_first_sentence_is_heard_from_its_first_clause_on() -> None:
    first, *others = sentences_of(LONG)
    assert first.text == "지금까지 맡은 일 가운데 가장 어려웠던 것을 떠올려 보고,"
    assert [other.text[-5:] for other in others] == [" 주세요.", "결과는요?"]
    assert [sentence.pause for sentence in (first, *others)] == [0, CLAUSE_PAUSE, SENTENCE_PAUSE]

    splitter = SentenceSplitter()
    assert splitter.push(LONG[: len(first.text)]) == []
    assert splitter.push(" 거") == [first]


@pytest.mark.parametrize(
    "text",
    [
        "안녕하세요, 자기소개를 부탁드립니다.",
        "Tell me about yourself, please.",
        "The service handled 1,000,000 requests a day at its peak.",
        "Tell me about a failure. What did you learn from all of it, and what would you do now?",
    ],
)
def test_short_and_later_clauses_stay_in_their_sentences(text: str) -> None:
    assert all(sentence.text[-1] in ".?" for sentence in sentences_of(text))


@given(st.lists(st.text(alphabet="ab3 ,.?다요", min_size=1, max_size=8), max_size=20))
def test_the_first_clause_is_the_same_however_it_comes(pieces: list[str]) -> None:
    splitter = SentenceSplitter()
    taken = [sentence for piece in pieces for sentence in splitter.push(piece)] + splitter.flush()
    whole = sentences_of("".join(pieces))
    if taken and taken[0].text[-1] == ",":
        assert taken[0] == whole[0]


@given(st.lists(st.text(alphabet='ab3 .?!다요\n"e.g', max_size=8), max_size=12))
def test_pieces_give_every_word_where_it_stands(pieces: list[str]) -> None:
    splitter = SentenceSplitter()
    sentences = [sentence for piece in pieces for sentence in splitter.push(piece)] + splitter.flush()
    text = "".join(pieces)
    assert all(text[s.start : s.end] == s.text for s in sentences)
    assert "".join("".join(s.text.split()) for s in sentences) == "".join(text.split())
