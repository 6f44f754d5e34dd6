"""The tracker whose models MediaPipe's wheel carries: FaceMesh and Pose. Nothing to download."""

from typing import Any

import numpy as np
from mediapipe.python.solutions.face_mesh import FaceMesh
from mediapipe.python.solutions.pose import Pose
from numpy.lib.recfunctions import structured_to_unstructured

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
            face=mesh_landmarks(faces[0], (width, height)),
            body=body_landmarks(self._body.process(rgb).pose_landmarks, (width, height)),
            size=(width, height),
            faces=count,
        )

    def close(self) -> None:
        self._face.close()
        self._body.close()
        self._counter.close()


MESH_WIRE = np.dtype({"names": ["x", "y", "z"], "formats": ["<f4"] * 3, "offsets": [3, 8, 13], "itemsize": 17})
"""A point of the mesh as protocol buffers write it: its tag and length, then each value behind a tag of its own."""


# MediaPipe's protocol buffers carry no types.
def mesh_landmarks(mesh: Any, size: tuple[int, int]) -> Points:
    """A mesh in pixels, shape (478, 3). Read off its serialised form: to ask 478 messages for their fields takes five
    times as long."""
    wire = np.frombuffer(mesh.SerializeToString(), MESH_WIRE)
    return _in_pixels(structured_to_unstructured(wire), size)


def body_landmarks(body: Any, size: tuple[int, int]) -> Points | None:
    """Pose's landmarks in pixels with their visibility, shape (33, 4); None where it found nobody."""
    if body is None:
        return None
    return _in_pixels(np.array([(p.x, p.y, p.z, p.visibility) for p in body.landmark], np.float32), size)


def landmarks(points: Any, size: tuple[int, int]) -> Points:
    """Normalised landmarks of MediaPipe's tasks in pixels, shape (n, 3)."""
    return _in_pixels(np.array([(p.x, p.y, p.z) for p in points], np.float32), size)


def _in_pixels(normalised: Points, size: tuple[int, int]) -> Points:
    width, height = size
    return normalised * np.array((width, height, width, 1)[: normalised.shape[1]], np.float32)
