"""Three seconds of somebody looking at the camera: what their gaze, smile and tension are measured against."""

import statistics

from contracts.delivery import Calibration
from contracts.errors import CalibrationFailed
from engines.face.geometry import FaceGeometry, Geometry

from media_server.watching.measures import EYES_SHUT, Neutral, obstacles_of

SECONDS = 3.0
MIN_FRAMES = 8
"""Of fifteen, with a face and open eyes. Fewer would rest on a moment."""


class Calibrator:
    """Collects one session's geometries from the first that comes until three seconds later."""

    def __init__(self) -> None:
        self._since: float | None = None
        self._faces: list[FaceGeometry] = []

    def take(self, geometry: Geometry | None, at: float) -> bool:
        """Note what the frame `at` seconds showed. True once the time is over."""
        if self._since is None:
            self._since = at
        if geometry is not None and not obstacles_of(geometry) and geometry.face.eye_opening >= EYES_SHUT:
            self._faces.append(geometry.face)
        return at - self._since >= SECONDS

    def result(self) -> Calibration:
        """Raises `CalibrationFailed` where the face was not seen for long enough."""
        if len(self._faces) < MIN_FRAMES:
            raise CalibrationFailed
        neutral = Neutral.of(self._faces)
        return Calibration(
            yaw=round(statistics.median(face.yaw for face in self._faces), 2),
            pitch=round(statistics.median(face.pitch for face in self._faces), 2),
            mouth_width=neutral.mouth_width,
            corner_lift=neutral.corner_lift,
            brow_gap=neutral.brow_gap,
            brow_height=neutral.brow_height,
            lip_thickness=neutral.lip_thickness,
            chin_height=neutral.chin_height,
            frames=len(self._faces),
        )
