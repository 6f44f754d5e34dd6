"""Rows by what they are about: words, morphemes and vectors, fused in one query.

Each way of looking ranks the rows that are admitted; a row's score is the sum of 1 / (60 + its place) over the ways
that found it (reciprocal rank fusion, Cormack et al. 2009), so that no way's own scale matters.
"""

from dataclasses import dataclass, field

from pgvector.sqlalchemy import Vector
from sqlalchemy import Float, Subquery, bindparam, column, text
from sqlmodel import Session

from persistence.columns import UuidText
from persistence.tables import EMBEDDING_DIMENSIONS

DEPTH = 40
"""How far down each way's ranking counts."""
EF_SEARCH = 200
"""How many candidates an index scan keeps: more find more of the nearest, and take longer."""


@dataclass(frozen=True)
class Sought:
    """What is looked for. `vector` is compared with those that the same `embedder` made."""

    words: list[str]
    morphemes: list[str] = field(default_factory=list)
    vector: list[float] | None = None
    embedder: str | None = None


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
"""A word tells the more the fewer rows hold it, and twice as much where it has the weight A."""
_HALF = f"CAST({{}} AS halfvec({EMBEDDING_DIMENSIONS}))"
"""A vector, as `persistence.tables.index_of_vectors` has it."""
# S608: what is put together here is ours; what is looked for is bound.
_FUSED = f"""
    WITH suited AS NOT MATERIALIZED ({{suited}}),
    by_words AS ({_RANKED.format(column="words")}),
    by_morphemes AS ({_RANKED.format(column="morphemes")}),
    nearest AS (
        SELECT id, embedding <=> :vector AS distance
        FROM suited
        WHERE embedder = :embedder
        ORDER BY {_HALF.format("embedding")} <=> {_HALF.format("CAST(:vector AS vector)")}
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


def fused(
    session: Session, suited: str, sought: Sought, limit: int, **admitted: str | bool | list[str] | None
) -> Subquery:
    """The `id` and `score` of at most `limit` rows of the query `suited`, which `admitted` fills in.

    Its columns are id, words, morphemes, embedding and embedder.
    """
    # With filters, an index scan that stops at the nearest few would come back with too few.
    for name, value in (("iterative_scan", "strict_order"), ("ef_search", EF_SEARCH)):
        session.connection().execute(text(f"SET LOCAL hnsw.{name} = {value}"))
    return (
        text(_FUSED.format(suited=suited))
        .bindparams(
            bindparam("vector", sought.vector, Vector(EMBEDDING_DIMENSIONS)),
            words=_text(sought.words),
            morphemes=_text(sought.morphemes),
            embedder=sought.embedder if sought.vector is not None else None,
            depth=DEPTH,
            most=limit,
            **admitted,
        )
        .columns(column("id", UuidText), column("score", Float))
        .subquery("fused")
    )


def _text(words: list[str]) -> str:
    # A backslash would mean something in the queries that are made of them.
    return " ".join(words).replace("\\", " ")
