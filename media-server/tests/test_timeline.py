"""Whole calls on scripted timelines: the exact moment of every decision, in both languages.

The candidate's sound is heard in windows of 32 ms, so that 0.7 s of silence are noticed after 0.704, 1.5 after 1.504,
3.0 after 3.008, and speech is taken for speech in its third window, 0.096 s after its first sample. A segment of speech
ends after 0.352 s of silence and is final 0.12 s later. The interviewer's voice takes 0.15 s to make, lasts 1.8 s and
goes out in frames of 20 ms; its questions come word by word, 0.05 s apart, from 0.3 s after the answer on.
"""

from collections.abc import Callable

import pytest
from contracts.base import Language
from contracts.live import Done, Moment, Repeat, Start, TypeInstead
from contracts.preferences import Accommodations
from media_doubles.timeline import Call
from media_server.hearing.policy import TurnPolicy

EN, KO = Language.EN, Language.KO
in_both_languages = pytest.mark.parametrize("language", [EN, KO])
COMPLETE = {EN: "I led the migration.", KO: "제가 서비스 이전을 이끌었습니다"}
UNCLEAR = {EN: "i led the migration", KO: "제가 이끈 큰 프로젝트"}
INCOMPLETE = {EN: "I led the migration because", KO: "제가 서비스 이전을 이끌었는데"}
MORE = {EN: "It took us one year.", KO: "일 년이 걸렸습니다"}
WAIT = {EN: "Sorry, one more time please.", KO: "죄송하지만 다시 말씀해 주세요"}

UNPREPARED = TurnPolicy(prepare_after=None)
ASKED = [(0.0, "question 1"), (0.0, "speaking"), (0.16, "sound"), (1.94, "listening"), (1.96, "silence")]


def call(language: Language = EN, policy: TurnPolicy = UNPREPARED, **wishes: object) -> Call:
    return Call(language, policy, Accommodations.model_validate(wishes))


def since_asked(done: Call, until: float = 30) -> list[tuple[float, str]]:
    """What happened after the first question had been asked as usual."""
    log = done.run(until)
    assert log[: len(ASKED)] == ASKED
    return log[len(ASKED) :]


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


# The next question, made ahead


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


def test_nothing_is_prepared_while_a_moment_is_held_or_after_the_last_question() -> None:
    held = prepared().says(3.2, 4.8, COMPLETE[EN]).presses(4.9, Moment())
    assert since_asked(held) == [(4.9, "listening, held")]
    last = prepared().says(3.2, 6.4, COMPLETE[EN])
    last.core.questions = last.core.questions[:1]
    assert since_asked(last, 7.2) == [(7.104, "thinking"), (7.104, f"answer: {COMPLETE[EN]}")]


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
