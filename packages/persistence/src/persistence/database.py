"""Sessions, asynchronous for the API and synchronous for workers, and what is sent once a transaction has committed.

Functions of the record (`persistence.record.jobs`, `persistence.record.events`) take a synchronous `Session`;
asynchronous code calls them through `run_sync`, so that each is written once.
"""

import asyncio
import select
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Concatenate, ParamSpec, TypeVar, cast

import psycopg
import structlog
from celery import Celery
from contracts.errors import InvalidInput, RecordUnavailable
from contracts.events import wake_channel
from contracts.media_servers import HANG_UP_SECONDS, hang_up_key
from kombu.exceptions import OperationalError
from redis import Redis
from redis.exceptions import RedisError
from runtime.celery import celery_app, ring
from sqlalchemy import Dialect, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, InvalidatePoolError, TimeoutError as NoConnectionFree
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection
from sqlmodel import Session
from sqlmodel.ext.asyncio.session import AsyncSession

log = structlog.get_logger(__name__)

Arguments = ParamSpec("Arguments")
ResultT = TypeVar("ResultT")

_SIGNALS = "visavis.signals"
_GIVEN_BACK = "visavis.given_back"
LOOK_AGAIN_AFTER_S = 10.0
"""Without use, after which a connection is asked whether the server is still there; what is between the two may have
forgotten it by then.
"""
SETTINGS = {
    # How many candidates a scan of vectors keeps: more find more of the nearest, and take longer.
    "hnsw.ef_search": "100",
    # With filters, a scan that stops at the nearest would come back with too few; they are put in order afterwards.
    "hnsw.iterative_scan": "relaxed_order",
    # Reading a page out of order costs hardly more; with the default, PostgreSQL reads and sorts ten thousand vectors.
    "random_page_cost": "1.1",
    "idle_in_transaction_session_timeout": "60000",
}
"""Of every connection."""
UNLIMITED = timedelta(0)
OUT_OF_RANGE = "22003"
"""PostgreSQL's state for a number that its column cannot hold."""


@dataclass(frozen=True)
class Ring:
    """A job waits for a worker."""

    job_id: str
    name: str
    priority: int


@dataclass(frozen=True)
class Wake:
    """An interview, or a posting, has a new event."""

    topic: str


@dataclass(frozen=True)
class HangUp:
    """What a call rests on is gone; `interview_id` is the candidate's of a training."""

    interview_id: str


Signal = Ring | Wake | HangUp


def after_commit(session: Session, signal: Signal) -> None:
    """Send `signal` once the session's transaction has committed, and not at all if it does not."""
    session.info.setdefault(_SIGNALS, []).append(signal)


class Doorbell:
    """Sends signals through Redis. What cannot be sent is logged and dropped: the record holds it."""

    def __init__(self, redis_url: str) -> None:
        self._celery: Celery = celery_app(redis_url)
        self._redis = Redis.from_url(redis_url, socket_timeout=2, socket_connect_timeout=1)

    def send(self, signals: list[Signal]) -> None:
        for signal in signals:
            try:
                match signal:
                    case Ring(job_id, name, priority):
                        ring(self._celery, name, job_id, priority)
                    case Wake(topic):
                        self._redis.publish(wake_channel(topic), b"")
                    case HangUp(interview_id):
                        self._redis.set(hang_up_key(interview_id), b"", ex=HANG_UP_SECONDS)
            except (RedisError, OperationalError, OSError) as error:
                log.warning("signal not sent", kind=type(signal).__name__, error=type(error).__name__)

    def close(self) -> None:
        self._celery.close()
        self._redis.close()


async def run_sync(
    session: AsyncSession,
    function: Callable[Concatenate[Session, Arguments], ResultT],
    /,
    *args: Arguments.args,
    **kwargs: Arguments.kwargs,
) -> ResultT:
    """Call a function of the record within an asynchronous session's transaction."""
    # SQLAlchemy's own run_sync is typed for its base class; SQLModel's asynchronous session wraps SQLModel's.
    return await session.run_sync(lambda inner: function(cast("Session", inner), *args, **kwargs))


def connect_args(statement_timeout: timedelta = UNLIMITED) -> dict[str, str]:
    """What every connection to the record says of itself: searches rest on it."""
    settings = SETTINGS | {"statement_timeout": str(int(statement_timeout.total_seconds() * 1000))}
    return {"options": " ".join(f"-c {name}={value}" for name, value in settings.items())}


def _watch(engine: Engine) -> None:
    event.listen(engine, "handle_error", _leave_out_details)
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "checkout", partial(_require_server, engine.dialect))


def _note_use(_connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
    record.info[_GIVEN_BACK] = time.monotonic()


def _require_server(
    dialect: Dialect, connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: PoolProxiedConnection
) -> None:
    """Have the pool connect anew where the server has ended the connection meanwhile.

    SQLAlchemy's own `pool_pre_ping` asks the server each time; one that stops says so without being asked, and nothing
    else comes over a connection that nobody uses.
    """
    given_back, driver = record.info.get(_GIVEN_BACK), record.driver_connection
    if given_back is None or not isinstance(driver, psycopg.Connection | psycopg.AsyncConnection):
        return
    try:
        incoming = select.poll()
        incoming.register(driver.fileno(), select.POLLIN)
        if incoming.poll(0):
            raise InvalidatePoolError
        if time.monotonic() - given_back > LOOK_AGAIN_AFTER_S:
            dialect.do_ping(connection)
    except psycopg.Error as error:
        raise InvalidatePoolError from error


def _leave_out_details(context: ExceptionContext) -> None:
    """PostgreSQL's details quote the row that it refuses, and what an error says ends up in a log."""
    error, wrapped = context.original_exception, context.sqlalchemy_exception
    if isinstance(error, psycopg.Error) and error.diag.message_primary is not None:
        whole, error.args = str(error), (error.diag.message_primary,)
        if wrapped is not None:
            wrapped.args = (wrapped.args[0].replace(whole, error.diag.message_primary),)


def _is_away(error: DBAPIError) -> bool:
    """Whether the server could not be reached, went away or had no time, rather than refused what it was asked."""
    # A connection that never came to be has no state of PostgreSQL's; 57P is its stopping and starting, 53300 that it
    # is full, 57014 the statement timeout, 40P01 a deadlock.
    state = getattr(error.orig, "sqlstate", None)
    passing = state is None or state.startswith(("57P", "53300", "57014", "40P01"))
    refused = isinstance(error.orig, psycopg.OperationalError) and passing
    return error.connection_invalidated or refused


class AsyncDatabase:
    """The record, for a service that runs an event loop."""

    def __init__(self, url: str, doorbell: Doorbell, *, pool_size: int, statement_timeout: timedelta) -> None:
        self.engine: AsyncEngine = create_async_engine(
            sqlalchemy_url(url),
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=5,
            hide_parameters=True,
            connect_args=connect_args(statement_timeout),
        )
        _watch(self.engine.sync_engine)
        self._autocommit = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._doorbell = doorbell

    @asynccontextmanager
    async def autocommit(self) -> AsyncIterator[AsyncSession]:
        """For what only reads: each statement is a transaction of its own, and one round trip instead of three. It sees
        what is committed by then, as in a `transaction`. What is added is written on leaving, and not on an exception;
        two things that must not be without each other need a `transaction`. Raises what that does.
        """
        async with self._session(self._autocommit) as session:
            yield session

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """One transaction: committed on leaving, rolled back on an exception, signals sent after the commit.

        Raises `RecordUnavailable` while the database cannot be reached, or where it has no time. Where it went away
        during the commit, what was to be written may be on the record or not. Raises `InvalidInput` for a number that
        no column holds.
        """
        async with self._session(self.engine) as session:
            yield session

    @asynccontextmanager
    async def _session(self, engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
        try:
            async with AsyncSession(engine, expire_on_commit=False) as session:
                async with session.begin():
                    yield session
                signals = session.info.pop(_SIGNALS, [])
        except NoConnectionFree as error:
            raise RecordUnavailable from error
        except DBAPIError as error:
            if _is_away(error):
                log.warning("the record does not answer", sqlstate=getattr(error.orig, "sqlstate", None))
                raise RecordUnavailable from error
            if getattr(error.orig, "sqlstate", None) == OUT_OF_RANGE:
                raise InvalidInput from error
            raise
        if signals:
            await asyncio.to_thread(self._doorbell.send, signals)

    async def close(self) -> None:
        await self.engine.dispose()
        self._doorbell.close()


class Database:
    """The record, for a worker."""

    def __init__(self, url: str, doorbell: Doorbell, *, pool_size: int, statement_timeout: timedelta) -> None:
        self.engine: Engine = create_engine(
            sqlalchemy_url(url),
            pool_size=pool_size,
            max_overflow=0,
            hide_parameters=True,
            connect_args=connect_args(statement_timeout),
        )
        _watch(self.engine)
        self._autocommit = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._doorbell = doorbell

    @contextmanager
    def autocommit(self) -> Iterator[Session]:
        """Each statement is a transaction of its own, and one round trip instead of three. No signals are sent."""
        with Session(self._autocommit) as session:
            yield session

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """As `AsyncDatabase.transaction`, with errors as they come: who works on a job records them."""
        with Session(self.engine, expire_on_commit=False) as session:
            with session.begin():
                yield session
            signals = session.info.pop(_SIGNALS, [])
        if signals:
            self._doorbell.send(signals)

    def send(self, signals: list[Signal]) -> None:
        self._doorbell.send(signals)

    def close(self) -> None:
        self.engine.dispose()
        self._doorbell.close()


def sqlalchemy_url(url: str) -> str:
    """Plain `postgresql://` and `postgres://` addresses mean psycopg 3."""
    scheme, separator, rest = url.partition("://")
    return f"postgresql+psycopg{separator}{rest}" if scheme in {"postgres", "postgresql"} else url
