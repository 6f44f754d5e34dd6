"""Angles and proportions to the units of a delivery sample: 0…1, 1 being what coaching aims at.

Definitions, constants and their limits are published in docs/scoring.md, section "Delivery". They describe what a
camera can see; none of them is a reading of what somebody feels.
"""

import statistics
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

from contracts.delivery import Calibration, DeliverySample

from media_server.watching.geometry import BodyGeometry, FaceGeometry, Geometry

GAZE_FULL_DEGREES, GAZE_NONE_DEGREES = 10.0, 25.0
EYES_SHUT = 0.15

SMILE_WIDTH_RISE, SMILE_CORNER_RISE = 0.22, 0.08

KNIT_SHARE, LOWERED_SHARE, PRESSED_SHARE = 0.15, 0.25, 0.40
KNIT_WEIGHT, LOWERED_WEIGHT, PRESSED_WEIGHT = 0.4, 0.3, 0.3

TILT_FULL_DEGREES, TILT_NONE_DEGREES = 3.0, 15.0
OFFSET_FULL, OFFSET_NONE = 0.08, 0.35
MOVEMENT_FULL, MOVEMENT_NONE = 0.02, 0.15
LEVEL_WEIGHT, CENTRED_WEIGHT, STILL_WEIGHT = 0.4, 0.3, 0.3
STILLNESS_SECONDS = 2.0

NEUTRAL_FRAMES = 10
"""Two seconds of face, while the interviewer speaks the first question."""


@dataclass(frozen=True)
class Neutral:
    """A person's face at rest, in eye spans, as `FaceGeometry` has it."""

    mouth_width: float
    corner_lift: float
    brow_gap: float
    brow_height: float
    lip_thickness: float

    @classmethod
    def calibrated(cls, calibration: Calibration) -> Self:
        return cls(**calibration.model_dump(include={field.name for field in fields(cls)}))

    @classmethod
    def of(cls, faces: Sequence[FaceGeometry]) -> Self:
        """From somebody's first seconds. Low quantiles of the mouth, and bounds, so that a smile from the very start
        is not taken for a face at rest."""
        return cls(
            mouth_width=_within(_low_quantile([face.mouth_width for face in faces]), 0.45, 0.58),
            corner_lift=_within(_low_quantile([face.corner_lift for face in faces]), -0.04, 0.02),
            brow_gap=statistics.median(face.brow_gap for face in faces),
            brow_height=statistics.median(face.brow_height for face in faces),
            lip_thickness=statistics.median(face.lip_thickness for face in faces),
        )


COMMON_MOUTH_WIDTH, COMMON_CORNER_LIFT = 0.52, -0.01
"""What stands for a mouth at rest until a person's own is known."""


def gaze_unit(face: FaceGeometry, camera: tuple[float, float] = (0.0, 0.0)) -> float | None:
    """Looking at the camera, which is at yaw and pitch `camera`: 1 within 10° of it, 0 from 25° on; None while the
    eyes are shut."""
    if face.eye_opening < EYES_SHUT:
        return None
    away = ((face.yaw - camera[0]) ** 2 + (face.pitch - camera[1]) ** 2) ** 0.5
    return falling(away, GAZE_FULL_DEGREES, GAZE_NONE_DEGREES)


def smile_unit(face: FaceGeometry, neutral: Neutral | None) -> float:
    """Mouth corners apart and up, against the mouth at rest: half of the unit each."""
    width = COMMON_MOUTH_WIDTH if neutral is None else neutral.mouth_width
    lift = COMMON_CORNER_LIFT if neutral is None else neutral.corner_lift
    apart = _within((face.mouth_width - width) / SMILE_WIDTH_RISE, 0.0, 1.0)
    up = _within((face.corner_lift - lift) / SMILE_CORNER_RISE, 0.0, 1.0)
    return (apart + up) / 2


def tension_unit(face: FaceGeometry, neutral: Neutral) -> float:
    """Brows drawn together, brows lowered and lips pressed, against the face at rest. Lips that a smile stretches
    are thin too, so a smile takes the third part out. A clenched jaw does not show in landmarks."""
    knit = _shrunk(face.brow_gap, neutral.brow_gap, KNIT_SHARE)
    lowered = _shrunk(face.brow_height, neutral.brow_height, LOWERED_SHARE)
    pressed = _shrunk(face.lip_thickness, neutral.lip_thickness, PRESSED_SHARE) * (1.0 - smile_unit(face, neutral))
    return KNIT_WEIGHT * knit + LOWERED_WEIGHT * lowered + PRESSED_WEIGHT * pressed


def posture_unit(body: BodyGeometry, movement: float | None) -> float:
    """Level shoulders, head above them, and sitting still (`movement` as `movement_of` gives it, left out if None)."""
    level = falling(body.shoulder_tilt, TILT_FULL_DEGREES, TILT_NONE_DEGREES)
    centred = falling(body.head_offset, OFFSET_FULL, OFFSET_NONE)
    total, weight = LEVEL_WEIGHT * level + CENTRED_WEIGHT * centred, LEVEL_WEIGHT + CENTRED_WEIGHT
    if movement is not None:
        total += STILL_WEIGHT * falling(movement, MOVEMENT_FULL, MOVEMENT_NONE)
        weight += STILL_WEIGHT
    return total / weight


def movement_of(positions: Sequence[tuple[float, float]]) -> float | None:
    """How far the shoulders' middle strays, in shoulder widths (standard deviation); None for under three positions."""
    if len(positions) < 3:
        return None
    x, y = zip(*positions, strict=True)
    return float((statistics.pvariance(x) + statistics.pvariance(y)) ** 0.5)


class SessionMeasures:
    """Turns one session's geometries, in order, into samples.

    The face at rest, and where it points when it looks at the camera, come from a calibration; without one the face is
    learnt from the first frames, and looking straight ahead is taken for looking at the camera.
    """

    def __init__(self, calibration: Calibration | None = None) -> None:
        self._first: list[FaceGeometry] = []
        self._neutral = Neutral.calibrated(calibration) if calibration else None
        self._camera = (calibration.yaw, calibration.pitch) if calibration else (0.0, 0.0)
        self._positions: deque[tuple[float, tuple[float, float]]] = deque()

    def sample(self, geometry: Geometry | None, *, at: float, turn: int) -> DeliverySample:
        """The sample of a frame `at` seconds; None stands for a frame without a face."""
        if geometry is None:
            return DeliverySample(at=at, turn=turn, face_detected=False)
        face = geometry.face
        self._learn(face)
        return DeliverySample(
            at=at,
            turn=turn,
            face_detected=True,
            gaze=_rounded(gaze_unit(face, self._camera)),
            smile=_rounded(smile_unit(face, self._neutral)),
            posture=_rounded(self._posture(geometry.body, at)),
            emotion=None if self._neutral is None else _rounded(1.0 - tension_unit(face, self._neutral)),
        )

    def _learn(self, face: FaceGeometry) -> None:
        if self._neutral is None and face.eye_opening >= EYES_SHUT:
            self._first.append(face)
            if len(self._first) == NEUTRAL_FRAMES:
                self._neutral = Neutral.of(self._first)
                self._first.clear()

    def _posture(self, body: BodyGeometry | None, at: float) -> float | None:
        if body is None:
            self._positions.clear()
            return None
        self._positions.append((at, body.position))
        while self._positions[0][0] < at - STILLNESS_SECONDS:
            self._positions.popleft()
        return posture_unit(body, movement_of([position for _, position in self._positions]))


def falling(value: float, full: float, none: float) -> float:
    """1 up to `full`, 0 from `none` on, a straight line between."""
    return _within((none - value) / (none - full), 0.0, 1.0)


def _shrunk(value: float, rest: float, share: float) -> float:
    """0 at rest or larger, 1 when smaller by `share` of it."""
    return _within((rest - value) / (share * rest), 0.0, 1.0) if rest > 0 else 0.0


def _low_quantile(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=5, method="inclusive")[0] if len(values) > 1 else values[0]


def _within(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)


def _rounded(unit: float | None) -> float | None:
    return None if unit is None else round(_within(unit, 0.0, 1.0), 3)
