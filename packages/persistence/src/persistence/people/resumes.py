"""The tables of résumés.

users ── resumes ─┬─ resume_sections, jobs
                  └─ shared_resumes ── interviews (screening ones)
"""

from datetime import datetime
from typing import Any

from contracts.base import Language
from contracts.resumes import ResumeFormat, ResumeState, SectionKind
from pgvector.sqlalchemy import Vector
from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlmodel import Field

from persistence.columns import choice, created_now, json_column, primary_key, reference
from persistence.tables import EMBEDDING_DIMENSIONS, Table, index_of_vectors


class ResumeRow(Table, table=True):
    """An uploaded résumé. Its original lies encrypted in object storage; without `file_key` nobody can read it."""

    __tablename__ = "resumes"

    id: str = primary_key()
    candidate_id: str = reference("users.id")
    file_name: str = Field(max_length=120)
    format: ResumeFormat = choice(ResumeFormat)
    size: int = Field(description="Of the original, in bytes")
    file_key: str = Field(description="runtime.storage.encrypted: the file's own key, wrapped")
    state: ResumeState = choice(ResumeState, default=ResumeState.UPLOADED)
    error: str | None = Field(default=None, max_length=80, description="The code of an error of contracts.errors")
    language: Language | None = choice(Language, default=None, nullable=True)
    target_role: str | None = Field(default=None, max_length=120)
    career_change: dict[str, Any] | None = json_column(default=None, nullable=True)
    revision: int = Field(default=0, description="Counts what was read and each correction of it")
    created_at: datetime = created_now()


class ResumeSectionRow(Table, table=True):
    """A section as it was read or corrected; what it is found by is null until a worker has made it of this text."""

    __tablename__ = "resume_sections"
    __table_args__ = (
        index_of_vectors("resume_sections"),
        Index("ix_resume_sections_words", "words", postgresql_using="gin"),
        Index("ix_resume_sections_morphemes", "morphemes", postgresql_using="gin"),
    )

    id: str = primary_key()
    resume_id: str = reference("resumes.id")
    order: int
    kind: SectionKind = choice(SectionKind)
    heading: str | None = Field(default=None, max_length=120)
    text: str
    items: list[dict[str, Any]] = json_column(default_factory=list)
    words: str | None = Field(default=None, sa_type=TSVECTOR)
    morphemes: str | None = Field(default=None, sa_type=TSVECTOR)
    embedding: list[float] | None = Field(default=None, sa_type=Vector(EMBEDDING_DIMENSIONS))
    embedder: str | None = Field(default=None, max_length=200, description="Whose vectors these are")

    def be_found_by_nothing(self) -> None:
        """Its text is another; a worker makes anew what it is found by."""
        self.words = self.morphemes = self.embedding = self.embedder = None


class SharedResume(Table, table=True):
    """A résumé that its candidate added to a screening interview, for the organisation to read as it stands.

    No copy: what the candidate corrects is corrected for everybody, and the row goes with the interview, which leaves
    the candidate their résumé, as it goes with the résumé.
    """

    __tablename__ = "shared_resumes"

    interview_id: str = reference("interviews.id", primary=True)
    resume_id: str = reference("resumes.id")
    created_at: datetime = created_now()
