"""Figures of the record for `/metrics`: what waits for workers and for how long, and what was given up.

backend-core has them, because a worker that is gone could not say that nobody works.
"""

import asyncio
import time
from collections.abc import Callable
from typing import get_args

import structlog
from contracts.tasks import JOBS, Queue
from fastapi import FastAPI
from persistence.database import run_sync
from persistence.record import jobs
from persistence.record.jobs import QueueLoad
from prometheus_client import Gauge

from backend_core.administration import system

log = structlog.get_logger(__name__)

REACHABLE = Gauge("visavis_record_reachable", "Whether the database answered when it was last asked for these figures")
DUE = Gauge("visavis_queue_due", "Jobs that a worker could take up now", ["queue"])
RUNNING = Gauge("visavis_queue_running", "Jobs that a worker holds", ["queue"])
OLDEST = Gauge("visavis_queue_oldest_due_seconds", "How long the oldest job has been due; 0 where none is", ["queue"])
DEAD = Gauge("visavis_jobs_dead", "Jobs that were given up, until somebody begins them again", ["name"])
AWAY = Gauge("visavis_jobs_waiting_for_server", "Jobs that wait for a server that is away", ["name"])

FRESH_FOR_S = 5.0
"""However often somebody asks, the database is asked no more often than this."""
ANSWERS_WITHIN_S = 5.0


class RecordFigures:
    """Brings the gauges up to date; one of them says where that failed, and the others are then as they were."""

    def __init__(self, app: FastAPI, clock: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._clock = clock
        self._stale_at = float("-inf")

    async def __call__(self) -> None:
        if self._clock() < self._stale_at:
            return
        self._stale_at = self._clock() + FRESH_FOR_S
        try:
            async with asyncio.timeout(ANSWERS_WITHIN_S):
                await self._read()
        except Exception as error:
            log.warning("the record's figures could not be read", error=type(error).__name__)
            REACHABLE.set(0)
        else:
            REACHABLE.set(1)

    async def _read(self) -> None:
        async with self._app.state.database.transaction() as session:
            loads = await run_sync(session, jobs.loads)
            waits = await run_sync(session, jobs.longest_waits)
            work = {one.task: one for one in await system.unfinished(session)}
        for queue in get_args(Queue):
            load = loads.get(queue, QueueLoad(due=0, running=0))
            DUE.labels(queue).set(load.due)
            RUNNING.labels(queue).set(load.running)
            OLDEST.labels(queue).set(waits[queue].total_seconds() if queue in waits else 0)
        DEAD.clear()
        AWAY.clear()
        for name in {job.name for job in JOBS} | set(work):
            DEAD.labels(name).set(work[name].dead if name in work else 0)
            AWAY.labels(name).set(work[name].away if name in work else 0)
