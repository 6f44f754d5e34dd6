"""Angles and proportions to the units of a delivery sample: 0…1, 1 being what coaching aims at.

Definitions, constants and their limits are published in docs/delivery.md. They describe what a
camera can see; none of them is a reading of what somebody feels.
"""

import math
import statistics
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

from contracts.delivery import (
    BodyPose,
    Calibration,
    DeliverySample,
    FacialTension,
    FrameQuality,
    HeadPose,
    Obstacle,
)
from engines.face.geometry import BodyGeometry, FaceGeometry, Geometry

GAZE_FULL_DEGREES, GAZE_NONE_DEGREES = 10.0, 25.0
EYES_SHUT = 0.15

SMILE_WIDTH_RISE, SMILE_CORNER_RISE = 0.22, 0.08

KNIT_SHARE, LOWERED_SHARE, PRESSED_SHARE, RAISED_CHIN_SHARE = 0.15, 0.25, 0.40, 0.20
KNIT_WEIGHT, LOWERED_WEIGHT = 4 / 7, 3 / 7
BROW_WEIGHT, JAW_WEIGHT, LIPS_WEIGHT = 0.55, 0.20, 0.25

TILT_FULL_DEGREES, TILT_NONE_DEGREES = 3.0, 15.0
OFFSET_FULL, OFFSET_NONE = 0.08, 0.35
MOVEMENT_FULL, MOVEMENT_NONE = 0.02, 0.15
LEVEL_WEIGHT, CENTRED_WEIGHT, STILL_WEIGHT = 0.4, 0.3, 0.3
STILLNESS_SECONDS = 2.0

MIN_EYE_SPAN = 24.0
DARK, BRIGHT = 0.10, 0.93
MIN_SHARPNESS = 0.015
EYES_HIDDEN, MOUTH_HIDDEN = 0.5, 0.06


@dataclass(frozen=True)
class Neutral:
    """A person's face at rest, in eye spans, as `FaceGeometry` has it."""

    mouth_width: float
    corner_lift: float
    brow_gap: float
    brow_height: float
    lip_thickness: float
    chin_height: float | None = None

    @classmethod
    def calibrated(cls, calibration: Calibration) -> Self:
        return cls(**calibration.model_dump(include={field.name for field in fields(cls)}))

    @classmethod
    def of(cls, faces: Sequence[FaceGeometry]) -> Self:
        """From some seconds of a face. Low quantiles of the mouth, and bounds, so that a smile meanwhile is not taken
        for a face at rest."""
        return cls(
            mouth_width=_within(_low_quantile([face.mouth_width for face in faces]), 0.45, 0.58),
            corner_lift=_within(_low_quantile([face.corner_lift for face in faces]), -0.04, 0.02),
            brow_gap=statistics.median(face.brow_gap for face in faces),
            brow_height=statistics.median(face.brow_height for face in faces),
            lip_thickness=statistics.median(face.lip_thickness for face in faces),
            chin_height=statistics.median(face.chin_height for face in faces),
        )


def gaze_unit(face: FaceGeometry, camera: tuple[float, float]) -> float | None:
    """Looking at the camera, which is at yaw and pitch `camera`: 1 within 10° of it, 0 from 25° on; None while the
    eyes are shut."""
    if face.eye_opening < EYES_SHUT:
        return None
    away = ((face.yaw - camera[0]) ** 2 + (face.pitch - camera[1]) ** 2) ** 0.5
    return falling(away, GAZE_FULL_DEGREES, GAZE_NONE_DEGREES)


def smile_unit(face: FaceGeometry, neutral: Neutral) -> float:
    """Mouth corners apart and up, against the mouth at rest: half of the unit each."""
    apart = _within((face.mouth_width - neutral.mouth_width) / SMILE_WIDTH_RISE, 0.0, 1.0)
    up = _within((face.corner_lift - neutral.corner_lift) / SMILE_CORNER_RISE, 0.0, 1.0)
    return (apart + up) / 2


def tension_of(face: FaceGeometry, neutral: Neutral) -> FacialTension:
    """Brows drawn together and lowered, the chin pushed up, and lips pressed, against the face at rest. Lips that a
    smile stretches are thin too, so a smile takes lips and chin out. A jaw that is clenched does not show in landmarks;
    a chin that is pushed up does."""
    knit = _shrunk(face.brow_gap, neutral.brow_gap, KNIT_SHARE)
    lowered = _shrunk(face.brow_height, neutral.brow_height, LOWERED_SHARE)
    serious = 1.0 - smile_unit(face, neutral)
    chin = neutral.chin_height
    return FacialTension(
        brow=round(KNIT_WEIGHT * knit + LOWERED_WEIGHT * lowered, 3),
        jaw=None if chin is None else round(_shrunk(face.chin_height, chin, RAISED_CHIN_SHARE) * serious, 3),
        lips=round(_shrunk(face.lip_thickness, neutral.lip_thickness, PRESSED_SHARE) * serious, 3),
    )


def tension_unit(tension: FacialTension) -> float:
    """All of it together; the others count for the jaw where that was not measured at rest."""
    parts = [(BROW_WEIGHT, tension.brow), (LIPS_WEIGHT, tension.lips)]
    if tension.jaw is not None:
        parts.append((JAW_WEIGHT, tension.jaw))
    return sum(weight * unit for weight, unit in parts) / sum(weight for weight, _ in parts)


def obstacles_of(geometry: Geometry) -> list[Obstacle]:
    """What keeps a face that is in sight from being measured."""
    quality = geometry.quality
    found = (
        (Obstacle.TOO_SMALL, quality.eye_span < MIN_EYE_SPAN),
        (Obstacle.TOO_DARK, quality.light < DARK),
        (Obstacle.TOO_BRIGHT, quality.light > BRIGHT),
        (Obstacle.BLURRED, quality.sharpness < MIN_SHARPNESS),
        (Obstacle.FROZEN, geometry.frozen),
        (Obstacle.EYES_HIDDEN, quality.eyes < EYES_HIDDEN),
        (Obstacle.MOUTH_HIDDEN, quality.mouth < MOUTH_HIDDEN),
    )
    return [obstacle for obstacle, stands in found if stands]


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
    middle = tuple(map(statistics.fmean, zip(*positions, strict=True)))
    return math.sqrt(statistics.fmean(math.dist(position, middle) ** 2 for position in positions))


class SessionMeasures:
    """Turns one session's geometries, in order, into samples.

    The face at rest, and where it points when it looks at the camera, come from a calibration; without one gaze, smile
    and tension are not measured. Nor is what cannot be seen well enough.
    """

    def __init__(self, calibration: Calibration | None = None) -> None:
        self._neutral = Neutral.calibrated(calibration) if calibration else None
        self._camera = (calibration.yaw, calibration.pitch) if calibration else None
        self._positions: deque[tuple[float, tuple[float, float]]] = deque()

    def sample(self, geometry: Geometry | None, *, at: float, turn: int) -> DeliverySample:
        """The sample of a frame `at` seconds; None stands for a frame without a face."""
        if geometry is None:
            return DeliverySample(at=at, turn=turn, face_detected=False, faces=0)
        face, head, quality = geometry.face, geometry.head, geometry.quality
        obstacles = obstacles_of(geometry)
        hidden = set(obstacles)
        eyes = not hidden - {Obstacle.MOUTH_HIDDEN}
        mouth = not hidden - {Obstacle.EYES_HIDDEN}
        body = None if geometry.frozen else geometry.body
        movement = self._movement(body, at)
        gaze = gaze_unit(face, self._camera) if self._camera and eyes else None
        smile = smile_unit(face, self._neutral) if self._neutral and mouth else None
        tension = tension_of(face, self._neutral) if self._neutral and eyes and mouth else None
        return DeliverySample(
            at=at,
            turn=turn,
            face_detected=True,
            gaze=_rounded(gaze),
            smile=_rounded(smile),
            posture=None if body is None else _rounded(posture_unit(body, movement)),
            emotion=None if tension is None else _rounded(1.0 - tension_unit(tension)),
            faces=geometry.faces,
            head=HeadPose(yaw=round(head.yaw, 1), pitch=round(head.pitch, 1), roll=round(head.roll, 1)),
            eyes_shut=face.eye_opening < EYES_SHUT if eyes else None,
            tension=tension,
            body=None if body is None else _body_pose(body, movement),
            distance=round(geometry.distance),
            quality=FrameQuality(
                eye_span=round(quality.eye_span, 1),
                light=_within(round(quality.light, 3), 0.0, 1.0),
                sharpness=round(quality.sharpness, 4),
                obstacles=obstacles,
            ),
        )

    def _movement(self, body: BodyGeometry | None, at: float) -> float | None:
        if body is None:
            self._positions.clear()
            return None
        self._positions.append((at, body.position))
        while self._positions[0][0] < at - STILLNESS_SECONDS:
            self._positions.popleft()
        return movement_of([position for _, position in self._positions])


def _body_pose(body: BodyGeometry, movement: float | None) -> BodyPose:
    return BodyPose(
        shoulder_tilt=round(body.shoulder_tilt, 1),
        lean=round(body.lean, 1),
        movement=None if movement is None else round(movement, 3),
    )


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
