"""Where a question of an interview came from, and who chose to ask it: kept beside the question."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from contracts.base import Contract
from contracts.questions import Rubric, Slug


class StarPart(StrEnum):
    """What a told experience consists of."""

    SITUATION = "situation"
    TASK = "task"
    ACTION = "action"
    RESULT = "result"


class Passed(StrEnum):
    """Why what an engine was asked for, or wrote, was not taken."""

    UNREACHABLE = "unreachable"
    SLOW = "slow"
    BROKEN_OFF = "broken_off"
    RESTING = "resting"
    """It failed a moment ago, and was not asked again yet."""
    INVALID = "invalid"
    """What it wrote is not what was asked for."""
    TOO_LONG = "too_long"
    OTHER_LANGUAGE = "other_language"
    ASKED_BEFORE = "asked_before"
    GIVES_AWAY = "gives_away"
    """It names what a good answer says and this one did not."""
    TELLS_SCORE = "tells_score"
    UNFIT = "unfit"
    """It is no question that can be spoken."""
    BESIDE = "beside_subject"
    """It takes up nothing of what it was to be about."""
    PRIVATE = "private"
    """It asks what is nobody's business in an interview: age, family, faith, a password."""


class InsteadOf(Contract):
    """The engine that was to choose or to write, and why another did."""

    engine: str
    model: str | None = None
    reason: Passed


class Decision(Contract):
    """Who chose to ask a question now, or wrote it. `prompt` is the version of the instructions, `variant` the
    experiment's arm.
    """

    engine: str
    model: str | None = None
    prompt: str | None = None
    variant: str | None = None
    instead_of: InsteadOf | None = None


PlanSource = Literal["bank", "resume", "posting", "company", "scenario", "plan"]
"""Of the last, the posting's plan, `about` is the competency that the question asks about."""


class PlannedTrace(Contract):
    """A question of the plan. `decision` is null until it is asked, and where nothing but the plan led to it.

    `about` names what of the source: a heading of the résumé, or a project of the candidate's own. `author` wrote it
    where a language model was to, or stands in for that model; it is null for the bank's questions else.
    """

    source: PlanSource
    about: str | None = None
    author: Decision | None = None
    decision: Decision | None = None


class WrittenQuestion(Contract):
    """A question that a language model wrote for a plan, and what answers to it are held against."""

    source: PlanSource
    about: str | None = None
    text: str
    rubric: Rubric
    author: Decision


class FollowUpTrace(Contract):
    """A question that what was said led to: it asks for a key point of a criterion, or for part of the story.

    `key_point` is its name in the language of the interview.
    """

    source: Literal["follow_up"] = "follow_up"
    move: Literal["key_point", "star"]
    criterion: Slug | None = None
    key_point: str | None = None
    part: StarPart | None = None
    decision: Decision


QuestionTrace = Annotated[PlannedTrace | FollowUpTrace, Field(discriminator="source")]
question_trace: TypeAdapter[PlannedTrace | FollowUpTrace] = TypeAdapter(QuestionTrace)
