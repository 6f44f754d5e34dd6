"""Landmarks in pixels, from what MediaPipe gives them as."""

from typing import Any

import numpy as np
from numpy.lib.recfunctions import structured_to_unstructured

from engines.face import Points

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
