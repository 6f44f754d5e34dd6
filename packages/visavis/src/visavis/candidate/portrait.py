"""A drawn head and shoulders that moves, blinks and smiles: a face for the demo and the tests without anybody's photo.

Nothing is loaded. The head is a relief, lit by one lamp; eyes, brows and lips are drawn on it a frame at a time. It is
realistic just as far as face trackers need it to be. Positions below are pixels of a 640×480 picture.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

Rgb = NDArray[np.uint8]
Field = NDArray[np.float32]
Colour = tuple[int, int, int]

WIDTH, HEIGHT = 640, 480
PASS_SECONDS = 3.0
"""One pass from neutral to a smile; the next one goes back the same way, so that nothing jumps."""

FACE = (320.0, 208.0)
FACE_HALF = (84.0, 116.0)
EYES = ((286.0, 194.0), (354.0, 194.0))
MOUTH = (320.0, 266.0)

SKIN = np.array((214, 166, 138), np.float32)
HAIR: Colour = (52, 38, 30)
LIP: Colour = (168, 84, 80)
SHIRT = np.array((62, 84, 118), np.float32)
WALL = np.array((196, 200, 196), np.float32)

SUBPIXEL_BITS = 4


@dataclass(frozen=True)
class Pose:
    """What the head does at one moment.

    `smile` and `eyelids` (1 open, 0 shut) are in 0…1; `glance` moves the irises, `yaw` the features and `shift` the
    head, in pixels; `roll` is in degrees.
    """

    smile: float = 0.0
    eyelids: float = 1.0
    glance: float = 0.0
    shift: tuple[float, float] = (0.0, 0.0)
    roll: float = 0.0
    yaw: float = 0.0


def portrait_frames(seconds: float, fps: float = 30.0) -> Iterator[Rgb]:
    """RGB frames, uint8, shape (480, 640, 3): neutral to smiling in each even pass, back again in each odd one."""
    for index in range(round(seconds * fps)):
        yield render(pose_at(index / fps))


def pose_at(seconds: float) -> Pose:
    """The pose at a moment of the endless performance."""
    passes, within = divmod(seconds / PASS_SECONDS, 1.0)
    progress = within if int(passes) % 2 == 0 else 1.0 - within
    return Pose(
        smile=_ease((progress - 0.3) / 0.4),
        eyelids=_eyelids(seconds),
        shift=(3.0 * math.sin(0.9 * seconds), 1.5 * math.sin(1.3 * seconds)),
        roll=1.2 * math.sin(0.7 * seconds),
        yaw=2.5 * math.sin(0.5 * seconds),
    )


def render(pose: Pose) -> Rgb:
    """One RGB frame, uint8, shape (480, 640, 3)."""
    head = _head().copy()
    _draw_brows(head, pose)
    for eye in EYES:
        _draw_eye(head, eye, pose)
    _draw_nose(head, pose)
    _draw_mouth(head, pose)
    turn = cv2.getRotationMatrix2D((FACE[0], FACE[1] + FACE_HALF[1]), pose.roll, 1.0)
    turn[:, 2] += np.array(pose.shift)
    size = (WIDTH, HEIGHT)
    moved = cv2.warpAffine(head, turn, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    alpha = cv2.warpAffine(_head_alpha(), turn, size, flags=cv2.INTER_LINEAR)
    return np.asarray(cv2.blendLinear(moved, _backdrop(), alpha, 1.0 - alpha), np.uint8)


def _ease(x: float) -> float:
    x = min(max(x, 0.0), 1.0)
    return x * x * (3.0 - 2.0 * x)


def _eyelids(seconds: float) -> float:
    """A blink of 200 ms every 3.7 s."""
    since = (seconds + 1.9) % 3.7
    return abs(since - 0.1) / 0.1 if since < 0.2 else 1.0


def _ellipse_distance(x: Field, y: Field, centre: tuple[float, float], half: tuple[float, float]) -> Field:
    """0 at the centre, 1 on the ellipse."""
    return np.asarray(np.hypot((x - centre[0]) / half[0], (y - centre[1]) / half[1]), np.float32)


def _bump(x: Field, y: Field, centre: tuple[float, float], half: tuple[float, float]) -> Field:
    return np.exp(-(_ellipse_distance(x, y, centre, half) ** 2))


def _grid() -> tuple[Field, Field]:
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    return x, y


def _inside(distance: Field, softness: float = 0.02) -> Field:
    """1 inside a shape and 0 outside, with a soft edge at distance 1."""
    return np.asarray(np.clip((1.0 - distance) / softness + 0.5, 0.0, 1.0), np.float32)


def _lit(relief: Field, colour: NDArray[np.float32]) -> Field:
    """`colour` on a relief (height in pixels towards the viewer), under a lamp to the upper left."""
    dy, dx = np.gradient(relief)
    light = np.array((-0.35, -0.5, 0.79))
    shade = (-dx * light[0] - dy * light[1] + light[2]) / np.sqrt(dx * dx + dy * dy + 1.0)
    brightness = 0.45 + 0.62 * np.clip(shade, 0.0, 1.0)
    return np.asarray(brightness[..., None] * colour, np.float32)


def _over(top: Field, bottom: Field, alpha: Field) -> Field:
    return np.asarray(top * alpha[..., None] + bottom * (1.0 - alpha[..., None]), np.float32)


def _as_picture(values: Field) -> Rgb:
    grain = np.random.default_rng(7).normal(0.0, 1.6, values.shape)
    return np.clip(values + grain, 0, 255).astype(np.uint8)


@cache
def _backdrop() -> Rgb:
    """A wall, the shoulders in a shirt, and the neck."""
    x, y = _grid()
    wall = WALL * (1.05 - 0.18 * (x / WIDTH) - 0.12 * (y / HEIGHT))[..., None]
    across = np.abs(x - FACE[0])
    shoulder_line = 372.0 + 34.0 * (across / 180.0) ** 2 + 200.0 * np.clip((across - 170.0) / 60.0, 0, None) ** 2
    shirt_alpha = np.clip((y - shoulder_line) / 2.0, 0.0, 1.0)
    chest = 60.0 * np.sqrt(np.clip(1.0 - (across / 260.0) ** 2, 0.0, 1.0)) + 0.15 * (y - 372.0)
    picture = _over(_lit(chest.astype(np.float32), SHIRT), wall.astype(np.float32), shirt_alpha)
    neck_half = 40.0 + 16.0 * np.clip((y - 340.0) / 50.0, 0.0, 1.0) ** 2
    neck = 38.0 * np.sqrt(np.clip(1.0 - (across / neck_half) ** 2, 0.0, 1.0))
    collar = _ellipse_distance(x, y, (FACE[0], 356.0), (56.0, 48.0))
    neck_alpha = np.clip(neck_half - across, 0.0, 1.0) * np.where(y < 356.0, 1.0, _inside(collar)) * (y > 250.0)
    under_chin = (1.0 - 0.35 * np.exp(-(((y - 322.0) / 26.0) ** 2)))[..., None]
    picture = _over(_lit(neck.astype(np.float32), SKIN) * under_chin, picture, neck_alpha.astype(np.float32))
    return _as_picture(picture)


def _face_outline(x: Field, y: Field) -> Field:
    """Distance on an egg that narrows to the chin."""
    lower = np.clip((y - FACE[1]) / FACE_HALF[1], 0.0, 1.0)
    half_width = FACE_HALF[0] * (1.0 - 0.2 * lower**2)
    return np.asarray(np.hypot((x - FACE[0]) / half_width, (y - FACE[1]) / FACE_HALF[1]), np.float32)


@cache
def _head() -> Rgb:
    """The head without its moving features."""
    x, y = _grid()
    outline = _face_outline(x, y)
    relief = 80.0 * np.sqrt(np.clip(1.0 - outline**2, 0.0, 1.0))
    relief += 13.0 * _bump(x, y, (320, 232), (13, 15))
    relief += 9.0 * _bump(x, y, (320, 208), (9, 30))
    relief -= 7.0 * (_bump(x, y, EYES[0], (26, 15)) + _bump(x, y, EYES[1], (26, 15)))
    relief += 4.0 * (_bump(x, y, (284, 172), (30, 8)) + _bump(x, y, (356, 172), (30, 8)))
    relief += 5.0 * (_bump(x, y, (276, 232), (24, 20)) + _bump(x, y, (364, 232), (24, 20)))
    relief += 4.0 * _bump(x, y, (320, 266), (32, 16)) + 5.0 * _bump(x, y, (320, 306), (22, 14))
    skin = _lit(cv2.GaussianBlur(relief.astype(np.float32), (0, 0), 2.0), SKIN)
    blush = 0.10 * (_bump(x, y, (274, 234), (24, 18)) + _bump(x, y, (366, 234), (24, 18)))
    skin = skin * (1.0 - blush[..., None] * np.array((0.1, 0.9, 0.9), np.float32))
    strands = 0.9 + 0.12 * np.sin(0.35 * x + 0.05 * y)
    hair = (np.array(HAIR, np.float32) * strands[..., None]).astype(np.float32)
    ears = _ears(x, y)
    picture = _over(_lit(12.0 * np.clip(1.0 - ears, 0, 1), SKIN * np.float32(0.92)), hair, _inside(ears, 0.08))
    picture = _over(skin.astype(np.float32), picture, _inside(outline))
    return _as_picture(_over(hair, picture, _fringe(x, y)))


@cache
def _head_alpha() -> Field:
    x, y = _grid()
    crown = _inside(_ellipse_distance(x, y, (FACE[0], 176.0), (96.0, 104.0))) * (y < 215.0)
    sides = np.maximum(_inside(_face_outline(x, y)), _inside(_ears(x, y), 0.08))
    return np.asarray(np.maximum(crown, sides), np.float32)


def _ears(x: Field, y: Field) -> Field:
    return np.minimum(
        _ellipse_distance(x, y, (FACE[0] - 86, 208.0), (12.0, 26.0)),
        _ellipse_distance(x, y, (FACE[0] + 86, 208.0), (12.0, 26.0)),
    )


def _fringe(x: Field, y: Field) -> Field:
    """Hair above the forehead and down the temples."""
    hairline = 122.0 + 62.0 * np.clip(np.abs(x - FACE[0] + 8.0) / 88.0, 0.0, 1.2) ** 4
    above = np.clip((hairline - y) / 4.0, 0.0, 1.0).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(above, (0, 0), 1.5), np.float32)


def _points(points: list[tuple[float, float]]) -> NDArray[np.int32]:
    return np.round(np.array(points) * (1 << SUBPIXEL_BITS)).astype(np.int32)


def _fill(picture: Rgb, points: list[tuple[float, float]], colour: Colour) -> None:
    cv2.fillPoly(picture, [_points(points)], colour, cv2.LINE_AA, SUBPIXEL_BITS)


def _stroke(picture: Rgb, points: list[tuple[float, float]], colour: Colour, width: int) -> None:
    cv2.polylines(picture, [_points(points)], False, colour, width, cv2.LINE_AA, SUBPIXEL_BITS)


def _disc(picture: Rgb, centre: tuple[float, float], radius: float, colour: Colour) -> None:
    scale = 1 << SUBPIXEL_BITS
    x, y = round(centre[0] * scale), round(centre[1] * scale)
    cv2.circle(picture, (x, y), round(radius * scale), colour, -1, cv2.LINE_AA, SUBPIXEL_BITS)


def _arc(
    left: tuple[float, float], right: tuple[float, float], sag: float, steps: int = 16
) -> list[tuple[float, float]]:
    """A parabola from `left` to `right` whose middle lies `sag` pixels below the chord (above, where negative)."""
    path = []
    for step in range(steps + 1):
        t = step / steps
        x = left[0] + (right[0] - left[0]) * t
        y = left[1] + (right[1] - left[1]) * t + 4.0 * sag * t * (1.0 - t)
        path.append((x, y))
    return path


def _draw_brows(head: Rgb, pose: Pose) -> None:
    for (x, y), outward in zip(EYES, (-1, 1), strict=True):
        inner, outer = (x - outward * 19 + pose.yaw, y - 20), (x + outward * 23 + pose.yaw, y - 19)
        upper = _arc(inner, outer, -8.0)
        lower = _arc((inner[0], inner[1] + 6), outer, -5.0)
        _fill(head, [*upper, *reversed(lower)], (70, 50, 40))


def _draw_eye(head: Rgb, eye: tuple[float, float], pose: Pose) -> None:
    x, y = eye[0] + pose.yaw, eye[1]
    left, right = (x - 17.0, y + 1.0), (x + 17.0, y + 1.0)
    upper = _arc(left, right, -9.0 * pose.eyelids + 3.0 * (1.0 - pose.eyelids))
    lower = _arc(left, right, (6.0 - 2.0 * pose.smile) * pose.eyelids + 3.5 * (1.0 - pose.eyelids))
    if pose.eyelids > 0.15:
        top, bottom = round(y) - 14, round(y) + 14
        start, end = round(x) - 22, round(x) + 22
        opening = np.zeros((bottom - top, end - start), np.uint8)
        shifted = [(px - start, py - top) for px, py in [*upper, *reversed(lower)]]
        cv2.fillPoly(opening, [_points(shifted)], 255, cv2.LINE_AA, SUBPIXEL_BITS)
        ball = np.full((*opening.shape, 3), (236, 232, 228), np.uint8)
        centre = (x + pose.glance - start, y - 1.5 - top)
        _disc(ball, centre, 8.4, (64, 44, 34))
        _disc(ball, centre, 7.0, (104, 74, 50))
        _disc(ball, centre, 3.4, (16, 12, 12))
        _disc(ball, (centre[0] - 2.5, centre[1] - 2.8), 1.5, (250, 250, 250))
        share = (opening.astype(np.float32) / 255.0)[..., None]
        region = head[top:bottom, start:end]
        region[:] = (ball * share + region * (1.0 - share)).astype(np.uint8)
    _stroke(head, _arc((left[0], left[1] - 7), (right[0], right[1] - 7), -8.5), (160, 112, 92), 1)
    _stroke(head, lower, (150, 104, 88), 1)
    _stroke(head, upper, (44, 30, 26), 2)


def _draw_nose(head: Rgb, pose: Pose) -> None:
    x = 320.0 + 1.3 * pose.yaw
    for side in (-1, 1):
        _stroke(head, _arc((x + side * 4, 242.0), (x + side * 11, 241.0), 1.6), (112, 66, 54), 2)
        _stroke(head, _arc((x + side * 15, 230.0), (x + side * 14, 243.0), 0.0), (170, 118, 98), 1)


def _draw_mouth(head: Rgb, pose: Pose) -> None:
    smile = pose.smile
    x, y = MOUTH[0] + 1.2 * pose.yaw, MOUTH[1]
    half, lift, opening = 25.0 + 11.0 * smile, 7.0 * smile, 8.0 * smile
    left, right = (x - half, y - lift), (x + half, y - lift)
    top, bottom = lift * 0.8, lift * 0.8 + opening
    bow = [*_arc(left, (x, y - 6.0 + 0.4 * lift), -1.5, 8), *_arc((x, y - 6.0 + 0.4 * lift), right, -1.5, 8)]
    _fill(head, [*bow, *reversed(_arc(left, right, top))], LIP)
    _fill(head, [*_arc(left, right, bottom), *reversed(_arc(left, right, bottom + 9.0))], (184, 100, 94))
    if smile > 0.1:
        _fill(head, [*_arc(left, right, top), *reversed(_arc(left, right, bottom))], (238, 234, 228))
    _stroke(head, _arc(left, right, top), (112, 52, 50), 2 if smile < 0.3 else 1)
    for side in (-1, 1):
        fold = _arc((x + side * 18.0, 240.0), (x + side * (half + 7.0), y - lift + 2.0), -2.0)
        shade = round(26 * smile)
        if shade > 4:
            _stroke(head, fold, (186 - shade, 134 - shade, 110 - shade), 1)
