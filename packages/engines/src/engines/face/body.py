"""Where the body is: looked up less often than the face, for it moves slower and takes three times as long to find."""

from mediapipe.python.solutions.pose import Pose

from engines.face import Points, Rgb
from engines.face.landmarks import body_landmarks

FIND_EVERY = 0.3
"""Seconds: with every second of five frames a second, and with each of three or fewer."""


class BodyFinder:
    """Pose, at complexity 1: the only one whose model is bundled."""

    def __init__(self) -> None:
        self._pose = Pose(model_complexity=1)
        self._found_at = float("-inf")
        self._body: Points | None = None

    def find(self, rgb: Rgb, at: float) -> Points | None:
        """The body's landmarks, shape (33, 4), as of the last 0.3 s; None where nobody was found then."""
        if at - self._found_at >= FIND_EVERY:
            self._found_at = at
            self._body = body_landmarks(self._pose.process(rgb).pose_landmarks, rgb.shape[1::-1])
        return self._body

    def close(self) -> None:
        self._pose.close()
