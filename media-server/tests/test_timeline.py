"""Whole calls on scripted timelines: the exact moment of every decision, in both languages.

The candidate's sound is heard in windows of 32 ms, so that 0.7 s of silence are noticed after 0.704, 1.5 after 1.504,
3.0 after 3.008, and speech is taken for speech in its third window, 0.096 s after its first sample. A segment of speech
ends after 0.352 s of silence and is final 0.12 s later. The interviewer's voice takes 0.15 s to make, lasts 1.8 s and
goes out in frames of 20 ms; its questions come word by word, 0.05 s apart, from 0.3 s after the answer on.
"""

from collections.abc import Callable

import pytest
from contracts.base import Language
from contracts.live import Done, Moment, ReadClock, Repeat, Start, TypeInstead
from media_doubles.script import (
    ASKED,
    COMPLETE,
    EN,
    INCOMPLETE,
    KO,
    MORE,
    UNCLEAR,
    UNPREPARED,
    WAIT,
    call,
    in_both_languages,
    since_asked,
)
from media_doubles.timeline import Call

# The end of an answer


@pytest.mark.parametrize(
    ("said", "silence"), [(COMPLETE, 0.704), (UNCLEAR, 1.504), (INCOMPLETE, 3.008)], ids=["complete", "unclear", "not"]
)
@in_both_languages
def test_an_answer_ends_by_how_it_sounds_and_the_next_question_follows(
    language: Language, said: dict[Language, str], silence: float
) -> None:
    end = 6.4 + silence
    happened = since_asked(call(language).says(3.2, 6.4, said[language]), until=end + 1)
    words = len({EN: "What did you learn?", KO: "무엇을 배웠나요?"}[language].split())
    asked = round(end + 0.3 + 0.05 * (words - 1), 3)
    assert happened[:4] == [
        (round(end, 3), "thinking"),
        (round(end, 3), f"answer: {said[language]}"),
        (asked, "question 2"),
        (asked, "speaking"),
    ]
    assert [what for _, what in happened[4:]] == ["sound"]
    assert 0 <= happened[4][0] - (asked + 0.15) < 0.02


@in_both_languages
def test_a_pause_for_thought_within_a_sentence_ends_nothing(language: Language) -> None:
    talk = call(language).says(3.2, 4.8, INCOMPLETE[language]).says(7.68, 8.96, MORE[language])
    answer = f"{INCOMPLETE[language]} {MORE[language]}"
    assert since_asked(talk, 9.8) == [(9.664, "thinking"), (9.664, f"answer: {answer}")]


@in_both_languages
def test_a_pause_of_20_s_does_not_end_a_turn_that_is_held(language: Language) -> None:
    talk = call(language).says(3.2, 4.8, COMPLETE[language]).presses(5.0, Moment()).says(25.6, 27.2, MORE[language])
    assert since_asked(talk, 28) == [
        (5.0, "listening, held"),
        (26.08, "listening"),
        (27.904, "thinking"),
        (27.904, f"answer: {COMPLETE[language]} {MORE[language]}"),
    ]


@in_both_languages
def test_a_moment_before_the_first_word_is_given_too(language: Language) -> None:
    talk = call(language).presses(2.5, Moment()).says(32.0, 33.6, COMPLETE[language])
    assert since_asked(talk, 34.4) == [
        (2.5, "listening, held"),
        (32.768, "listening"),
        (34.304, "thinking"),
        (34.304, f"answer: {COMPLETE[language]}"),
    ]


@in_both_languages
def test_done_ends_the_turn_at_once_and_waits_only_to_understand_it(language: Language) -> None:
    talk = call(language).says(3.2, 6.4, INCOMPLETE[language]).presses(6.5, Done())
    assert since_asked(talk, 6.7) == [(6.5, "thinking"), (6.62, f"answer: {INCOMPLETE[language]}")]


def test_the_page_learns_how_much_of_its_answer_was_heard() -> None:
    """Counted from the end of the question, at 2 s, in windows of 32 ms; of none once the answer has ended."""
    talk = call().says(3.2, 4.8, COMPLETE[EN])
    for at in (3.0, 5.0, 5.7):
        talk.presses(at, ReadClock(asked=at))
    told = [(at, what) for at, what in since_asked(talk, 5.8) if what.startswith("heard")]
    assert [at for at, _ in told] == [3.0, 5.0, 5.7]
    first, second, none = (what.removeprefix("heard ") for _, what in told)
    assert float(second) - float(first) == pytest.approx(2.0, abs=0.032)
    assert none == "None"


def test_nobody_answers() -> None:
    assert since_asked(call(), 22.2) == [(21.92, "thinking"), (21.92, "answer: ")]


def test_a_typed_answer_takes_the_turn_from_the_microphone() -> None:
    talk = call().says(3.2, 9.6, COMPLETE[EN]).presses(5.0, TypeInstead(text="In writing."))
    assert since_asked(talk, 5.2) == [(5.0, "answer: In writing."), (5.0, "thinking")]


@in_both_languages
def test_the_interview_ends_after_its_last_answer(language: Language) -> None:
    talk = call(language).presses(3.0, TypeInstead(text="1")).presses(3.01, TypeInstead(text="2"))
    talk.core.questions = talk.core.questions[:1]
    assert since_asked(talk) == [
        (3.0, "answer: 1"),
        (3.0, "thinking"),
        (3.01, "TurnOutOfOrder"),
        (3.16, "sound"),
        (4.94, "ended"),
    ]


# Captions that are still changing


@in_both_languages
def test_nobody_cuts_in_while_the_recogniser_is_behind(language: Language) -> None:
    """What looks complete turns out, after 0.95 s, to go on: three seconds are allowed then."""
    talk = call(language).says(3.2, 4.8, INCOMPLETE[language], first_heard_as=COMPLETE[language])
    talk.recognizer.final = 0.6
    assert since_asked(talk, 7.9) == [(7.808, "thinking"), (7.808, f"answer: {INCOMPLETE[language]}")]
    changed = [at for at, text in talk.captions if text == INCOMPLETE[language]]
    assert changed[0] == 5.752


@in_both_languages
def test_words_that_have_just_changed_are_given_time_to_settle(language: Language) -> None:
    talk = call(language).says(3.2, 4.8, COMPLETE[language], first_heard_as=INCOMPLETE[language])
    talk.recognizer.final = 0.5
    assert talk.policy.caption_settles == 0.2
    assert since_asked(talk, 5.9) == [(5.856, "thinking"), (5.856, f"answer: {COMPLETE[language]}")]


def test_a_turn_ends_in_the_moment_in_which_the_recogniser_has_caught_up_with_nothing_new() -> None:
    talk = call().says(3.2, 4.8, COMPLETE[EN])
    talk.recognizer.final = 1.0
    assert since_asked(talk, 6.2) == [(6.152, "thinking"), (6.152, f"answer: {COMPLETE[EN]}")]


def test_a_recogniser_that_stalls_delays_the_end_so_long_and_fails_in_the_end() -> None:
    talk = call(policy=UNPREPARED.model_copy(update={"recognition_deadline": 10.0})).says(3.2, 4.8, COMPLETE[EN])
    talk.recognizer.stalls = True
    assert since_asked(talk, 18.6) == [
        (8.512, "thinking"),
        (18.512, f"answer: {COMPLETE[EN]}"),
        (18.512, "EngineFailed"),
    ]
    assert talk.core.submissions[0].unreliable_reason == "engine_failed"


def test_a_slow_recogniser_is_waited_for_as_long_as_it_goes_on() -> None:
    """Each of three segments takes 8 s; nothing is lost, though all of them take longer than the deadline."""
    talk = call(policy=UNPREPARED.model_copy(update={"recognition_deadline": 10.0}))
    talk.says(3.2, 4.8, INCOMPLETE[EN]).says(6.4, 8.0, "we were slow and").says(9.6, 11.2, COMPLETE[EN])
    talk.recognizer.final = 8.0
    happened = since_asked(talk, 40)
    assert "EngineFailed" not in [what for _, what in happened]
    assert talk.core.submissions[0].text == f"{INCOMPLETE[EN]} we were slow and {COMPLETE[EN]}"


def test_a_recogniser_that_fails_is_told_and_silence_then_ends_nothing() -> None:
    talk = call().says(3.2, 4.8, COMPLETE[EN]).presses(60.0, TypeInstead(text="In writing."))
    talk.recognizer.fails = True
    assert since_asked(talk, 60.1) == [(3.296, "EngineFailed"), (60.0, "answer: In writing."), (60.0, "thinking")]


# Time to prepare


@in_both_languages
def test_time_to_prepare_is_counted_down_and_speaking_early_ends_it(language: Language) -> None:
    talk = call(language, prep_seconds=30).says(8.0, 9.6, COMPLETE[language])
    happened = talk.run(10.4)
    assert happened[3:] == [
        (1.94, "listening, 30 s to prepare"),
        (1.96, "silence"),
        (8.48, "listening"),
        (10.304, "thinking"),
        (10.304, f"answer: {COMPLETE[language]}"),
    ]


@pytest.mark.parametrize(
    ("script", "counts_from", "gives_up"),
    [
        (lambda talk: talk, 31.936, 51.936),
        (lambda talk: talk.presses(12.0, Start()), 12.0, 32.0),
        (lambda talk: talk.presses(12.0, Done()), 12.0, 32.0),
        (lambda talk: talk.coughs(10.24, 10.56), 31.936, 51.936),
    ],
    ids=["in silence", "start now", "done", "a cough"],
)
def test_silence_counts_after_the_time_to_prepare(
    script: Callable[[Call], Call], counts_from: float, gives_up: float
) -> None:
    happened = script(call(prep_seconds=30)).run(53)
    assert happened[3:6] == [(1.94, "listening, 30 s to prepare"), (1.96, "silence"), (counts_from, "listening")]
    assert happened[6] == (pytest.approx(gives_up, abs=0.033), "thinking")


def test_a_moment_goes_on_where_the_time_to_prepare_ends() -> None:
    talk = call(prep_seconds=30).presses(5.0, Moment()).says(80.0, 81.6, COMPLETE[EN])
    assert talk.run(82.2)[5:] == [(5.0, "listening, held"), (80.768, "listening")]


# Taking the word


@pytest.mark.parametrize(("language", "understood"), [(EN, 1.024), (KO, 1.12)])
def test_words_over_the_question_pause_it_and_take_the_turn(language: Language, understood: float) -> None:
    talk = call(language).says(0.32, 1.92, WAIT[language])
    happened = talk.run(2.7)
    assert happened[:3] == ASKED[:3]
    assert happened[3:] == [
        (0.896, "paused"),
        (0.92, "silence"),
        (understood, "listening"),
        (2.624, "thinking"),
        (2.624, f"answer: {WAIT[language]}"),
    ]


def test_a_noise_over_the_question_pauses_it_and_it_goes_on() -> None:
    assert call().coughs(0.32, 1.28).run(4)[3:] == [
        (0.896, "paused"),
        (0.92, "silence"),
        (2.912, "speaking"),
        (2.92, "sound"),
        (3.96, "listening"),
        (3.98, "silence"),
    ]


def test_a_short_sound_does_not_stop_the_question() -> None:
    assert call().coughs(0.32, 0.8).run(2) == ASKED


@in_both_languages
def test_who_may_not_interrupt_hears_the_question_out_and_is_heard(language: Language) -> None:
    talk = call(language, may_interrupt=False).says(0.32, 1.28, WAIT[language])
    assert since_asked(talk, 2.7) == [(2.624, "thinking"), (2.624, f"answer: {WAIT[language]}")]


def test_a_question_is_repeated_and_what_was_said_before_stays() -> None:
    talk = call().says(3.2, 4.8, INCOMPLETE[EN]).presses(5.6, Repeat()).says(9.6, 11.2, MORE[EN])
    assert since_asked(talk, 12) == [
        (5.6, "speaking"),
        (pytest.approx(5.75, abs=0.02), "sound"),
        (pytest.approx(7.53, abs=0.02), "listening"),
        (pytest.approx(7.55, abs=0.02), "silence"),
        (11.904, "thinking"),
        (11.904, f"answer: {INCOMPLETE[EN]} {MORE[EN]}"),
    ]


# More time


@pytest.mark.parametrize(("said", "silence"), [(COMPLETE, 1.408), (UNCLEAR, 3.008), (INCOMPLETE, 6.016)])
@in_both_languages
def test_patience_widens_every_silence(language: Language, said: dict[Language, str], silence: float) -> None:
    end = round(6.4 + silence, 3)
    talk = call(language, patience=2.0).says(3.2, 6.4, said[language])
    assert since_asked(talk, end + 0.1) == [(end, "thinking"), (end, f"answer: {said[language]}")]
