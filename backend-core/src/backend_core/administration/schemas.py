"""What administrators are shown. No answer, name or quote is in it, and nothing of delivery."""

from contracts.base import Contract, Timestamp, Unmeasured
from contracts.evaluation import JudgementFlag
from pydantic import Field

from backend_core.operations import EnginesOut


class Mean(Contract):
    """A mean and how many values it rests on; null of none."""

    value: float | None
    n: int


class ConfiguredVariant(Contract):
    """A judge as the settings name it now. `name` is null where there is only one.

    `failures` are answers that it gave up on, whose jobs are dead.
    """

    name: str | None
    judge: str
    prompt: str | None
    share: float = Field(description="Of the interviews to come, 0–1")
    failures: int


class JudgeVariant(Contract):
    """What judgements of one variant, model and prompt look like. Bands are counts of 0, 1, 2, 3, 4."""

    variant: str | None
    engine: str
    model: str
    prompt: str
    judgements: int
    interviews: int
    score: Mean
    bands: list[int]
    abstentions: dict[Unmeasured, float] = Field(description="Shares of all criteria, 0–1")
    flags: dict[JudgementFlag, int]
    stability_width: Mean
    tokens: Mean
    seconds: Mean


class QuestionVariant(Contract):
    """What one variant, model and prompt asked; `failures` are the turns in which something else had to."""

    variant: str | None
    engine: str
    model: str | None
    prompt: str | None
    interviews: int
    asked: int
    follow_ups: int
    failures: int


class VariantsOut(Contract):
    configured: list[ConfiguredVariant]
    judges: list[JudgeVariant]
    questions: list[QuestionVariant]


class WorkOut(Contract):
    """Jobs of one task that are not done. Each counts once: those that were tried and wait for a server that is `away`
    or full are not among the `queued` and `running` ones. `oldest` was asked for first, of those that are not `dead`.
    """

    task: str
    queued: int
    running: int
    away: int
    dead: int
    oldest: Timestamp | None


class SystemOut(Contract):
    engines: EnginesOut
    work: list[WorkOut]
