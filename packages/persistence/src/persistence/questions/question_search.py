"""Questions of the bank by what they are about."""

from dataclasses import dataclass

from contracts.base import Language
from contracts.questions import Difficulty, QuestionCategory
from sqlmodel import Session, col, select

from persistence.fused_search import Sought, fused
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
    question: Question
    score: float


_SUITED = """
    SELECT id, words, morphemes, embedding, embedder
    FROM questions
    WHERE (CAST(:is_active AS boolean) IS NULL OR is_active = :is_active)
      AND (CAST(:language AS text) IS NULL OR language = :language)
      AND (CAST(:category AS text) IS NULL OR category = :category)
      AND (CAST(:difficulty AS text) IS NULL OR difficulty = :difficulty)
      AND (CAST(:position AS text) IS NULL OR cardinality(position) = 0 OR CAST(:position AS text) = ANY (position))
"""


def search(session: Session, sought: Sought, filters: Filters, limit: int) -> list[Found]:
    """At most `limit` questions that fit, best first; none where nothing of `sought` is found in any.

    A word tells twice as much in a question's own text as in its rubric.
    """
    found = fused(
        session,
        _SUITED,
        sought,
        limit,
        language=filters.language,
        category=filters.category,
        difficulty=filters.difficulty,
        position=filters.position,
        is_active=filters.is_active,
    )
    rows = session.exec(
        select(Question, found.c.score)
        .join(found, found.c.id == col(Question.id))
        .order_by(found.c.score.desc(), col(Question.slug), col(Question.language))
    )
    return [Found(question, score) for question, score in rows]
