"""The timeline of an interview: what is known along the answers' clock, and gaps where nothing is."""

from contracts.coaching import Stretch, TimelineTurn
from contracts.delivery import DeliverySample, SpokenAnswer
from contracts.speech import Word
from engines.delivery.table import delivery_table
from engines.delivery.timeline import MAX_STEPS, timeline, turn_records
from measured_voice import VOICE

INTERVIEW = "00000000-0000-7000-8000-000000000001"


def seen(at: float, *, heard: float | None, turn: int = 1, **units: float) -> DeliverySample:
    return DeliverySample(at=at, turn=turn, face_detected=bool(units), heard=heard, **units)


def word(start: float, end: float, text: str = "word") -> Word:
    return Word(text=text, start=start, end=end)


def only_turn(
    samples: list[DeliverySample], words: list[Word] | None = None, duration: float | None = None
) -> TimelineTurn:
    voices = [] if duration is None else [SpokenAnswer(turn=1, metrics=VOICE.model_copy(update={"duration": duration}))]
    table = delivery_table(INTERVIEW, None, samples, voices)
    (turn,) = timeline(turn_records(table, {1: words or []})).turns
    return turn


def test_frames_stand_where_the_answer_was_heard_and_not_while_it_was_asked() -> None:
    asked = [seen(n / 5, heard=None, gaze=0) for n in range(50)]
    answered = [seen(10 + n / 5, heard=n / 5, gaze=1, smile=0.5, emotion=0.75) for n in range(20)]
    turn = only_turn([*asked, *answered])
    assert (turn.clock, turn.seconds) == ("answer", 3.8)
    assert (turn.gaze, turn.smile, turn.tension) == ([1] * 4, [0.5] * 4, [0.25] * 4)


def test_what_is_not_known_is_a_gap() -> None:
    """A second without frames, and one with two of five: neither has a value, and neither is a zero."""
    first = [seen(n / 5, heard=n / 5, gaze=1) for n in range(5)]
    third = [seen(2 + n / 5, heard=2 + n / 5, **({"gaze": 0.0} if n < 2 else {})) for n in range(5)]
    turn = only_turn([*first, *third], duration=4)
    assert turn.gaze == [1, None, None, None]
    assert turn.speech is None


def test_speech_and_pauses_come_from_the_words() -> None:
    words = [word(0.4, 0.8), word(0.9, 1.5), word(2.0, 2.4), word(5.4, 6)]
    turn = only_turn([], words, duration=7)
    assert turn.speech == [Stretch(start=0.4, end=1.5), Stretch(start=2, end=2.4), Stretch(start=5.4, end=6)]
    assert turn.pauses == [Stretch(start=1.5, end=2), Stretch(start=2.4, end=5.4)]
    assert turn.gaze == [None] * 7


def test_an_answer_that_nobody_heard_is_on_the_time_since_its_question() -> None:
    """Also over a second connection, whose own clock begins anew."""
    first = [seen(30 + n / 5, heard=None, gaze=1) for n in range(11)]
    second = [seen(n / 5, heard=None, gaze=0) for n in range(11)]
    turn = only_turn([*first, *second])
    assert (turn.clock, turn.seconds) == ("question", 4)
    assert turn.gaze == [1, 1, 0.167, 0]


def test_a_long_interview_is_thinned() -> None:
    samples = [seen(at + turn * 2000, heard=float(at), turn=turn, gaze=0.5) for turn in (1, 2) for at in range(1800)]
    line = timeline(turn_records(delivery_table(INTERVIEW, None, samples, []), {}))
    assert line.step == 7
    assert MAX_STEPS * 0.8 < sum(len(turn.gaze) for turn in line.turns) <= MAX_STEPS
    assert {value for turn in line.turns for value in turn.gaze} == {0.5}
