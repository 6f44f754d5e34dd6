"""Migrations and tables say the same, events count without gaps, erasure takes everything along."""

import threading
from concurrent.futures import ThreadPoolExecutor

from contracts.events import InterviewStateChanged
from persistence.migrate import check, migrate
from persistence.record import events
from persistence.tables import EventRow, Interview, User
from sqlalchemy import delete
from sqlmodel import col, select


def test_the_migrations_make_the_tables_as_they_are_declared(postgres_url):
    check(postgres_url)


def test_migrating_again_changes_nothing(postgres_url):
    migrate(postgres_url)


def test_events_of_an_interview_count_without_gaps_however_many_write_at_once(database, interview_id):
    barrier = threading.Barrier(6)

    def write(_: int) -> None:
        barrier.wait()
        with database.transaction() as session:
            events.append(session, interview_id, InterviewStateChanged(status="live"))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(6)))
    with database.transaction() as session:
        assert [event.sequence for event in events.since(session, interview_id, 0)] == [1, 2, 3, 4, 5, 6]
        assert [event.sequence for event in events.since(session, interview_id, 4)] == [5, 6]


def test_an_event_of_a_transaction_that_fails_leaves_no_gap(database, interview_id):
    try:
        with database.transaction() as session:
            events.append(session, interview_id, InterviewStateChanged(status="live"))
            raise RuntimeError
    except RuntimeError:
        pass
    with database.transaction() as session:
        events.append(session, interview_id, InterviewStateChanged(status="live"))
    with database.transaction() as session:
        assert [event.sequence for event in events.since(session, interview_id, 0)] == [1]


def test_deleting_an_account_deletes_what_hangs_on_it(database, interview_id):
    with database.transaction() as session:
        events.append(session, interview_id, InterviewStateChanged(status="live"))
        owner = session.get_one(Interview, interview_id).candidate_id
    with database.transaction() as session:
        session.exec(delete(User).where(col(User.id) == owner))
    with database.transaction() as session:
        assert session.get(Interview, interview_id) is None
        assert session.exec(select(EventRow).where(EventRow.interview_id == interview_id)).first() is None
