"""MediaPipe as its documentation uses it, with the same models as ours and nothing around them."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def bare_models(model: Path | None = None) -> Iterator[Any]:
    """Yields what looks at a picture (RGB, uint8) that was taken at some second; `model` is face_landmarker.task."""
    from mediapipe import Image, ImageFormat
    from mediapipe.python.solutions.face_mesh import FaceMesh
    from mediapipe.python.solutions.pose import Pose

    with ExitStack() as stack:
        pose = stack.enter_context(Pose(model_complexity=1))
        if model is None:
            mesh = stack.enter_context(FaceMesh(max_num_faces=1, refine_landmarks=True))
            yield lambda rgb, at: (mesh.process(rgb), pose.process(rgb))
            return
        from engines.face.landmarker import face_landmarker

        landmarker = stack.enter_context(face_landmarker(model))
        yield lambda rgb, at: (
            landmarker.detect_for_video(Image(ImageFormat.SRGB, rgb), round(at * 1000)),
            pose.process(rgb),
        )
