"""Questions of the bank by what they are about."""

from dataclasses import dataclass
from functools import lru_cache

from contracts.base import Language
from contracts.questions import Difficulty, QuestionCategory
from sqlalchemy import ColumnElement, and_, func, or_, true
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from persistence.columns import left_out
from persistence.fused_search import FOUND_BY, Sought, fused, parameters
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
    statement = _searching(filters, by_vector=sought.vector is not None)
    return [Found(question, score) for question, score in session.exec(statement, params=parameters(sought, limit))]


@lru_cache
def _searching(filters: Filters, *, by_vector: bool) -> Select[Question, float]:
    found = fused(Question, and_(true(), *admitted(filters)), by_vector=by_vector)
    return (
        select(Question, found.c.score)
        .join(found, found.c.id == col(Question.id))
        .order_by(found.c.score.desc(), col(Question.slug), col(Question.language))
        .options(*left_out(Question, *FOUND_BY))
    )


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
