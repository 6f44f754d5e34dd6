"""Passages of the résumés that candidates added to screening interviews, by what they are about."""

from dataclasses import dataclass
from datetime import datetime

from contracts.base import Language
from contracts.resumes import SectionKind
from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from persistence.fused_search import Sought, fused
from persistence.hiring.recruiting import JobPosting
from persistence.people.resumes import ResumeRow, ResumeSectionRow, SharedResume
from persistence.tables import Interview, User


@dataclass(frozen=True)
class FoundPassage:
    interview_id: str
    candidate: str
    posting_id: str
    posting: str
    language: Language
    completed_at: datetime | None
    section: SectionKind
    heading: str | None
    text: str
    score: float


_SUITED = """
    SELECT id, words, morphemes, embedding, embedder
    FROM resume_sections
    WHERE resume_id IN (SELECT resume_id FROM shared_resumes WHERE interview_id = ANY (CAST(:interviews AS uuid[])))
"""


def search(
    session: Session,
    sought: Sought,
    organisation_id: str,
    posting_id: str | None,
    *,
    is_open: ColumnElement[bool],
    limit: int,
) -> list[FoundPassage]:
    """At most `limit` sections, best first, each once for every interview that its résumé was added to; of interviews
    that are open to who asks, as `is_open` says of rows of `interviews`.
    """
    readable = (
        select(col(SharedResume.interview_id))
        .join(Interview, col(Interview.id) == col(SharedResume.interview_id))
        .join(JobPosting, col(JobPosting.id) == col(Interview.job_posting_id))
        .where(col(JobPosting.organisation_id) == organisation_id, is_open)
    )
    if posting_id is not None:
        readable = readable.where(col(JobPosting.id) == posting_id)
    interviews = list(session.connection().execute(readable).scalars())
    found = fused(session, _SUITED, sought, limit, interviews=interviews)
    rows = session.connection().execute(
        select(
            col(Interview.id),
            col(User.full_name),
            col(JobPosting.id),
            col(JobPosting.title),
            func.coalesce(col(ResumeRow.language), col(Interview.language)),
            col(Interview.end_time),
            col(ResumeSectionRow.kind),
            col(ResumeSectionRow.heading),
            col(ResumeSectionRow.text),
            found.c.score,
        )
        .join_from(ResumeSectionRow, found, found.c.id == col(ResumeSectionRow.id))
        .join(ResumeRow, col(ResumeRow.id) == col(ResumeSectionRow.resume_id))
        .join(SharedResume, col(SharedResume.resume_id) == col(ResumeRow.id))
        .join(Interview, col(Interview.id) == col(SharedResume.interview_id))
        .join(JobPosting, col(JobPosting.id) == col(Interview.job_posting_id))
        .join(User, col(User.id) == col(Interview.candidate_id))
        .where(col(Interview.id).in_(interviews))
        .order_by(found.c.score.desc(), col(ResumeSectionRow.id), col(Interview.id))
        .limit(limit)
    )
    return [FoundPassage(*row) for row in rows]
