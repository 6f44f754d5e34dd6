"""What a candidate put right of what was heard: shown where it differs, refused where it is another answer."""

import re

import pytest
from contracts.speech import CorrectedRun
from engines.text.corrections import corrected_runs, is_correction, letter_errors, moved

HEARD = "we put rabbit in cue before the cash layer um and it  scaled"
RIGHT = "We put RabbitMQ before the read cache layer and it scaled well"


def heard_of(text: str, runs: list[CorrectedRun]) -> str:
    """What was heard, put together again from the corrected text and what is kept of the difference."""
    heard, at = "", 0
    for run in runs:
        heard += text[at : run.start] + run.heard
        at = run.end
    return heard + text[at:]


def test_every_difference_is_shown_and_nothing_else() -> None:
    runs = corrected_runs(HEARD, RIGHT)
    assert [(RIGHT[run.start : run.end], run.heard) for run in runs] == [
        ("We", "we"),
        ("RabbitMQ", "rabbit in cue"),
        ("read cache", "cash"),
        ("", "um "),
        ("", " "),
        (" well", ""),
    ]
    assert heard_of(RIGHT, runs) == HEARD


@pytest.mark.parametrize(
    ("heard", "right"),
    [
        ("", "words"),
        ("words", "words"),
        ("레디스 캐시 서버를 썼습니다", "Redis 캐시서버를 썼습니다"),
        ("🙂 one\n\ntwo", "🙂 won\n\ntwo 🙂"),
        ("a b a b a", "b a  b"),
    ],
)
def test_what_was_heard_is_never_lost(heard: str, right: str) -> None:
    assert heard_of(right, corrected_runs(heard, right)) == heard


def test_words_keep_their_times_where_they_stand_now() -> None:
    runs = corrected_runs(HEARD, RIGHT)
    places = {word[0]: moved(word.span(), runs) for word in re.finditer(r"\S+", HEARD)}
    now = {word: place and RIGHT[place[0] : place[1]] for word, place in places.items()}
    assert now["rabbit"] == now["in"] == now["cue"] == "RabbitMQ"
    assert (now["cash"], now["um"]) == ("read cache", None)
    assert all(now[word] == word for word in ("put", "before", "the", "layer", "and", "it", "scaled"))


@pytest.mark.parametrize(
    ("heard", "right", "is_one"),
    [
        ("we put rabbit in cue before the cash layer", "We put RabbitMQ before the cache layer.", True),
        ("레디스에 캐싱 했읍니다", "Redis에 캐싱했습니다.", True),
        ("we put rabbit in cue before the cash layer", "I led a team of ten and doubled the revenue.", False),
        ("I used a queue", "I used a queue, and then I measured everything for weeks.", False),
        ("yes", "yet", True),
        ("yes", "no", False),
        ("", "anything", False),
        ("I used a queue", "I used a queue ⓘⓛⓔⓓⓣⓗⓔⓣⓔⓐⓜ", False),
    ],
)
def test_only_what_is_near_to_what_was_heard_is_a_correction(heard: str, right: str, is_one: bool) -> None:
    assert is_correction(heard, right) is is_one


def test_case_punctuation_and_spaces_are_no_errors_of_a_recogniser() -> None:
    assert letter_errors("data base, yes", "Database. Yes!") == 0
    assert letter_errors("레디쓰", "레디스") == 1
