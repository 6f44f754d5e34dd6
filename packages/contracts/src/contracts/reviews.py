"""What people judge of a screening interview, and what they decide."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.base import Contract
from contracts.evaluation import Band
from contracts.questions import Slug

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]


class Outcome(StrEnum):
    """What a person decided. The product suggests none."""

    ADVANCE = "advance"
    HOLD = "hold"
    DECLINE = "decline"


class GivenBand(Contract):
    """A reviewer's band for a criterion of the plan's `question`-th question; null says that it cannot be judged."""

    question: Annotated[int, Field(ge=1)]
    criterion: Slug
    band: Band | None
    note: Note = ""


class Disagreed(StrEnum):
    """Why there is no figure for how far two agree."""

    TOO_FEW = "too_few"
    NO_VARIANCE = "no_variance"
    """Both gave one and the same band throughout, so that chance cannot be told apart."""


class Kappa(Contract):
    """Quadratically weighted kappa of `n` pairs of bands, −1 … 1, or null with the reason."""

    value: Annotated[float, Field(ge=-1, le=1)] | None
    reason: Disagreed | None = None
    n: Annotated[int, Field(ge=0)]
