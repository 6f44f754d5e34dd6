"""The work that is not done, from the record."""

from dataclasses import asdict
from typing import get_args

from contracts.audit import AuditAction, AuditSubject
from contracts.base import InterviewStatus
from contracts.errors import JobNotStuck, NotFound
from contracts.tasks import ANALYZE_ANSWER, Queue
from persistence.database import run_sync
from persistence.record import audit, jobs
from persistence.record.jobs import QueueLoad
from persistence.tables import Interview, Job, User
from sqlalchemy import text
from sqlmodel import Session
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.administration.schemas import QueueOut, StuckJob, WorkOut
from backend_core.interviews.service import ask_for_report

MOST_STUCK_JOBS = 100

# A job that is tried again keeps what it waited for as its last error, and stays with those that wait.
UNFINISHED = text(
    """
    SELECT name AS task,
           count(*) FILTER (WHERE state = 'queued' AND NOT away) AS queued,
           count(*) FILTER (WHERE state = 'running' AND NOT away) AS running,
           count(*) FILTER (WHERE state <> 'dead' AND away) AS away,
           count(*) FILTER (WHERE state = 'dead') AS dead,
           min(created_at) FILTER (WHERE state <> 'dead') AS oldest
    FROM (
        SELECT name, state, created_at,
               coalesce(last_error ~ '[.](EngineUnavailable|AtCapacity|MailUnavailable)$', false) AS away
        FROM jobs
        WHERE state <> 'done'
    ) AS job
    GROUP BY name
    ORDER BY name
    """
)


async def unfinished(session: AsyncSession) -> list[WorkOut]:
    """A row for each task of which anything is left."""
    rows = (await (await session.connection()).execute(UNFINISHED)).mappings()
    return [WorkOut.model_validate(dict(row)) for row in rows]


async def queues(session: AsyncSession) -> list[QueueOut]:
    """Every queue, also one with nothing in it."""
    loads = await run_sync(session, jobs.loads)
    idle = QueueLoad(due=0, running=0)
    return [QueueOut(name=name, **asdict(loads.get(name, idle))) for name in get_args(Queue)]


async def stuck(session: AsyncSession) -> list[StuckJob]:
    return [StuckJob.model_validate(job) for job in await run_sync(session, jobs.stuck, MOST_STUCK_JOBS)]


def requeue(session: Session, administrator: User, job_id: str) -> None:
    """Begin a stuck job anew; a report follows where it judges an answer. Raises `NotFound`, `JobNotStuck`."""
    before = session.get(Job, job_id)
    if before is None:
        raise NotFound
    job = jobs.requeue(session, job_id)
    if job is None:
        raise JobNotStuck
    audit.record(
        session,
        administrator,
        AuditAction.JOB_REQUEUED,
        AuditSubject.JOB,
        job_id,
        details={"task": before.name, "error": before.last_error, "attempts": before.attempts},
    )
    if job.name == ANALYZE_ANSWER.name and job.interview_id is not None:
        interview = session.get_one(Interview, job.interview_id)
        if interview.status is InterviewStatus.COMPLETED:
            ask_for_report(session, interview.id)
