"""Cutting a question into sentences while it arrives."""

import pytest
from engines.tts.sentences import SentenceSplitter, sentences_of
from hypothesis import given
from hypothesis import strategies as st


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


@given(st.lists(st.text(alphabet='ab3 .?!다요\n"e.g', max_size=8), max_size=12))
def test_pieces_give_every_word_where_it_stands(pieces: list[str]) -> None:
    splitter = SentenceSplitter()
    sentences = [sentence for piece in pieces for sentence in splitter.push(piece)] + splitter.flush()
    text = "".join(pieces)
    assert all(text[s.start : s.end] == s.text for s in sentences)
    assert "".join("".join(s.text.split()) for s in sentences) == "".join(text.split())
