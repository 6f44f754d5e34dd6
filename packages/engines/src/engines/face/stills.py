"""The readers of expressions. They load MediaPipe, as the trackers do."""

from pathlib import Path

from contracts.expression import ExpressionEstimate
from mediapipe import Image, ImageFormat
from mediapipe.python.solutions.face_mesh import FaceMesh
from mediapipe.tasks.python.vision import RunningMode

from engines.face import Rgb
from engines.face.expression import expression_of
from engines.face.landmarker import face_landmarker
from engines.face.landmarks import landmarks, mesh_landmarks


class MeshReader:
    """By geometry, with the models in MediaPipe's wheel."""

    def __init__(self) -> None:
        self._mesh = FaceMesh(static_image_mode=True, max_num_faces=1, refine_landmarks=True)

    def read(self, rgb: Rgb) -> ExpressionEstimate | None:
        faces = self._mesh.process(rgb).multi_face_landmarks
        return expression_of(mesh_landmarks(faces[0], rgb.shape[1::-1]), {}) if faces else None

    def close(self) -> None:
        self._mesh.close()


class LandmarkerReader:
    """By blendshapes. Raises `RuntimeError` for a file that is not the model."""

    def __init__(self, model: Path) -> None:
        self._landmarker = face_landmarker(model, RunningMode.IMAGE)

    def read(self, rgb: Rgb) -> ExpressionEstimate | None:
        seen = self._landmarker.detect(Image(ImageFormat.SRGB, rgb))
        if not seen.face_landmarks:
            return None
        blendshapes = {shape.category_name: shape.score for shape in seen.face_blendshapes[0]}
        return expression_of(landmarks(seen.face_landmarks[0], rgb.shape[1::-1]), blendshapes)

    def close(self) -> None:
        self._landmarker.close()
