"""The picture of a face alone: cut out of a frame, small, and never stored."""

import cv2
import numpy as np

from engines.face import Points, Rgb

MARGIN = 0.35
"""Around the landmarks, as a share of their extent: detectors want to see some forehead and chin."""
SIDE = 224
"""Pixels to which a larger face is scaled down; what reads the expression scales to 256 at most."""
QUALITIES = (88, 70, 50, 30)


def face_crop(rgb: Rgb, face: Points, most: int) -> bytes | None:
    """A square JPEG of at most `most` bytes around a face mesh; None where the face is not in the frame."""
    height, width = rgb.shape[:2]
    low, high = face[:, :2].min(axis=0), face[:, :2].max(axis=0)
    centre, reach = (low + high) / 2, float((high - low).max()) * (0.5 + MARGIN)
    left, top = np.maximum(np.floor(centre - reach), 0).astype(int)
    right, bottom = np.minimum(np.ceil(centre + reach), (width, height)).astype(int)
    if right - left < 8 or bottom - top < 8:
        return None
    cut = cv2.cvtColor(rgb[top:bottom, left:right], cv2.COLOR_RGB2BGR)
    scale = min(1.0, SIDE / max(cut.shape[:2]))
    small = cv2.resize(cut, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else cut
    for quality in QUALITIES:
        encoded, jpeg = cv2.imencode(".jpg", small, (cv2.IMWRITE_JPEG_QUALITY, quality))
        if encoded and jpeg.size <= most:
            return jpeg.tobytes()
    return None


def decode_crop(jpeg: bytes) -> Rgb:
    """Raises `ValueError` for what is no picture, or not a small one."""
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR) if jpeg else None
    if picture is None or max(picture.shape[:2]) > SIDE:
        raise ValueError("not a crop of a face")
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8)
