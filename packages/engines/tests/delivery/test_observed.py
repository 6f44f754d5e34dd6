"""Shares, degrees and counts from samples, exactly."""

from typing import Any

import pytest
from contracts.base import Unmeasured
from contracts.delivery import (
    BodyPose,
    DeliverySample,
    FacialTension,
    FrameQuality,
    HeadPose,
    ObservedMeasure,
    Obstacle,
)
from engines.delivery.observed import observed

CLEAR = FrameQuality(eye_span=80, light=0.5, sharpness=0.2, obstacles=[])


def sample(index: int, *, fps: float = 5, **changes: Any) -> DeliverySample:
    values: dict[str, Any] = {
        "gaze": 1.0,
        "emotion": 0.9,
        "faces": 1,
        "head": HeadPose(yaw=4, pitch=-2, roll=1),
        "eyes_shut": False,
        "tension": FacialTension(brow=0.2, jaw=None, lips=0.1),
        "body": BodyPose(shoulder_tilt=2, lean=-3, movement=0.01),
        "distance": 60,
        "quality": CLEAR,
    }
    return DeliverySample(at=index / fps, turn=1, face_detected=True, **(values | changes))


def absent(index: int) -> DeliverySample:
    return DeliverySample(at=index / 5, turn=1, face_detected=False, faces=0)


def test_an_ordinary_answer() -> None:
    samples = [sample(index, gaze=1.0 if index % 4 else 0.2, faces=1 if index % 5 else 2) for index in range(100)]
    seen = observed(1, samples)
    assert (seen.frames, seen.present, seen.company.value, seen.looking.value) == (100, 1.0, 0.2, 0.75)
    assert [one.value for one in (seen.yaw, seen.pitch, seen.roll, seen.turning)] == [4, -2, 1, 0]
    assert (seen.brow.value, seen.lips.value) == (0.2, 0.1)
    assert seen.jaw == ObservedMeasure(value=None, measured=0, reason=Unmeasured.NOT_CALIBRATED), "an old calibration"
    assert [one.value for one in (seen.shoulder_tilt, seen.lean, seen.movement, seen.distance)] == [2, -3, 0.01, 60]
    assert seen.obstacles == {}


def test_blinks_are_counted_once_however_long_they_last() -> None:
    shut = {10, 50, 51, 100}
    samples = [sample(index, eyes_shut=index in shut) for index in range(151)]
    assert observed(1, samples).blinks_per_minute == ObservedMeasure(value=6.0, measured=1.0)


def test_blinks_are_not_counted_where_they_fall_between_frames() -> None:
    samples = [sample(index, fps=2, eyes_shut=index % 10 == 0) for index in range(100)]
    blinks = observed(1, samples).blinks_per_minute
    assert blinks == ObservedMeasure(value=None, measured=0, reason=Unmeasured.NOT_ENOUGH_FRAMES)


def test_a_face_that_is_seldom_there_gives_its_presence_and_nothing_else() -> None:
    samples = [sample(index) if index % 2 else absent(index) for index in range(100)]
    seen = observed(1, samples)
    assert seen.present == 0.5
    assert seen.looking == ObservedMeasure(value=None, measured=0.5, reason=Unmeasured.NOT_DETECTED)
    assert {one.reason for one in (seen.yaw, seen.turning, seen.blinks_per_minute, seen.lean)} == {
        Unmeasured.NOT_DETECTED
    }


def test_what_stood_in_the_way_is_named_with_its_share() -> None:
    dark = CLEAR.model_copy(update={"obstacles": [Obstacle.TOO_DARK]})
    samples = [sample(index, quality=dark if index % 4 == 0 else CLEAR) for index in range(100)]
    assert observed(1, samples).obstacles == {Obstacle.TOO_DARK: 0.25}


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        (
            {"gaze": None, "emotion": None, "tension": None},
            {"looking": Unmeasured.NOT_CALIBRATED, "brow": Unmeasured.NOT_CALIBRATED},
        ),
        (
            {
                "gaze": None,
                "emotion": None,
                "tension": None,
                "eyes_shut": None,
                "quality": CLEAR.model_copy(update={"obstacles": [Obstacle.EYES_HIDDEN]}),
            },
            dict.fromkeys(("looking", "brow", "blinks_per_minute"), Unmeasured.POOR_PICTURE),
        ),
        ({"body": None}, dict.fromkeys(("shoulder_tilt", "lean", "movement"), Unmeasured.NO_SHOULDERS)),
    ],
)
def test_what_is_null_says_why(change: dict[str, Any], reasons: dict[str, Unmeasured]) -> None:
    seen = observed(1, [sample(index, **change) for index in range(100)])
    assert {name: getattr(seen, name).reason for name in reasons} == reasons
    assert seen.yaw == ObservedMeasure(value=4, measured=1.0), "the rest is measured"


def test_everything_together_is_over_all_answers() -> None:
    looking, away = ([sample(index, gaze=gaze) for index in range(50)] for gaze in (1.0, 0.0))
    assert observed(None, [*looking, *away]).looking == ObservedMeasure(value=0.5, measured=1.0)
