"""The published formulae, exactly."""

import pytest
from contracts.base import Language, Unmeasured
from contracts.delivery import DeliveryMeasure, DeliveryRow, DeliverySample
from contracts.speech import SpeechMetrics
from engines.delivery.scale import MEASURES, SCALE, frames_expected, overall_row, question_row, voice
from hypothesis import given, strategies as st

GOOD_VOICE = SpeechMetrics(
    language=Language.EN,
    duration=60,
    speech_duration=50,
    words_per_minute=140,
    pause_count=10,
    longest_pause=1.5,
    filler_count=1,
    loudness_lufs=-36,
    voiced_share=0.6,
    pitch_range_semitones=6,
)


def samples(count: int, *, turn: int = 1, **units: float | None) -> list[DeliverySample]:
    shown: dict[str, float | None] = {"gaze": 1.0, "smile": 0.3, "posture": 1.0, "emotion": 1.0, **units}
    return [DeliverySample(at=index / 5, turn=turn, face_detected=True, **shown) for index in range(count)]


def test_weights_of_the_voice_are_shares() -> None:
    assert SCALE.rate + SCALE.fillers + SCALE.pauses + SCALE.strength + SCALE.melody == pytest.approx(1)


def test_everything_at_its_best_is_a_hundred() -> None:
    row = question_row(1, samples(50), 50, GOOD_VOICE)
    assert [getattr(row, name).value for name in (*MEASURES, "total")] == [100] * 6
    assert (row.frames_expected, row.frames_analysed, row.frames_with_face) == (50, 50, 50)


def test_a_unit_of_one_half_is_seventy() -> None:
    row = question_row(1, samples(50, gaze=0.5, smile=0.15, posture=0.5, emotion=0.5), 50, None)
    assert [getattr(row, name).value for name in ("gaze", "smile", "posture", "emotion")] == [70] * 4
    assert row.total == DeliveryMeasure(value=70, measured=0.75), "the voice is missing, 75 % of the weights are there"


def test_the_total_is_the_weighted_mean_of_what_was_measured() -> None:
    row = question_row(1, samples(50, gaze=0.0, posture=None), 50, GOOD_VOICE)
    assert row.posture == DeliveryMeasure(value=None, measured=0, reason=Unmeasured.NO_SHOULDERS)
    expected = (0.25 * 40 + 0.25 * 100 + 0.15 * 100 + 0.15 * 100) / 0.80
    assert row.total == DeliveryMeasure(value=round(expected, 1), measured=0.8)


@pytest.mark.parametrize(("analysed", "measured"), [(29, False), (30, True)])
def test_under_sixty_percent_of_the_expected_frames_nothing_is_said(analysed: int, measured: bool) -> None:
    row = question_row(1, samples(analysed), 50, GOOD_VOICE)
    assert (row.gaze.value is not None) is measured
    assert row.gaze.measured == analysed / 50
    assert row.gaze.reason == (None if measured else Unmeasured.NOT_ENOUGH_FRAMES)


def test_a_face_that_is_not_found_is_said_to_be_so() -> None:
    nobody = [DeliverySample(at=index / 5, turn=1, face_detected=False) for index in range(50)]
    row = question_row(1, nobody, 50, None)
    for name in ("gaze", "smile", "posture", "emotion"):
        assert getattr(row, name) == DeliveryMeasure(value=None, measured=0, reason=Unmeasured.NOT_DETECTED)
    assert row.audio.reason is Unmeasured.NOT_ENOUGH_SAID
    assert row.total.value is None
    assert (row.frames_analysed, row.frames_with_face) == (50, 0)


def test_a_face_that_comes_and_goes_is_measured_where_it_was_or_not_at_all() -> None:
    def row(there: int) -> DeliveryRow:
        seen = [
            DeliverySample(at=index / 5, turn=1, face_detected=index < there, gaze=1.0 if index < there else None)
            for index in range(50)
        ]
        return question_row(1, seen, 50, None)

    assert row(40).gaze == DeliveryMeasure(value=100, measured=0.8), "absence is no zero"
    assert row(20).gaze == DeliveryMeasure(value=None, measured=0.4, reason=Unmeasured.NOT_DETECTED)


def test_a_camera_of_one_frame_a_second_gives_too_few() -> None:
    row = question_row(1, samples(10), 50, None)
    assert row.gaze == DeliveryMeasure(value=None, measured=0.2, reason=Unmeasured.NOT_ENOUGH_FRAMES)


def test_without_a_camera_the_reason_says_so() -> None:
    row = question_row(1, [], 50, GOOD_VOICE, unseen=Unmeasured.NO_CAMERA)
    assert row.gaze.reason is Unmeasured.NO_CAMERA
    assert row.audio.value == 100
    assert row.total == DeliveryMeasure(value=None, measured=0.25, reason=Unmeasured.NO_CAMERA)


def test_without_a_calibration_what_is_relative_to_it_says_so() -> None:
    row = question_row(1, samples(10, gaze=None, smile=None, emotion=None), 10, GOOD_VOICE)
    for name in ("gaze", "smile", "emotion"):
        assert getattr(row, name) == DeliveryMeasure(value=None, measured=0, reason=Unmeasured.NOT_CALIBRATED)
    assert row.posture.value is not None
    assert row.total == DeliveryMeasure(value=None, measured=0.45, reason=Unmeasured.NOT_CALIBRATED)


@pytest.mark.parametrize(
    ("change", "unit"),
    [
        ({"words_per_minute": 60}, 0.75),
        ({"words_per_minute": 205}, 0.875),
        ({"language": Language.KO, "syllables_per_minute": 300}, 1.0),
        ({"language": Language.KO, "syllables_per_minute": 180}, 0.875),
        ({"syllables_per_minute": 180}, 1.0),
        ({"longest_pause": 8}, 0.9),
        ({"pause_share": 0.6, "longest_pause": 8}, 0.8),
        ({"filler_count": 20}, 0.85),
        ({"loudness_lufs": -53}, 0.9),
        ({"loudness_lufs": -9}, 0.9),
        ({"loudness_lufs": -20}, 1.0),
        ({"voiced_share": 0.05}, 0.8),
        ({"pitch_range_semitones": 2.75}, 0.9),
    ],
)
def test_the_voice(change: dict[str, float | None], unit: float) -> None:
    heard = voice(GOOD_VOICE.model_copy(update=change))
    assert heard is not None
    assert heard.unit == pytest.approx(unit)
    assert heard.measured == pytest.approx(1)


def test_a_voice_that_said_next_to_nothing_is_not_described() -> None:
    assert voice(GOOD_VOICE.model_copy(update={"speech_duration": 2.9})) is None


def test_without_a_reliable_transcript_only_the_sound_counts() -> None:
    heard = voice(GOOD_VOICE.model_copy(update={"words_per_minute": 300}), transcript_reliable=False)
    assert heard is not None
    assert heard.unit == pytest.approx(1)
    assert heard.measured == 0.6


@pytest.mark.parametrize(
    ("missing", "reason"),
    [
        ({"pitch_range_semitones": None}, Unmeasured.TRANSCRIPT_UNRELIABLE),
        ({"speech_duration": 2.9}, Unmeasured.NOT_ENOUGH_SAID),
    ],
)
def test_a_voice_measured_on_less_than_sixty_percent_has_no_score(
    missing: dict[str, float | None], reason: Unmeasured
) -> None:
    row = question_row(1, [], 0, GOOD_VOICE.model_copy(update=missing), transcript_reliable=False)
    assert (row.audio.value, row.audio.reason) == (None, reason)
    assert row.audio.measured < 0.6


def test_the_interview_weighs_questions_by_their_frames() -> None:
    long = question_row(1, samples(90, gaze=1.0), 90, GOOD_VOICE)
    short = question_row(2, samples(30, turn=2, gaze=0.0), 30, GOOD_VOICE)
    overall = overall_row([long, short])
    assert overall is not None
    assert overall.gaze == DeliveryMeasure(value=85, measured=1)
    assert (overall.turn, overall.frames_expected) == (None, 120)


def test_an_interview_that_was_mostly_not_seen_has_no_gaze() -> None:
    rows = [question_row(1, samples(50), 50, None), question_row(2, [], 50, None)]
    overall = overall_row(rows)
    assert overall is not None
    assert overall.gaze == DeliveryMeasure(value=None, measured=0.5, reason=Unmeasured.NOT_ENOUGH_FRAMES)


def test_no_questions_no_row() -> None:
    assert overall_row([]) is None


def test_frames_expected() -> None:
    assert frames_expected(1.0, 13.34) == pytest.approx(61.7)


units = st.none() | st.floats(0, 1)
any_sample = st.builds(
    DeliverySample,
    at=st.floats(0, 1e4),
    turn=st.just(1),
    face_detected=st.booleans(),
    gaze=units,
    smile=units,
    posture=units,
    emotion=units,
    audio=units,
)
positive = st.floats(0, 1e4)
any_speech = st.builds(
    SpeechMetrics,
    duration=positive,
    speech_duration=positive,
    language=st.sampled_from(Language),
    words_per_minute=st.none() | positive,
    syllables_per_minute=st.none() | positive,
    pause_share=st.floats(0, 1),
    longest_pause=positive,
    filler_count=st.none() | st.integers(0, 1000),
    loudness_lufs=st.none() | st.floats(-70, 10),
    voiced_share=st.none() | st.floats(0, 1),
    pitch_range_semitones=st.none() | st.floats(0, 40),
)


@given(
    st.lists(st.tuples(st.lists(any_sample, max_size=30), st.integers(0, 40), st.none() | any_speech), max_size=3),
    st.booleans(),
)
def test_a_score_is_in_40_to_100_or_null_with_a_reason(
    turns: list[tuple[list[DeliverySample], int, SpeechMetrics | None]], reliable: bool
) -> None:
    rows = [
        question_row(turn, seen, expected, speech, transcript_reliable=reliable)
        for turn, (seen, expected, speech) in enumerate(turns, 1)
    ]
    overall = overall_row(rows)
    for row in [*rows, *([overall] if overall else [])]:
        for name in (*MEASURES, "total"):
            measure: DeliveryMeasure = getattr(row, name)
            assert 0 <= measure.measured <= 1
            if measure.value is None:
                assert measure.reason is not None
            else:
                assert measure.reason is None
                assert 40 <= measure.value <= 100
