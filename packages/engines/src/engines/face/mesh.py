"""The tracker whose models MediaPipe's wheel carries: FaceMesh and Pose. Nothing to download."""

from mediapipe.python.solutions.face_mesh import FaceMesh

from engines.face import Observation, Rgb
from engines.face.body import BodyFinder
from engines.face.counting import FaceCounter
from engines.face.landmarks import mesh_landmarks

NAME = "facemesh"


class MeshTracker:
    def __init__(self) -> None:
        self._face = FaceMesh(max_num_faces=1, refine_landmarks=True)
        self._body = BodyFinder()
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
            body=self._body.find(rgb, at),
            size=(width, height),
            faces=count,
        )

    def close(self) -> None:
        self._face.close()
        self._body.close()
        self._counter.close()
