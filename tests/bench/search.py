"""The product's own search of questions and of résumé sections, from ten thousand rows to a million.

    uv run python tests/bench/search.py --rows 10000 --rows 1000000 --data /var/tmp/visavis-search

Rows are synthetic (`search_data`) and lie in an embedded PostgreSQL under `--data`, which is made once, with what an
exact search finds beside it: a million take about 9 GB of disk a table, and a quarter of an hour. Recall is how many of
the ten nearest that an exact search finds the product's query finds too, by vectors alone; times are of the query as it
is asked, once with the vector alone and once with words as well.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from hashlib import md5
from pathlib import Path
from statistics import median, quantiles
from typing import Annotated
from uuid import UUID

import numpy as np
import typer
from contracts.base import Language
from contracts.questions import QuestionCategory
from persistence.database import connect_args
from persistence.fused_search import Sought
from persistence.hiring import resume_search
from persistence.questions import question_search
from persistence.questions.question_search import Filters
from rich.console import Console
from rich.table import Table
from rows import search_data
from rows.search_data import EMBEDDER, QUERIES, SMALL, Admits, Integers
from sqlalchemy import create_engine, true
from sqlmodel import Session
from visavis.launcher.postgres import Postgres
from visavis.launcher.process import Process
from visavis.testing import free_port, temporary_home

K = 10
MEMORY = ("-c", "shared_buffers=4GB", "-c", "max_wal_size=8GB", "-c", "autovacuum=off")

Find = Callable[[Session, Sought], list[int]]
"""The numbers of the rows that the product finds, best first."""


@dataclass(frozen=True)
class Asked:
    """A way in which the product searches a table."""

    name: str
    table: str
    find: Find
    admits: Admits


@dataclass(frozen=True)
class Measured:
    """Milliseconds; `python` is the median of this process's own processor time, with vector and words."""

    rows: int
    search: str
    recall: float
    vector_p50: float
    vector_p95: float
    words_p50: float
    words_p95: float
    python: float


def ways(rows: int) -> list[Asked]:
    large = -(-rows // 5) // 2

    def questions(filters: Filters) -> Find:
        return lambda session, sought: [
            int(found.question.slug[1:]) for found in question_search.search(session, sought, filters, K)
        ]

    def sections(organisation: int) -> Find:
        id_ = str(UUID(md5(f"organisation {organisation}".encode(), usedforsecurity=False).hexdigest()))
        return lambda session, sought: [
            int(found.heading or "")
            for found in resume_search.search(session, sought, id_, None, is_open=true(), limit=K)
        ]

    return [
        Asked("questions, active", "questions", questions(Filters()), lambda n: n % 10 != 9),
        Asked(
            "questions, active, Korean, technical",
            "questions",
            questions(Filters(Language.KO, QuestionCategory.TECHNICAL)),
            lambda n: (n % 10 != 9) & (n // 10 % 4 == 0) & (n // 40 % 2 == 0),
        ),
        Asked("sections of half of all résumés", "resume_sections", sections(0), lambda n: n // 5 < large),
        Asked(
            f"sections of {SMALL} résumés",
            "resume_sections",
            sections(1),
            lambda n: (n // 5 >= large) & (n // 5 < large + SMALL),
        ),
    ]


def measure(url: str, rows: int, asked: Asked, queries: int, kept: Path) -> Measured:
    """`kept` is a folder for what an exact search finds: with a million rows it takes a minute."""
    made = search_data.block(QUERIES, 0, queries)
    file = kept / f"{asked.name}, {rows} rows, {queries} queries.npy"
    if not file.exists():
        np.save(file, search_data.nearest(search_data.KINDS[asked.table], rows, made.vectors, asked.admits, K))
    exact: Integers = np.load(file)
    words = [text.split()[:4] for text in search_data.texts(made.words)]
    alone = [Sought([], [], vector.tolist(), EMBEDDER) for vector in made.vectors]
    together = [replace(sought, words=few) for sought, few in zip(alone, words, strict=True)]
    engine = create_engine(url, connect_args=connect_args())
    with Session(engine) as session:
        found, vector_ms, _ = _timed(session, asked.find, alone)
        _, words_ms, python_ms = _timed(session, asked.find, together)
    engine.dispose()
    hits = [len(set(these) & set(those)) for these, those in zip(found, exact.tolist(), strict=True)]
    times = (*_p50_p95(vector_ms), *_p50_p95(words_ms), median(python_ms))
    return Measured(rows, asked.name, sum(hits) / (K * queries), *times)


def _timed(session: Session, find: Find, sought: list[Sought]) -> tuple[list[list[int]], list[float], list[float]]:
    """What is found, and milliseconds by the clock and of this process's processor.

    After a first round that is not counted, so that what is read lies in memory. Each commits, as a request does:
    after a rollback psycopg forgets what is prepared.
    """
    for each in sought:
        find(session, each)
        session.commit()
    found, took, worked = [], [], []
    for each in sought:
        began, before = time.perf_counter(), time.thread_time()
        found.append(find(session, each))
        took.append((time.perf_counter() - began) * 1000)
        worked.append((time.thread_time() - before) * 1000)
        session.commit()
    return found, took, worked


def _p50_p95(milliseconds: list[float]) -> tuple[float, float]:
    cut = quantiles(milliseconds, n=100)
    return cut[49], cut[94]


@contextmanager
def served(data: Path) -> Iterator[Postgres]:
    server = Postgres(data / "postgres", free_port(), "bench", durable=False)
    server.prepare()
    service = server.service(data / "postgres.log")
    process = Process(replace(service, argv=(*service.argv, *MEMORY)))
    try:
        process.wait_ready()
        yield server
    finally:
        process.stop()


def prepare(server: Postgres, rows: int, tables: list[str]) -> str:
    """Make of a database what is missing. Returns its address."""
    name = f"rows_{rows}"
    url = server.url.rpartition("/")[0] + f"/{name}"
    with server.connect("postgres") as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
            connection.execute(f"CREATE DATABASE {name}".encode())
    migrate = [sys.executable, "-m", "persistence.migrate"]
    subprocess.run(migrate, check=True, env={**os.environ, "DATABASE_URL": url})
    with server.connect(name) as connection:
        for table in tables:
            if not connection.execute(f"SELECT 1 FROM {table} LIMIT 1".encode()).fetchone():
                search_data.load(connection, table, rows)
                search_data.index(connection, table)
    return url


def main(
    rows: Annotated[list[int] | None, typer.Option(min=1000, help="Of each table; may be given again.")] = None,
    queries: Annotated[int, typer.Option(min=2)] = 100,
    table: Annotated[list[str] | None, typer.Option(help="questions, resume_sections; both without.")] = None,
    data: Annotated[Path | None, typer.Option(help="Where the database is kept for the next run.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the results here too.")] = None,
) -> None:
    """Measure, print, and write."""
    tables = table or list(search_data.KINDS)
    with temporary_home() as home, served(data or home) as server:
        results = [
            measure(prepare(server, count, tables), count, asked, queries, data or home)
            for count in rows or [10_000]
            for asked in ways(count)
            if asked.table in tables
        ]
    shown = Table(title="The product's search (ms)")
    for column in ("rows", "search", "recall@10", "vector p50", "p95", "with words p50", "p95", "of it Python"):
        shown.add_column(column, justify="left" if column == "search" else "right")
    for one in results:
        times = (one.vector_p50, one.vector_p95, one.words_p50, one.words_p95, one.python)
        shown.add_row(str(one.rows), one.search, f"{one.recall:.3f}", *(f"{value:.1f}" for value in times))
    Console().print(shown)
    if json_file:
        json_file.write_text(json.dumps([asdict(result) for result in results], indent=2), encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
