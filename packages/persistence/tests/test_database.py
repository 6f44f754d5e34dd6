"""What a failing statement leaves to be logged, and what a database that is away is told as."""

import asyncio
import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from contracts.errors import RecordUnavailable
from persistence.database import AsyncDatabase, Database, Doorbell
from sqlalchemy import TextClause, make_url, text
from sqlalchemy.dialects.postgresql.psycopg import PGDialectAsync_psycopg
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import IntegrityError
from visavis.testing import free_port

SAID = "We keep a zebrafish in production."
REFUSED = text("INSERT INTO transcripts (id, text) VALUES (gen_random_uuid(), :said)").bindparams(said=SAID)


def test_an_error_of_a_worker_quotes_no_value(database):
    with pytest.raises(IntegrityError) as failed, database.transaction() as session:
        session.exec(REFUSED)
    assert_quotes_nothing(failed.value)


def test_an_error_of_a_service_quotes_no_value(postgres_url, redis_url):
    with pytest.raises(IntegrityError) as failed:
        asyncio.run(execute(postgres_url, redis_url, REFUSED))
    assert_quotes_nothing(failed.value)


def test_a_database_that_cannot_be_reached_is_away(postgres_url, redis_url):
    nowhere = postgres_url.replace(f":{make_url(postgres_url).port}/", f":{free_port()}/")
    with pytest.raises(RecordUnavailable):
        asyncio.run(execute(nowhere, redis_url, text("SELECT 1")))


def test_a_database_that_hangs_up_is_away(postgres_url, redis_url):
    with pytest.raises(RecordUnavailable):
        asyncio.run(execute(postgres_url, redis_url, text("SELECT pg_terminate_backend(pg_backend_pid())")))


def test_a_statement_that_was_given_up_may_be_tried_again(postgres_url, redis_url):
    with pytest.raises(RecordUnavailable):
        asyncio.run(execute(postgres_url, redis_url, text("SET LOCAL statement_timeout = 1; SELECT pg_sleep(60)")))


def test_no_connection_being_free_is_told_as_away(postgres_url, redis_url, monkeypatch):
    async def take_two() -> None:
        async with opened(postgres_url, redis_url) as database:
            monkeypatch.setattr(database.engine.pool, "_timeout", 0)
            async with database.transaction() as one, database.transaction() as other:
                await one.exec(text("SELECT 1"))
                await other.exec(text("SELECT 1"))

    with pytest.raises(RecordUnavailable):
        asyncio.run(take_two())


def test_a_connection_that_ended_while_nobody_used_it_is_replaced(postgres_url, redis_url, database):
    assert asyncio.run(use_twice(postgres_url, redis_url, lambda used: end(database, used))) == [1, 2]


def test_a_connection_that_was_long_unused_is_asked_for_its_server(postgres_url, redis_url, monkeypatch):
    monkeypatch.setattr("persistence.database.LOOK_AGAIN_AFTER_S", -1.0)
    asked = []
    ping = PGDialectAsync_psycopg.do_ping

    def counted(dialect: PGDialectAsync_psycopg, connection: DBAPIConnection) -> bool:
        asked.append(connection)
        return ping(dialect, connection)

    monkeypatch.setattr(PGDialectAsync_psycopg, "do_ping", counted)
    assert asyncio.run(use_twice(postgres_url, redis_url, lambda used: None)) == [1, 1]
    assert len(asked) == 1


async def use_twice(postgres_url: str, redis_url: str, meanwhile: Callable[[int], None]) -> list[int]:
    """The server's process behind each use, numbered as they were met."""
    met = list[int]()
    async with opened(postgres_url, redis_url) as database:
        for _ in range(2):
            async with database.transaction() as session:
                (process,) = (await session.exec(text("SELECT pg_backend_pid()"))).one()
            met.append(process)
            meanwhile(process)
    return [1 + list(dict.fromkeys(met)).index(process) for process in met]


def end(database: Database, process: int) -> None:
    """Returns once it is gone."""
    with database.transaction() as session:
        session.exec(text("SELECT pg_terminate_backend(:process, 10000)").bindparams(process=process))


@asynccontextmanager
async def opened(postgres_url: str, redis_url: str) -> AsyncIterator[AsyncDatabase]:
    """Of one connection."""
    database = AsyncDatabase(postgres_url, Doorbell(redis_url), pool_size=1, statement_timeout=timedelta(seconds=10))
    try:
        yield database
    finally:
        await database.close()


async def execute(postgres_url: str, redis_url: str, statement: TextClause) -> None:
    async with opened(postgres_url, redis_url) as database, database.transaction() as session:
        await session.exec(statement)


def assert_quotes_nothing(error: IntegrityError) -> None:
    logged = "".join(traceback.format_exception(error))
    assert "violates not-null constraint" in logged
    assert "INSERT INTO transcripts" in logged
    assert SAID not in logged
