"""Units from geometry, exactly; no model involved."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from media_server.watching.geometry import (
    BodyGeometry,
    FaceGeometry,
    Geometry,
    Observation,
    body_geometry,
    geometry_of,
)
from media_server.watching.measures import (
    NEUTRAL_FRAMES,
    Neutral,
    SessionMeasures,
    gaze_unit,
    movement_of,
    posture_unit,
    smile_unit,
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
)
NEUTRAL = Neutral.of([REST])
UPRIGHT = BodyGeometry(shoulder_tilt=0, head_offset=0, position=(1.0, 1.0))


@pytest.mark.parametrize(
    ("yaw", "pitch", "unit"), [(0, 0, 1), (10, 0, 1), (0, -17.5, 0.5), (-25, 0, 0), (30, 30, 0), (6, 8, 1)]
)
def test_gaze(yaw: float, pitch: float, unit: float) -> None:
    assert gaze_unit(replace(REST, yaw=yaw, pitch=pitch)) == pytest.approx(unit)


def test_shut_eyes_look_nowhere() -> None:
    assert gaze_unit(replace(REST, eye_opening=0.1)) is None


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
        ({"brow_gap": 0.30 * 0.85}, 0.4),
        ({"brow_height": 0.20 * 0.75}, 0.3),
        ({"lip_thickness": 0.18 * 0.6}, 0.3),
        ({"lip_thickness": 0.18 * 0.6, "mouth_width": 0.72, "corner_lift": 0.07}, 0),
        ({"brow_gap": 0.2, "brow_height": 0.1, "lip_thickness": 0.0}, 1),
        ({"brow_gap": 0.4, "brow_height": 0.3, "lip_thickness": 0.3}, 0),
    ],
)
def test_tension_against_the_face_at_rest(change: dict[str, float], tension: float) -> None:
    assert tension_unit(replace(REST, **change), NEUTRAL) == pytest.approx(tension)


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
    sample = measures.sample(Geometry(REST, None), at=0, turn=1)
    assert sample.face_detected
    assert sample.posture is None


def test_no_face_no_measures() -> None:
    assert geometry_of(Observation(None, None, (640, 480))) is None
    sample = SessionMeasures().sample(None, at=1.5, turn=2)
    assert sample.model_dump() == {
        "at": 1.5,
        "turn": 2,
        "face_detected": False,
        **dict.fromkeys(("gaze", "smile", "posture", "emotion", "audio")),
    }


def test_tension_waits_for_the_face_at_rest() -> None:
    measures = SessionMeasures()
    emotions = [measures.sample(Geometry(REST, UPRIGHT), at=n / 5, turn=1).emotion for n in range(NEUTRAL_FRAMES + 1)]
    assert emotions == [None] * (NEUTRAL_FRAMES - 1) + [1.0, 1.0]


def test_stillness_looks_back_two_seconds() -> None:
    measures = SessionMeasures()
    moved = replace(UPRIGHT, position=(2.0, 1.0))
    postures = [
        measures.sample(Geometry(REST, body), at=n / 5, turn=1).posture
        for n, body in enumerate([UPRIGHT, UPRIGHT, moved, *([moved] * 12)])
    ]
    assert postures[2] == pytest.approx(0.7)
    assert postures[-1] == 1.0


numbers = st.floats(-200, 200)
any_face = st.builds(FaceGeometry, *([numbers] * 8))
any_body = st.none() | st.builds(BodyGeometry, st.floats(0, 180), st.floats(0, 10), st.tuples(numbers, numbers))


@given(st.lists(st.none() | st.builds(Geometry, any_face, any_body), max_size=20))
def test_every_measure_is_a_unit_or_null(geometries: list[Geometry | None]) -> None:
    measures = SessionMeasures()
    for index, geometry in enumerate(geometries):
        sample = measures.sample(geometry, at=index / 5, turn=1)
        for value in (sample.gaze, sample.smile, sample.posture, sample.emotion):
            assert value is None or 0 <= value <= 1
