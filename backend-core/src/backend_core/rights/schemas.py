"""What the endpoints of the candidate's rights receive and return."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from contracts.audit import AuditAction
from contracts.base import Contract, Id, InterviewMode, InterviewStatus, Language
from contracts.evaluation import ReportedAnswer
from contracts.recruiting import MemberRole
from contracts.rights import GroupDimension, ObjectionKind, StatedText
from pydantic import ConfigDict


class ErasureReceipt(Contract):
    """That something was erased, for whoever asked for it: the operator's ledger has it under the same `id`."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    erased_at: datetime


class NewObjection(Contract):
    kind: ObjectionKind
    text: StatedText


class ObjectionOut(Contract):
    """`due_at` is when an answer is due; `days_left` counts whole days until then, 0 on the last one and below zero
    once it has passed, and is null when it is answered.
    """

    id: Id
    kind: ObjectionKind
    text: str
    created_at: datetime
    due_at: datetime
    days_left: int | None
    answer: str | None
    answered_at: datetime | None


class ReceivedObjection(ObjectionOut):
    """As the organisation has it. `answerable` is false while a person's review is asked for and there is none."""

    interview_id: Id
    posting_id: Id
    posting_title: str
    answerable: bool


class ObjectionAnswer(Contract):
    text: StatedText


class AnsweredObjection(Contract):
    """`letter` says whether the candidate is told by e-mail; they read the answer on the page in any case."""

    objection: ReceivedObjection
    letter: bool


class ObjectionCount(Contract):
    open: int
    overdue: int


class ActedAs(StrEnum):
    """Who of the organisation it was: by role, never by name."""

    REVIEWER = MemberRole.REVIEWER.value
    RECRUITER = MemberRole.RECRUITER.value
    OWNER = MemberRole.OWNER.value
    FORMER_MEMBER = "former_member"
    TOKEN = "token"  # noqa: S105 - a program of the organisation's
    PLATFORM = "platform"


class Act(Contract):
    """What somebody did with the interview, as the audit log has it."""

    action: AuditAction
    role: ActedAs
    at: datetime


class AcceptancePromise(Contract):
    """What a candidate was told, and agreed to, when they accepted an invitation."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    accepted_at: datetime
    promised_readers: dict[MemberRole, int] | None
    """How many of the organisation would read it; null where that was not kept yet."""
    shows_answers_live: bool


class AddedResume(Contract):
    """The candidate's own, which the organisation reads with the interview."""

    id: Id
    file_name: str
    added_at: datetime


class ExplainedPosting(Contract):
    """On what a screening interview was held, and for whom. `retention_days` are those that bind, `promise` is null of
    an interview without an invitation.
    """

    organisation: str
    company: str
    title: str
    plan_version: int
    """Of what everybody on the posting is asked."""
    retention_days: int
    promise: AcceptancePromise | None
    resume: AddedResume | None


class Explanation(Contract):
    """How a result came about, for the candidate whose it is.

    The report's `answers` say of each question which recogniser heard the answer, which engine, model, prompt and
    version of the rubric judged it, and how each band came about. What is in no list of `acts` was done by a machine.
    """

    interview_id: Id
    mode: InterviewMode
    status: InterviewStatus
    language: Language
    posting: ExplainedPosting | None
    """Null for practice."""
    answers: list[ReportedAnswer]
    """Empty before there is a report."""
    names_key_points: bool
    """Whether `answers` say what they were held against; as in `contracts.progress.ReportAsRead`."""
    follow_ups_by: Literal["rules", "rules_and_model"]
    """Of a screening interview rules alone choose what is asked on about."""
    acts: list[Act]
    """Newest first."""
    kept_until: datetime | None
    """Null for practice, which is kept until its candidate erases it, and before the interview has ended."""
    objection_days: int
    """Within how many days the organisation is to answer."""


class Ratio(Contract):
    """A share, or a ratio of two, with its 95 % interval."""

    value: float
    low: float
    high: float


class Unfounded(StrEnum):
    """Why there is no figure."""

    WITHHELD = "withheld"
    """Of fewer than `MIN_GROUP`, or it would give away a figure of so few."""
    NOBODY_ADVANCED = "nobody_advanced"
    TOO_FEW_SCORES = "too_few_scores"
    TOO_FEW_CHECKED = "too_few_checked"
    """Recognition error is counted against what candidates say that they said, and too few have."""


class GroupFigures(Contract):
    """What became of the people of one group: a value of each dimension of its table, `undeclared` where they did not
    say. Groups of people who did not say all of it are compared with none.

    `decided` counts people about whom a person has decided, `advanced` those who went on. `impact_ratio` is the
    selection rate by that of the group with the highest one.
    """

    group: list[str]
    decided: int | None
    advanced: int | None
    selection_rate: Ratio | None
    impact_ratio: Ratio | None
    why_no_rate: Unfounded | None
    mean_score: float | None
    scored: int | None
    why_no_score: Unfounded | None
    recognition_error: float | None
    """Letters that the recogniser had wrong, of those of the spoken answers that their candidates checked; the mean of
    the `checked` people.
    """
    checked: int | None
    why_no_recognition_error: Unfounded | None


class GroupTable(Contract):
    """Of one dimension, or of several combined. `reference` is the group with the highest selection rate, which the
    others are held against.
    """

    dimensions: list[GroupDimension]
    reference: list[str] | None
    groups: list[GroupFigures]


class BiasAudit(Contract):
    """Of all postings of an organisation, or of one. `versions` counts the plans, each with rubrics of its own, that
    the scores are from: means over several are no comparison of like with like.
    """

    organisation_id: Id
    posting_id: Id | None
    made_at: datetime
    min_group: int
    decided: int
    advanced: int
    versions: int
    tables: list[GroupTable]
