"""What the résumé endpoints receive and return."""

from datetime import datetime
from typing import Annotated

from contracts.base import Contract, Id, Language
from contracts.errors import ErrorBody
from contracts.resumes import (
    MAX_SECTIONS,
    CareerChange,
    Heading,
    ResumeFormat,
    ResumeItem,
    ResumeState,
    SectionKind,
    SectionText,
    TargetRole,
)
from pydantic import Field


class ResumeSummary(Contract):
    id: Id
    file_name: str
    format: ResumeFormat
    size: int
    state: ResumeState
    error: ErrorBody | None
    """Why it could not be read, in the caller's language; null unless `state` is `failed`."""
    language: Language | None
    target_role: str | None
    created_at: datetime
    read_by: list[str]
    """The organisations that read it, for it was added to an interview with them."""


class SectionOut(Contract):
    id: Id
    kind: SectionKind
    heading: str | None
    text: str
    items: list[ResumeItem]


class ResumeOut(ResumeSummary):
    sections: list[SectionOut]
    career_change: CareerChange | None
    revision: int


class CorrectedSection(Contract):
    """With its `id` where it was there before; without one it is new."""

    id: Id | None = None
    kind: SectionKind
    heading: Heading | None = None
    text: SectionText


class ResumeCorrection(Contract):
    """What is not named stays. `sections` are all there are to be, in their order: one that is missing is deleted."""

    revision: int
    """Of the résumé that was corrected; where it has changed since, nothing is written."""
    target_role: TargetRole | None = None
    sections: Annotated[list[CorrectedSection], Field(max_length=MAX_SECTIONS)] | None = None
