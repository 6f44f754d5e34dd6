"""The tracker whose models MediaPipe's wheel carries: FaceMesh and Pose. Nothing to download."""

from typing import Any

import numpy as np
from mediapipe.python.solutions.face_mesh import FaceMesh
from mediapipe.python.solutions.pose import Pose

from engines.face import Observation, Points, Rgb
from engines.face.counting import FaceCounter

NAME = "facemesh"


class MeshTracker:
    """Pose complexity 1 is the only one whose model is bundled."""

    def __init__(self) -> None:
        self._face = FaceMesh(max_num_faces=1, refine_landmarks=True)
        self._body = Pose(model_complexity=1)
        self._counter = FaceCounter()

    def track(self, rgb: Rgb, at: float) -> Observation:
        height, width = rgb.shape[:2]
        rgb.flags.writeable = False  # lets MediaPipe take the frame without a copy
        faces = self._face.process(rgb).multi_face_landmarks
        count = self._counter.count(rgb, at, followed=bool(faces))
        if not faces:
            return Observation(None, None, (width, height), count)
        return Observation(
            face=landmarks(faces[0].landmark, (width, height)),
            body=body_landmarks(self._body.process(rgb).pose_landmarks, (width, height)),
            size=(width, height),
            faces=count,
        )

    def close(self) -> None:
        self._face.close()
        self._body.close()
        self._counter.close()


# MediaPipe's protocol buffers carry no types.
def landmarks(points: Any, size: tuple[int, int]) -> Points:
    """Normalised landmarks in pixels, shape (n, 3)."""
    width, height = size
    return np.array([(p.x, p.y, p.z) for p in points], np.float32) * np.array((width, height, width), np.float32)


def body_landmarks(body: Any, size: tuple[int, int]) -> Points | None:
    """Pose's landmarks in pixels with their visibility, shape (33, 4); None where it found nobody."""
    if body is None:
        return None
    visibility = np.array([p.visibility for p in body.landmark], np.float32)
    return np.column_stack([landmarks(body.landmark, size), visibility])
