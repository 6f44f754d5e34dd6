"""The tables of résumés: users ─── resumes ─┬─ resume_sections, jobs."""

from datetime import datetime
from typing import Any

from contracts.base import Language
from contracts.resumes import ResumeFormat, ResumeState, SectionKind
from pgvector.sqlalchemy import Vector
from sqlmodel import Field

from persistence.columns import choice, created_now, json_column, primary_key, reference
from persistence.tables import EMBEDDING_DIMENSIONS, Table


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
    """A section as it was read or corrected; `embedding` is null until a worker has made it from this `text`."""

    __tablename__ = "resume_sections"

    id: str = primary_key()
    resume_id: str = reference("resumes.id")
    order: int
    kind: SectionKind = choice(SectionKind)
    heading: str | None = Field(default=None, max_length=120)
    text: str
    items: list[dict[str, Any]] = json_column(default_factory=list)
    embedding: list[float] | None = Field(default=None, sa_type=Vector(EMBEDDING_DIMENSIONS))
    embedder: str | None = Field(default=None, max_length=200, description="Whose vectors these are")
