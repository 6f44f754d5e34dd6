"""The tables of the record.

    users ─┬─ refresh_sessions, consents
           └─ interviews ─┬─ interview_aims
                          ├─ interview_questions ── transcripts ── evaluations
                          ├─ evaluation_reports, report_pdfs, events, jobs, media_tickets
                          └─ delivery_samples, delivery_voice, delivery_scores     (practice only, see `delivery.py`)
    users ──── resumes                              (see `resumes.py`)
    job_postings ──── interviews                    (screening only, see `recruiting.py`)
    questions (the bank) ──── interview_questions   (its history: `bank.py`)
    transcripts ──── corrections                    (see `corrections.py`)

Erasing a user or an interview erases all that hangs on it.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from contracts.base import AnswerSource, ConsentPurpose, InterviewMode, InterviewStatus, Language, Role, Speaker
from contracts.questions import Difficulty, QuestionCategory, Scenario
from contracts.trace import PlanSource
from pgvector.sqlalchemy import Vector
from sqlalchemy import CheckConstraint, Index, MetaData, String, Text, UniqueConstraint, literal_column, text
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlmodel import Field, SQLModel

from persistence.columns import (
    UuidText,
    choice,
    created_now,
    json_column,
    optional_reference,
    optional_timestamp,
    primary_key,
    reference,
    reference_if_any,
    timestamp,
)

EMBEDDING_DIMENSIONS = 1024


class Table(SQLModel):
    """Base of all tables; constraints get names, so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def index_of_vectors(table: str) -> Index:
    """`embedding` in half precision, which takes a third of the space and finds the same (`tests/bench/search.py`)."""
    half = literal_column(f"(embedding::halfvec({EMBEDDING_DIMENSIONS}))", Text()).label("half")
    return Index(f"ix_{table}_half", half, postgresql_using="hnsw", postgresql_ops={"half": "halfvec_cosine_ops"})


class User(Table, table=True):
    __tablename__ = "users"

    id: str = primary_key()
    email: str = Field(unique=True, max_length=254, description="In lower case")
    username: str = Field(unique=True, max_length=64)
    role: Role = choice(Role, default=Role.CANDIDATE)
    password_hash: str
    full_name: str = Field(max_length=120)
    preferences: dict[str, Any] = json_column(
        default_factory=dict, sa_column_kwargs={"server_default": "{}"}, description="contracts.preferences"
    )
    deactivated_at: datetime | None = optional_timestamp()
    created_at: datetime = created_now()


class RefreshSession(Table, table=True):
    """One refresh token. A used token that comes back revokes its whole family."""

    __tablename__ = "refresh_sessions"

    id: str = primary_key()
    user_id: str = reference("users.id")
    family: str = Field(index=True, max_length=64)
    token_hash: str = Field(unique=True, max_length=64)
    expires_at: datetime = timestamp()
    used_at: datetime | None = optional_timestamp()
    revoked_at: datetime | None = optional_timestamp()
    created_at: datetime = created_now()


class Consent(Table, table=True):
    """A decision on one purpose. Rows are never changed: the latest one for a purpose counts."""

    __tablename__ = "consents"

    id: str = primary_key()
    user_id: str = reference("users.id")
    purpose: ConsentPurpose = choice(ConsentPurpose)
    granted: bool
    version: str = Field(max_length=32, description="Of the text that was agreed to")
    decided_at: datetime = created_now()


class Question(Table, table=True):
    """A question of the bank in one language; `position` lists the roles it suits, empty for every role.

    `words` and `morphemes` are what it is found by, beside its `embedding`, which `embedder` made.
    """

    __tablename__ = "questions"
    __table_args__ = (
        UniqueConstraint("slug", "language"),
        index_of_vectors("questions"),
        Index("ix_questions_words", "words", postgresql_using="gin"),
        Index("ix_questions_morphemes", "morphemes", postgresql_using="gin"),
        Index("ix_questions_updated_at", "updated_at"),
    )

    id: str = primary_key()
    slug: str = Field(max_length=80)
    language: Language = choice(Language)
    content: str
    category: QuestionCategory = choice(QuestionCategory)
    difficulty: Difficulty = choice(Difficulty)
    position: list[str] = Field(sa_type=ARRAY(Text))
    scenario: Scenario | None = choice(Scenario, default=None, nullable=True)
    project_content: str | None = None
    rubric_json: dict[str, Any] = json_column()
    words: str | None = Field(default=None, sa_type=TSVECTOR)
    morphemes: str | None = Field(default=None, sa_type=TSVECTOR)
    embedding: list[float] | None = Field(default=None, sa_type=Vector(EMBEDDING_DIMENSIONS))
    embedder: str | None = Field(default=None, max_length=200)
    fingerprint: str | None = Field(default=None, max_length=64, description="Of what the bank said when it was loaded")
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"}, description="persistence.questions.bank")
    is_own: bool = Field(
        default=False, sa_column_kwargs={"server_default": "false"}, description="Loading the bank leaves it as it is"
    )
    updated_at: datetime = created_now()
    is_active: bool = True
    usage_count: int = 0
    avg_score: float | None = None
    created_at: datetime = created_now()


class Interview(Table, table=True):
    __tablename__ = "interviews"
    __table_args__ = (
        UniqueConstraint("id", "mode"),  # the delivery tables refer to it, and admit practice only
        CheckConstraint("(mode = 'screening') = (job_posting_id IS NOT NULL)", name="screening_has_its_posting"),
        CheckConstraint(
            "(retry_of IS NULL) = (retry_number IS NULL) AND (retry_of IS NULL OR mode = 'practice')",
            name="retry_names_its_question",
        ),
    )

    id: str = primary_key()
    candidate_id: str = reference("users.id")
    job_posting_id: str | None = Field(
        default=None, sa_type=UuidText, foreign_key="job_postings.id", ondelete="CASCADE", nullable=True, index=True
    )
    plan_version: int | None = Field(default=None, description="Of the posting's plan that it is held on")
    position: str = Field(max_length=80)
    mode: InterviewMode = choice(InterviewMode)
    status: InterviewStatus = choice(InterviewStatus, default=InterviewStatus.SCHEDULED)
    language: Language = choice(Language)
    scenario: Scenario = choice(
        Scenario, default=Scenario.STANDARD, sa_column_kwargs={"server_default": Scenario.STANDARD.value}
    )
    difficulty: Difficulty | None = choice(Difficulty, default=None, nullable=True)
    question_count: int = Field(description="Of the plan; follow-ups come on top")
    follow_ups: int = Field(default=0, sa_column_kwargs={"server_default": "0"}, description="To one question, at most")
    retry_of: str | None = Field(
        default=None, sa_type=UuidText, nullable=True, description="The interview whose question it asks again"
    )
    # No reference: without the earlier interview it is still a retry, and no whole interview.
    retry_number: int | None = Field(default=None, description="Of that question in the earlier plan")
    scheduled_time: datetime | None = optional_timestamp()
    start_time: datetime | None = optional_timestamp()
    end_time: datetime | None = optional_timestamp()
    overall_score: float | None = None
    event_sequence: int = Field(default=0, description="Of the newest event")
    created_at: datetime = created_now()


class InterviewAim(Table, table=True):
    """What an interview is to be about beside its role, in the form that questions are found by.

    What comes from a résumé goes with its section; `project` is the name of a project there.
    """

    __tablename__ = "interview_aims"
    __table_args__ = (UniqueConstraint("interview_id", "order"),)

    id: str = primary_key()
    interview_id: str = reference("interviews.id", index=False)
    order: int
    source: PlanSource = Field(sa_type=String(16))
    section_id: str | None = Field(
        default=None, sa_type=UuidText, foreign_key="resume_sections.id", ondelete="CASCADE", nullable=True, index=True
    )
    name: str | None = Field(default=None, max_length=120)
    project: str | None = Field(default=None, max_length=80)
    text: str | None = Field(default=None, description="As it was given; a résumé's stays in its section")
    words: list[str] = Field(sa_type=ARRAY(Text))
    morphemes: list[str] = Field(sa_type=ARRAY(Text))
    embedding: list[float] | None = Field(default=None, sa_type=Vector(EMBEDDING_DIMENSIONS))
    embedder: str | None = Field(default=None, max_length=200)


class InterviewQuestion(Table, table=True):
    """A planned question, or a follow-up to its `parent_id`, which has no place in the plan and the parent's rubric.

    `turn` and `text` are set when it is asked. The rubric is the one of that moment; `trace` is contracts.trace.
    """

    __tablename__ = "interview_questions"
    __table_args__ = (UniqueConstraint("interview_id", "turn"), UniqueConstraint("interview_id", "plan_order"))

    id: str = primary_key()
    interview_id: str = reference("interviews.id", index=False)
    question_id: str | None = optional_reference("questions.id")
    parent_id: str | None = optional_reference("interview_questions.id")
    plan_order: int | None = None
    planned_text: str
    category: QuestionCategory = choice(QuestionCategory)
    rubric_json: dict[str, Any] = json_column()
    trace: dict[str, Any] | None = json_column(default=None, nullable=True)
    turn: int | None = None
    text: str | None = None
    asked_at: datetime | None = optional_timestamp()


class Transcript(Table, table=True):
    """What was asked, and what was heard or typed of the answer: `text` is never changed. What its candidate puts right
    stands beside it, in `corrections.py`.
    """

    __tablename__ = "transcripts"
    __table_args__ = (
        UniqueConstraint("interview_id", "turn", "speaker"),
        UniqueConstraint("interview_id", "order"),
        CheckConstraint("sentiment_score BETWEEN -1 AND 1", name="sentiment_range"),
    )

    id: str = primary_key()
    interview_id: str = reference("interviews.id", index=False)
    question_id: str = reference("interview_questions.id")
    turn: int
    order: int
    speaker: Speaker = choice(Speaker)
    text: str
    source: AnswerSource | None = choice(AnswerSource, default=None, nullable=True)
    words: list[dict[str, Any]] = json_column(default_factory=list)
    unreliable_reason: str | None = None
    sound_troubles: list[str] = json_column(default_factory=list, sa_column_kwargs={"server_default": "[]"})
    recognizer: str | None = None
    sentiment_score: float | None = None
    timestamp: datetime = created_now()


class Evaluation(Table, table=True):
    """The judgement of one answer, one row a version. `criteria` holds bands, spans and rationale; `summary` is null
    where there were none yet, and so are `prompt_tokens` and `completion_tokens` where no language model judged.
    The rubric is the one of `plan_version` of the posting's plan; of practice, the question's own. What was judged is
    what was heard or typed, but for the answers of these `corrections`; evidence spans count its code points.
    """

    __tablename__ = "evaluations"
    __table_args__ = (UniqueConstraint("transcript_id", "version"),)

    id: str = primary_key()
    interview_id: str = reference("interviews.id")
    transcript_id: str = reference("transcripts.id", index=False)
    version: int = 1
    plan_version: int | None = None
    criteria: list[dict[str, Any]] = json_column()
    summary: dict[str, Any] | None = json_column(default=None, nullable=True)
    score: float | None = None
    reason: str | None = None
    transcript_reliable: bool
    sentiment: float | None = None
    engine: str
    model: str
    prompt: str
    rubric: int
    variant: str | None = Field(default=None, max_length=40, description="Of several judges that are compared")
    stability: dict[str, Any] | None = json_column(default=None, nullable=True)
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    seconds: float | None = Field(default=None, description="What judging took")
    corrections: list[str] = json_column(
        default_factory=list, sa_column_kwargs={"server_default": "[]"}, description="Their ids"
    )
    created_at: datetime = created_now()


class EvaluationReport(Table, table=True):
    __tablename__ = "evaluation_reports"

    id: str = primary_key()
    interview_id: str = Field(sa_type=UuidText, foreign_key="interviews.id", ondelete="CASCADE", unique=True)
    technical_score: float | None = None
    communication_score: float | None = None
    cultural_fit_score: float | None = None
    summary_text: str
    details_json: dict[str, Any] = json_column()
    evaluator_model: str
    created_at: datetime = created_now()
    updated_at: datetime = created_now()


class ReportPdf(Table, table=True):
    """A report as it was last asked for in a language, with or without what was looked for; `fingerprint` tells whether
    the report still says the same.
    """

    __tablename__ = "report_pdfs"

    interview_id: str = reference("interviews.id", primary=True)
    language: Language = choice(Language, primary_key=True)
    names_key_points: bool = Field(primary_key=True)
    fingerprint: str = Field(max_length=64)
    data: bytes
    created_at: datetime = created_now()


class EventRow(Table, table=True):
    """A durable fact, written in the transaction that made it true."""

    __tablename__ = "events"

    interview_id: str = reference("interviews.id", primary=True)
    sequence: int = Field(primary_key=True)
    kind: str = Field(max_length=40)
    payload: dict[str, Any] = json_column()
    created_at: datetime = created_now()


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


class Job(Table, table=True):
    """A piece of work. See `persistence.record.jobs` for its life."""

    __tablename__ = "jobs"
    __table_args__ = (
        Index("ix_jobs_due", "due_at", postgresql_where=text("state IN ('queued', 'running')")),
        Index("ix_jobs_group_key", "group_key", postgresql_where=text("state IN ('queued', 'running')")),
        Index("ix_jobs_waits_for", "waits_for", postgresql_where=text("waits_for IS NOT NULL")),
    )

    id: str = primary_key()
    name: str = Field(max_length=80)
    queue: str = Field(max_length=40)
    priority: int
    payload: dict[str, Any] = json_column()
    unique_key: str = Field(unique=True, max_length=200)
    group_key: str | None = Field(default=None, max_length=200)
    waits_for: str | None = Field(default=None, max_length=200, description="A group that must have ended first")
    interview_id: str | None = Field(
        default=None, sa_type=UuidText, foreign_key="interviews.id", ondelete="CASCADE", nullable=True, index=True
    )
    resume_id: str | None = Field(
        default=None, sa_type=UuidText, foreign_key="resumes.id", ondelete="CASCADE", nullable=True, index=True
    )
    state: JobState = choice(JobState, default=JobState.QUEUED)
    attempts: int = 0
    due_at: datetime = created_now()
    lease_token: str | None = None
    lease_expires_at: datetime | None = optional_timestamp()
    last_error: str | None = Field(default=None, description="Its class and where; never what was said")
    request_id: str | None = Field(default=None, max_length=64, description="Of the request that asked for it")
    created_at: datetime = created_now()
    finished_at: datetime | None = optional_timestamp()


class MediaTicket(Table, table=True):
    """Opens one door of the media server once: that of an interview, or of a candidate's training."""

    __tablename__ = "media_tickets"
    __table_args__ = (CheckConstraint("(interview_id IS NULL) <> (trainee_id IS NULL)", name="one_purpose"),)

    token_hash: str = Field(primary_key=True, max_length=64)
    interview_id: str | None = reference_if_any("interviews.id")
    trainee_id: str | None = reference_if_any("users.id")
    purpose: str = Field(max_length=16)
    device_id: str | None = Field(default=None, max_length=64)
    expires_at: datetime = timestamp()
    used_at: datetime | None = optional_timestamp()
