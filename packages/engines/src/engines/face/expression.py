"""What a face looks like, from its movements: shares of seven names. Our own formulas, published in docs/delivery.md.

The names stand for combinations of facial movements (action units) as Ekman and Friesen's EMFACS lists them, each as
strong as the weaker of what it takes. They say how a face is shaped; that is not what its owner feels.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from contracts.expression import Confidence, EmotionShares, ExpressionEstimate, ExpressionSource

from engines.face import Points
from engines.face.geometry import LEFT_EYE, LOWER_LIP, RIGHT_EYE, UPPER_LIP, face_geometry
from engines.face.head import HeadPose, head_pose

NOSE_BASE = 2
TURNED_DEGREES = 20.0
"""From where on, to either side, up or down, blendshapes are not relied on."""
LARGEST_TURN = 35.0
"""From where on nothing is."""


@dataclass(frozen=True)
class Movements:
    """Facial movements, 0…1 each: 0 is nothing to speak of, 1 as far as faces commonly go."""

    smile: float
    brows_up: float
    inner_brows_up: float
    brows_down: float
    eyes_wide: float
    eyes_narrow: float
    jaw_open: float
    corners_down: float
    lips_pressed: float
    lips_stretched: float
    upper_lip_up: float


def expression_of(face: Points, blendshapes: Mapping[str, float]) -> ExpressionEstimate | None:
    """Of a face mesh, shape (478, 3), and its blendshapes where the tracker measures them; None of a face that is
    turned too far."""
    turn = _turn(head_pose(face))
    if turn > LARGEST_TURN:
        return None
    if blendshapes:
        confidence = Confidence.MODERATE if turn <= TURNED_DEGREES else Confidence.LOW
        return ExpressionEstimate(
            shares=shares_of(movements_of_blendshapes(blendshapes)),
            source=ExpressionSource.BLENDSHAPES,
            confidence=confidence,
        )
    return ExpressionEstimate(
        shares=shares_of(movements_of_geometry(face)), source=ExpressionSource.GEOMETRY, confidence=Confidence.LOW
    )


def shares_of(face: Movements) -> EmotionShares:
    """Neutral is what the strongest of the others leaves. A smile takes out what it brings along: lowered brows,
    narrow eyes and a raised upper lip."""
    serious = 1.0 - face.smile
    evidence = {
        "happy": face.smile,
        "sad": face.corners_down * (0.5 + 0.5 * face.inner_brows_up),
        "angry": min(face.brows_down, max(face.lips_pressed, face.eyes_narrow)) * serious,
        "fear": min(face.brows_up, face.lips_stretched) * serious,
        "surprise": min(face.brows_up, max(face.jaw_open, face.eyes_wide)) * serious,
        "disgust": face.upper_lip_up * serious,
    }
    evidence["neutral"] = 1.0 - max(evidence.values())
    whole = sum(evidence.values())
    return EmotionShares(**{name: round(value / whole, 3) for name, value in evidence.items()})


def movements_of_blendshapes(blendshapes: Mapping[str, float]) -> Movements:
    """The 52 of ARKit, as MediaPipe estimates them. It hardly ever gives `cheekSquint` and `noseSneer`: neither is
    waited for."""

    def both(name: str) -> float:
        return (blendshapes[f"{name}Left"] + blendshapes[f"{name}Right"]) / 2

    inner = blendshapes["browInnerUp"]
    return Movements(
        smile=_rise(both("mouthSmile"), 0.1, 0.7),
        brows_up=_rise((inner + both("browOuterUp")) / 2, 0.3, 0.8),
        inner_brows_up=_rise(inner, 0.3, 0.8),
        brows_down=_rise(both("browDown"), 0.3, 0.8),
        eyes_wide=_rise(both("eyeWide"), 0.1, 0.5),
        eyes_narrow=_rise(both("eyeSquint"), 0.4, 0.8),
        jaw_open=_rise(blendshapes["jawOpen"], 0.15, 0.5),
        corners_down=_rise(both("mouthFrown"), 0.1, 0.5),
        lips_pressed=_rise(both("mouthPress"), 0.2, 0.7),
        lips_stretched=_rise(both("mouthStretch"), 0.15, 0.5),
        upper_lip_up=max(_rise(both("mouthUpperUp"), 0.3, 0.8), _rise(both("noseSneer"), 0.1, 0.5)),
    )


COMMON_MOUTH_WIDTH, COMMON_CORNER_LIFT = 0.52, -0.01
COMMON_EYE_OPENING, COMMON_BROW_HEIGHT = 0.35, 0.20
COMMON_LIP_THICKNESS, COMMON_PHILTRUM = 0.17, 0.16
"""A face at rest, nobody's in particular: crops come without their owner's calibration."""


def movements_of_geometry(face: Points) -> Movements:
    """From distances between landmarks, against a common face: how people differ at rest is in it."""
    shape = face_geometry(face)
    span = _distance(face, LEFT_EYE[0], RIGHT_EYE[0])
    apart = _rise(shape.mouth_width - COMMON_MOUTH_WIDTH, 0.02, 0.20)
    lift = shape.corner_lift - COMMON_CORNER_LIFT
    smile = (apart + _rise(lift, 0.01, 0.08)) / 2
    opening = _distance(face, UPPER_LIP[1], LOWER_LIP[1]) / span
    brows_up = _rise(shape.brow_height / COMMON_BROW_HEIGHT - 1, 0.20, 0.70)
    philtrum = _distance(face, NOSE_BASE, UPPER_LIP[0]) / span
    return Movements(
        smile=smile,
        brows_up=brows_up,
        inner_brows_up=brows_up,
        brows_down=_rise(1 - shape.brow_height / COMMON_BROW_HEIGHT, 0.20, 0.60),
        eyes_wide=_rise(shape.eye_opening / COMMON_EYE_OPENING - 1, 0.20, 0.60),
        eyes_narrow=_rise(1 - shape.eye_opening / COMMON_EYE_OPENING, 0.20, 0.60),
        jaw_open=_rise(opening, 0.08, 0.30),
        corners_down=_rise(-lift, 0.02, 0.08),
        lips_pressed=_rise(1 - shape.lip_thickness / COMMON_LIP_THICKNESS, 0.25, 0.70),
        lips_stretched=apart * (1.0 - smile),
        upper_lip_up=_rise(1 - philtrum / COMMON_PHILTRUM, 0.25, 0.60),
    )


def _turn(head: HeadPose) -> float:
    return max(abs(head.yaw), abs(head.pitch))


def _distance(face: Points, one: int, other: int) -> float:
    return float(np.linalg.norm(face[one] - face[other]))


def _rise(value: float, zero: float, one: float) -> float:
    return min(max((value - zero) / (one - zero), 0.0), 1.0)
