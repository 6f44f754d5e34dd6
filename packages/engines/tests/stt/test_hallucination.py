import pytest
from engines.stt.hallucination import compression_ratio, is_made_up, repeats_itself

SURE, UNSURE = -0.2, -1.4

ENGLISH = "In my last project I moved our search from one database to another, and it took us about three weeks."
KOREAN = "지난 프로젝트에서 검색을 다른 데이터베이스로 옮겼는데 삼 주쯤 걸렸고 팀에서 네 명이 함께 했습니다."


@pytest.mark.parametrize("text", [ENGLISH, KOREAN, "", "No, no, no, no!", "네, 네, 그렇습니다.", "very very good"])
def test_speech_is_not(text: str) -> None:
    assert not is_made_up(text, SURE)


@pytest.mark.parametrize("text", [ENGLISH, KOREAN])
def test_what_the_model_is_unsure_of_is(text: str) -> None:
    assert is_made_up(text, UNSURE)


@pytest.mark.parametrize(
    "text", ["Thank you. " * 6, "you you you you you", "시청해 주셔서 감사합니다. " * 5, "and then the " * 5 + "end"]
)
def test_a_decoder_that_loops_is(text: str) -> None:
    assert repeats_itself(text)
    assert is_made_up(text, SURE)


def test_a_long_loop_compresses_far_better_than_speech() -> None:
    looped = "the president of the united states of america said that " * 6
    assert compression_ratio(looped) > 4
    assert max(compression_ratio(text * 1) for text in (ENGLISH, KOREAN)) < 2
