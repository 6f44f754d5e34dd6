"""The tables of the screening side.

    organisations ─┬─ memberships ── users
                   └─ companies ── job_postings ─┬─ posting_plans ── posting_questions
                                                 ├─ invitations ── invitation_links    (see `invitations.py`)
                                                 └─ interviews (screening ones, and only they)
                                                        └─ shared_resumes             (see `resumes.py`)

A posting's plan is never changed: other questions or another rubric are another version of it, and an interview keeps
the version that it was held on.
"""

from datetime import datetime
from typing import Any

from contracts.base import Language
from contracts.questions import Difficulty, QuestionCategory
from contracts.recruiting import AskForResume, InvitationState, MemberRole, PostingState
from pgvector.sqlalchemy import Vector
from sqlalchemy import ForeignKeyConstraint, Text, UniqueConstraint, any_, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, Session, col, select

from persistence.columns import (
    UuidText,
    choice,
    created_now,
    json_column,
    optional_reference,
    optional_timestamp,
    primary_key,
    reference,
    timestamp,
)
from persistence.tables import EMBEDDING_DIMENSIONS, Interview, Table


class Organisation(Table, table=True):
    __tablename__ = "organisations"

    id: str = primary_key()
    name: str = Field(max_length=120)
    created_at: datetime = created_now()


class Membership(Table, table=True):
    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("organisation_id", "user_id"),)

    id: str = primary_key()
    organisation_id: str = reference("organisations.id", index=False)
    user_id: str = reference("users.id")
    role: MemberRole = choice(MemberRole)
    created_at: datetime = created_now()


class Company(Table, table=True):
    """Whom an organisation hires for. `embedding` is of `ideal_candidate`, by `embedder`."""

    __tablename__ = "companies"

    id: str = primary_key()
    organisation_id: str = reference("organisations.id")
    name: str = Field(max_length=120)
    about: str = ""
    ideal_candidate: str = ""
    embedding: list[float] | None = Field(default=None, sa_type=Vector(EMBEDDING_DIMENSIONS))
    embedder: str | None = Field(default=None, max_length=200)
    created_at: datetime = created_now()
    updated_at: datetime = created_now()


class JobPosting(Table, table=True):
    """`plan_version` is the newest one of its plan, 0 before there is any; `window_*` bound when interviews start."""

    __tablename__ = "job_postings"

    id: str = primary_key()
    organisation_id: str = reference("organisations.id")
    company_id: str = reference("companies.id")
    title: str = Field(max_length=120)
    position: str = Field(max_length=80)
    description: str = ""
    languages: list[str] = Field(sa_type=ARRAY(Text))
    state: PostingState = choice(PostingState, default=PostingState.DRAFT)
    window_opens: datetime | None = optional_timestamp()
    window_closes: datetime | None = optional_timestamp()
    difficulty: Difficulty | None = choice(Difficulty, default=None, nullable=True)
    question_count: int
    follow_ups: int = Field(description="To one question, at most")
    competencies: list[dict[str, Any]] = json_column(default_factory=list)
    accommodations: dict[str, Any] = json_column(default_factory=dict)
    retention_days: int = Field(description="From an interview's end until it is erased")
    shows_answers_live: bool = Field(default=False, description="To recruiters, where the candidate agreed too")
    asks_for_resume: AskForResume = choice(AskForResume, default=AskForResume.OPTIONAL)
    names_key_points: bool = Field(default=False, description="To candidates: what their answers were held against")
    plan_version: int = 0
    created_by: str | None = optional_reference("users.id")
    created_at: datetime = created_now()
    updated_at: datetime = created_now()


class PostingPlan(Table, table=True):
    """One version of what everybody on a posting is asked."""

    __tablename__ = "posting_plans"

    posting_id: str = reference("job_postings.id", primary=True)
    version: int = Field(primary_key=True)
    created_by: str | None = optional_reference("users.id")
    reason: str = Field(default="", description="What changed, in the words of who changed it")
    created_at: datetime = created_now()


class PostingQuestion(Table, table=True):
    """`content` is its text by language; `question_id` the bank's, where it came from there."""

    __tablename__ = "posting_questions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["posting_id", "version"], ["posting_plans.posting_id", "posting_plans.version"], ondelete="CASCADE"
        ),
    )

    posting_id: str = Field(sa_type=UuidText, primary_key=True)
    version: int = Field(primary_key=True)
    number: int = Field(primary_key=True)
    slug: str | None = Field(default=None, max_length=80, description="Of the bank's question, in either language")
    content: dict[str, str] = json_column()
    category: QuestionCategory = choice(QuestionCategory)
    competency: str | None = Field(default=None, max_length=80, description="The slug of one of the posting's")
    is_pinned: bool = False
    rubric_json: dict[str, Any] = json_column()


class Invitation(Table, table=True):
    """To one person, once. `email` and `full_name` are null of a link that was made to be handed over."""

    __tablename__ = "invitations"

    id: str = primary_key()
    posting_id: str = reference("job_postings.id")
    email: str | None = Field(default=None, max_length=254, index=True)
    full_name: str | None = Field(default=None, max_length=120)
    language: Language = choice(Language)
    expires_at: datetime = timestamp()
    sent_at: datetime | None = optional_timestamp()
    reminded_at: datetime | None = optional_timestamp()
    opened_at: datetime | None = optional_timestamp()
    revoked_at: datetime | None = optional_timestamp()
    declined_at: datetime | None = optional_timestamp()
    accepted_at: datetime | None = optional_timestamp()
    shows_answers_live: bool = Field(default=False, description="Whether the candidate agreed")
    promised_retention_days: int | None = Field(default=None, description="As they were told when they accepted")
    promised_readers: dict[MemberRole, int] | None = json_column(
        default=None, nullable=True, description="Of each MemberRole, how many they were told would read it"
    )
    candidate_id: str | None = optional_reference("users.id")
    interview_id: str | None = optional_reference("interviews.id")
    created_by: str | None = optional_reference("users.id")
    created_at: datetime = created_now()

    def kept_for(self, posting: JobPosting) -> int:
        """Days, from the interview's end on. Where a posting comes to say more, it says so to later candidates only."""
        promised = self.promised_retention_days
        return posting.retention_days if promised is None else min(promised, posting.retention_days)

    def state(self, now: datetime) -> InvitationState:
        if self.accepted_at is not None:
            return InvitationState.ACCEPTED
        if self.declined_at is not None:
            return InvitationState.DECLINED
        if self.revoked_at is not None:
            return InvitationState.REVOKED
        return InvitationState.EXPIRED if self.expires_at <= now else InvitationState.WAITING


HELD_FOR_THEM = col(Interview.job_posting_id) == any_(bindparam("postings", type_=ARRAY(UuidText)))
"""Of rows of `interviews`: whether they are of these postings. They are looked up first: joined, PostgreSQL would take
every organisation for as large as the average.
"""


def postings_of(session: Session, organisation_id: str, posting_id: str | None) -> list[str]:
    """All, or the one where it is theirs."""
    asked = {"organisation": organisation_id, "posting": posting_id}
    return list(session.connection().execute(_POSTINGS if posting_id is None else _POSTING, asked).scalars())


_POSTINGS = select(col(JobPosting.id)).where(col(JobPosting.organisation_id) == bindparam("organisation"))
_POSTING = _POSTINGS.where(col(JobPosting.id) == bindparam("posting"))
