"""What was seen over an answer, in degrees, shares and counts a minute: no scale, no weights, no opinion."""

import math
import statistics
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from contracts.base import Unmeasured
from contracts.delivery import DeliveryObserved, DeliverySample, FacialTension, ObservedMeasure

from engines.delivery.scale import SCALE, is_calibrated

LOOKING = 0.5
"""The unit of gaze from which on a frame counts as looking at the camera: 17.5° and less."""
BLINK_GAP = 0.3
"""Seconds between frames, from which on so many blinks fall between two that counting them says nothing."""


def observed(turn: int | None, samples: Sequence[DeliverySample]) -> DeliveryObserved:
    """Of the samples of a turn, or of all turns (`turn` is null), in the order of their time."""
    faces = [sample for sample in samples if sample.face_detected]
    obstacles = Counter(name for sample in faces if sample.quality for name in sample.quality.obstacles)

    def face(value: Callable[[DeliverySample], float | None], digits: int = 3) -> ObservedMeasure:
        return _mean(samples, value, digits, Unmeasured.NOT_DETECTED)

    def tension(value: Callable[[FacialTension], float | None]) -> ObservedMeasure:
        return _mean(samples, lambda s: value(s.tension) if s.tension else None, 3, Unmeasured.NOT_CALIBRATED)

    def body(value: Callable[[DeliverySample], float | None], digits: int = 1) -> ObservedMeasure:
        return _mean(samples, value, digits, Unmeasured.NO_SHOULDERS)

    return DeliveryObserved(
        turn=turn,
        frames=len(samples),
        present=_share(len(faces), len(samples)),
        company=face(lambda s: None if not s.faces else float(s.faces > 1)),
        looking=_mean(
            samples,
            lambda s: None if s.gaze is None else float(s.gaze >= LOOKING),
            3,
            Unmeasured.NOT_DETECTED if is_calibrated(samples) else Unmeasured.NOT_CALIBRATED,
        ),
        yaw=face(lambda s: s.head.yaw if s.head else None, 1),
        pitch=face(lambda s: s.head.pitch if s.head else None, 1),
        roll=face(lambda s: s.head.roll if s.head else None, 1),
        turning=_turning(samples),
        blinks_per_minute=_blinks_per_minute(samples),
        brow=tension(lambda t: t.brow),
        jaw=tension(lambda t: t.jaw),
        lips=tension(lambda t: t.lips),
        shoulder_tilt=body(lambda s: s.body.shoulder_tilt if s.body else None),
        lean=body(lambda s: s.body.lean if s.body else None),
        movement=body(lambda s: s.body.movement if s.body else None, 3),
        distance=face(lambda s: s.distance, 0),
        obstacles={name: _share(count, len(faces)) for name, count in obstacles.items()},
    )


def _mean(
    samples: Sequence[DeliverySample],
    value: Callable[[DeliverySample], float | None],
    digits: int,
    otherwise: Unmeasured,
) -> ObservedMeasure:
    """`otherwise` is why there is none of a face that was there and in full sight."""
    values = [value(sample) for sample in samples]
    known = [one for one in values if one is not None]
    measured = _share(len(known), len(samples))
    if measured >= SCALE.enough:
        return ObservedMeasure(value=round(statistics.fmean(known), digits), measured=measured)
    missing = [sample for sample, one in zip(samples, values, strict=True) if one is None]
    return ObservedMeasure(value=None, measured=measured, reason=_reason(samples, missing, otherwise))


def _reason(samples: Sequence[DeliverySample], missing: Sequence[DeliverySample], otherwise: Unmeasured) -> Unmeasured:
    """Why `missing` of the samples have no value."""
    faces = [sample for sample in missing if sample.face_detected]
    if len(samples) - (len(missing) - len(faces)) < SCALE.enough * len(samples):
        return Unmeasured.NOT_DETECTED
    obstructed = sum(bool(sample.quality and sample.quality.obstacles) for sample in faces)
    if otherwise is not Unmeasured.NO_SHOULDERS and 2 * obstructed >= len(faces):
        return Unmeasured.POOR_PICTURE
    return otherwise


def _turning(samples: Sequence[DeliverySample]) -> ObservedMeasure:
    heads = [sample.head for sample in samples if sample.head]
    measured = _share(len(heads), len(samples))
    if measured < SCALE.enough:
        return ObservedMeasure(value=None, measured=measured, reason=Unmeasured.NOT_DETECTED)
    spread = (statistics.pstdev(head.yaw for head in heads), statistics.pstdev(head.pitch for head in heads))
    return ObservedMeasure(value=round(math.hypot(*spread), 1), measured=measured)


def _blinks_per_minute(samples: Sequence[DeliverySample]) -> ObservedMeasure:
    """Eyes that were open in a frame and are shut in the next count once."""
    known = [sample for sample in samples if sample.eyes_shut is not None]
    steps = [(one, other) for one, other in pairwise(known) if other.at - one.at < BLINK_GAP]
    seconds = sum(other.at - one.at for one, other in steps)
    measured = _share(len(steps), len(samples) - 1)
    if seconds > 0 and measured >= SCALE.enough:
        shut = sum(bool(other.eyes_shut and not one.eyes_shut) for one, other in steps)
        return ObservedMeasure(value=round(60.0 * shut / seconds, 1), measured=measured)
    missing = [sample for sample in samples if sample.eyes_shut is None]
    too_slow = _share(len(known), len(samples)) >= SCALE.enough
    reason = Unmeasured.NOT_ENOUGH_FRAMES if too_slow else _reason(samples, missing, Unmeasured.POOR_PICTURE)
    return ObservedMeasure(value=None, measured=measured, reason=reason)


def _share(count: int, whole: int) -> float:
    return round(min(count / whole, 1.0), 3) if whole > 0 else 0.0
