"""The record of work.

    queued ── claim ──> running ── finish ──> done
      ^                    │
      ├── fail, lease out ─┤── fail the fifth time, or for good ──> dead ──┐
      ├── postpone ────────┘                                               │
      └── requeue ─────────────────────────────────────────────────────────┘

A job is written in the transaction of the fact that calls for it. A worker claims it under a lease, extends the lease
while it works, and writes its result and `done` in one transaction that is fenced by the lease: a worker that lost its
lease writes nothing. Delivery may ring twice or never; the reconciler rings again for what is due. A job that only
waits for a server to come back is postponed, which spends no attempt.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, TypeVar

from contracts.base import Contract
from contracts.tasks import JobContract
from runtime import correlation
from sqlalchemy import ColumnElement, Interval, Update, and_, bindparam, exists, func, or_, type_coerce, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased
from sqlalchemy.sql.dml import ReturningUpdate
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from persistence.columns import utc_now
from persistence.database import Ring, after_commit
from persistence.ids import new_id
from persistence.tables import Job, JobState

LEASE = timedelta(seconds=30)
MAX_ATTEMPTS = 5
BACKOFF = (timedelta(seconds=2), timedelta(seconds=10), timedelta(seconds=30), timedelta(minutes=2))
PATIENCE = timedelta(hours=24)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=15), timedelta(seconds=60)
"""Of a postponed job: a quarter of its age, within these where its kind has no pauses of its own."""
UNTAKEN_AFTER = timedelta(minutes=1)
STUCK_AFTER = timedelta(minutes=5)
"""The reconciler rings every few seconds; what nobody has taken up by then needs a person to look."""

PayloadT = TypeVar("PayloadT", bound=Contract)


class LeaseLost(Exception):
    """The job was claimed by somebody else meanwhile; this worker's result must not be written."""


@dataclass(frozen=True)
class QueueLoad:
    """Jobs of a queue that a worker could take up now, and those that one holds."""

    due: int
    running: int


@dataclass(frozen=True)
class Lease:
    """The right to write the result of one attempt at a job."""

    job_id: str
    token: str
    attempt: int
    payload: dict[str, object]
    request_id: str | None = None
    """Of the request that asked for it."""
    group_key: str | None = None
    """What others may wait for."""


def add(
    session: Session,
    contract: JobContract[PayloadT],
    payload: PayloadT,
    *,
    unique_key: str,
    interview_id: str | None = None,
    resume_id: str | None = None,
    group_key: str | None = None,
    waits_for: str | None = None,
    again: bool = False,
    due_at: datetime | None = None,
) -> str | None:
    """Record a job and ring for it after the commit. Returns its id, or None where `unique_key` is taken already.

    One that is `due_at` a later time is rung for then, by the reconciler; patience with servers counts from then too.

    Work that may be done `again` is queued anew where it has ended, and only where it has: asking twice while it is
    queued or running changes nothing.
    """
    fresh = {
        "payload": payload.model_dump(mode="json"),
        "group_key": group_key,
        "waits_for": waits_for,
        "request_id": correlation.current(),
        **_afresh(due_at or utc_now()),
    }
    statement = insert(Job).values(
        id=new_id(),
        name=contract.name,
        queue=contract.queue,
        priority=contract.priority,
        unique_key=_key(contract, unique_key),
        interview_id=interview_id,
        resume_id=resume_id,
        **fresh,
    )
    if again:
        statement = statement.on_conflict_do_update(
            index_elements=["unique_key"],
            set_=fresh,
            where=col(Job.state).in_([JobState.DONE, JobState.DEAD]),
        )
    else:
        statement = statement.on_conflict_do_nothing(index_elements=["unique_key"])
    job_id = session.exec(statement.returning(col(Job.id))).scalar_one_or_none()
    if job_id is not None and due_at is None:
        after_commit(session, Ring(job_id, contract.name, contract.priority))
    return job_id


def state_of(session: Session, contract: JobContract[PayloadT], unique_key: str) -> JobState | None:
    """Where the job of that key is in its life; None where there is none."""
    job = session.exec(select(Job).where(Job.unique_key == _key(contract, unique_key))).one_or_none()
    return job.state if job else None


def are_pending(session: Session, group_key: str) -> bool:
    """Whether there is work of that group that has not ended."""
    pending = select(Job.id).where(Job.group_key == group_key, col(Job.state).in_([JobState.QUEUED, JobState.RUNNING]))
    return session.exec(pending.limit(1)).first() is not None


def claim(session: Session, job_id: str, lease: timedelta = LEASE) -> Lease | None:
    """Take the job if it is due, nobody holds it and what it waits for has ended."""
    token = new_id()
    claimed = session.connection().execute(_claiming(), {"claimed": job_id, "token": token, "lease": lease})
    row = claimed.one_or_none()
    return Lease(job_id, token, row.attempts, row.payload, row.request_id, row.group_key) if row else None


def extend(session: Session, lease: Lease, by: timedelta = LEASE) -> None:
    """Keep the lease for another `by`. Raises `LeaseLost`."""
    _write(session, lease, _held(lease_expires_at=func.now() + by, due_at=func.now() + by))


def finish(session: Session, lease: Lease) -> None:
    """Mark the job done, in the transaction that writes its result. Raises `LeaseLost`, which undoes that result."""
    _write(session, lease, _finishing())


def fail(session: Session, lease: Lease, error: str, *, for_good: bool = False) -> JobState:
    """Put the job back with backoff, or declare it dead after the last attempt, or `for_good` at once.

    Returns the state it is in now. Raises `LeaseLost`.
    """
    if for_good or lease.attempt >= MAX_ATTEMPTS:
        state = JobState.DEAD
        dead = _held(state=state, lease_token=None, finished_at=func.now(), last_error=error)
        _write(session, lease, dead)
    else:
        state = JobState.QUEUED
        due = func.now() + BACKOFF[lease.attempt - 1]
        queued = _held(state=state, lease_token=None, lease_expires_at=None, due_at=due, last_error=error)
        _write(session, lease, queued)
    return state


def postpone(
    session: Session,
    lease: Lease,
    error: str,
    patience: timedelta = PATIENCE,
    longest_pause: timedelta = LONGEST_PAUSE,
) -> JobState:
    """Put the job back until what it needs is there again; the attempt is not counted.

    A job older than `patience` fails instead. Returns the state it is in now. Raises `LeaseLost`.
    """
    now, asked_for = session.exec(select(func.now(), Job.created_at).where(Job.id == lease.job_id)).one()
    age = now - asked_for
    if age > patience:
        return fail(session, lease, error)
    queued = _held(
        state=JobState.QUEUED,
        attempts=col(Job.attempts) - 1,
        lease_token=None,
        lease_expires_at=None,
        due_at=func.now() + min(max(age / 4, FIRST_PAUSE), longest_pause),
        last_error=error,
    )
    _write(session, lease, queued)
    return JobState.QUEUED


def hurry(session: Session, contract: JobContract[PayloadT], groups: str) -> None:
    """Make postponed jobs due whose group begins with `groups`, and ring for those of them that wait for no other."""
    theirs = (col(Job.name) == contract.name, col(Job.group_key).startswith(groups, autoescape=True))
    session.exec(
        update(Job)
        .where(*theirs, col(Job.state) == JobState.QUEUED)
        .values(due_at=func.now())
        .execution_options(synchronize_session=False)
    )
    for row in session.exec(select(Job.id, Job.name, Job.priority).where(*theirs, _claimable())):
        after_commit(session, Ring(*row))


def due(session: Session, limit: int = 500) -> list[Ring]:
    """What a worker could claim now, first by priority: for the reconciler."""
    rows = session.exec(
        select(Job.id, Job.name, Job.priority)
        .where(_claimable())
        .order_by(col(Job.priority), col(Job.due_at))
        .limit(limit)
    )
    return [Ring(*row) for row in rows]


def waiting_for(session: Session, group_key: str) -> list[Ring]:
    """The jobs that wait for `group_key` and may run now that it has ended."""
    return [Ring(*row) for row in session.connection().execute(_waiting(), {"group": group_key})]


def bury_abandoned(session: Session) -> list[Job]:
    """Declare dead the jobs whose last attempt's lease ran out: whatever killed that worker would kill the next."""
    rows = session.exec(
        update(Job)
        .where(
            col(Job.state) == JobState.RUNNING,
            col(Job.lease_expires_at) < func.now(),
            col(Job.attempts) >= MAX_ATTEMPTS,
        )
        .values(state=JobState.DEAD, lease_token=None, finished_at=func.now(), last_error="LeaseExpired")
        .returning(Job)
        .execution_options(synchronize_session=False)
    )
    return list(rows.scalars())


def stuck(session: Session, limit: int) -> list[Job]:
    """Jobs that do not go on by themselves, or should have by now: those that are dead first, the newest before."""
    rows = session.exec(
        select(Job)
        .where(_stuck())
        .order_by((col(Job.state) != JobState.DEAD).asc(), col(Job.created_at).desc())
        .limit(limit)
    )
    return list(rows)


def loads(session: Session) -> dict[str, QueueLoad]:
    """By queue, of those with any work. What waits for its time, or for other work, is in neither count."""
    due = select(Job.queue, func.count()).where(_claimable()).group_by(Job.queue)
    running = select(Job.queue, func.count()).where(_is_held()).group_by(Job.queue)
    counts = [dict(session.exec(counted).all()) for counted in (due, running)]
    return {queue: QueueLoad(*(count.get(queue, 0) for count in counts)) for queue in set().union(*counts)}


def longest_waits(session: Session) -> dict[str, timedelta]:
    """How long the oldest job that a worker could take up now has been due, by queue, of those with any."""
    wait = type_coerce(func.now() - func.min(Job.due_at), Interval)
    waits = select(Job.queue, wait).where(_claimable()).group_by(Job.queue)
    return dict(session.exec(waits).all())


def stands_still(session: Session, queue: str) -> bool:
    """Whether work has been due there for `UNTAKEN_AFTER`, and no worker is at any."""
    untaken = select(Job.id).where(Job.queue == queue, _claimable(), col(Job.due_at) < func.now() - UNTAKEN_AFTER)
    held = select(Job.id).where(Job.queue == queue, _is_held())
    return session.exec(untaken.limit(1)).first() is not None and session.exec(held.limit(1)).first() is None


def requeue(session: Session, job_id: str) -> Job | None:
    """Begin a stuck job anew, with all its attempts and its patience; None where it is not stuck (any more)."""
    job = session.exec(
        update(Job)
        .where(col(Job.id) == job_id, _stuck())
        .values(**_afresh(utc_now()))
        .returning(Job)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if job is not None:
        after_commit(session, Ring(job.id, job.name, job.priority))
    return job


def _afresh(due_at: datetime) -> dict[str, Any]:
    """The columns of a job that begins, be it again."""
    nothing = dict.fromkeys(("lease_token", "lease_expires_at", "last_error", "finished_at"))
    return {"state": JobState.QUEUED, "attempts": 0, "due_at": due_at, "created_at": due_at, **nothing}


def _stuck() -> ColumnElement[bool]:
    return or_(col(Job.state) == JobState.DEAD, and_(_claimable(), col(Job.due_at) < func.now() - STUCK_AFTER))


def _key(contract: JobContract[PayloadT], unique_key: str) -> str:
    return f"{contract.name}:{unique_key}"


@cache
def _claimable() -> ColumnElement[bool]:
    earlier = aliased(Job)
    group_has_ended = ~exists().where(
        col(earlier.group_key) == col(Job.waits_for),
        col(earlier.state).in_([JobState.QUEUED, JobState.RUNNING]),
    )
    return and_(
        or_(
            and_(col(Job.state) == JobState.QUEUED, col(Job.due_at) <= func.now()),
            and_(
                col(Job.state) == JobState.RUNNING,
                col(Job.lease_expires_at) < func.now(),
                col(Job.attempts) < MAX_ATTEMPTS,
            ),
        ),
        or_(col(Job.waits_for).is_(None), group_has_ended),
    )


def _is_held() -> ColumnElement[bool]:
    return and_(col(Job.state) == JobState.RUNNING, col(Job.lease_expires_at) >= func.now())


@cache
def _claiming() -> ReturningUpdate[tuple[int, dict[str, object], str | None, str | None, str]]:
    """Made once, as `_finishing` is: SQLAlchemy takes longer to put such a statement together than to send it."""
    lease_ends = func.now() + bindparam("lease", type_=Interval)
    return (
        update(Job)
        .where(col(Job.id) == bindparam("claimed"), _claimable())
        .values(
            state=JobState.RUNNING,
            attempts=col(Job.attempts) + 1,
            lease_token=bindparam("token"),
            lease_expires_at=lease_ends,
            due_at=lease_ends,
        )
        .returning(col(Job.attempts), col(Job.payload), col(Job.request_id), col(Job.group_key), _without_disk())
    )


def _without_disk() -> ColumnElement[str]:
    """Lets the transaction commit before it has reached the disk. A claim that a crash of PostgreSQL takes back is a
    lease that was lost: what is written under it is refused, and the job is due again.
    """
    return func.set_config("synchronous_commit", "off", True)


@cache
def _waiting() -> Select[str, str, int]:
    return select(Job.id, Job.name, Job.priority).where(Job.waits_for == bindparam("group"), _claimable())


@cache
def _finishing() -> Update:
    return _held(state=JobState.DONE, lease_token=None, lease_expires_at=None, finished_at=func.now(), last_error=None)


def _held(**values: object) -> Update:
    """Writes `values` to a job for as long as somebody holds it: see `_write`."""
    held = (col(Job.id) == bindparam("held"), col(Job.lease_token) == bindparam("token"))
    return update(Job).where(*held, col(Job.state) == JobState.RUNNING).values(**values)


def _write(session: Session, lease: Lease, held: Update) -> None:
    found = session.connection().execute(held, {"held": lease.job_id, "token": lease.token})
    if not found.rowcount:
        raise LeaseLost(lease.job_id)
