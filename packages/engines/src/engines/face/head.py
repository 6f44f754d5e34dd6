"""Where the head points, in degrees, from the landmarks of one frame.

The picture's x and y of ten points that no expression moves are held against the same points of MediaPipe's canonical
face (weak perspective, least squares). The mesh's own depth is left out: it reads 30° as 22°.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engines.face import Points

RIGID = (33, 133, 362, 263, 168, 6, 4, 2, 98, 327)
"""Corners of the eyes, bridge, tip and root of the nose, and its wings."""
CANONICAL = np.array(
    (
        (-0.500, -0.300, -0.357),
        (-0.209, -0.291, -0.423),
        (0.209, -0.291, -0.423),
        (0.500, -0.300, -0.357),
        (0.000, -0.368, -0.589),
        (0.000, -0.278, -0.651),
        (0.000, 0.052, -0.853),
        (0.000, 0.235, -0.681),
        (-0.158, 0.193, -0.589),
        (0.158, 0.193, -0.589),
    )
)
"""Where they are in MediaPipe's canonical face model, in eye spans: x right, y down, z away."""
TO_CANONICAL = np.linalg.pinv(CANONICAL - CANONICAL.mean(axis=0))
YAW_GAIN = 1.13
"""Trackers draw turned faces too frontal; set on three pictures that were turned in depth (docs/delivery.md)."""


@dataclass(frozen=True)
class HeadPose:
    """Degrees from facing the camera, as the picture shows it: `yaw` to the right, `pitch` down and `roll` clockwise
    are positive."""

    yaw: float
    pitch: float
    roll: float


def head_pose(face: Points) -> HeadPose:
    """Of a face mesh, shape (478, 3)."""
    seen = face[list(RIGID), :2].astype(np.float64)
    fit = TO_CANONICAL @ (seen - seen.mean(axis=0))
    across, down = _nearest_rotation(fit.T)
    towards = across[0] * down[1] - across[1] * down[0]
    return HeadPose(
        yaw=YAW_GAIN * math.degrees(math.atan2(-across[2], towards)),
        pitch=math.degrees(math.asin(max(-1.0, min(1.0, -down[2])))),
        roll=math.degrees(math.atan2(down[0], across[0])),
    )


def _nearest_rotation(rows: NDArray[np.float64]) -> list[list[float]]:
    """The two orthonormal rows nearest to these, shape (2, 3): (A Aᵀ)^-½ A, with the root of a 2×2 matrix in closed
    form, at a fifth of the time of a singular value decomposition. Zeros where they have no direction."""
    (a, b), (_, d) = rows @ rows.T
    area = math.sqrt(max(a * d - b * b, 0.0))
    scale = area * math.sqrt(a + d + 2 * area)
    if scale == 0:
        return [[0.0] * 3] * 2
    inverse_root = np.array(((d + area, -b), (-b, a + area))) / scale
    found: list[list[float]] = (inverse_root @ rows).tolist()
    return found
