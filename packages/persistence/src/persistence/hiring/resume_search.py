"""Passages of the résumés that candidates added to screening interviews, by what they are about."""

from dataclasses import dataclass
from datetime import datetime

from contracts.base import Language
from contracts.resumes import SectionKind
from sqlalchemy import ColumnElement, and_, func, select
from sqlmodel import Session, col

from persistence.fused_search import Sought, asked_of_each, few, fused
from persistence.hiring.recruiting import JobPosting, held_for
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
    within = and_(held_for(session, organisation_id, posting_id), is_open)
    readable = (
        select(col(SharedResume.resume_id))
        .join(Interview, col(Interview.id) == col(SharedResume.interview_id))
        .where(within)
    )
    resume_id = col(ResumeSectionRow.resume_id)
    resumes = few(session, readable.order_by(col(Interview.job_posting_id)))
    if resumes is None:
        admitted = asked_of_each(readable.where(col(SharedResume.resume_id) == resume_id).correlate(ResumeSectionRow))
    else:
        admitted = resume_id.in_(resumes)
    found = fused(session, ResumeSectionRow, admitted, sought, limit, are_few=resumes is not None)
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
        .where(within)
        .order_by(found.c.score.desc(), col(ResumeSectionRow.id), col(Interview.id))
        .limit(limit)
    )
    return [FoundPassage(*row) for row in rows]
