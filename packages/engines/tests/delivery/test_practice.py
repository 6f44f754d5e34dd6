"""What to practise follows from the record alone."""

from contracts.base import Language, Unmeasured
from contracts.coaching import Aspect, Habit, Practice
from contracts.delivery import DeliverySample, SpokenAnswer
from contracts.speech import SpeechMetrics, Word
from engines.delivery.practice import delivery_coaching
from engines.delivery.table import delivery_table
from measured_voice import VOICE

INTERVIEW = "00000000-0000-7000-8000-000000000001"
GOOD = {"gaze": 1.0, "smile": 0.4, "posture": 1.0, "emotion": 1.0}


def frames(turn: int, *, seconds: int = 20, **units: float) -> list[DeliverySample]:
    return [
        DeliverySample(at=100.0 * turn + n / 5, turn=turn, face_detected=True, heard=n / 5, **{**GOOD, **units})
        for n in range(5 * seconds)
    ]


def spoken(turn: int, *, reliable: bool = True, **measures: object) -> SpokenAnswer:
    metrics = SpeechMetrics.model_validate({**VOICE.model_dump(), **measures})
    return SpokenAnswer(turn=turn, metrics=metrics, transcript_reliable=reliable)


def practised(
    samples: list[DeliverySample], voices: list[SpokenAnswer], words: dict[int, list[Word]] | None = None
) -> Practice:
    return delivery_coaching(delivery_table(INTERVIEW, None, samples, voices), words or {}).practice


def said(text: str, *, start: float = 0.0, each: float = 0.5) -> list[Word]:
    return [Word(text=one, start=start + n * each, end=start + (n + 0.9) * each) for n, one in enumerate(text.split())]


def test_the_three_that_cost_most_come_first_and_the_rest_is_not_told() -> None:
    samples = [
        *frames(1, gaze=0.2, smile=0.0, posture=0.3, emotion=0.7),
        *frames(2, gaze=0.6, smile=0.0, posture=0.3, emotion=0.7),
    ]
    found = practised(samples, [spoken(1), spoken(2)])
    # Loss times weight: 0.6 × 0.25, 1 × 0.15, 0.7 × 0.20 and 0.3 × 0.15. Gaze and smile are level: gaze stands first.
    assert [point.habit for point in found.points] == [Habit.LOOKING_AWAY, Habit.NOT_SMILING, Habit.RESTLESS]
    assert found.well == [Aspect.PACE, Aspect.PAUSES, Aspect.FILLERS, Aspect.STRENGTH, Aspect.MELODY]
    assert found.unmeasured == {}


def test_a_point_says_where_it_showed_most() -> None:
    """Ten seconds of looking away, from the twelfth second of the second answer on."""
    second = [
        sample.model_copy(update={"gaze": 0.0}) if 12 <= (sample.heard or 0) < 22 else sample
        for sample in frames(2, seconds=25)
    ]
    (point,) = practised([*frames(1, gaze=0.7), *second], []).points
    assert (point.habit, point.turn, point.at) == (Habit.LOOKING_AWAY, 2, 12)
    assert (point.figure, point.turn_figure) == (round(175 / 225, 3), 0.6)


def test_a_fast_answer_is_told_in_its_own_unit_and_where_it_was_fastest() -> None:
    words = [*said("word " * 10, each=1.0), *said("word " * 40, start=10, each=0.25), *said("word " * 10, start=20)]
    found = practised(
        [],
        [spoken(1, words_per_minute=160.0), spoken(2, words_per_minute=230.0)],
        {2: words},
    )
    (point,) = found.points
    assert (point.habit, point.turn, point.at, point.language) == (Habit.TOO_FAST, 2, 10, Language.EN)
    assert (point.figure, point.turn_figure) == (195, 230)


def test_fillers_and_pauses_are_found_among_the_words() -> None:
    text = "well I uh um made uh the um plan and then it was done and we all went home for tea"
    calm = said("we went there and it was good " * 4)
    voice = spoken(1, filler_count=9, pause_share=0.5, longest_pause=6.0)
    found = practised([], [voice], {1: [*calm, *said(text, start=20)]})
    points = {point.habit: point for point in found.points}
    assert points[Habit.MANY_FILLERS].at is not None
    assert points[Habit.MANY_FILLERS].at > 10
    assert points[Habit.LONG_PAUSES].at == calm[-1].end
    assert points[Habit.LONG_PAUSES].turn_figure == 0.5


def test_fewer_than_three_say_what_was_well_and_what_was_not_measured() -> None:
    found = practised([], [spoken(1, reliable=False, loudness_lufs=-55.0)])
    assert [point.habit for point in found.points] == [Habit.TOO_QUIET]
    assert found.points[0].at is None
    assert found.well == [Aspect.PAUSES, Aspect.MELODY]
    assert found.unmeasured[Aspect.PACE] is Unmeasured.TRANSCRIPT_UNRELIABLE
    assert found.unmeasured[Aspect.FILLERS] is Unmeasured.TRANSCRIPT_UNRELIABLE
    assert {found.unmeasured[aspect] for aspect in (Aspect.GAZE, Aspect.SMILE, Aspect.POSTURE, Aspect.TENSION)} == {
        Unmeasured.NOT_ENOUGH_FRAMES
    }


def test_nothing_measured_gives_nothing_to_practise() -> None:
    found = practised([], [])
    assert (found.points, found.well) == ([], [])
    assert set(found.unmeasured) == set(Aspect)


def test_whispering_is_not_taken_for_a_voice_that_is_merely_low() -> None:
    (whisper,) = practised([], [spoken(1, voiced_share=0.05, loudness_lufs=-55.0)]).points
    assert (whisper.habit, whisper.turn_figure) == (Habit.WHISPERING, 0.05)
    (loud,) = practised([], [spoken(1, loudness_lufs=-7.0)]).points
    assert loud.habit is Habit.TOO_LOUD
