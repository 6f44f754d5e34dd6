"""What a face looked like over an answer and an interview: means of the estimates, where there are enough of them."""

from collections.abc import Sequence
from statistics import fmean

from contracts.base import Unmeasured
from contracts.delivery import DeliverySample
from contracts.expression import Confidence, EmotionShares, ExpressionEstimate, ExpressionMean, ExpressionSummary

from engines.delivery.scale import SCALE, seconds_watched

CROP_EVERY = 2.0
"""Seconds between two pictures of a face that are looked at for their expression."""


def mean_expression(estimates: Sequence[ExpressionEstimate]) -> ExpressionMean | None:
    """None of none."""
    if not estimates:
        return None
    low = sum(estimate.confidence is Confidence.LOW for estimate in estimates)
    means = {
        name: round(fmean(getattr(estimate.shares, name) for estimate in estimates), 3)
        for name in EmotionShares.model_fields
    }
    return ExpressionMean(
        shares=EmotionShares(**means),
        confidence=Confidence.LOW if 2 * low >= len(estimates) else Confidence.MODERATE,
        count=len(estimates),
    )


def turn_expressions(turn: int, samples: Sequence[DeliverySample], crops: int) -> ExpressionSummary:
    """Of the turn's samples, in the order of their time; `crops` is how many pictures were handed over for an estimate,
    whatever became of them."""
    expected = int(seconds_watched(samples) / CROP_EVERY) + 1 if samples else 0
    mean = mean_expression([sample.expression for sample in samples if sample.expression])
    return _summary(turn, mean, expected, _reason(samples, expected, crops))


def overall_expression(turns: Sequence[ExpressionSummary], mean: ExpressionMean | None) -> ExpressionSummary:
    """Over the interview, whose `mean` is of all its estimates."""
    reasons = [turn.reason for turn in turns if turn.reason is not None]
    reason = max(reasons, key=reasons.count) if reasons else Unmeasured.NOT_ENOUGH_FRAMES
    return _summary(None, mean, sum(turn.expected for turn in turns), reason)


def _summary(turn: int | None, mean: ExpressionMean | None, expected: int, reason: Unmeasured) -> ExpressionSummary:
    count = mean.count if mean else 0
    measured = round(min(count / expected, 1.0), 3) if expected else 0.0
    enough = mean is not None and measured >= SCALE.enough
    return ExpressionSummary(
        turn=turn,
        mean=mean if enough else None,
        expected=expected,
        measured=measured,
        reason=None if enough else reason,
    )


def _reason(samples: Sequence[DeliverySample], expected: int, crops: int) -> Unmeasured:
    """Why there are too few estimates: pictures that were handed over and not answered, or none to hand over."""
    if crops >= SCALE.enough * expected > 0:
        return Unmeasured.MODEL_FAILED
    faces = sum(sample.face_detected for sample in samples)
    if samples and faces < SCALE.enough * len(samples):
        return Unmeasured.NOT_DETECTED
    obstructed = sum(bool(sample.quality and sample.quality.obstacles) for sample in samples)
    return Unmeasured.POOR_PICTURE if 2 * obstructed > len(samples) else Unmeasured.NOT_ENOUGH_FRAMES
