"""How well a face can be seen: what the measures of it may rest on."""

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from engines.face import FaceQuality, Points, Rgb

Grey = NDArray[np.uint8]

LEFT_SOCKET = (70, 105, 168, 133, 145, 33)
RIGHT_SOCKET = (300, 334, 168, 362, 374, 263)
CHEEKS = (205, 425)
LIPS = (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185)
OUTER_EYE_CORNERS = (33, 263)
CROP_WIDTH = 96
"""To which a face is scaled before its sharpness is measured, so that a near one does not count as blurred."""


def face_quality(rgb: Rgb, face: Points) -> FaceQuality | None:
    """The quality of a face mesh's picture; None where hardly any of the face is inside the frame."""
    height, width = rgb.shape[:2]
    corners = np.array([face[:, :2].min(axis=0), face[:, :2].max(axis=0)])
    (left, top), (right, bottom) = np.clip(corners, 0, (width - 1, height - 1)).astype(int)
    if right - left < 8 or bottom - top < 8:
        return None
    grey = np.asarray(cv2.cvtColor(rgb[top : bottom + 1, left : right + 1], cv2.COLOR_RGB2GRAY), np.uint8)
    scale = CROP_WIDTH / grey.shape[1]
    small = cv2.resize(grey, (CROP_WIDTH, max(1, round(grey.shape[0] * scale))), interpolation=cv2.INTER_AREA)
    light, contrast = cv2.mean(grey)[0], _variance(small)
    landmarks = face[:, :2] - (left, top)
    lips = _inside(grey, landmarks[list(LIPS)])
    span = float(np.linalg.norm(face[OUTER_EYE_CORNERS[0], :2] - face[OUTER_EYE_CORNERS[1], :2]))
    return FaceQuality(
        eye_span=span,
        light=light / 255,
        sharpness=_variance(cv2.Laplacian(small, cv2.CV_16S)) / contrast if contrast > 0 else 0.0,
        eyes=_eyes_against_cheeks(grey, landmarks, span),
        mouth=_variance(lips) ** 0.5 / max(light, 1.0) if lips.size else 0.0,
    )


def _variance(values: MatLike) -> float:
    """As NumPy's, at a tenth of the time for so few."""
    _, deviation = cv2.meanStdDev(values)
    return float(deviation[0, 0]) ** 2


def _inside(grey: Grey, outline: MatLike) -> Grey:
    """The pixels within an outline, in a row."""
    corners = np.round(outline).astype(np.int32)
    x, y, width, height = cv2.boundingRect(corners)
    left, top = max(x, 0), max(y, 0)
    part = grey[top : max(y + height, 0), left : max(x + width, 0)]
    mask = np.zeros(part.shape, np.uint8)
    cv2.fillPoly(mask, [corners], 1, offset=(-left, -top))
    return np.asarray(part[mask == 1], np.uint8)


def _eyes_against_cheeks(grey: Grey, face: Points, span: float) -> float:
    """The upper quartile of the brightness around each eye over the median of the cheek below: an eye has white and
    lids, glass has not. The better side counts, as light may come from the other."""
    sides = []
    for socket, cheek in zip((LEFT_SOCKET, RIGHT_SOCKET), CHEEKS, strict=True):
        around = _inside(grey, cv2.convexHull(face[list(socket)].astype(np.float32))[:, 0])
        centre, radius = tuple(int(value) for value in face[cheek]), max(2, round(span / 12))
        below = _inside(grey, np.array(cv2.ellipse2Poly(centre, (radius, radius), 0, 0, 360, 20)))
        if around.size and below.size:
            sides.append(_quantile(around, 0.75) / max(_quantile(below, 0.5), 1.0))
    return max(sides, default=1.0)


def _quantile(shades: Grey, share: float) -> float:
    """The shade under which that share of them lies; NumPy's own takes ten times as long for so few."""
    rank = int(share * (shades.size - 1))
    return float(np.partition(shades, rank)[rank])
