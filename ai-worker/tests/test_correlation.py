"""A worker's lines, and the work that follows from its work, have the id of the request that all began with."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from ai_worker.jobs import JobRunner
from captured_log import captured
from contracts.tasks import GENERATE_FINAL_REPORT, PLAN_QUESTIONS, FinalReportPayload, PlanQuestionsPayload
from persistence.database import Database
from persistence.ids import new_id
from persistence.record import jobs
from persistence.tables import Job
from runtime import correlation
from sqlmodel import Session


def test_a_job_has_the_id_and_so_has_what_it_asks_for(database: Database, monkeypatch: pytest.MonkeyPatch):
    def ask() -> str:
        with database.transaction() as session:
            job_id = jobs.add(session, PLAN_QUESTIONS, PlanQuestionsPayload(interview_id=new_id()), unique_key=new_id())
        assert job_id
        return job_id

    followed: list[str] = []

    def plan(_database: Database, payload: PlanQuestionsPayload) -> Callable[[Session], None]:
        def write(session: Session) -> None:
            report = FinalReportPayload(interview_id=payload.interview_id)
            job_id = jobs.add(session, GENERATE_FINAL_REPORT, report, unique_key=new_id())
            assert job_id
            followed.append(job_id)

        return write

    runner = JobRunner(database, PLAN_QUESTIONS, plan, lease=timedelta(seconds=30))
    with correlation.of("asked-1"):
        job_id = ask()
    lines = captured("ai_worker.jobs", monkeypatch)
    runner.run(job_id)
    runner.run(ask())
    ended = [line for line in lines if line["event"] == "job ended"]
    assert [(line.get("request_id"), line["outcome"]) for line in ended] == [("asked-1", "done"), (None, "done")]
    with database.transaction() as session:
        assert [session.get_one(Job, followed_by).request_id for followed_by in followed] == ["asked-1", None]
