"""Keeps jobs' leases while their work goes on."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import structlog
from persistence.database import Database
from persistence.record import jobs
from persistence.record.jobs import Lease, LeaseLost
from sqlalchemy.exc import SQLAlchemyError

log = structlog.get_logger(__name__)


class Heartbeat:
    """Extends all leases that it keeps, three times in the time of one.

    Its thread outlives the jobs that follow each other, most of which are over before it beats, and ends when there is
    none left: starting one takes as long as a short job does.
    """

    def __init__(self, database: Database, lease: timedelta) -> None:
        self._database = database
        self._for = lease
        self._kept: dict[str, Lease] = {}
        self._beats = False
        self._lock = threading.Lock()

    @contextmanager
    def keeps(self, lease: Lease) -> Iterator[None]:
        """Extend the lease within. A lost one shows when the result is written."""
        with self._lock:
            self._kept[lease.token] = lease
            if not self._beats:
                threading.Thread(target=self._beat, name="heartbeat", daemon=True).start()
                self._beats = True
        try:
            yield
        finally:
            with self._lock:  # which an extension under way has
                del self._kept[lease.token]

    def _beat(self) -> None:
        while True:
            time.sleep(self._for.total_seconds() / 3)
            with self._lock:
                for lease in self._kept.values():
                    self._extend(lease)
                self._beats = bool(self._kept)
                if not self._beats:
                    return

    def _extend(self, lease: Lease) -> None:
        try:
            with self._database.autocommit() as session:
                jobs.extend(session, lease, self._for)
        except (LeaseLost, SQLAlchemyError):
            log.warning("lease not extended", job_id=lease.job_id, exc_info=True)
