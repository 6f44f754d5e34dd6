"""A calibration rests on enough of a face, and is what gaze and tension are measured against afterwards."""

from dataclasses import replace

import pytest
from contracts.errors import CalibrationFailed
from engines.face import FaceQuality
from engines.face.geometry import FaceGeometry, Geometry
from engines.face.head import HeadPose
from media_server.watching.calibration import Calibrator
from media_server.watching.measures import SessionMeasures

FACE = FaceGeometry(
    yaw=20.0,
    pitch=-4.0,
    eye_opening=0.3,
    mouth_width=0.52,
    corner_lift=-0.01,
    brow_gap=0.25,
    brow_height=0.22,
    lip_thickness=0.12,
    chin_height=0.4,
)
CLEAR = FaceQuality(eye_span=80, light=0.5, sharpness=0.2, eyes=0.9, mouth=0.2)


def seen(face: FaceGeometry, quality: FaceQuality = CLEAR) -> Geometry:
    return Geometry(face, None, HeadPose(yaw=0, pitch=0, roll=0), quality, distance=60)


def calibrate(faces: list[FaceGeometry | None]) -> Calibrator:
    """Five frames a second, until the time is over."""
    calibrator = Calibrator()
    for number, face in enumerate(faces):
        if calibrator.take(None if face is None else seen(face), number / 5):
            break
    return calibrator


def test_three_seconds_of_a_face_are_enough():
    calibration = calibrate([FACE] * 30).result()
    assert (calibration.yaw, calibration.pitch, calibration.frames) == (20.0, -4.0, 16)


@pytest.mark.parametrize("faces", [[], [None] * 16, [FACE] * 7 + [None] * 9, [replace(FACE, eye_opening=0.05)] * 16])
def test_too_little_of_a_face_is_no_calibration(faces):
    with pytest.raises(CalibrationFailed):
        calibrate(faces).result()


def test_a_camera_to_the_side_does_not_count_as_looking_away():
    aside = seen(FACE)
    ahead = SessionMeasures(calibrate([replace(FACE, yaw=0.0)] * 16).result()).sample(aside, at=0, turn=1)
    calibrated = SessionMeasures(calibrate([FACE] * 16).result()).sample(aside, at=0, turn=1)
    assert ahead.gaze is not None
    assert ahead.gaze < 0.5
    assert calibrated.gaze == 1.0


def test_with_a_calibration_tension_is_known_from_the_first_frame():
    first = seen(FACE)
    assert SessionMeasures().sample(first, at=0, turn=1).emotion is None
    assert SessionMeasures(calibrate([FACE] * 16).result()).sample(first, at=0, turn=1).emotion == 1.0


def test_a_face_in_the_dark_is_no_calibration():
    calibrator = Calibrator()
    for number in range(16):
        calibrator.take(seen(FACE, replace(CLEAR, light=0.05)), number / 5)
    with pytest.raises(CalibrationFailed):
        calibrator.result()
