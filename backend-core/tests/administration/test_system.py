"""What administrators see of the platform's work and engines."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from backend_core.administration.model_server import gpu_status, toggle_gpu
from backend_core.administration.workers import Workers
from backend_core.settings import CoreSettings
from celery.contrib.testing.worker import start_worker
from contracts.errors import (
    EngineFailed,
    EngineUnavailable,
    GpuMissing,
    ModelServerNotSet,
    ModelServerRefused,
    ModelServerSilent,
)
from contracts.model_server import GpuToggle
from persistence.ids import new_id
from persistence.tables import Job, JobState
from pydantic import HttpUrl, SecretStr
from runtime.celery import celery_app
from sqlmodel import select
from visavis.testing import embedded_redis

AWAY = f"{EngineUnavailable.__module__}.{EngineUnavailable.__qualname__}"
FAILED = f"{EngineFailed.__module__}.{EngineFailed.__qualname__}"


@pytest.fixture
def task() -> str:
    """One that no other test's jobs are of."""
    return f"tasks.{new_id()}"


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[str]:
    """With nothing in its queues: a worker that has work answers only in between."""
    with embedded_redis(tmp_path) as url:
        yield url


def job(name: str, state: JobState, last_error: str | None = None, age: timedelta = timedelta()) -> Job:
    return Job(
        name=name,
        queue="cpu_queue",
        priority=5,
        payload={},
        unique_key=new_id(),
        state=state,
        last_error=last_error,
        created_at=datetime.now(UTC) - age,
        # Nobody is to take these up.
        due_at=datetime.now(UTC) + timedelta(days=1),
    )


def system(cast: dict[str, Any]) -> dict[str, Any]:
    response = cast["admin"].get("/admin/system")
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def test_every_unfinished_job_counts_once(core, cast, task):
    hour = timedelta(hours=1)
    with core.database.transaction() as session:
        session.add_all(
            [
                job(task, JobState.QUEUED),
                job(task, JobState.QUEUED, FAILED),
                job(task, JobState.RUNNING),
                job(task, JobState.QUEUED, AWAY, hour),
                job(task, JobState.RUNNING, AWAY),
                job(task, JobState.DEAD, AWAY, 5 * hour),
                job(task, JobState.DONE),
            ]
        )
    (row,) = (row for row in system(cast)["work"] if row["task"] == task)
    oldest = datetime.now(UTC) - datetime.fromisoformat(row.pop("oldest"))
    assert row == {"task": task, "queued": 2, "running": 1, "away": 2, "dead": 1}
    assert hour <= oldest < 2 * hour, "what is dead waits for nothing"


def test_a_task_with_nothing_left_is_not_listed(core, cast, task):
    with core.database.transaction() as session:
        session.add(job(task, JobState.DONE))
    assert [row for row in system(cast)["work"] if row["task"] == task] == []


def test_a_job_that_was_given_up_is_shown_with_its_error_and_begins_anew(core, cast, task):
    dead = job(task, JobState.DEAD, FAILED)
    with core.database.transaction() as session:
        session.add(dead)
    (shown,) = (row for row in system(cast)["stuck"] if row["task"] == task)
    assert (shown["id"], shown["state"], shown["error"]) == (dead.id, "dead", "EngineFailed")
    assert cast["admin"].post(f"/admin/jobs/{dead.id}/requeue").status_code == 202
    again = cast["admin"].post(f"/admin/jobs/{dead.id}/requeue")
    assert (again.status_code, again.json()["error"]) == (409, "JobNotStuck")
    assert [row for row in system(cast)["stuck"] if row["task"] == task] == []
    with core.database.transaction() as session:
        job_now = session.get_one(Job, dead.id)
        job_now.state = JobState.DONE  # nobody is to take it up
    assert (job_now.attempts, job_now.last_error) == (0, None)
    (entry,) = cast["admin"].get("/admin/audit", params={"subject_id": dead.id}).json()["entries"]
    assert entry["action"] == "job.requeued"
    assert entry["details"] == {"task": task, "error": FAILED, "attempts": 0}


def test_an_answer_that_is_judged_after_all_gets_into_the_report(core, cast, person):
    interview_id, question = person.live_interview(questions=1)
    answer = {"interview_id": interview_id, "turn": 1, "question_id": question["id"], "text": "Yes.", "source": "typed"}
    person.post("/transcripts", answer).raise_for_status()
    with core.database.transaction() as session:
        jobs = {job.name: job for job in session.exec(select(Job).where(Job.interview_id == interview_id))}
        judgement, report = jobs["tasks.evaluator.analyze_answer"], jobs["tasks.evaluator.generate_final_report"]
        judgement.state, report.state = JobState.DEAD, JobState.DONE
    cast["admin"].post(f"/admin/jobs/{judgement.id}/requeue").raise_for_status()
    with core.database.transaction() as session:
        states = [session.get_one(Job, job.id).state for job in (judgement, report)]
    assert states == [JobState.QUEUED, JobState.QUEUED]


def test_queues_are_listed_also_with_nothing_in_them(cast):
    assert [queue["name"] for queue in system(cast)["queues"]] == ["gpu_queue", "cpu_queue"]


async def test_workers_are_those_that_answer(own_redis):
    workers, asking = Workers(own_redis), Workers(own_redis)
    app = celery_app(own_redis)
    try:
        assert await workers.alive() == []
        with start_worker(app, pool="solo", perform_ping_check=False, queues=["cpu_queue"], hostname="here"):
            (worker,) = await asking.alive()
        assert worker.queues == ["cpu_queue"]
    finally:
        workers.close()
        asking.close()
        app.close()


async def test_that_redis_does_not_answer_is_no_empty_list():
    workers = Workers("redis://127.0.0.1:1/0")
    assert await workers.alive() is None
    workers.close()


async def test_the_gpu_of_the_model_server_is_asked_and_toggled(settings, model_server):
    def at(url: str, token: str) -> CoreSettings:
        return settings.model_copy(
            update={"model_server_url": HttpUrl(url), "model_server_token": SecretStr(token), "stt_engine": "auto"}
        )

    named = at(model_server.url, model_server.token)
    assert (await gpu_status(named)).available is False
    assert (await toggle_gpu(named, GpuToggle(enabled=False))).enabled is False
    with pytest.raises(GpuMissing):
        await toggle_gpu(named, GpuToggle(enabled=True))
    with pytest.raises(ModelServerRefused):
        await gpu_status(at(model_server.url, "another token"))
    with pytest.raises(ModelServerSilent):
        await gpu_status(at("http://127.0.0.1:1", model_server.token))
    with pytest.raises(ModelServerSilent):
        await gpu_status(at(f"{model_server.url}/elsewhere", model_server.token))
    with pytest.raises(ModelServerNotSet):
        await gpu_status(settings)


def test_engines_are_those_that_everybody_is_told_of(core, cast):
    with core.client() as http:
        assert system(cast)["engines"] == http.get("/config").json()["engines"]
