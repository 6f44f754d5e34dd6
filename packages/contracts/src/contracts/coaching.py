"""What a practice candidate can learn from how they came across: when it was how, and what to practise. Behind the
wall, as everything of `contracts.delivery`."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from contracts.base import Contract, Id, Language, Unmeasured
from contracts.delivery import Unit
from contracts.speech import Seconds

MAX_POINTS = 3


class Stretch(Contract):
    """From `start` to `end`, in seconds of the turn's clock."""

    start: Seconds
    end: Seconds


class TimelineTurn(Contract):
    """The answer to `turn` along its own clock.

    That is the clock by which its words are timed, `answer`; where nothing was heard, `question`: seconds since the
    question was asked. `gaze`, `smile` and `tension` have a value for each `step` of the timeline, null where under
    60 % of the frames that were looked at have one. `speech` and `pauses` are null where no words are timed.
    """

    turn: int
    clock: Literal["answer", "question"]
    seconds: Seconds
    gaze: list[Unit | None]
    smile: list[Unit | None]
    tension: list[Unit | None]
    speech: list[Stretch] | None
    pauses: list[Stretch] | None


class Timeline(Contract):
    """All answers of an interview, in at most 600 steps of `step` seconds."""

    step: Annotated[int, Field(ge=1)]
    turns: list[TimelineTurn]


class Aspect(StrEnum):
    """What of a delivery can be practised; docs/delivery.md says how each is measured."""

    GAZE = "gaze"
    SMILE = "smile"
    POSTURE = "posture"
    TENSION = "tension"
    PACE = "pace"
    PAUSES = "pauses"
    FILLERS = "fillers"
    STRENGTH = "strength"
    MELODY = "melody"


class Habit(StrEnum):
    """What showed of an aspect, and has an exercise of its own."""

    LOOKING_AWAY = "looking_away"
    NOT_SMILING = "not_smiling"
    RESTLESS = "restless"
    TENSE = "tense"
    TOO_FAST = "too_fast"
    TOO_SLOW = "too_slow"
    LONG_PAUSES = "long_pauses"
    MANY_FILLERS = "many_fillers"
    TOO_QUIET = "too_quiet"
    TOO_LOUD = "too_loud"
    WHISPERING = "whispering"
    MONOTONOUS = "monotonous"


class PracticePoint(Contract):
    """One thing to practise.

    `figure` is the interview's and `turn_figure` that of the turn in which it showed most, both in the habit's own
    unit. `at` is the second of that turn's clock from where on it showed most; null where that is not known.
    `language` is that of the answers, which a pace is counted in.
    """

    habit: Habit
    figure: float
    turn: int
    turn_figure: float
    at: Seconds | None = None
    language: Language | None = None


class Practice(Contract):
    """What to practise, the worthiest first; what was measured and is well as it is; and what was not measured."""

    points: Annotated[list[PracticePoint], Field(max_length=MAX_POINTS)]
    well: list[Aspect]
    unmeasured: dict[Aspect, Unmeasured]


class DeliveryCoaching(Contract):
    """`GET /interviews/{id}/delivery/coaching`, for the interview's own candidate."""

    interview_id: Id
    timeline: Timeline
    practice: Practice
