"""What administrators receive and send. No answer or quote is in it, and nothing of delivery."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal
from zoneinfo import available_timezones

from contracts.audit import AuditAction, AuditSubject, Detail, Identifier
from contracts.base import Contract, Id, InterviewMode, Role, Timestamp, Unmeasured
from contracts.evaluation import JudgementFlag
from contracts.tasks import Queue
from persistence.tables import JobState
from pydantic import AfterValidator, AliasChoices, ConfigDict, Field, StrictBool, StringConstraints, field_validator

from backend_core.operations import EnginesOut


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("no time zone of that name")
    return name


class Mean(Contract):
    """A mean and how many values it rests on; null of none."""

    value: float | None
    n: int


class Unshown(StrEnum):
    """Why a number of the business is null."""

    NONE_YET = "none_yet"
    TOO_FEW = "too_few"
    """So few that the number would be somebody's own."""


class Figure(Mean):
    reason: Unshown | None


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


class WorkerOut(Contract):
    """A worker that answers, and the queues it takes work from."""

    name: str
    queues: list[str]


class QueueOut(Contract):
    """Of the record: jobs that may be taken up now, and those that somebody holds the lease of."""

    name: Queue
    due: int
    running: int


class StuckJob(Contract):
    """A job that is dead, or that nobody has taken up for long. `error` is the class of its last one."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: Id
    task: str = Field(validation_alias=AliasChoices("name", "task"))
    state: JobState
    attempts: int
    error: str | None = Field(validation_alias=AliasChoices("last_error", "error"))
    created_at: datetime

    @field_validator("error")
    @classmethod
    def _class_alone(cls, error: str | None) -> str | None:
        return error and error.rsplit(".", 1)[-1]


class SystemOut(Contract):
    """`stuck` are the dead jobs and then those nobody took up; `model_server`: the settings name one."""

    engines: EnginesOut
    work: list[WorkOut]
    queues: list[QueueOut]
    stuck: list[StuckJob]
    model_server: bool


class WorkersOut(Contract):
    """`workers` is null where Redis, through which they are asked, does not answer."""

    workers: list[WorkerOut] | None


class Listing(Contract):
    """What a list is searched for by `q`; `before` is the last one of the page before."""

    q: Annotated[str, StringConstraints(strip_whitespace=True, max_length=254, pattern=r"^[^\x00]*$")] = ""
    before: Id | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class PeopleListing(Listing):
    """Whose account: `q` is looked for in names and addresses."""

    role: Role | None = None
    active: bool | None = None


class PersonOut(Contract):
    id: Id
    email: str
    full_name: str
    role: Role
    created_at: datetime
    deactivated_at: datetime | None
    second_factor: bool


class PeoplePage(Contract):
    """`older` continues the list as `before`; null where it ends."""

    people: list[PersonOut]
    older: Id | None


class PersonChange(Contract):
    """What is left out stays as it is. Whoever is not `active` cannot sign in, and is signed out at once. A second
    factor can be taken off, for somebody who has lost it, and by nobody but its owner set up.
    """

    role: Role | None = None
    active: StrictBool | None = None
    second_factor: Literal[False] | None = None


class OrganisationOwner(Contract):
    full_name: str
    email: str


class OrganisationEntry(Contract):
    """That it is there and who answers for it; what it does is its members' alone.

    `owners` are those who may sign in, `invited` the addresses of owners who were invited and have not come.
    """

    id: Id
    name: str
    created_at: datetime
    members: int
    owners: list[OrganisationOwner]
    invited: list[str]


class OrganisationPage(Contract):
    """Newest first; `older` continues the list as `before`; null where it ends."""

    organisations: list[OrganisationEntry]
    older: Id | None


MOST_AUDIT_ENTRIES = 200


class AuditFilters(Contract):
    """What is left out admits everything; `since` is the first instant admitted, `until` the first that is not."""

    action: AuditAction | None = None
    actor_id: Id | None = None
    subject: AuditSubject | None = None
    subject_id: Identifier | None = None
    organisation_id: Id | None = None
    since: Timestamp | None = None
    until: Timestamp | None = None


class AuditListing(AuditFilters):
    before: Id | None = None
    limit: Annotated[int, Field(ge=1, le=MOST_AUDIT_ENTRIES)] = 50


class AuditActor(Contract):
    """`name` is null where nobody has that `id` any more; the platform itself has neither."""

    id: Id | None
    role: str
    name: str | None


class AuditedSubject(Contract):
    """`name` is its own, the candidate's of an interview, or a job's task; null where there is none any more."""

    kind: str
    id: str | None
    name: str | None


class AuditEntryOut(Contract):
    """`action` is one of `AuditAction`, or one that a newer version of the platform wrote."""

    id: Id
    at: datetime
    actor: AuditActor
    organisation_id: Id | None
    action: str
    subject: AuditedSubject
    details: dict[str, Detail]


class AuditPage(Contract):
    """Newest first; `older` continues it as `before`; null where it ends."""

    entries: list[AuditEntryOut]
    older: Id | None


class NumbersListing(Contract):
    """Weeks begin on Mondays, by the clock of `timezone`; the last of them is this one."""

    weeks: Annotated[int, Field(ge=1, le=53)] = 12
    timezone: Annotated[str, AfterValidator(_known_zone)] = "UTC"


class Week(Contract):
    begins: datetime
    started: int
    completed: int


class ModeNumbers(Contract):
    """Of the interviews of one mode that were started in these weeks.

    `length` is in minutes and `score` 0–100, of those completed; `completed` is a share 0–1 of those that were
    started and have ended. `ratings` counts satisfaction 1, 2, 3, 4, 5; null where its mean is.
    """

    mode: InterviewMode
    weeks: list[Week]
    completed: Figure
    length: Figure
    score: Figure
    satisfaction: Figure
    ratings: list[int] | None


class NumbersOut(Contract):
    """By mode alone, never by person."""

    modes: list[ModeNumbers]
