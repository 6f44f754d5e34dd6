"""Rings again for what is due: jobs whose ring was lost, whose backoff is over, or whose worker is gone. And erases
screening interviews once they were kept as long as their postings say, credentials that have expired, and work done.

The only retry of the platform. It runs in every worker's parent process; an advisory lock lets one of them at it.
"""

import threading
import time
from collections.abc import Callable, Mapping
from datetime import timedelta

import structlog
from persistence.database import Database
from persistence.record import jobs
from persistence.removal import erasure, spent
from persistence.tables import JobState
from prometheus_client import Counter
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from ai_worker.runners import Runner

log = structlog.get_logger(__name__)

RECONCILER_LOCK = 0x72696E67
ERASE_EVERY = timedelta(hours=1)
RUNG = Counter("visavis_jobs_rung_again", "Jobs the reconciler rang for", ["name"])
BURIED = Counter("visavis_jobs_buried", "Jobs declared dead after their last lease ran out", ["name"])
ERASED = Counter("visavis_retention_erased", "Screening interviews and invitations whose time of being kept is over")


class Reconciler:
    def __init__(
        self,
        database: Database,
        runners: Mapping[str, Runner],
        every: timedelta,
        done_kept_for: timedelta = spent.DONE_KEPT_FOR,
    ) -> None:
        self._database = database
        self._runners = runners
        self._every = every.total_seconds()
        self._done_kept_for = done_kept_for
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="reconciler", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def reconcile(self) -> int:
        """Declare dead what cannot be helped, ring for the rest. Returns for how many it rang."""
        with self._database.transaction() as session:
            if not _is_alone(session):
                return 0
            for job in jobs.bury_abandoned(session):
                log.error("job is dead", job_id=job.id, name=job.name, state=JobState.DEAD)
                BURIED.labels(job.name).inc()
                if runner := self._runners.get(job.name):
                    runner.bury(session, job)
            rings = jobs.due(session)
        for ring in rings:
            RUNG.labels(ring.name).inc()
        self._database.send(list(rings))
        return len(rings)

    def erase_due(self) -> int:
        """Erase what was kept long enough. Returns how much that was."""
        erased, found = 0, erasure.AT_ONCE
        while found >= erasure.AT_ONCE and not self._stop.is_set():
            with self._database.transaction() as session:
                found = erasure.erase_due(session) if _is_alone(session) else 0
            erased += found
        if erased:
            log.info("kept long enough", erased=erased)
            ERASED.inc(erased)
        return erased

    def forget_spent(self) -> None:
        """Delete credentials that have expired, and work that was done long ago."""
        self._forget_all(spent.forget_spent)
        self._forget_all(lambda session: spent.forget_done(session, self._done_kept_for))

    def _forget_all(self, forget: Callable[[Session], int]) -> None:
        found = spent.AT_ONCE
        while found >= spent.AT_ONCE and not self._stop.is_set():
            with self._database.transaction() as session:
                found = forget(session) if _is_alone(session) else 0

    def _loop(self) -> None:
        erase_at = 0.0
        while True:
            try:
                self.reconcile()
                if time.monotonic() >= erase_at:
                    self.erase_due()
                    self.forget_spent()
                    erase_at = time.monotonic() + ERASE_EVERY.total_seconds()
            except SQLAlchemyError:
                log.warning("could not reconcile; trying again", exc_info=True)
            if self._stop.wait(self._every):
                return


def _is_alone(session: Session) -> bool:
    return bool(session.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": RECONCILER_LOCK}))
