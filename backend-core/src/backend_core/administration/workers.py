"""Which workers are alive: asked through Redis, where each of them listens."""

import asyncio
from time import monotonic

from kombu.exceptions import OperationalError
from redis.exceptions import RedisError
from runtime.celery import celery_app

from backend_core.administration.schemas import WorkerOut

ANSWER_WITHIN_S = 1.0
KEPT_S = 4.0
"""Every question takes its whole time, because nobody knows how many would answer."""


class Workers:
    def __init__(self, redis_url: str) -> None:
        self._celery = celery_app(redis_url)
        self._asking = asyncio.Lock()
        self._known: list[WorkerOut] | None = None
        self._until = 0.0

    async def alive(self) -> list[WorkerOut] | None:
        """Those that answer, by name; None where Redis itself does not.

        A worker that runs its work in the process that listens answers between two pieces of work only.
        """
        async with self._asking:
            if monotonic() >= self._until:
                self._known = await asyncio.to_thread(self._ask)
                self._until = monotonic() + KEPT_S
            return self._known

    def _ask(self) -> list[WorkerOut] | None:
        try:
            answers = self._celery.control.inspect(timeout=ANSWER_WITHIN_S).active_queues() or {}
        except (RedisError, OperationalError, OSError):
            return None
        return [
            WorkerOut(name=name, queues=sorted(queue["name"] for queue in queues))
            for name, queues in sorted(answers.items())
        ]

    def close(self) -> None:
        self._celery.close()
