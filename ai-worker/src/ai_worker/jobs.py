"""Runs a recorded job: claim, work under a heartbeat, write the result fenced by the lease."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Generic, Protocol, TypeVar

import structlog
from contracts.base import Contract
from contracts.errors import (
    AtCapacity,
    BeingJudged,
    EngineUnavailable,
    ErasureDelayed,
    MailRefused,
    MailUnavailable,
    ReceiverUnavailable,
)
from contracts.tasks import JobContract
from persistence.database import Database
from persistence.record import jobs
from persistence.record.jobs import Lease, LeaseLost
from persistence.tables import Job, JobState
from prometheus_client import Counter, Histogram
from runtime import correlation, tracing
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from ai_worker.heartbeat import Heartbeat

log = structlog.get_logger(__name__)

JOBS = Counter("visavis_jobs", "Attempts at jobs by outcome", ["name", "outcome"])
SECONDS = Histogram(
    "visavis_job_seconds",
    "Time that an attempt took, however it ended",
    ["name"],
    buckets=(0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 60.0, 120.0, 300.0),
)

WORTH_WAITING_FOR = (AtCapacity, BeingJudged, EngineUnavailable, ErasureDelayed, MailUnavailable, ReceiverUnavailable)
"""A server that is away or busy, or an answer that is judged anew meanwhile: the job waits and spends no attempt."""
REFUSED = (MailRefused,)
"""An answer that asking again would not change."""

PayloadT = TypeVar("PayloadT", bound=Contract)
PayloadT_contra = TypeVar("PayloadT_contra", bound=Contract, contravariant=True)


class Handler(Protocol[PayloadT_contra]):
    """Does the work outside of a transaction and returns what writes its result inside one."""

    def __call__(self, database: Database, payload: PayloadT_contra) -> Callable[[Session], None]: ...


class DeadHandler(Protocol[PayloadT_contra]):
    """Writes what follows from a job that failed for good, in the transaction that declares it dead."""

    def __call__(self, session: Session, payload: PayloadT_contra) -> None: ...


class JobRunner(Generic[PayloadT]):
    """One kind of job, by contract."""

    def __init__(
        self,
        database: Database,
        contract: JobContract[PayloadT],
        handler: Handler[PayloadT],
        *,
        lease: timedelta,
        patience: timedelta = jobs.PATIENCE,
        longest_pause: timedelta = jobs.LONGEST_PAUSE,
        on_dead: DeadHandler[PayloadT] | None = None,
    ) -> None:
        """A job whose server is away waits for it as long as `patience` after it was asked for, at most `longest_pause`
        between two attempts.
        """
        self._database = database
        self._contract = contract
        self._handler = handler
        self._lease = lease
        self._heartbeat = Heartbeat(database, lease)
        self._patience = patience
        self._longest_pause = longest_pause
        self._on_dead = on_dead

    def run(self, job_id: str) -> None:
        """Run the job if it is there to be run. A failure is recorded with the job, never raised to Celery."""
        with self._database.autocommit() as session:
            lease = jobs.claim(session, job_id, self._lease)
        if lease is None:
            log.debug("job not claimed", job_id=job_id)
            return
        started = time.monotonic()
        attempt = structlog.contextvars.bound_contextvars(job_id=job_id, attempt=lease.attempt)
        with correlation.of(lease.request_id), attempt:
            try:
                with tracing.span("job", task=self._contract.name, job_id=job_id, attempt=lease.attempt):
                    self._attempt(lease)
                outcome = "done"
            except LeaseLost:
                outcome = "lease_lost"
                log.warning("job's lease was lost")
            except WORTH_WAITING_FOR as error:
                outcome = "postponed"
                log.warning("job waits for a server", error=error.code, **error.params)
                self._give_back(lease, error)
            except REFUSED as error:
                outcome = "refused"
                log.error("job was refused for good", error=error.code, **error.params)
                self._give_back(lease, error)
            except Exception as error:
                outcome = "failed"
                log.exception("job failed")
                self._give_back(lease, error)
            JOBS.labels(self._contract.name, outcome).inc()
            seconds = time.monotonic() - started
            SECONDS.labels(self._contract.name).observe(seconds)
            log.info("job ended", task=self._contract.name, outcome=outcome, seconds=round(seconds, 3))
            if lease.group_key:
                self._ring_for_waiting(lease.group_key)

    def bury(self, session: Session, job: Job) -> None:
        """Write what follows from a job of this kind that the reconciler declared dead."""
        if self._on_dead is not None:
            self._on_dead(session, self._contract.payload.model_validate(job.payload))

    def _attempt(self, lease: Lease) -> None:
        payload = self._contract.payload.model_validate(lease.payload)
        with self._heartbeat.keeps(lease):
            write = self._handler(self._database, payload)
        with self._database.transaction() as session:
            write(session)
            jobs.finish(session, lease)

    def _give_back(self, lease: Lease, error: Exception) -> None:
        name = f"{type(error).__module__}.{type(error).__qualname__}"
        try:
            with self._database.transaction() as session:
                if isinstance(error, WORTH_WAITING_FOR):
                    state = jobs.postpone(session, lease, name, self._patience, self._longest_pause)
                else:
                    state = jobs.fail(session, lease, name, for_good=isinstance(error, REFUSED))
                if state is JobState.DEAD and self._on_dead is not None:
                    self._on_dead(session, self._contract.payload.model_validate(lease.payload))
        except (LeaseLost, SQLAlchemyError):
            log.warning("failure not recorded; the lease will run out", exc_info=True)

    def _ring_for_waiting(self, group_key: str) -> None:
        """After the commit: of two last jobs that end together, the later one sees both."""
        with self._database.autocommit() as session:
            waiting = jobs.waiting_for(session, group_key)
        self._database.send(list(waiting))
