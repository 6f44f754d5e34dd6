"""Questions and résumé sections as many as wanted: made from a seed, block by block, and loaded by COPY.

A block can be made again at any time, so that an exact search needs no database: see `nearest`.

    vectors   of `DIMENSIONS`, on the unit sphere: clusters in a space of few dimensions with some noise all around, as
              embeddings lie
    words     Zipf's law without its head, which stands for the words that a search leaves out
"""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import psycopg
from numpy.typing import NDArray
from persistence.tables import EMBEDDING_DIMENSIONS as DIMENSIONS

EMBEDDER = "bench"
QUESTIONS, SECTIONS, QUERIES = 1, 2, 3
"""Kinds of rows; each is a seed."""
BLOCK = 10_000
VOCABULARY, HEAD, WORDS, MORPHEMES = 50_000, 30, 24, 12
LATENT, CLUSTERS, SPREAD, NOISE = 64, 2_000, 0.7, 0.15

Connection = psycopg.Connection[tuple[object, ...]]
Floats = NDArray[np.float32]
Integers = NDArray[np.int64]
Admits = Callable[[Integers], NDArray[np.bool_]]
"""Which rows a filter admits, by number."""

INTO_QUESTIONS = """
    INSERT INTO questions (id, slug, language, content, category, difficulty, position, rubric_json,
        words, morphemes, embedding, embedder, version, is_own, is_active, usage_count, updated_at, created_at)
    SELECT gen_random_uuid(), 'q' || number, (ARRAY['ko', 'en'])[1 + number / 40 % 2], words,
        (ARRAY['technical', 'behavioral', 'situational', 'cultural_fit'])[1 + number / 10 % 4],
        (ARRAY['easy', 'medium', 'hard'])[1 + number / 80 % 3], '{}', '{"criteria": []}',
        setweight(to_tsvector('simple', words), 'A'), to_tsvector('simple', morphemes),
        embedding, 'bench', 1, false, number % 10 <> 9, 0, now(), now()
    FROM made
"""
INTO_SECTIONS = """
    INSERT INTO resume_sections
        (id, resume_id, "order", kind, heading, text, items, words, morphemes, embedding, embedder)
    SELECT gen_random_uuid(), resumes.id, number % 5, 'experience', number, made.words, '[]',
        to_tsvector('simple', made.words), to_tsvector('simple', made.morphemes), embedding, 'bench'
    FROM made JOIN resumes ON resumes.file_name = 'resume ' || number / 5
"""
KINDS = {"questions": QUESTIONS, "resume_sections": SECTIONS}
INTO = {"questions": INTO_QUESTIONS, "resume_sections": INTO_SECTIONS}
PEOPLE = """
    INSERT INTO organisations (id, name)
        SELECT md5('organisation ' || n)::uuid, 'Organisation ' || n FROM generate_series(0, 1) AS n;
    INSERT INTO companies (id, organisation_id, name, about, ideal_candidate)
        SELECT id, id, name, '', '' FROM organisations;
    INSERT INTO job_postings (id, organisation_id, company_id, title, position, description, languages, state,
        question_count, follow_ups, competencies, accommodations, retention_days, shows_answers_live, plan_version,
        asks_for_resume, names_key_points)
        SELECT id, id, id, name, 'backend', '', '{ko}', 'open', 1, 0, '[]', '{}', 180, false, 1, 'optional', false
        FROM organisations;
    INSERT INTO users (id, email, username, role, password_hash, full_name)
        SELECT md5('resume ' || n)::uuid, n || '@example.org', 'user ' || n, 'candidate', '-', 'Somebody'
        FROM generate_series(0, %(resumes)s - 1) AS n;
    INSERT INTO resumes (id, candidate_id, file_name, format, size, file_key, state, revision)
        SELECT md5('resume ' || n)::uuid, md5('resume ' || n)::uuid, 'resume ' || n, 'text', 1, '-', 'parsed', 1
        FROM generate_series(0, %(resumes)s - 1) AS n;
    INSERT INTO interviews
        (id, candidate_id, job_posting_id, plan_version, position, mode, status, language, question_count,
        event_sequence)
        SELECT md5('resume ' || n)::uuid, md5('resume ' || n)::uuid,
            md5('organisation ' || (n >= %(large)s)::int)::uuid, 1, 'backend', 'screening', 'completed', 'ko', 1, 0
        FROM generate_series(0, least(%(large)s + %(small)s, %(resumes)s) - 1) AS n;
    INSERT INTO shared_resumes (interview_id, resume_id) SELECT id, id FROM interviews;
    CREATE INDEX bench_file_name ON resumes (file_name);
    ANALYZE;
"""
"""Half of all résumés are of candidates of a large organisation, some of a small one's, the rest of nobody's."""
SMALL = 200


@dataclass(frozen=True)
class Block:
    """Rows `start` and on. `words` and `morphemes` are ranks in the vocabulary."""

    start: int
    vectors: Floats
    words: Integers
    morphemes: Integers

    @property
    def numbers(self) -> Integers:
        return np.arange(self.start, self.start + len(self.vectors))


def blocks(kind: int, rows: int) -> Iterator[Block]:
    return (block(kind, start, min(BLOCK, rows - start)) for start in range(0, rows, BLOCK))


def block(kind: int, start: int, count: int) -> Block:
    random = np.random.default_rng((kind, start))
    centres, projection = _space()
    latent = centres[random.integers(CLUSTERS, size=count)]
    latent = latent + SPREAD * random.standard_normal((count, LATENT), dtype=np.float32)
    noise = random.standard_normal((count, DIMENSIONS), dtype=np.float32)
    vectors = _unit(_unit(latent @ projection) + NOISE * _unit(noise))
    return Block(start, vectors, _zipf(random, (count, WORDS)), _zipf(random, (count, MORPHEMES)))


def nearest(kind: int, rows: int, queries: Floats, admits: Admits, k: int) -> Integers:
    """The numbers of the `k` rows nearest to each of `queries` among those admitted, by exact search."""
    best = np.full((len(queries), k), -np.inf, dtype=np.float32)
    found = np.full((len(queries), k), -1, dtype=np.int64)
    for made in blocks(kind, rows):
        likeness = queries @ made.vectors.T
        likeness[:, ~admits(made.numbers)] = -np.inf
        both = np.concatenate([best, likeness], axis=1)
        numbers = np.concatenate([found, np.broadcast_to(made.numbers, likeness.shape)], axis=1)
        order = np.argpartition(-both, k, axis=1)[:, :k]
        best, found = np.take_along_axis(both, order, axis=1), np.take_along_axis(numbers, order, axis=1)
    return found


def load(connection: Connection, table: str, rows: int) -> None:
    """A table without the indexes that are better made afterwards."""
    for name in ("words", "morphemes", "half"):
        connection.execute(f"DROP INDEX IF EXISTS ix_{table}_{name}".encode())
    connection.execute("CREATE UNLOGGED TABLE made (number int, words text, morphemes text, embedding vector)")
    if table == "resume_sections":
        resumes = -(-rows // 5)
        for statement in filter(str.strip, PEOPLE.split(";\n")):
            connection.execute((statement % {"resumes": resumes, "large": resumes // 2, "small": SMALL}).encode())
    for made in blocks(KINDS[table], rows):
        with connection.cursor().copy("COPY made FROM STDIN (FORMAT BINARY)") as copy:
            copy.write(_binary(made))
        connection.execute(INTO[table].encode())
        connection.execute("TRUNCATE made")
    connection.execute("DROP TABLE made")


def index(connection: Connection, table: str) -> None:
    """As the migrations make them; a million rows want 3 GB for it."""
    connection.execute("SET maintenance_work_mem = '3500MB'")
    connection.execute(f"CREATE INDEX ix_{table}_words ON {table} USING gin (words)".encode())
    connection.execute(f"CREATE INDEX ix_{table}_morphemes ON {table} USING gin (morphemes)".encode())
    half = "(embedding::halfvec(1024)) halfvec_cosine_ops"
    connection.execute(f"CREATE INDEX ix_{table}_half ON {table} USING hnsw ({half})".encode())
    connection.execute(f"VACUUM ANALYZE {table}".encode())


def texts(ranks: Integers) -> list[str]:
    """Each row's words."""
    return [" ".join(f"w{rank}" for rank in row) for row in ranks.tolist()]


def _binary(made: Block) -> bytes:
    """As COPY reads it: each row the number of its fields, then each field's length and bytes."""
    vectors = made.vectors.astype(">f4")
    head = struct.pack(">hh", DIMENSIONS, 0)
    parts = [b"PGCOPY\n\xff\r\n\0", bytes(8)]
    for number, words, morphemes, vector in zip(
        made.numbers.tolist(), texts(made.words), texts(made.morphemes), vectors, strict=True
    ):
        fields = (struct.pack(">i", number), words.encode(), morphemes.encode(), head + vector.tobytes())
        parts.append(struct.pack(">h", len(fields)))
        parts += [part for field in fields for part in (struct.pack(">i", len(field)), field)]
    return b"".join([*parts, b"\xff\xff"])


@cache
def _space() -> tuple[Floats, Floats]:
    """Where the clusters are among the few dimensions, and how those lie among all."""
    random = np.random.default_rng(0)
    centres = random.standard_normal((CLUSTERS, LATENT), dtype=np.float32)
    return centres, random.standard_normal((LATENT, DIMENSIONS), dtype=np.float32)


def _unit(vectors: Floats) -> Floats:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def _zipf(random: np.random.Generator, shape: tuple[int, int]) -> Integers:
    """Ranks, of which the one at r is met as often as 1 / (r + `HEAD`)."""
    return np.searchsorted(_zipf_sum(), random.random(shape) * _zipf_sum()[-1])


@cache
def _zipf_sum() -> NDArray[np.float64]:
    return np.cumsum(1.0 / (np.arange(VOCABULARY) + HEAD))
