"""Questions of the bank by what they are about."""

from dataclasses import dataclass
from functools import lru_cache

from contracts.base import Language
from contracts.questions import Difficulty, QuestionCategory
from sqlalchemy import ColumnElement, and_, any_, bindparam, func, or_, text, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from persistence.columns import UuidText, left_out
from persistence.fused_search import FOUND_BY, Sought, few, fused, parameters
from persistence.tables import Question


@dataclass(frozen=True)
class Filters:
    """What a question must be; None admits all. A `position` admits the questions for every role too."""

    language: Language | None = None
    category: QuestionCategory | None = None
    difficulty: Difficulty | None = None
    position: str | None = None
    is_active: bool | None = True


@dataclass(frozen=True)
class Found:
    """`question` comes without what it is found by (`FOUND_BY`)."""

    question: Question
    score: float


def search(session: Session, sought: Sought, filters: Filters, limit: int) -> list[Found]:
    """At most `limit` questions that fit, best first; none where nothing of `sought` is found in any.

    A word tells twice as much in a question's own text as in its rubric.
    """
    by_vector, asked = sought.vector is not None, parameters(sought, limit)
    found = session.exec(_searching(filters, by_vector=by_vector), params=asked).all()
    if by_vector and len(found) < limit and (narrow := few(session, _beyond_a_scan(filters), {})):
        among = _searching(filters, by_vector=by_vector, are_few=True)
        found = session.exec(among, params={**asked, "questions": narrow}).all()
    return [Found(question, score) for question, score in found]


@lru_cache
def _searching(filters: Filters, *, by_vector: bool, are_few: bool = False) -> Select[Question, float]:
    fits = and_(true(), *admitted(filters))
    if are_few:
        fits = col(Question.id) == any_(bindparam("questions", type_=ARRAY(UuidText)))
    found = fused(Question, fits, by_vector=by_vector, are_few=are_few)
    return (
        select(Question, found.c.score)
        .join(found, found.c.id == col(Question.id))
        .order_by(found.c.score.desc(), col(Question.slug), col(Question.language))
        .options(*left_out(Question, *FOUND_BY))
    )


@lru_cache
def _beyond_a_scan(filters: Filters) -> SelectOfScalar[str]:
    """Where a scan of the vectors ends before it has seen all questions, and few fit, it may have met none of them.
    PostgreSQL reads all questions for this, but only where there are so many and a page was not filled.
    """
    ends = text(
        "(SELECT reltuples FROM pg_class WHERE oid = CAST('questions' AS regclass))"
        " > CAST(current_setting('hnsw.max_scan_tuples', true) AS int)"
    )
    return select(Question.id).where(*admitted(filters), ends).limit(bindparam("few"))


def admitted(filters: Filters) -> list[ColumnElement[bool]]:
    """What rows of `questions` must be."""
    conditions: list[ColumnElement[bool]] = []
    for column, value in (
        (Question.is_active, filters.is_active),
        (Question.language, filters.language),
        (Question.category, filters.category),
        (Question.difficulty, filters.difficulty),
    ):
        if value is not None:
            conditions.append(col(column) == value)
    if filters.position is not None:
        position = col(Question.position)
        conditions.append(or_(func.cardinality(position) == 0, position.contains([filters.position])))
    return conditions
