"""The face tracker, and the reader of expressions, that this machine has: of `face_landmarker.task` where that file
is, the bundled one otherwise."""

import sys
import zipfile
from pathlib import Path
from types import ModuleType

from contracts.errors import FaceModelUnreadable

from engines.face import ExpressionReader, FaceTracker
from engines.settings import LocalModelSettings

LANDMARKS = "face_landmarks_detector.tflite"
"""What the file, a zip archive, has to hold."""


def face_model(settings: LocalModelSettings) -> Path | None:
    """The model's file; None where the bundled tracker is used. Raises `FaceModelUnreadable`."""
    path = settings.face_landmarker
    if path is None:
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            archive.getinfo(LANDMARKS)
    except (OSError, zipfile.BadZipFile, KeyError) as error:
        raise FaceModelUnreadable(file=path.name) from error
    return path


def tracker_from(model: Path | None) -> FaceTracker:
    """A new tracker. Imports MediaPipe, which takes seconds."""
    _leave_out_plotting()
    if model is None:
        from engines.face.mesh import MeshTracker  # noqa: PLC0415

        return MeshTracker()
    from engines.face.landmarker import LandmarkerTracker  # noqa: PLC0415

    return LandmarkerTracker(model)


def expression_reader_from(model: Path | None) -> ExpressionReader:
    """A new reader of expressions. Imports MediaPipe, which takes seconds."""
    _leave_out_plotting()
    from engines.face.stills import LandmarkerReader, MeshReader  # noqa: PLC0415

    return MeshReader() if model is None else LandmarkerReader(model)


def _leave_out_plotting() -> None:
    """MediaPipe imports matplotlib for a function that nobody here calls: half of the time that it takes to load."""
    if "matplotlib" not in sys.modules:
        plotting = sys.modules["matplotlib.pyplot"] = ModuleType("matplotlib.pyplot")
        package = sys.modules["matplotlib"] = ModuleType("matplotlib")
        package.__dict__["pyplot"] = plotting
