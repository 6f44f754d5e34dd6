"""A frame to landmarks, with the two models that MediaPipe's wheel carries: FaceMesh and Pose.

Imported in tracker processes only: loading MediaPipe takes seconds, and a native crash takes its process along.
"""

from types import TracebackType
from typing import Any, Self

import numpy as np
from mediapipe.python.solutions.face_mesh import FaceMesh
from mediapipe.python.solutions.pose import Pose
from numpy.typing import NDArray

from media_server.watching.geometry import Observation


class FaceTracker:
    """Follows the most prominent face through consecutive frames of one camera.

    Stateful: one instance a session, used from one thread. Pose complexity 1 is the only one whose model is bundled.
    """

    def __init__(self) -> None:
        self._face = FaceMesh(max_num_faces=1, refine_landmarks=True)
        self._body = Pose(model_complexity=1)

    def track(self, rgb: NDArray[np.uint8]) -> Observation:
        """Look at a frame, uint8, shape (height, width, 3), channels red, green, blue."""
        height, width = rgb.shape[:2]
        rgb.flags.writeable = False  # lets MediaPipe take the frame without a copy
        faces = self._face.process(rgb).multi_face_landmarks
        if not faces:
            return Observation(None, None, (width, height))
        body = self._body.process(rgb).pose_landmarks
        scale = np.array((width, height, width), np.float32)
        return Observation(
            face=np.array([(p.x, p.y, p.z) for p in faces[0].landmark], np.float32) * scale,
            body=None if body is None else _body_landmarks(body, scale),
            size=(width, height),
        )

    def close(self) -> None:
        """Free both models."""
        self._face.close()
        self._body.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


# MediaPipe's protocol buffers carry no types.
def _body_landmarks(body: Any, scale: NDArray[np.float32]) -> NDArray[np.float32]:
    points = np.array([(p.x, p.y, p.z, p.visibility) for p in body.landmark], np.float32)
    points[:, :3] *= scale
    return points
