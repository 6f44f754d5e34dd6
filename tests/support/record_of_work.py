"""What the record says of answers and of the work that they call for; and moments of it, held still."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from contracts.tasks import ANALYZE_ANSWER
from persistence.database import Database
from persistence.tables import Evaluation, EventRow, Job, JobState, Transcript
from sqlalchemy import text
from sqlmodel import col, func, select

Hold = Callable[..., None]

INTERVIEW = "SELECT 1 FROM interviews WHERE id = :id FOR UPDATE"
SECOND_QUESTION = "SELECT 1 FROM interview_questions WHERE interview_id = :id AND plan_order = 2 FOR UPDATE"
NEXT_EVENT = """
    INSERT INTO events (interview_id, sequence, kind, payload)
    SELECT id, event_sequence + 1, 'held', '{}' FROM interviews WHERE id = :id
"""
"""Whoever writes that interview's next event waits; it is never there."""


@contextmanager
def held(database: Database) -> Iterator[tuple[Hold, Callable[[], int]]]:
    """Statements whose locks are kept until the end of the block, and how many connections wait for them.

    Nothing of them is written.
    """
    with database.engine.connect() as connection, connection.begin() as transaction:
        # A row that refers to an interview would lock that as well, and hold whoever wants it at an earlier point.
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        own = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        waiting = text("SELECT count(*) FROM pg_stat_activity WHERE :own = ANY (pg_blocking_pids(pid))")

        def hold(statement: str, **parameters: str) -> None:
            connection.execute(text(statement), parameters)

        def waiters() -> int:
            with database.engine.connect() as other:
                return int(other.execute(waiting, {"own": own}).scalar_one())

        try:
            yield hold, waiters
        finally:
            transaction.rollback()


def at_rest(database: Database, interview_id: str) -> bool:
    """Whether there is no work of this interview: it is planned, and a worker holds nothing of it."""
    unfinished = col(Job.state).in_([JobState.QUEUED, JobState.RUNNING])
    return _count(database, Job.interview_id == interview_id, unfinished, of=Job) == 0


def answered(database: Database, interview_id: str) -> int:
    return _count(database, Transcript.interview_id == interview_id, Transcript.speaker == "User", of=Transcript)


def finished_at(database: Database, interview_id: str) -> datetime | None:
    """When the last of an interview's answers was judged; None while one is not."""
    of_answers = (Job.interview_id == interview_id, Job.name == ANALYZE_ANSWER.name)
    with database.transaction() as session:
        ends = session.exec(select(Job.state, Job.finished_at).where(*of_answers)).all()
    times = [finished for state, finished in ends if state == JobState.DONE and finished is not None]
    return max(times) if ends and len(times) == len(ends) else None


def evaluations_in(database: Database, *states: JobState) -> int:
    """Of all interviews."""
    return _count(database, Job.name == ANALYZE_ANSWER.name, col(Job.state).in_(states), of=Job)


def _count(database: Database, *where: bool, of: type[Job | Transcript]) -> int:
    with database.transaction() as session:
        return session.exec(select(func.count()).select_from(of).where(*where)).one()


def assert_each_answer_has_its_job(database: Database) -> None:
    """Of all interviews."""
    jobs = select(Job.unique_key).where(Job.name == ANALYZE_ANSWER.name)
    with database.transaction() as session:
        answers = session.exec(select(Transcript.id).where(Transcript.speaker == "User")).all()
        asked_for = set(session.exec(jobs).all())
    assert {f"{ANALYZE_ANSWER.name}:{answer}" for answer in answers} <= asked_for


def assert_each_answer_was_evaluated_once(database: Database, interview_id: str, answers: int = 2) -> None:
    assert answered(database, interview_id) == answers
    with database.transaction() as session:
        evaluations = session.exec(
            select(Evaluation.transcript_id).where(Evaluation.interview_id == interview_id)
        ).all()
    assert len(evaluations) == len(set(evaluations)) == answers
    with database.transaction() as session:
        announced = session.exec(
            select(EventRow.payload).where(EventRow.interview_id == interview_id, EventRow.kind == "answer.evaluated")
        ).all()
    # What was given up, and begun anew by an administrator, was announced as that before.
    assert [payload["failed"] for payload in announced].count(False) == answers


def said(database: Database, interview_id: str) -> list[tuple[int, str, str]]:
    """Turn, speaker and words of all that was said, in order."""
    lines = select(Transcript.turn, Transcript.speaker, Transcript.text)
    with database.transaction() as session:
        rows = session.exec(lines.where(Transcript.interview_id == interview_id).order_by(col(Transcript.order)))
        return [(turn, str(speaker), words) for turn, speaker, words in rows]
