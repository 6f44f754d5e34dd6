"""Landmarks to angles and proportions: numbers that do not depend on the frame's size or the distance to the camera.

Indices are those of MediaPipe's face mesh and pose topologies. "Left" and "right" are the picture's. Lengths are in
eye spans, the distance between the outer corners of the eyes, or in shoulder widths.
"""

import math
from dataclasses import dataclass

import numpy as np

from engines.face import FaceQuality, Observation, Points, Rgb
from engines.face.head import HeadPose, head_pose

FOREHEAD, CHIN = 10, 152
LEFT_EYE, RIGHT_EYE = (33, 133), (263, 362)
"""Outer and inner corner."""
LEFT_LIDS, RIGHT_LIDS = (159, 145), (386, 374)
"""Upper and lower, in the middle."""
LEFT_IRIS, RIGHT_IRIS = 468, 473
MOUTH_CORNERS = (61, 291)
UPPER_LIP, LOWER_LIP = (0, 13), (17, 14)
"""Outer and inner edge, in the middle."""
INNER_BROWS = (55, 285)

EARS, SHOULDERS = (7, 8), (11, 12)
MIN_VISIBILITY = 0.5
EDGE_MARGIN = 0.03
"""How far beyond the frame's edge, as a share of its size, the model's estimate of a landmark is still accepted."""

EYE_OPENING_PER_RADIUS = 2.5
"""The palpebral fissure (about 30 mm) over the eyeball's radius (about 12 mm), adult means."""
CAMERA_DEGREES, EYE_SPAN_CM = 60.0, 9.0
NEUTRAL_PITCH = -5.0
"""Degrees at which the line from forehead to chin leans in a face that looks straight ahead (docs/delivery.md)."""


@dataclass(frozen=True)
class FaceGeometry:
    """`yaw` and `pitch` say where the eyes point, in degrees from the camera, right and down positive.

    `eye_opening` is the distance of the lids in widths of the eye, which a blink brings to almost 0. The rest is in
    eye spans: `mouth_width` between the corners; `corner_lift`, by how much the corners stand above the middle of the
    mouth; `brow_gap` between the inner ends of the brows; `brow_height` of these above the line between the eyes'
    inner corners; `lip_thickness` of both lips' red together; `chin_height` from the lower lip's edge to the chin.
    """

    yaw: float
    pitch: float
    eye_opening: float
    mouth_width: float
    corner_lift: float
    brow_gap: float
    brow_height: float
    lip_thickness: float
    chin_height: float


@dataclass(frozen=True)
class BodyGeometry:
    """`shoulder_tilt` in degrees from level, unsigned; the rest in shoulder widths: `head_offset`, by how much the
    middle of the ears is to the side of the middle of the shoulders, unsigned; `position` of that middle. `lean` is the
    angle of the line between the two middles from the vertical, in degrees, to the picture's right positive."""

    shoulder_tilt: float
    head_offset: float
    lean: float
    position: tuple[float, float]


@dataclass(frozen=True)
class Geometry:
    """One frame with a face. `body` is None where the shoulders are not both in sight. `distance` from the camera is an
    estimate in centimetres; `faces` counts those in sight. `frozen`: the picture has stood still for too long to be one
    of a camera that works."""

    face: FaceGeometry
    body: BodyGeometry | None
    head: HeadPose
    quality: FaceQuality
    distance: float
    faces: int = 1
    frozen: bool = False


def geometry_of(observation: Observation, rgb: Rgb) -> Geometry | None:
    """What is measured of a frame; None where it showed no face, or hardly any of one."""
    from engines.face.quality import face_quality  # noqa: PLC0415 - who only takes in geometries does without OpenCV

    if observation.face is None or (quality := face_quality(rgb, observation.face)) is None:
        return None
    head = head_pose(observation.face)
    return Geometry(
        face=face_geometry(observation.face),
        body=None if observation.body is None else body_geometry(observation.body, observation.size),
        head=head,
        quality=quality,
        distance=_distance_from_camera(observation, head),
        faces=observation.faces,
    )


def face_geometry(face: Points) -> FaceGeometry:
    """Measure a face mesh, shape (478, 3)."""
    span = _distance(face[LEFT_EYE[0]], face[RIGHT_EYE[0]])
    up = _unit(face[FOREHEAD] - face[CHIN])
    yaw, pitch = _head_direction(face)
    left_x, left_y = _eye_direction(face, LEFT_EYE, LEFT_IRIS, up)
    right_x, right_y = _eye_direction(face, RIGHT_EYE, RIGHT_IRIS, up)
    mouth_middle = (face[UPPER_LIP[1]] + face[LOWER_LIP[1]]) / 2
    corners = (face[MOUTH_CORNERS[0]] + face[MOUTH_CORNERS[1]]) / 2
    brows = (face[INNER_BROWS[0]] + face[INNER_BROWS[1]]) / 2
    inner_eyes = (face[LEFT_EYE[1]] + face[RIGHT_EYE[1]]) / 2
    lips = _distance(face[UPPER_LIP[0]], face[UPPER_LIP[1]]) + _distance(face[LOWER_LIP[0]], face[LOWER_LIP[1]])
    return FaceGeometry(
        yaw=yaw + (left_x + right_x) / 2,
        pitch=pitch + (left_y + right_y) / 2,
        eye_opening=(_eye_opening(face, LEFT_EYE, LEFT_LIDS) + _eye_opening(face, RIGHT_EYE, RIGHT_LIDS)) / 2,
        mouth_width=_distance(face[MOUTH_CORNERS[0]], face[MOUTH_CORNERS[1]]) / span,
        corner_lift=float((corners - mouth_middle) @ up) / span,
        brow_gap=_distance(face[INNER_BROWS[0]], face[INNER_BROWS[1]]) / span,
        brow_height=float((brows - inner_eyes) @ up) / span,
        lip_thickness=lips / span,
        chin_height=_distance(face[LOWER_LIP[0]], face[CHIN]) / span,
    )


def body_geometry(body: Points, size: tuple[int, int]) -> BodyGeometry | None:
    """Measure pose landmarks, shape (33, 4), in a frame of `size`; None unless both shoulders and ears are in it."""
    needed = body[[*EARS, *SHOULDERS]]
    place = needed[:, :2] / np.array(size, np.float32)
    inside = (place >= -EDGE_MARGIN) & (place <= 1.0 + EDGE_MARGIN)
    if not inside.all() or needed[:, 3].min() < MIN_VISIBILITY:
        return None
    ears, shoulders = needed[:2, :2], needed[2:, :2]
    across = shoulders[1] - shoulders[0]
    width = float(np.hypot(*across))
    if width < 1.0:
        return None
    middle = shoulders.mean(axis=0)
    upwards = ears.mean(axis=0) - middle
    return BodyGeometry(
        shoulder_tilt=math.degrees(math.atan2(abs(float(across[1])), abs(float(across[0])))),
        head_offset=abs(float(upwards[0])) / width,
        lean=math.degrees(math.atan2(float(upwards[0]), -float(upwards[1]))),
        position=(float(middle[0]) / width, float(middle[1]) / width),
    )


def _distance_from_camera(observation: Observation, head: HeadPose) -> float:
    """Of the head's transformation where the tracker measures one; else from the face's size, as if the camera saw
    60° across, like most in laptops, and the face's outer eye corners were 9 cm apart, like most adults'."""
    if observation.transform is not None:
        return abs(float(observation.transform[2, 3]))
    assert observation.face is not None  # noqa: S101 - the caller has looked
    span = float(np.hypot(*(observation.face[RIGHT_EYE[0], :2] - observation.face[LEFT_EYE[0], :2])))
    focal = observation.size[0] / 2 / math.tan(math.radians(CAMERA_DEGREES / 2))
    return focal * EYE_SPAN_CM * max(math.cos(math.radians(head.yaw)), 0.5) / max(span, 1.0)


def _head_direction(face: Points) -> tuple[float, float]:
    """Yaw and pitch of the plane through the outer eye corners, the forehead and the chin."""
    across = face[RIGHT_EYE[0]] - face[LEFT_EYE[0]]
    down = face[CHIN] - face[FOREHEAD]
    normal = -_unit(np.cross(across, down))  # towards the camera, whose z is negative
    yaw = math.degrees(math.atan2(float(normal[0]), -float(normal[2])))
    pitch = math.degrees(math.asin(max(-1.0, min(1.0, float(normal[1])))))
    return yaw, pitch - NEUTRAL_PITCH


def _eye_direction(face: Points, corners: tuple[int, int], iris: int, up: Points) -> tuple[float, float]:
    """Yaw and pitch of an eye within the head, from the iris's distance to the middle between the corners."""
    one, other = face[corners[0]], face[corners[1]]
    opening = _distance(one, other)
    across = _unit(other - one if other[0] > one[0] else one - other)
    offset = face[iris] - (one + other) / 2
    return _eye_angle(float(offset @ across) / opening), _eye_angle(-float(offset @ up) / opening)


def _eye_opening(face: Points, corners: tuple[int, int], lids: tuple[int, int]) -> float:
    return _distance(face[lids[0]], face[lids[1]]) / _distance(face[corners[0]], face[corners[1]])


def _eye_angle(offset: float) -> float:
    """Degrees the eyeball turned to move the iris by `offset` eye openings."""
    return math.degrees(math.asin(max(-1.0, min(1.0, offset * EYE_OPENING_PER_RADIUS))))


def _unit(vector: Points) -> Points:
    return np.asarray(vector / (math.hypot(*vector) or 1.0), np.float32)


def _distance(one: Points, other: Points) -> float:
    return math.dist(one, other)
