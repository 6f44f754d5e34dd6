"""Wakes the listeners of an interview, or of a posting, when it has a new event.

Redis tells that something is new; what it is stands in Postgres. Listeners look for themselves every few seconds as
well, so that a Redis that is down or was flushed costs a short delay and nothing else.
"""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Sequence
from typing import Protocol, TypeVar

import structlog
from contracts.errors import RecordUnavailable, VisavisError
from contracts.events import wake_channel
from persistence.database import AsyncDatabase, run_sync
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlmodel import Session
from sqlmodel.ext.asyncio.session import AsyncSession

log = structlog.get_logger(__name__)

POLL_SECONDS = 4.0
"""Whoever may not listen any more hears nothing after this."""
RECONNECT_SECONDS = 1.0


class Numbered(Protocol):
    @property
    def sequence(self) -> int: ...


EventT = TypeVar("EventT", bound=Numbered)
Admission = Callable[[AsyncSession], Awaitable[object]]
"""Raises the error of whoever may not listen."""


class EventHub:
    """One Redis subscription a process, shared by all listeners."""

    def __init__(self, redis_url: str, database: AsyncDatabase, looks_at_once: int) -> None:
        # However many listen, requests find connections to the database that no listener has.
        self._looking = asyncio.Semaphore(looks_at_once)
        self._redis = Redis.from_url(redis_url, socket_connect_timeout=1)
        self._database = database
        self._listeners: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._listen(), name="event-hub")

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        await self._redis.aclose()

    async def follow(
        self, topic: str, after: int, since: Callable[[Session, str, int], Sequence[EventT]], admit: Admission
    ) -> AsyncGenerator[EventT | None]:
        """What is on the record `since` sequence `after`, then what is new; None where nothing happened for a while.

        A stream outlives the token that it was opened with: it ends with the first look at which `admit` raises. While
        the record is away nothing is told, and nobody has to come again: what happens is told by a later look.
        """
        with self._listener(topic) as woken:
            while True:
                woken.clear()
                try:
                    async with self._looking, self._database.transaction() as session:
                        try:
                            await admit(session)
                        except VisavisError:
                            return
                        batch = await run_sync(session, since, topic, after)
                except RecordUnavailable:
                    batch = []
                for event in batch:
                    after = event.sequence
                    yield event
                if not batch:
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(woken.wait(), POLL_SECONDS)
                    if not woken.is_set():
                        yield None

    @contextlib.contextmanager
    def _listener(self, topic: str) -> Iterator[asyncio.Event]:
        channel, woken = wake_channel(topic), asyncio.Event()
        self._listeners[channel].add(woken)
        try:
            yield woken
        finally:
            self._listeners[channel].discard(woken)
            if not self._listeners[channel]:
                del self._listeners[channel]

    async def _listen(self) -> None:
        while True:
            try:
                async with self._redis.pubsub() as subscription:
                    await subscription.psubscribe(wake_channel("*"))
                    async for message in subscription.listen():
                        if message["type"] == "pmessage":
                            for woken in self._listeners.get(message["channel"].decode(), ()):
                                woken.set()
            except (RedisError, OSError) as error:
                log.warning("event hub lost Redis", error=type(error).__name__)
            await asyncio.sleep(RECONNECT_SECONDS)
