"""Passages of the résumés that candidates added to screening interviews, by what they are about."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from contracts.base import Language
from contracts.resumes import SectionKind
from sqlalchemy import ColumnElement, Integer, Select, any_, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session, col

from persistence.columns import UuidText
from persistence.fused_search import Sought, asked_of_each, few, fused, parameters
from persistence.hiring.recruiting import HELD_FOR_THEM, JobPosting, postings_of
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
    within = {"postings": postings_of(session, organisation_id, posting_id)}
    resumes = few(session, _of_few(is_open), within)
    statement = _searching(is_open, by_vector=sought.vector is not None, are_few=resumes is not None)
    asked = {**parameters(sought, limit), **within, "resumes": resumes}
    return [FoundPassage(*row) for row in session.connection().execute(statement, asked)]


def _readable(is_open: ColumnElement[bool]) -> Select[str]:
    return (
        select(col(SharedResume.resume_id))
        .join(Interview, col(Interview.id) == col(SharedResume.interview_id))
        .where(HELD_FOR_THEM, is_open)
    )


@lru_cache
def _of_few(is_open: ColumnElement[bool]) -> Select[str]:
    return _readable(is_open).order_by(col(Interview.job_posting_id)).limit(bindparam("few"))


@lru_cache
def _searching(is_open: ColumnElement[bool], *, by_vector: bool, are_few: bool) -> Select[Any]:
    resume_id = col(ResumeSectionRow.resume_id)
    if are_few:
        admitted = resume_id == any_(bindparam("resumes", type_=ARRAY(UuidText)))
    else:
        of_it = _readable(is_open).where(col(SharedResume.resume_id) == resume_id)
        admitted = asked_of_each(of_it.correlate(ResumeSectionRow))
    found = fused(ResumeSectionRow, admitted, by_vector=by_vector, are_few=are_few)
    return (
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
        .where(HELD_FOR_THEM, is_open)
        .order_by(found.c.score.desc(), col(ResumeSectionRow.id), col(Interview.id))
        .limit(bindparam("most", type_=Integer))
    )
