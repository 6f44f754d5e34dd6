"""Answers of screening interviews by what they are about, within one organisation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from contracts.base import InterviewStatus, Language
from pgvector.sqlalchemy import Vector
from sqlalchemy import ColumnElement, Index, Select, any_, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlmodel import Field, Session, col

from persistence.columns import UuidText, reference
from persistence.fused_search import Sought, asked_of_each, few, fused, parameters
from persistence.hiring.recruiting import HELD_FOR_THEM, JobPosting, postings_of
from persistence.interviews import corrections
from persistence.interviews.corrections import Correction
from persistence.tables import (
    EMBEDDING_DIMENSIONS,
    Interview,
    InterviewQuestion,
    Table,
    Transcript,
    User,
    index_of_vectors,
)


class AnswerVector(Table, table=True):
    """What an answer is found by; `embedding` is null until `embedder` has made it. Nothing of practice is here."""

    __tablename__ = "answer_vectors"
    __table_args__ = (
        index_of_vectors("answer_vectors"),
        Index("ix_answer_vectors_words", "words", postgresql_using="gin"),
        Index("ix_answer_vectors_morphemes", "morphemes", postgresql_using="gin"),
    )

    transcript_id: str = reference("transcripts.id", primary=True)
    words: str = Field(sa_type=TSVECTOR)
    morphemes: str = Field(sa_type=TSVECTOR)
    embedding: list[float] | None = Field(default=None, sa_type=Vector(EMBEDDING_DIMENSIONS))
    embedder: str | None = Field(default=None, max_length=200)


@dataclass(frozen=True)
class FoundAnswer:
    interview_id: str
    candidate: str
    posting_id: str
    posting: str
    language: Language
    completed_at: datetime | None
    turn: int
    question: str
    text: str
    score: float
    is_corrected: bool = False


def search(
    session: Session, sought: Sought, organisation_id: str, posting_id: str | None, limit: int
) -> list[FoundAnswer]:
    """At most `limit` answers of interviews that have ended, best first."""
    within = {"postings": postings_of(session, organisation_id, posting_id)}
    interviews = few(session, _of_few(), within)
    statement = _searching(by_vector=sought.vector is not None, are_few=interviews is not None)
    asked = {**parameters(sought, limit), **within, "interviews": interviews}
    rows = session.connection().execute(statement, asked).all()
    corrected = corrections.newest(session, {row[-1] for row in rows})
    return [_found(row, corrected) for row in rows]


def _ended() -> Select[str]:
    return select(col(Interview.id)).where(HELD_FOR_THEM, col(Interview.status) == InterviewStatus.COMPLETED)


@cache
def _of_few() -> Select[str]:
    return _ended().order_by(col(Interview.job_posting_id)).limit(bindparam("few"))


@cache
def _searching(*, by_vector: bool, are_few: bool) -> Select[Any]:
    transcript_id = col(AnswerVector.transcript_id)
    if are_few:
        among = col(Transcript.interview_id) == any_(bindparam("interviews", type_=ARRAY(UuidText)))
        admitted: ColumnElement[bool] = transcript_id.in_(select(col(Transcript.id)).where(among))
    else:
        theirs = _ended().join(Transcript, col(Transcript.interview_id) == col(Interview.id))
        admitted = asked_of_each(theirs.where(col(Transcript.id) == transcript_id).correlate(AnswerVector))
    found = fused(AnswerVector, admitted, by_vector=by_vector, are_few=are_few)
    return (
        select(
            col(Interview.id),
            col(User.full_name),
            col(JobPosting.id),
            col(JobPosting.title),
            col(Interview.language),
            col(Interview.end_time),
            col(Transcript.turn),
            func.coalesce(col(InterviewQuestion.text), col(InterviewQuestion.planned_text)),
            col(Transcript.text),
            found.c.score,
            col(Transcript.id),
        )
        .join_from(Transcript, found, found.c.id == col(Transcript.id))
        .join(InterviewQuestion, col(InterviewQuestion.id) == col(Transcript.question_id))
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .join(JobPosting, col(JobPosting.id) == col(Interview.job_posting_id))
        .join(User, col(User.id) == col(Interview.candidate_id))
        .order_by(found.c.score.desc(), col(Transcript.id))
    )


def _found(row: Sequence[Any], corrected: Mapping[str, Correction]) -> FoundAnswer:
    answer, correction = FoundAnswer(*row[:-1]), corrected.get(row[-1])
    if correction is None:
        return answer
    return replace(answer, text=correction.text, is_corrected=bool(correction.runs))
