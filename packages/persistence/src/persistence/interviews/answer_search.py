"""Answers of screening interviews by what they are about, within one organisation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from contracts.base import InterviewStatus, Language
from pgvector.sqlalchemy import Vector
from sqlalchemy import Index, func, select
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlmodel import Field, Session, col

from persistence.columns import reference
from persistence.fused_search import Sought, asked_of_each, few, fused
from persistence.hiring.recruiting import JobPosting, held_for
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
    ended = select(col(Interview.id)).where(
        held_for(session, organisation_id, posting_id), col(Interview.status) == InterviewStatus.COMPLETED
    )
    transcript_id = col(AnswerVector.transcript_id)
    interviews = few(session, ended.order_by(col(Interview.job_posting_id)))
    if interviews is None:
        theirs = ended.join(Transcript, col(Transcript.interview_id) == col(Interview.id))
        admitted = asked_of_each(theirs.where(col(Transcript.id) == transcript_id).correlate(AnswerVector))
    else:
        admitted = transcript_id.in_(select(col(Transcript.id)).where(col(Transcript.interview_id).in_(interviews)))
    found = fused(session, AnswerVector, admitted, sought, limit, are_few=interviews is not None)
    rows = (
        session.connection()
        .execute(
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
        .all()
    )
    corrected = corrections.newest(session, {row[0] for row in rows})
    return [_found(row, corrected) for row in rows]


def _found(row: Sequence[Any], corrected: Mapping[str, Correction]) -> FoundAnswer:
    answer, correction = FoundAnswer(*row[:-1]), corrected.get(row[-1])
    if correction is None:
        return answer
    return replace(answer, text=correction.text, is_corrected=bool(correction.runs))
