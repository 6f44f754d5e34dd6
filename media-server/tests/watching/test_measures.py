"""Units from geometry, exactly; no model involved."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from contracts.delivery import FrameQuality, Obstacle
from engines.face import FaceQuality, Observation
from engines.face.geometry import BodyGeometry, FaceGeometry, Geometry, body_geometry, geometry_of
from engines.face.head import HeadPose
from faces_at_rest import ORDINARY
from hypothesis import given, strategies as st
from media_server.watching.measures import (
    Neutral,
    SessionMeasures,
    gaze_unit,
    movement_of,
    posture_unit,
    smile_unit,
    tension_of,
    tension_unit,
)

REST = FaceGeometry(
    yaw=0,
    pitch=0,
    eye_opening=0.35,
    mouth_width=0.50,
    corner_lift=-0.01,
    brow_gap=0.30,
    brow_height=0.20,
    lip_thickness=0.18,
    chin_height=0.4,
)
CLEAR = FaceQuality(eye_span=80, light=0.5, sharpness=0.2, eyes=0.9, mouth=0.2)
AHEAD = HeadPose(yaw=0, pitch=0, roll=0)
NEUTRAL = Neutral.of([REST])
CALIBRATION = ORDINARY.model_copy(update={"mouth_width": REST.mouth_width})
UPRIGHT = BodyGeometry(shoulder_tilt=0, head_offset=0, lean=0, position=(1.0, 1.0))


def seen(face: FaceGeometry = REST, body: BodyGeometry | None = UPRIGHT, **changes: Any) -> Geometry:
    return replace(Geometry(face, body, AHEAD, CLEAR, distance=60), **changes)


@pytest.mark.parametrize(
    ("yaw", "pitch", "unit"), [(0, 0, 1), (10, 0, 1), (0, -17.5, 0.5), (-25, 0, 0), (30, 30, 0), (6, 8, 1)]
)
def test_gaze(yaw: float, pitch: float, unit: float) -> None:
    assert gaze_unit(replace(REST, yaw=yaw, pitch=pitch), (0, 0)) == pytest.approx(unit)


def test_shut_eyes_look_nowhere() -> None:
    assert gaze_unit(replace(REST, eye_opening=0.1), (0, 0)) is None


@pytest.mark.parametrize(
    ("width", "lift", "unit"),
    [(0.50, -0.01, 0), (0.72, 0.07, 1), (0.61, 0.03, 0.5), (0.72, -0.01, 0.5), (0.3, -0.2, 0)],
)
def test_smile_against_the_mouth_at_rest(width: float, lift: float, unit: float) -> None:
    assert smile_unit(replace(REST, mouth_width=width, corner_lift=lift), NEUTRAL) == pytest.approx(unit)


@pytest.mark.parametrize(
    ("change", "tension"),
    [
        ({}, 0),
        ({"brow_gap": 0.30 * 0.85}, 0.55 * 4 / 7),
        ({"brow_height": 0.20 * 0.75}, 0.55 * 3 / 7),
        ({"lip_thickness": 0.18 * 0.6}, 0.25),
        ({"chin_height": 0.4 * 0.8}, 0.2),
        ({"lip_thickness": 0.18 * 0.6, "chin_height": 0.3, "mouth_width": 0.72, "corner_lift": 0.07}, 0),
        ({"brow_gap": 0.2, "brow_height": 0.1, "lip_thickness": 0.0, "chin_height": 0.2}, 1),
        ({"brow_gap": 0.4, "brow_height": 0.3, "lip_thickness": 0.3, "chin_height": 0.5}, 0),
    ],
)
def test_tension_against_the_face_at_rest(change: dict[str, float], tension: float) -> None:
    assert tension_unit(tension_of(replace(REST, **change), NEUTRAL)) == pytest.approx(tension, abs=0.001)


def test_without_a_chin_at_rest_the_jaw_is_not_measured_and_the_rest_counts_for_it() -> None:
    tension = tension_of(replace(REST, lip_thickness=0.18 * 0.6), replace(NEUTRAL, chin_height=None))
    assert tension.jaw is None
    assert tension_unit(tension) == pytest.approx(0.25 / 0.8)


@pytest.mark.parametrize(
    ("body", "movement", "unit"),
    [
        (UPRIGHT, 0.0, 1.0),
        (UPRIGHT, None, 1.0),
        (replace(UPRIGHT, shoulder_tilt=15), 0.0, 0.6),
        (replace(UPRIGHT, head_offset=0.35), 0.0, 0.7),
        (UPRIGHT, 0.15, 0.7),
        (replace(UPRIGHT, shoulder_tilt=9), None, 1 - 0.4 * 0.5 / 0.7),
    ],
)
def test_posture(body: BodyGeometry, movement: float | None, unit: float) -> None:
    assert posture_unit(body, movement) == pytest.approx(unit)


def test_movement() -> None:
    assert movement_of([(0, 0), (1, 1)]) is None
    assert movement_of([(1, 2)] * 5) == 0
    assert movement_of([(0, 0), (0.2, 0), (0, 0), (0.2, 0)]) == pytest.approx(0.1)


def test_a_smile_from_the_start_is_not_taken_for_rest() -> None:
    smiling = replace(REST, mouth_width=0.75, corner_lift=0.07)
    assert smile_unit(smiling, Neutral.of([smiling] * 10)) > 0.6


def _body(*, shoulder_visibility: float = 1.0, left_shoulder: tuple[float, float] = (200, 400)) -> np.ndarray:
    body = np.zeros((33, 4), np.float32)
    body[[7, 8, 11, 12]] = [
        (290, 200, 0, 1),
        (350, 200, 0, 1),
        (*left_shoulder, 0, shoulder_visibility),
        (440, 400, 0, 1),
    ]
    return body


def test_body_geometry() -> None:
    geometry = body_geometry(_body(left_shoulder=(200, 424)), (640, 480))
    assert geometry is not None
    assert geometry.shoulder_tilt == pytest.approx(np.degrees(np.arctan2(24, 240)))
    assert geometry.head_offset == pytest.approx(0)


@pytest.mark.parametrize(
    "body", [_body(shoulder_visibility=0.4), _body(left_shoulder=(-60, 400)), _body(left_shoulder=(440, 400))]
)
def test_without_both_shoulders_there_is_no_posture(body: np.ndarray) -> None:
    assert body_geometry(body, (640, 480)) is None
    measures = SessionMeasures()
    sample = measures.sample(seen(body=None), at=0, turn=1)
    assert sample.face_detected
    assert sample.posture is None


def test_no_face_no_measures() -> None:
    assert geometry_of(Observation(None, None, (640, 480)), np.zeros((480, 640, 3), np.uint8)) is None
    sample = SessionMeasures().sample(None, at=1.5, turn=2)
    assert sample.model_dump(exclude_none=True) == {"at": 1.5, "turn": 2, "face_detected": False, "faces": 0}


def test_without_a_calibration_only_what_stands_by_itself_is_measured() -> None:
    measures = SessionMeasures()
    for n in range(20):
        sample = measures.sample(seen(), at=n / 5, turn=1)
        assert (sample.gaze, sample.smile, sample.emotion, sample.tension) == (None,) * 4
        assert (sample.posture, sample.eyes_shut, sample.head is not None) == (1.0, False, True)


def test_stillness_looks_back_two_seconds() -> None:
    measures = SessionMeasures()
    moved = replace(UPRIGHT, position=(2.0, 1.0))
    postures = [
        measures.sample(seen(body=body), at=n / 5, turn=1).posture
        for n, body in enumerate([UPRIGHT, UPRIGHT, moved, *([moved] * 12)])
    ]
    assert postures[2] == pytest.approx(0.7)
    assert postures[-1] == 1.0


@pytest.mark.parametrize(
    ("change", "obstacle", "gone", "left"),
    [
        ({"eye_span": 20}, Obstacle.TOO_SMALL, {"gaze", "smile", "emotion"}, {"posture"}),
        ({"light": 0.05}, Obstacle.TOO_DARK, {"gaze", "smile", "emotion"}, {"posture"}),
        ({"light": 0.98}, Obstacle.TOO_BRIGHT, {"gaze", "smile", "emotion"}, {"posture"}),
        ({"sharpness": 0.005}, Obstacle.BLURRED, {"gaze", "smile", "emotion"}, {"posture"}),
        ({"eyes": 0.2}, Obstacle.EYES_HIDDEN, {"gaze", "emotion", "eyes_shut"}, {"smile", "posture"}),
        ({"mouth": 0.02}, Obstacle.MOUTH_HIDDEN, {"smile", "emotion"}, {"gaze", "posture", "eyes_shut"}),
    ],
)
def test_what_cannot_be_seen_is_not_measured(
    change: dict[str, float], obstacle: Obstacle, gone: set[str], left: set[str]
) -> None:
    measures = SessionMeasures(CALIBRATION)
    assert measures.sample(seen(), at=0, turn=1).quality == FrameQuality(
        eye_span=80, light=0.5, sharpness=0.2, obstacles=[]
    )
    sample = measures.sample(seen(quality=replace(CLEAR, **change)), at=0.2, turn=1)
    assert sample.face_detected
    assert sample.quality is not None
    assert sample.quality.obstacles == [obstacle]
    assert {name for name in gone if getattr(sample, name) is not None} == set()
    assert {name for name in left if getattr(sample, name) is None} == set()


def test_a_picture_that_stands_still_measures_nothing() -> None:
    sample = SessionMeasures(CALIBRATION).sample(seen(frozen=True), at=0, turn=1)
    assert sample.face_detected
    assert (sample.gaze, sample.smile, sample.posture, sample.emotion) == (None,) * 4


numbers = st.floats(-200, 200)
any_face = st.builds(FaceGeometry, *([numbers] * 9))
any_body = st.none() | st.builds(
    BodyGeometry, st.floats(0, 180), st.floats(0, 10), numbers, st.tuples(numbers, numbers)
)
units = st.floats(0, 1)
any_quality = st.builds(FaceQuality, st.floats(0, 700), units, units, st.floats(0, 5), units)
any_geometry = st.builds(
    Geometry, any_face, any_body, st.just(AHEAD), any_quality, st.floats(0, 500), st.integers(1, 9), st.booleans()
)


@given(st.lists(st.none() | any_geometry, max_size=20))
def test_every_measure_is_a_unit_or_null(geometries: list[Geometry | None]) -> None:
    measures = SessionMeasures(CALIBRATION)
    for index, geometry in enumerate(geometries):
        sample = measures.sample(geometry, at=index / 5, turn=1)
        for value in (sample.gaze, sample.smile, sample.posture, sample.emotion):
            assert value is None or 0 <= value <= 1
