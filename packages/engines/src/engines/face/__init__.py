"""Faces: a frame to landmarks, behind one interface, and landmarks to angles and proportions.

    mesh.py        the tracker whose models MediaPipe's wheel carries
    landmarker.py  the tracker of `face_landmarker.task`, with blendshapes and the head's transformation
    factory.py     which of them this machine has
    counting.py    how many faces there are
    quality.py     how well a face can be seen
    geometry.py    landmarks to angles and proportions
    head.py        where the head points
    crop.py        the picture of a face alone
    expression.py  what a face looks like, from landmarks and blendshapes
    stills.py      the same, from a picture

The trackers and `stills` load MediaPipe, which takes seconds and may crash natively: import them in processes that may
be lost.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from contracts.expression import ExpressionEstimate
from numpy.typing import NDArray

Points = NDArray[np.float32]
Rgb = NDArray[np.uint8]
"""Shape (height, width, 3), channels red, green, blue."""


@dataclass(frozen=True)
class Observation:
    """What one frame showed, in pixels: x to the right, y down, z away from the camera on the scale of x.

    `face` has shape (478, 3): the mesh, and from 468 on the irises. `body` has shape (33, 4), the fourth column being
    the landmark's visibility in 0…1. None where nothing was found. `size` is the frame's width and height.

    `faces` counts the faces in sight, the followed one included. `blendshapes` are the 52 of ARKit, each in 0…1, and
    `transform` is the head's 4×4 matrix in the camera's space (x right, y up, z towards the viewer, centimetres); only
    a tracker that measures them gives them.
    """

    face: Points | None
    body: Points | None
    size: tuple[int, int]
    faces: int = 0
    blendshapes: Mapping[str, float] = field(default_factory=dict)
    transform: Points | None = None


@dataclass(frozen=True)
class FaceQuality:
    """`eye_span` is the distance between the outer eye corners in pixels of the analysed frame. `light` is the face's
    mean brightness in 0…1. `sharpness` is the energy of its edges over that of its shades: the variance of the
    Laplacian over the variance of the brightness. `eyes` is how bright the surroundings of the eyes are against the
    cheeks, 1 being as bright: dark glasses bring it down. `mouth` is the spread of the brightness within the lips, over
    the face's mean: cloth has hardly any."""

    eye_span: float
    light: float
    sharpness: float
    eyes: float
    mouth: float


class FaceTracker(Protocol):
    """Follows the most prominent face through consecutive frames of one camera.

    Stateful: one instance a session, used from one thread.
    """

    def track(self, rgb: Rgb, at: float) -> Observation:
        """Look at a frame that was shown `at` seconds; times only grow. The frame is not written to."""
        ...

    def close(self) -> None:
        """Free the models."""
        ...


class ExpressionReader(Protocol):
    """Reads expressions off single pictures of faces; knows nothing from one to the next. Used from one thread."""

    def read(self, rgb: Rgb) -> ExpressionEstimate | None:
        """None where there is no face, or one that is turned too far."""
        ...

    def close(self) -> None:
        """Free the models."""
        ...
