from engines.stt.agreement import DecodedWord, LocalAgreement


def decoded(text: str) -> list[DecodedWord]:
    return [DecodedWord(word, tuple(word.encode()), 0.5) for word in text.split()]


def committed_after(*decodings: str) -> list[str]:
    """What is committed after each of several decodings of one utterance."""
    agreement, committed = LocalAgreement(), []
    for text in decodings:
        agreement.hear(decoded(text))
        committed.append(" ".join(word.text for word in agreement.committed))
    return committed


def test_what_two_decodings_begin_with_is_committed_but_for_the_last_word() -> None:
    assert committed_after("ask not", "ask not what you", "ask not what your country") == [
        "",
        "ask",
        "ask not what",
    ]


def test_a_word_that_grows_is_not_committed_half() -> None:
    assert committed_after("저는 프로젝트", "저는 프로젝트", "저는 프로젝트를 했습니다")[-1] == "저는"


def test_what_differs_waits_and_nothing_is_taken_back() -> None:
    assert committed_after("I see the sea today", "I see the sea now", "I sea", "") == [
        "",
        "I see the sea",
        "I see the sea",
        "I see the sea",
    ]


def test_the_confidence_of_a_word_may_change() -> None:
    agreement = LocalAgreement()
    agreement.hear(decoded("one two three"))
    agreement.hear([word._replace(confidence=0.9) for word in decoded("one two three")])

    assert [word.text for word in agreement.committed] == ["one", "two"]
