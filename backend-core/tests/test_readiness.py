"""What `/readyz` says of this service's parts."""

from datetime import timedelta

from backend_core import figures
from persistence.columns import utc_now
from persistence.ids import new_id
from persistence.tables import Job, JobState
from runtime import http

from conftest import Core


def job(state: JobState) -> Job:
    """Long due, and held by a worker where it is running."""
    now = utc_now()
    return Job(
        name="tasks.of.nobody",
        queue="cpu_queue",
        priority=5,
        payload={},
        unique_key=new_id(),
        state=state,
        due_at=now - timedelta(hours=1),
        lease_expires_at=now + timedelta(hours=1) if state is JobState.RUNNING else None,
    )


def test_work_that_nobody_takes_up_degrades_its_queue_and_nobody_is_turned_away(core: Core, monkeypatch):
    monkeypatch.setattr(http, "CHECKED_WITHIN_S", 60.0)

    def queue() -> str:
        with core.client() as anybody:
            answer = anybody.get("/readyz")
        assert answer.status_code == 200, answer.text
        parts: dict[str, str] = answer.json()
        assert {"postgres", "redis", "interviewer", "judge", "storage", "speech-to-text"} <= parts.keys()
        return parts["cpu_queue"]

    waiting, held = job(JobState.QUEUED), job(JobState.RUNNING)
    with core.database.transaction() as session:
        session.add_all([waiting, held])
    try:
        assert queue() == "ok", "somebody is at work"
        with core.database.transaction() as session:
            session.delete(session.get_one(Job, held.id))
        assert queue() == "degraded"
    finally:
        with core.database.transaction() as session:
            for one in (waiting, held):
                if row := session.get(Job, one.id):
                    session.delete(row)


def test_the_record_s_figures_are_among_the_metrics(core: Core, monkeypatch):
    monkeypatch.setattr(figures, "FRESH_FOR_S", -1.0)

    def figure(name: str) -> float:
        with core.client() as anybody:
            lines = anybody.get("/metrics").text.splitlines()
        return next(float(line.split()[-1]) for line in lines if line.startswith(name))

    waiting, dead = job(JobState.QUEUED), job(JobState.DEAD)
    given_up = 'visavis_jobs_dead{name="tasks.of.nobody"}'
    with core.database.transaction() as session:
        session.add_all([waiting, dead])
    try:
        assert figure(given_up) == 1
        assert figure('visavis_queue_due{queue="cpu_queue"}') >= 1
        assert figure('visavis_queue_oldest_due_seconds{queue="cpu_queue"}') >= 3600
        assert figure("visavis_record_reachable") == 1
        monkeypatch.setattr(figures, "ANSWERS_WITHIN_S", -1.0)
        assert figure("visavis_record_reachable") == 0
        assert figure(given_up) == 1, "what is not known anew stays"
    finally:
        with core.database.transaction() as session:
            for one in (waiting, dead):
                if row := session.get(Job, one.id):
                    session.delete(row)
