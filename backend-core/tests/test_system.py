"""What administrators see of the platform's work and engines."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from contracts.errors import EngineFailed, EngineUnavailable
from persistence.ids import new_id
from persistence.tables import Job, JobState

AWAY = f"{EngineUnavailable.__module__}.{EngineUnavailable.__qualname__}"
FAILED = f"{EngineFailed.__module__}.{EngineFailed.__qualname__}"


@pytest.fixture
def task() -> str:
    """One that no other test's jobs are of."""
    return f"tasks.{new_id()}"


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


def test_engines_are_those_that_everybody_is_told_of(core, cast):
    with core.client() as http:
        assert system(cast)["engines"] == http.get("/config").json()["engines"]
