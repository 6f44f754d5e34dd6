"""The tracker of `face_landmarker.task`: landmarks, blendshapes, the head's transformation; Pose for the body."""

from pathlib import Path

import numpy as np
from mediapipe import Image, ImageFormat
from mediapipe.tasks.python import BaseOptions
from mediapipe.tasks.python.vision import FaceLandmarker, FaceLandmarkerOptions, RunningMode

from engines.face import Observation, Rgb
from engines.face.body import BodyFinder
from engines.face.counting import FaceCounter
from engines.face.landmarks import landmarks

NAME = "face_landmarker"


def face_landmarker(model: Path, mode: RunningMode = RunningMode.VIDEO) -> FaceLandmarker:
    """MediaPipe's own, for one face, in a film or pictures. Raises `RuntimeError` for a file that is not the model."""
    return FaceLandmarker.create_from_options(
        FaceLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=str(model)),
            running_mode=mode,
            output_face_blendshapes=True,
            output_facial_transformation_matrixes=True,
        )
    )


class LandmarkerTracker:
    """Raises `RuntimeError` for a file that is not the model."""

    def __init__(self, model: Path) -> None:
        self._face = face_landmarker(model)
        self._body = BodyFinder()
        self._counter = FaceCounter()

    def track(self, rgb: Rgb, at: float) -> Observation:
        height, width = rgb.shape[:2]
        rgb.flags.writeable = False
        seen = self._face.detect_for_video(Image(ImageFormat.SRGB, rgb), round(at * 1000))
        count = self._counter.count(rgb, at, followed=bool(seen.face_landmarks))
        if not seen.face_landmarks:
            return Observation(None, None, (width, height), count)
        return Observation(
            face=landmarks(seen.face_landmarks[0], (width, height)),
            body=self._body.find(rgb, at),
            size=(width, height),
            faces=count,
            blendshapes={shape.category_name: shape.score for shape in seen.face_blendshapes[0]},
            transform=np.asarray(seen.facial_transformation_matrixes[0], np.float32),
        )

    def close(self) -> None:
        self._face.close()
        self._body.close()
        self._counter.close()
