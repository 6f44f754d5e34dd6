"""The next question, made ahead: the moments of `test_timeline`, with a preparation 0.472 s after the last word."""

import pytest
from contracts.base import Language
from contracts.live import Done, Moment
from media_doubles.script import COMPLETE, EN, INCOMPLETE, KO, MORE, UNCLEAR, call, in_both_languages, since_asked
from media_doubles.timeline import Call
from media_server.hearing.policy import TurnPolicy


def prepared(language: Language = EN) -> Call:
    return call(language, TurnPolicy())


@in_both_languages
def test_a_question_that_is_ready_sounds_with_the_end_of_the_turn(language: Language) -> None:
    """Made from 6.872 on, ready in less than the second of silence that is left."""
    talk = prepared(language).says(3.2, 6.4, UNCLEAR[language])
    assert since_asked(talk, 8) == [
        (6.872, f"prepare: {UNCLEAR[language]}"),
        (7.904, "thinking"),
        (7.904, f"answer: {UNCLEAR[language]}"),
        (7.904, "question 2"),
        (7.904, "speaking"),
        (7.92, "sound"),
    ]
    words = len(talk.core.questions[1].split())
    assert [stage.saved_ms for stage in talk.stages] == [pytest.approx(450 + 50 * (words - 1))]


def test_a_question_that_is_half_made_goes_on_once_the_answer_is_on_the_record() -> None:
    talk = prepared().says(3.2, 6.4, COMPLETE[EN])
    assert since_asked(talk, 7.6) == [
        (6.872, f"prepare: {COMPLETE[EN]}"),
        (7.104, "thinking"),
        (7.104, f"recorded: {COMPLETE[EN]}"),
        (7.322, f"answer: {COMPLETE[EN]}"),
        (7.322, "question 2"),
        (7.322, "speaking"),
        (7.48, "sound"),
    ]
    assert [stage.saved_ms for stage in talk.stages] == [232.0]


@in_both_languages
def test_going_on_cancels_what_was_prepared(language: Language) -> None:
    said = f"{COMPLETE[language]} {MORE[language]}"
    talk = prepared(language).says(3.2, 4.8, COMPLETE[language]).says(5.312, 6.912, MORE[language])
    talk.core.thinks = 5.0
    assert since_asked(talk, 7.7) == [
        (5.272, f"prepare: {COMPLETE[language]}"),
        (5.792, "preparation cancelled"),
        (7.384, f"prepare: {said}"),
        (7.616, "thinking"),
        (7.616, f"recorded: {said}"),
    ]
    assert talk.aftermath == [(7.7, "preparation cancelled")]


def test_a_cough_cancels_nothing() -> None:
    talk = prepared().says(3.2, 6.4, UNCLEAR[EN]).coughs(7.04, 7.36)
    assert [what for _, what in since_asked(talk, 9)][:3] == [
        f"prepare: {UNCLEAR[EN]}",
        "thinking",
        f"answer: {UNCLEAR[EN]}",
    ]


@pytest.mark.parametrize("said", [INCOMPLETE[EN], INCOMPLETE[KO], "Yes."])
def test_nothing_is_prepared_from_what_goes_on_or_hardly_began(said: str) -> None:
    talk = prepared(KO if said == INCOMPLETE[KO] else EN).says(3.2, 6.4, said)
    assert not [what for _, what in since_asked(talk, 12) if what.startswith("prepare")]


def test_nothing_is_prepared_while_a_moment_is_held() -> None:
    held = prepared().says(3.2, 4.8, COMPLETE[EN]).presses(4.9, Moment())
    assert since_asked(held) == [(4.9, "listening, held")]


def test_where_there_is_nothing_to_prepare_the_turn_ends_as_it_would_have() -> None:
    last = prepared().says(3.2, 6.4, COMPLETE[EN])
    last.core.questions = last.core.questions[:1]
    assert since_asked(last, 7.2) == [
        (6.872, f"prepare: {COMPLETE[EN]}"),
        (7.104, "thinking"),
        (7.104, f"answer: {COMPLETE[EN]}"),
    ]
    assert last.core.submissions[0].next_question is None


def test_a_pause_is_prepared_for_once() -> None:
    talk = prepared().says(3.2, 4.8, COMPLETE[EN]).presses(60, Done())
    talk.policy = TurnPolicy(silence_when_complete=50.0)
    assert [what for _, what in since_asked(talk, 50)] == [f"prepare: {COMPLETE[EN]}"]


def test_a_preparation_that_fails_costs_nothing_but_itself() -> None:
    talk = prepared().says(3.2, 6.4, COMPLETE[EN])
    talk.core.fails_to_prepare = True
    assert since_asked(talk, 7.6) == [
        (6.872, f"prepare: {COMPLETE[EN]}"),
        (6.872, "preparation cancelled"),
        (7.104, "thinking"),
        (7.104, f"answer: {COMPLETE[EN]}"),
        (7.554, "question 2"),
        (7.554, "speaking"),
    ]
    assert talk.stages == []


def test_a_question_whose_seal_is_refused_is_made_again() -> None:
    talk = prepared().says(3.2, 6.4, UNCLEAR[EN])
    talk.core.refuses_seals = True
    assert since_asked(talk, 8.8)[1:] == [
        (7.904, "thinking"),
        (7.904, f"answer: {UNCLEAR[EN]}"),
        (8.354, "question 2"),
        (8.354, "speaking"),
        (8.36, "sound"),
    ]


def test_hanging_up_cancels_what_is_being_prepared() -> None:
    talk = prepared().says(3.2, 6.4, COMPLETE[EN])
    assert since_asked(talk, 7.0) == [(6.872, f"prepare: {COMPLETE[EN]}")]
    assert talk.aftermath == [(7.0, "preparation cancelled")]


@pytest.mark.parametrize(
    ("language", "said", "written"),
    [(EN, "it took twenty weeks", "It took 20 weeks."), (KO, "일년이 걸렸습니다", "1년이 걸렸습니다.")],
)
def test_what_was_prepared_from_the_spoken_words_is_asked_after_the_written_ones(
    language: Language, said: str, written: str
) -> None:
    talk = prepared(language).says(3.2, 6.4, f"{MORE[language]} {said}")
    talk.recognizer.written = lambda text: text.replace(said, written)
    happened = since_asked(talk, 9)
    assert happened[0] == (6.872, f"prepare: {MORE[language]} {said}")
    assert [what for _, what in happened].count("question 2") == 1
    assert talk.core.submissions[0].text == f"{MORE[language]} {written}"
    assert talk.core.submissions[0].next_question is not None
