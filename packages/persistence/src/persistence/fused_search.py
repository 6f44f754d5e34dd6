"""Rows by what they are about: words, morphemes and vectors, fused in one query.

Each way of looking ranks the rows that are admitted; a row's score is the sum of 1 / (60 + its place) over the ways
that found it (reciprocal rank fusion, Cormack et al. 2009), so that no way's own scale matters.

However large a table, what is read of it is bounded. Vectors come from an index of nearest neighbours. Of words, the
rarest say which rows are ranked, and those that PostgreSQL's statistics know to be common only tell among these: what
half of all rows hold is no reason to read half of all rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic_core import to_json
from sqlalchemy import (
    ColumnElement,
    Float,
    Integer,
    Select,
    Subquery,
    Text,
    bindparam,
    column,
    literal_column,
    select,
    text,
    true,
)
from sqlalchemy.orm import class_mapper
from sqlmodel import Session

from persistence.columns import UuidText
from persistence.tables import EMBEDDING_DIMENSIONS, Table

FOUND_BY = ("words", "morphemes", "embedding", "embedder")
"""The columns of a table that is searched."""
DEPTH = 40
"""How far down each way's ranking counts."""
CANDIDATES = 250
"""How many rows that hold a word are ranked, and with how many the next more common word is not looked up any more."""
RESCORED = 60
"""How many of those are compared by all words, also those that were not looked up."""
FEW = 250
"""Up to how many interviews are looked through one by one."""


@dataclass(frozen=True)
class Sought:
    """What is looked for. `vector` is compared with those that the same `embedder` made."""

    words: list[str]
    morphemes: list[str] = field(default_factory=list)
    vector: list[float] | None = None
    embedder: str | None = None


_HOLDING = f"""
    CROSS JOIN LATERAL (
        SELECT tid, CASE WHEN § @@ query_of_a THEN 2 ELSE 1 END AS told FROM source WHERE § @@ query LIMIT {CANDIDATES}
    ) AS holding
"""  # noqa: S608
# S608: what is put together here is ours; what is looked for is bound.
_RANKED = f"""
    §_terms AS MATERIALIZED (
        SELECT lexeme, frequency,
               CAST(quote_literal(lexeme) AS tsquery) AS query,
               CAST(quote_literal(lexeme) || '\\:A' AS tsquery) AS query_of_a,
               sum(frequency) OVER (ORDER BY frequency NULLS FIRST, lexeme) - frequency AS rarer
        FROM unnest(to_tsvector('simple', :§)) AS term
        LEFT JOIN (
            SELECT known.* FROM pg_stats
            CROSS JOIN unnest(CAST(CAST(most_common_elems AS text) AS text[]), most_common_elem_freqs)
                AS known (lexeme, frequency)
            WHERE schemaname = current_schema() AND tablename = :table_name AND attname = '§'
        ) AS common USING (lexeme)
    ),
    §_rare AS MATERIALIZED (
        SELECT lexeme, tid, told FROM §_terms {_HOLDING} WHERE frequency IS NULL
    ),
    §_holding AS MATERIALIZED (
        TABLE §_rare
        UNION ALL
        SELECT lexeme, tid, told
        FROM (
            SELECT lexeme, query, query_of_a FROM §_terms, everything
            WHERE rarer * everything.held + (SELECT count(*) FROM §_rare) < {CANDIDATES}
            UNION ALL
            SELECT NULL, CAST(string_agg(CAST(query AS text), ' & ') AS tsquery), NULL FROM §_terms HAVING count(*) > 1
        ) AS common
        {_HOLDING}
    ),
    §_weights AS MATERIALIZED (
        SELECT lexeme, query, query_of_a,
               ln(1 + 1 / CASE WHEN counted < {CANDIDATES} THEN counted / everything.held
                               ELSE greatest(frequency, {CANDIDATES} / everything.held) END) AS weight
        FROM everything, §_terms
        LEFT JOIN (SELECT lexeme, CAST(count(*) AS float) AS counted FROM §_holding GROUP BY lexeme) AS found
            USING (lexeme)
    ),
    §_candidates AS (
        SELECT tid, sum(told * coalesce(weight, (SELECT sum(weight) FROM §_weights))) AS score
        FROM §_holding LEFT JOIN §_weights USING (lexeme)
        GROUP BY tid
        ORDER BY score DESC, tid
        OFFSET 0
    ),
    §_best AS (
        SELECT id, §
        FROM §_candidates
        CROSS JOIN LATERAL (SELECT id, §, is_admitted FROM every WHERE tid = §_candidates.tid OFFSET 0) AS row_of_it
        WHERE is_admitted
        ORDER BY score DESC, §_candidates.tid
        LIMIT {RESCORED}
    ),
    by_§ AS (
        SELECT id, row_number() OVER (ORDER BY score DESC, id) AS place
        FROM (
            SELECT id, sum(CASE WHEN § @@ query_of_a THEN 2 ELSE 1 END * weight) AS score
            FROM §_best JOIN §_weights ON § @@ query
            GROUP BY id
        ) AS compared
        ORDER BY place
        LIMIT {DEPTH}
    )
"""  # noqa: S608
"""By a column of words, §. A word tells the more the fewer rows hold it, and twice as much where it has the weight A.

`frequency` is the share of all rows that hold a word and `rarer` that of all the rarer ones; none is known of a word
that is rare, or of any where those that are admitted are few. A common word is looked up where those that are rarer
bring too little. Rows with all the words are looked up as well, however common each is. `OFFSET 0` keeps rows from
being asked whether they are admitted before those that are better.
"""
_BY_INDEX = " <=> ".join(
    f"CAST({vector} AS halfvec({EMBEDDING_DIMENSIONS}))" for vector in ("embedding", "CAST(:vector AS vector)")
)
"""In half precision, as `persistence.tables.index_of_vectors` has it."""
_NEAREST = f"""
    nearest AS (
        SELECT id, embedding <=> :vector AS distance
        FROM source
        WHERE is_admitted AND embedder = :embedder
        ORDER BY §
        LIMIT {DEPTH}
    ),
    by_vector AS (
        SELECT id, row_number() OVER (ORDER BY distance, id) AS place FROM nearest WHERE distance < 1
    )
"""  # noqa: S608
_FUSED = f"""
    SELECT id, score FROM (
        WITH everything AS MATERIALIZED (
            SELECT greatest(
                1, count(*), (SELECT reltuples FROM pg_class WHERE oid = to_regclass(:table_name))
            ) AS held FROM (SELECT id FROM source LIMIT {CANDIDATES}) AS first
        ),
        {{ways}}
        SELECT id, sum(1.0 / (60 + place)) AS score
        FROM ({{places}}) AS ranked
        GROUP BY id
        ORDER BY score DESC, id
        LIMIT :most
    ) AS fused
"""  # noqa: S608


def fused(table: type[Table], admitted: ColumnElement[bool], *, by_vector: bool, are_few: bool = False) -> Subquery:
    """The `id` and `score` of rows of `table` that are `admitted`, best first, for a statement that is executed with
    `parameters`. Whoever searches makes it once: SQLAlchemy takes as long to put it together as PostgreSQL to search.

    Where those that are admitted `are_few`, they are read and compared one by one, as an index of all would have to be
    searched far for them.
    """
    mapper = class_mapper(table)
    (id_,) = mapper.primary_key
    # Within one statement a row stays where it is, and is found there in one step.
    tid: ColumnElement[str] = literal_column(f"{table.__tablename__}.ctid")
    columns = [id_.label("id"), tid.label("tid"), *(mapper.columns[name] for name in FOUND_BY)]
    rows = select(*columns, (true() if are_few else admitted).label("is_admitted"))
    source, every = (rows.where(admitted) if are_few else rows).cte("source"), rows.cte("every")
    # Left out where there is no vector, so that PostgreSQL keeps one plan for all searches with one.
    ways = {name: _RANKED.replace("§", name) for name in ("words", "morphemes")}
    if by_vector:
        ways["vector"] = _NEAREST.replace("§", "distance" if are_few else _BY_INDEX)
    places = " UNION ALL ".join(f"TABLE by_{name}" for name in ways)
    query = text(_FUSED.format(ways=",".join(ways.values()), places=places)).bindparams(
        bindparam("words", type_=Text),
        bindparam("morphemes", type_=Text),
        bindparam("most", type_=Integer),
        table_name=None if are_few else table.__tablename__,
    )
    return (
        query.columns(column("id", UuidText), column("score", Float))
        .add_cte(source.prefix_with("MATERIALIZED" if are_few else "NOT MATERIALIZED"))
        .add_cte(every.prefix_with("NOT MATERIALIZED"))
        .subquery("fused")
    )


def parameters(sought: Sought, limit: int) -> dict[str, object]:
    """Of a statement with at most `limit` rows that are `fused`."""
    asked = {"words": _text(sought.words), "morphemes": _text(sought.morphemes), "most": limit}
    if sought.vector is None:
        return asked
    # pgvector's own way to write a vector takes ten times as long.
    return {**asked, "vector": to_json(sought.vector).decode(), "embedder": sought.embedder}


def few(session: Session, ids: Select[str], asked: Mapping[str, object]) -> list[str] | None:
    """None where there are more than `FEW`. Ordered by a column of an index, no more than so many are read of it."""
    found = [row[0] for row in session.connection().execute(ids, {**asked, "few": FEW + 1})]
    return found if len(found) <= FEW else None


def asked_of_each(correlated: Select[str]) -> ColumnElement[bool]:
    """Whether it has a row, looked up for one row after the other of the few that are reached: what has an offset,
    PostgreSQL does not turn into a join, for which it would read all of it first.
    """
    return correlated.offset(0).exists()


def _text(words: list[str]) -> str:
    # A backslash would mean something in the queries that are made of them.
    return " ".join(words).replace("\\", " ")
