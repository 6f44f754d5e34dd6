"""Questions of the bank by what they are about: words, morphemes and vectors, fused in one query.

Each way of looking ranks the questions that the filters admit; a question's score is the sum of 1 / (60 + its place)
over the ways that found it (reciprocal rank fusion, Cormack et al. 2009), so that no way's own scale matters.
"""

from dataclasses import dataclass, field

from contracts.base import Language
from contracts.questions import Difficulty, QuestionCategory
from pgvector.sqlalchemy import Vector
from sqlalchemy import Float, bindparam, column, text
from sqlmodel import Session, col, select

from persistence.columns import UuidText
from persistence.tables import EMBEDDING_DIMENSIONS, Question

DEPTH = 40
"""How far down each way's ranking counts."""


@dataclass(frozen=True)
class Filters:
    """What a question must be; None admits all. A `position` admits the questions for every role too."""

    language: Language | None = None
    category: QuestionCategory | None = None
    difficulty: Difficulty | None = None
    position: str | None = None
    is_active: bool | None = True


@dataclass(frozen=True)
class Sought:
    """What is looked for. `vector` is compared with those that the same `embedder` made."""

    words: list[str]
    morphemes: list[str] = field(default_factory=list)
    vector: list[float] | None = None
    embedder: str | None = None


@dataclass(frozen=True)
class Found:
    question: Question
    score: float


_RANKED = """
    SELECT id, row_number() OVER (ORDER BY sum(told * ln(1 + everything / held)) DESC, id) AS place
    FROM (
        SELECT suited.id,
               CASE WHEN {column} @@ CAST(quote_literal(lexeme) || '\\:A' AS tsquery) THEN 2 ELSE 1 END AS told,
               count(*) OVER (PARTITION BY lexeme) AS held,
               (SELECT CAST(count(*) AS float) FROM suited) AS everything
        FROM unnest(to_tsvector('simple', :{column})) AS term
        JOIN suited ON {column} @@ CAST(quote_literal(lexeme) AS tsquery)
    ) AS matches
    GROUP BY id
    ORDER BY place
    LIMIT :depth
"""
"""A word tells the more the fewer questions hold it, and twice as much in a question's own text."""
# S608: what is put together here is ours; what is looked for is bound.
_FUSED = f"""
    WITH suited AS NOT MATERIALIZED (
        SELECT id, words, morphemes, embedding, embedder
        FROM questions
        WHERE (CAST(:is_active AS boolean) IS NULL OR is_active = :is_active)
          AND (CAST(:language AS text) IS NULL OR language = :language)
          AND (CAST(:category AS text) IS NULL OR category = :category)
          AND (CAST(:difficulty AS text) IS NULL OR difficulty = :difficulty)
          AND (CAST(:position AS text) IS NULL OR cardinality(position) = 0 OR CAST(:position AS text) = ANY (position))
    ),
    by_words AS ({_RANKED.format(column="words")}),
    by_morphemes AS ({_RANKED.format(column="morphemes")}),
    nearest AS (
        SELECT id, embedding <=> :vector AS distance
        FROM suited
        WHERE embedder = :embedder
        ORDER BY embedding <=> :vector
        LIMIT :depth
    ),
    by_vector AS (
        SELECT id, row_number() OVER (ORDER BY distance, id) AS place FROM nearest WHERE distance < 1
    )
    SELECT id, sum(1.0 / (60 + place)) AS score
    FROM (TABLE by_words UNION ALL TABLE by_morphemes UNION ALL TABLE by_vector) AS ranked
    GROUP BY id
    ORDER BY score DESC, id
    LIMIT :most
"""  # noqa: S608


def search(session: Session, sought: Sought, filters: Filters, limit: int) -> list[Found]:
    """At most `limit` questions that fit, best first; none where nothing of `sought` is found in any."""
    # With filters, an index scan that stops at the nearest few would come back with too few.
    session.connection().execute(text("SET LOCAL hnsw.iterative_scan = strict_order"))
    fused = (
        text(_FUSED)
        .bindparams(
            bindparam("vector", sought.vector, Vector(EMBEDDING_DIMENSIONS)),
            language=filters.language,
            category=filters.category,
            difficulty=filters.difficulty,
            position=filters.position,
            is_active=filters.is_active,
            words=_text(sought.words),
            morphemes=_text(sought.morphemes),
            embedder=sought.embedder if sought.vector is not None else None,
            depth=DEPTH,
            most=limit,
        )
        .columns(column("id", UuidText), column("score", Float))
        .subquery("fused")
    )
    rows = session.exec(
        select(Question, fused.c.score)
        .join(fused, fused.c.id == col(Question.id))
        .order_by(fused.c.score.desc(), col(Question.slug), col(Question.language))
    )
    return [Found(question, score) for question, score in rows]


def _text(words: list[str]) -> str:
    # A backslash would mean something in the queries that are made of them.
    return " ".join(words).replace("\\", " ")
