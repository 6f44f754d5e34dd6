"""What a face looks like, as shares of seven names: a description of its shape, and not of what somebody feels."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from contracts.base import Contract, Unmeasured

Share = Annotated[float, Field(ge=0, le=1)]

ROUNDING = 0.01


class EmotionShares(Contract):
    """They sum to 1."""

    happy: Share
    sad: Share
    angry: Share
    fear: Share
    surprise: Share
    disgust: Share
    neutral: Share

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if abs(sum(self.model_dump().values()) - 1.0) > ROUNDING:
            raise ValueError("shares sum to 1")
        return self


class ExpressionSource(StrEnum):
    """What they were estimated from: a model's blendshapes, or distances between landmarks."""

    BLENDSHAPES = "blendshapes"
    GEOMETRY = "geometry"


class Confidence(StrEnum):
    """There is no high one: docs/delivery.md says why."""

    LOW = "low"
    MODERATE = "moderate"


class ExpressionEstimate(Contract):
    """Of one picture of a face."""

    shares: EmotionShares
    source: ExpressionSource
    confidence: Confidence


class ExpressionMean(Contract):
    """Of `count` pictures; as confident as most of them."""

    shares: EmotionShares
    confidence: Confidence
    count: Annotated[int, Field(ge=1)]


class ExpressionSummary(Contract):
    """Over a turn, or the interview where `turn` is null. Of `expected` pictures, one every two seconds, `measured` is
    the share that has an estimate. Where that is not enough there is no mean: unknown is not neutral."""

    turn: int | None
    mean: ExpressionMean | None
    expected: Annotated[int, Field(ge=0)]
    measured: Share
    reason: Unmeasured | None = None

    @model_validator(mode="after")
    def _mean_or_reason(self) -> Self:
        if (self.mean is None) == (self.reason is None):
            raise ValueError("an expression has a mean or a reason, and not both")
        return self
