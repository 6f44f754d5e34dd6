"""Sessions that are opened or renewed at the moment at which all are ended."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from backend_core.auth import service
from backend_core.auth.password_resets import replace_password
from contracts.errors import SessionExpired, WrongCredentials
from persistence.database import AsyncDatabase, Database, Doorbell
from persistence.tables import User
from sqlalchemy import text

PASSWORD = "a long enough passphrase"


@pytest.fixture
async def database(core) -> AsyncIterator[AsyncDatabase]:
    database = AsyncDatabase(
        str(core.settings.database_url),
        Doorbell(str(core.settings.redis_url)),
        pool_size=2,
        statement_timeout=core.settings.database_statement_timeout,
    )
    yield database
    await database.close()


def until_somebody_waits_for(database: Database, pid: int) -> None:
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE :pid = ANY (pg_blocking_pids(pid))")
    # Of this view PostgreSQL shows one transaction the same rows again and again.
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not connection.scalar(waiting, {"pid": pid}):
            time.sleep(0.01)


async def test_a_session_that_is_renewed_while_it_is_ended_has_ended(core, person, database: AsyncDatabase):
    """What was renewed is not on the record yet when the end begins."""

    async def sign_out() -> None:
        async with database.transaction() as ending:
            await service.sign_out(ending, token)

    token = person.http.cookies["visavis_refresh"]
    async with database.transaction() as renewing:
        renewed = await service.refresh(renewing, token, core.settings)
        assert renewed is not None
        pid = await renewing.scalar(text("SELECT pg_backend_pid()"))
        ended = asyncio.create_task(sign_out())
        await asyncio.to_thread(until_somebody_waits_for, core.database, pid)
    await ended
    async with database.transaction() as session:
        with pytest.raises(SessionExpired):
            await service.refresh(session, renewed.refresh_token, core.settings)


async def test_a_password_that_is_replaced_while_somebody_signs_in_with_it_lets_nobody_in(
    core, person, database: AsyncDatabase, monkeypatch: pytest.MonkeyPatch
):
    verify = service.verify_password

    async def verify_and_replace(password: str, password_hash: str | None) -> bool:
        is_right = await verify(password, password_hash)
        with core.database.transaction() as session:
            replace_password(session, session.get_one(User, person.id), "another")
        return is_right

    monkeypatch.setattr(service, "verify_password", verify_and_replace)
    async with database.transaction() as session:
        with pytest.raises(WrongCredentials):
            await service.sign_in(session, person.email, PASSWORD, None, core.settings)
