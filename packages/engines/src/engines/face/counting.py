"""How many faces are in sight: looked up once a second, because nobody comes and goes faster."""

from mediapipe.python.solutions.face_detection import FaceDetection

from engines.face import Rgb

COUNT_EVERY = 1.0
"""Seconds."""


class FaceCounter:
    """MediaPipe's short-range detector, whose model is in the wheel: faces within about two metres."""

    def __init__(self) -> None:
        self._detector = FaceDetection(model_selection=0)
        self._counted_at = float("-inf")
        self._faces = 0

    def count(self, rgb: Rgb, at: float, *, followed: bool) -> int:
        """The faces in the frame, as of the last second; `followed` says whether a tracker holds one of them."""
        if not followed:
            self._counted_at = float("-inf")
            return 0
        if at - self._counted_at >= COUNT_EVERY:
            self._counted_at = at
            self._faces = len(self._detector.process(rgb).detections or [])
        return max(self._faces, 1)

    def close(self) -> None:
        self._detector.close()
