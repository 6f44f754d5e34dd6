import unicodedata

from engines.text.folding import Span, fold
from engines.text.sentences import LONGEST_WORDS, sentences
from hypothesis import given, strategies as st


@given(st.text())
def test_every_folded_character_knows_where_it_came_from(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))
    assert list(folded.starts) == sorted(folded.starts)


@given(st.text(st.characters(max_codepoint=127) | st.characters(min_codepoint=ord("가"), max_codepoint=ord("힣"))))
def test_plain_text_folds_alone_as_it_does_beside_what_is_not(text: str) -> None:
    alone, beside = fold(text), fold(text + "é")
    assert (alone.text, alone.starts, alone.ends) == (beside.text[:-1], beside.starts[:-1], beside.ends[:-1])


def test_decomposed_hangul_and_full_width_letters_fold_to_the_usual_form() -> None:
    decomposed = unicodedata.normalize("NFD", "테스트를 Ｒedis로")
    folded = fold(decomposed)
    assert folded.text == "테스트를 redis로"
    origin = folded.origin(Span(0, 3))
    assert unicodedata.normalize("NFC", decomposed[origin.start : origin.end]) == "테스트"


def test_invisible_characters_do_not_hide_a_word() -> None:
    assert fold("te\u200bst").text == "test"


@given(st.text())
def test_sentences_are_in_order_and_not_empty(text: str) -> None:
    end = 0
    for span in sentences(text):
        assert end <= span.start < span.end <= len(text)
        assert text[span.start : span.end].strip()
        end = span.end


def test_sentences_end_where_people_end_them() -> None:
    text = "We cut p95 to 3.5 ms, e.g. by an index. It worked! 로그를 봤습니다 그리고 고쳤어요 끝"
    assert [text[s.start : s.end] for s in sentences(text)] == [
        "We cut p95 to 3.5 ms, e.g. by an index.",
        "It worked!",
        "로그를 봤습니다",
        "그리고 고쳤어요",
        "끝",
    ]


def test_a_transcript_without_punctuation_is_divided() -> None:
    text = " ".join(["and then we looked at the logs of it"] * 20)
    pieces = sentences(text)
    assert len(pieces) > 1
    assert all(len(text[s.start : s.end].split()) <= LONGEST_WORDS for s in pieces)
