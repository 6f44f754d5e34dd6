"""Leases are kept while the work goes on, and no longer."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from ai_worker.jobs import JobRunner
from contracts.tasks import PLAN_QUESTIONS, PlanQuestionsPayload
from persistence.database import Database
from persistence.ids import new_id
from persistence.record import jobs
from persistence.tables import Job, JobState
from platform_under_test import eventually
from sqlmodel import Session, select

LEASE = timedelta(seconds=0.3)


def test_a_job_keeps_its_lease_for_as_long_as_it_works_and_leaves_no_thread_behind(database: Database) -> None:
    others, met = heartbeats(), list[set[threading.Thread]]()

    def work(_database: Database, payload: PlanQuestionsPayload) -> Callable[[Session], None]:
        claimed = lease_ends(database, payload.interview_id)
        eventually(lambda: lease_ends(database, payload.interview_id) > claimed + LEASE)
        met.append(heartbeats() - others)
        return lambda session: None

    runner = JobRunner(database, PLAN_QUESTIONS, work, lease=LEASE)
    for _ in range(2):
        job_id = ask(database)
        runner.run(job_id)
        with database.transaction() as session:
            job = session.get_one(Job, job_id)
        assert (job.state, job.attempts) == (JobState.DONE, 1)
    assert [len(threads) for threads in met] == [1, 1]
    eventually(lambda: not heartbeats() - others)


def heartbeats() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread.name == "heartbeat"}


def ask(database: Database) -> str:
    payload = PlanQuestionsPayload(interview_id=new_id())
    with database.transaction() as session:
        job_id = jobs.add(session, PLAN_QUESTIONS, payload, unique_key=payload.interview_id)
    assert job_id
    return job_id


def lease_ends(database: Database, interview_id: str) -> datetime:
    with database.transaction() as session:
        job = session.exec(select(Job).where(Job.unique_key == f"{PLAN_QUESTIONS.name}:{interview_id}")).one()
    assert job.lease_expires_at
    return job.lease_expires_at
