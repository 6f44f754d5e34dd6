"""What a failing statement leaves to be logged."""

import asyncio
import traceback
from datetime import timedelta

import pytest
from persistence.database import AsyncDatabase, Doorbell
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

SAID = "We keep a zebrafish in production."
REFUSED = text("INSERT INTO transcripts (id, text) VALUES (gen_random_uuid(), :said)").bindparams(said=SAID)


def test_an_error_of_a_worker_quotes_no_value(database):
    with pytest.raises(IntegrityError) as failed, database.transaction() as session:
        session.exec(REFUSED)
    assert_quotes_nothing(failed.value)


def test_an_error_of_a_service_quotes_no_value(postgres_url, redis_url):
    async def fail() -> None:
        database = AsyncDatabase(
            postgres_url, Doorbell(redis_url), pool_size=1, statement_timeout=timedelta(seconds=10)
        )
        try:
            async with database.transaction() as session:
                await session.exec(REFUSED)
        finally:
            await database.close()

    with pytest.raises(IntegrityError) as failed:
        asyncio.run(fail())
    assert_quotes_nothing(failed.value)


def assert_quotes_nothing(error: IntegrityError) -> None:
    logged = "".join(traceback.format_exception(error))
    assert "violates not-null constraint" in logged
    assert "INSERT INTO transcripts" in logged
    assert SAID not in logged
