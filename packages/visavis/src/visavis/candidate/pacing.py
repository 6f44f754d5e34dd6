"""Real time for outbound tracks, on the monotonic clock."""

import asyncio
import time
from collections.abc import Awaitable, Callable

Clock = Callable[[], float]
Sleep = Callable[[float], Awaitable[None]]

MAX_LAG = 0.5
"""Seconds; whoever falls further behind drops the past instead of sending it in a burst."""


class Pacer:
    """Lets tick n pass `n * interval` seconds after the first, so that delays do not add up."""

    def __init__(self, interval: float, clock: Clock = time.monotonic, sleep: Sleep = asyncio.sleep) -> None:
        self._interval = interval
        self._clock = clock
        self._sleep = sleep
        self._next: float | None = None

    async def tick(self) -> int:
        """Wait until the next tick is due. Returns how many ticks were dropped before it, usually none."""
        now = self._clock()
        if self._next is None:
            self._next = now
        lag = now - self._next
        dropped = int(lag / self._interval) if lag > MAX_LAG else 0
        due = self._next + dropped * self._interval
        self._next = due + self._interval
        if due > now:
            await self._sleep(due - now)
        return dropped
