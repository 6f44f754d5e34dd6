"""A photograph of a face, turned about the vertical: every pixel gets a depth, and all of them are turned and drawn
again. The face's depth is its own mesh's; around it the relief falls off, so that hair and ears turn along."""

import cv2
import numpy as np
from engines.face import Points, Rgb
from numpy.typing import NDArray

FALL, LOWEST = 1.0, 0.35
"""Depth gained by a pixel beside the face, and at most in widths of the face."""
FINER = 3
"""So that turning leaves no gaps where the picture is stretched."""


def turned(picture: Rgb, face: Points, degrees: float) -> Rgb:
    """Positive degrees turn the face to the picture's right."""
    height, width = picture.shape[:2]
    depth = cv2.resize(_relief(face, (height, width)), (width * FINER, height * FINER))
    source = cv2.resize(picture, (width * FINER, height * FINER), interpolation=cv2.INTER_CUBIC)
    row, column = np.mgrid[0 : height * FINER, 0 : width * FINER] / FINER
    middle, angle = face[:468].mean(axis=0), -np.radians(degrees)
    across, away = column - middle[0], depth - middle[2]
    x = np.round(across * np.cos(angle) + away * np.sin(angle) + middle[0]).astype(int).ravel()
    y = np.round(row).astype(int).ravel()
    inside = (x >= 0) & (x < width) & (y < height)
    far_first = np.argsort((across * np.sin(angle) - away * np.cos(angle)).ravel()[inside], kind="stable")
    x, y, colours = x[inside][far_first], y[inside][far_first], source.reshape(-1, 3)[inside][far_first]
    drawn, bare = np.zeros_like(picture), np.full((height, width), 255, np.uint8)
    drawn[y, x], bare[y, x] = colours, 0
    return np.asarray(cv2.inpaint(drawn, bare, 2, cv2.INPAINT_TELEA), np.uint8)


def _relief(face: Points, size: tuple[int, int]) -> NDArray[np.float32]:
    depth = _mesh_depth(face, size)
    beside = np.isnan(depth)
    distance, nearest = cv2.distanceTransformWithLabels(
        beside.astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    edge = np.zeros(nearest.max() + 1, np.float32)
    edge[nearest[~beside]] = depth[~beside]
    face_width = float(np.ptp(face[:468, 0]))
    around = cv2.GaussianBlur(edge[nearest], (0, 0), 0.05 * face_width) + np.minimum(
        distance * FALL, LOWEST * face_width
    )
    return np.asarray(cv2.GaussianBlur(np.where(beside, around, depth).astype(np.float32), (0, 0), 1.5), np.float32)


def _mesh_depth(face: Points, size: tuple[int, int]) -> NDArray[np.float32]:
    """Each pixel's depth on the face's triangles; nan beside the face."""
    height, width = size
    corners = face[:468, :2]
    division = cv2.Subdiv2D((-width, -height, 3 * width, 3 * height))
    for x, y in corners:
        division.insert((float(x), float(y)))
    depth = np.full(size, np.nan, np.float32)
    for triangle in division.getTriangleList().reshape(-1, 3, 2):
        at = [int(np.hypot(*(corners - point).T).argmin()) for point in triangle]
        if max(float(np.hypot(*(corners[index] - point))) for index, point in zip(at, triangle, strict=True)) > 0.5:
            continue  # a corner of the division's own, outside the picture
        plane = np.column_stack([triangle, np.ones(3)])
        if abs(np.linalg.det(plane)) < 1e-6:
            continue
        left, top = np.maximum(np.floor(triangle.min(axis=0)).astype(int), 0)
        right, bottom = np.minimum(np.ceil(triangle.max(axis=0)).astype(int) + 1, (width, height))
        y, x = (axis.ravel() for axis in np.mgrid[top : max(bottom, top), left : max(right, left)])
        shares = np.linalg.solve(plane.T, np.stack([x, y, np.ones(x.size)]))
        within = (shares > -1e-4).all(axis=0)
        depth[y[within], x[within]] = (face[at, 2] @ shares)[within]
    return depth
