"""Résumés: what is uploaded, what was read in it, and what its candidate corrected.

uploaded ── a worker reads it ──> parsing ──> parsed
                                     └──────> failed, with the code of an error
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.base import Contract, Language

MAX_RESUME_BYTES = 10 * 2**20
MAX_RESUME_PAGES = 50
MAX_SECTIONS = 60
MAX_SECTION_CHARS = 20_000
MAX_TARGET_ROLE_CHARS = 120

TargetRole = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TARGET_ROLE_CHARS)]
SectionText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_SECTION_CHARS)]
Heading = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)]
PartialDate = Annotated[str, StringConstraints(pattern=r"^(19|20)\d\d(-(0[1-9]|1[0-2]))?$")]
"""A year, or a year and a month: `2021`, `2021-03`."""


class ResumeFormat(StrEnum):
    PDF = "pdf"
    DOCX = "docx"
    HWPX = "hwpx"
    TEXT = "text"
    """Plain text and Markdown, which differ in nothing but their marks."""


class ResumeState(StrEnum):
    UPLOADED = "uploaded"
    PARSING = "parsing"
    PARSED = "parsed"
    FAILED = "failed"


class SectionKind(StrEnum):
    EXPERIENCE = "experience"
    PROJECTS = "projects"
    SKILLS = "skills"
    EDUCATION = "education"
    TARGET_ROLE = "target_role"
    SUMMARY = "summary"
    OTHER = "other"


class JobFamily(StrEnum):
    """Occupations whose work is alike; going from one to another is a career change."""

    SOFTWARE = "software"
    DATA = "data"
    PRODUCT = "product"
    DESIGN = "design"
    MARKETING = "marketing"
    SALES = "sales"
    SUPPORT = "support"
    PEOPLE = "people"
    FINANCE = "finance"
    EDUCATION = "education"
    HEALTH = "health"
    HOSPITALITY = "hospitality"
    MANUFACTURING = "manufacturing"
    LOGISTICS = "logistics"
    MEDIA = "media"


class ResumeItem(Contract):
    """One entry of a section: a job, a project, a school, a skill. What the text does not say is null."""

    title: str | None = None
    """The role, the project's name, the degree, or the skill."""
    organisation: str | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None
    ongoing: bool = False


class ResumeSection(Contract):
    """A part of a résumé under its heading. `items` are found in `text`, again whenever that is corrected."""

    kind: SectionKind
    heading: Heading | None = None
    """As the résumé has it; null where it has none."""
    text: SectionText
    items: list[ResumeItem] = []


class CareerChange(Contract):
    """What suggests that somebody changes fields, in the words of the résumé that it rests on."""

    experience_family: JobFamily
    experience_words: Annotated[list[str], Field(min_length=1)]
    target_family: JobFamily
    target_words: Annotated[list[str], Field(min_length=1)]


class Resume(Contract):
    """What was read in a résumé."""

    language: Language
    target_role: TargetRole | None = None
    sections: Annotated[list[ResumeSection], Field(max_length=MAX_SECTIONS)]
    career_change: CareerChange | None = None


def original_name(resume_id: str) -> str:
    """Where the original lies in object storage, encrypted."""
    return f"resumes/{resume_id}"
