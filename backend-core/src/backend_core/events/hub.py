"""Wakes the listeners of an interview, or of a posting, when it has a new event.

Redis tells that something is new; what it is stands in Postgres. There one look is made every few seconds as well, for
all listeners at once, who may be thousands: a Redis that is down or was flushed costs a short delay and nothing else.
"""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

import structlog
from contracts.errors import RecordUnavailable, VisavisError
from contracts.events import wake_channel
from persistence.database import AsyncDatabase, run_sync
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlmodel import Session
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.events.rounds import OpenStream, with_news

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


@dataclass(eq=False)
class _Listener:
    """Looks when it is `woken`: by Redis, or by the round that looks for all."""

    stream: OpenStream
    woken: asyncio.Event = field(default_factory=asyncio.Event)


class EventHub:
    """One Redis subscription a process, shared by all listeners."""

    def __init__(self, redis_url: str, database: AsyncDatabase, looks_at_once: int) -> None:
        # However many listen, requests find connections to the database that no listener has.
        self._looking = asyncio.Semaphore(looks_at_once)
        self._redis = Redis.from_url(redis_url, socket_connect_timeout=1)
        self._database = database
        self._listeners: defaultdict[str, set[_Listener]] = defaultdict(set)
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        self._tasks = [
            asyncio.create_task(self._listen(), name="event-hub"),
            asyncio.create_task(self._go_round(), name="event-hub-rounds"),
        ]

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._redis.aclose()

    async def follow(
        self, stream: OpenStream, since: Callable[[Session, str, int], Sequence[EventT]], admit: Admission
    ) -> AsyncGenerator[EventT | None]:
        """What is on the record `since` the stream's beginning, then what is new; None where nothing happened for a
        while.

        A stream outlives the token that it was opened with: it ends with the first look at which `admit` raises. While
        the record is away nothing is told, and nobody has to come again: what happens is told by a later look.
        """
        with self._listener(stream) as listener:
            while True:
                listener.woken.clear()
                try:
                    async with self._looking, self._database.autocommit() as session:
                        try:
                            await admit(session)
                        except VisavisError:
                            return
                        batch = await run_sync(session, since, stream.topic, stream.after)
                except RecordUnavailable:
                    batch = []
                for event in batch:
                    stream.after = event.sequence
                    yield event
                while not batch and await self._stays_quiet(listener):
                    yield None

    @staticmethod
    async def _stays_quiet(listener: _Listener) -> bool:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(listener.woken.wait(), POLL_SECONDS)
        return not listener.woken.is_set()

    @contextlib.contextmanager
    def _listener(self, stream: OpenStream) -> Iterator[_Listener]:
        channel, listener = wake_channel(stream.topic), _Listener(stream)
        self._listeners[channel].add(listener)
        try:
            yield listener
        finally:
            self._listeners[channel].discard(listener)
            if not self._listeners[channel]:
                del self._listeners[channel]

    async def _go_round(self) -> None:
        while True:
            await asyncio.sleep(POLL_SECONDS)
            listeners = {listener.stream: listener for listening in self._listeners.values() for listener in listening}
            if not listeners:
                continue
            try:
                async with self._database.autocommit() as session:
                    for stream in await run_sync(session, with_news, list(listeners)):
                        listeners[stream].woken.set()
            except Exception as error:  # nobody's stream would end any more with their session
                log.warning("a look for all streams failed", error=type(error).__name__)

    async def _listen(self) -> None:
        while True:
            try:
                async with self._redis.pubsub() as subscription:
                    await subscription.psubscribe(wake_channel("*"))
                    async for message in subscription.listen():
                        if message["type"] == "pmessage":
                            for listener in self._listeners.get(message["channel"].decode(), ()):
                                listener.woken.set()
            except (RedisError, OSError) as error:
                log.warning("event hub lost Redis", error=type(error).__name__)
            await asyncio.sleep(RECONNECT_SECONDS)
