"""ai-worker's own application with a job that does nothing, for `evaluation.py`."""

from collections.abc import Callable
from functools import cache

from ai_worker.app import app, process
from ai_worker.jobs import JobRunner
from persistence.database import Database
from persistence.record.jobs import LEASE
from rows.evaluation_rows import NOTHING, NothingPayload
from sqlmodel import Session


@app.task(name=NOTHING.name)
def nothing(job_id: str) -> None:
    _runner().run(job_id)


@cache
def _runner() -> JobRunner[NothingPayload]:
    assert process.database
    return JobRunner(process.database, NOTHING, _do_nothing, lease=LEASE)


def _do_nothing(database: Database, payload: NothingPayload) -> Callable[[Session], None]:
    return lambda session: None
