"""The record of work: claimed by one, written once, never lost."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from contracts.tasks import ANALYZE_ANSWER, GENERATE_FINAL_REPORT, AnalyzeAnswerPayload, FinalReportPayload
from persistence.columns import utc_now
from persistence.database import Database
from persistence.ids import new_id
from persistence.record import jobs
from persistence.tables import Job, JobState
from sqlalchemy import update
from sqlmodel import Session, col

NO_TIME = timedelta(seconds=-1)


def add_answer(database: Database, interview_id: str, key: str | None = None) -> str | None:
    payload = AnalyzeAnswerPayload(interview_id=interview_id, transcript_id=new_id())
    with database.transaction() as session:
        return jobs.add(
            session, ANALYZE_ANSWER, payload, unique_key=key or new_id(), group_key=f"evaluations:{interview_id}"
        )


def add_report(database: Database, interview_id: str) -> str:
    with database.transaction() as session:
        job_id = jobs.add(
            session,
            GENERATE_FINAL_REPORT,
            FinalReportPayload(interview_id=interview_id),
            unique_key=interview_id,
            waits_for=f"evaluations:{interview_id}",
        )
    assert job_id
    return job_id


def claim(database: Database, job_id: str, lease: timedelta = jobs.LEASE) -> jobs.Lease | None:
    with database.transaction() as session:
        return jobs.claim(session, job_id, lease)


def state_of(database: Database, job_id: str) -> Job:
    with database.transaction() as session:
        return session.get_one(Job, job_id)


def make_due(database: Database, job_id: str) -> None:
    with database.transaction() as session:
        session.exec(update(Job).where(col(Job.id) == job_id).values(due_at=utc_now() - timedelta(seconds=1)))


def is_due(database: Database, job_id: str) -> bool:
    with database.transaction() as session:
        return job_id in {ring.job_id for ring in jobs.due(session, limit=10_000)}


def make_durable(session: Session) -> None:
    """As PostgreSQL is outside of tests."""
    session.connection().exec_driver_sql("SET LOCAL synchronous_commit = on")


def is_durable(session: Session) -> bool:
    return bool(session.connection().exec_driver_sql("SHOW synchronous_commit").scalar_one() == "on")


def test_a_job_with_the_same_key_is_recorded_once(database, interview_id):
    key = new_id()
    assert add_answer(database, interview_id, key)
    assert add_answer(database, interview_id, key) is None


def test_a_job_of_a_transaction_that_fails_does_not_exist(database, interview_id):
    added: list[str | None] = []

    def add_and_fail() -> None:
        with database.transaction() as session:
            payload = FinalReportPayload(interview_id=interview_id)
            added.append(jobs.add(session, GENERATE_FINAL_REPORT, payload, unique_key=interview_id))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        add_and_fail()
    with database.transaction() as session:
        assert session.get(Job, added[0]) is None


def test_of_many_workers_one_gets_the_job(database, interview_id):
    job_id = add_answer(database, interview_id)
    barrier = threading.Barrier(6)

    def try_claim(_: int) -> jobs.Lease | None:
        barrier.wait()
        return claim(database, job_id)

    with ThreadPoolExecutor(6) as pool:
        assert sum(lease is not None for lease in pool.map(try_claim, range(6))) == 1


def test_a_worker_that_lost_its_lease_writes_nothing(database, interview_id):
    job_id = add_answer(database, interview_id)
    slow = claim(database, job_id, NO_TIME)
    quick = claim(database, job_id)
    assert slow
    assert quick
    assert quick.attempt == 2
    marker = new_id()

    def write_late() -> None:
        with database.transaction() as session:
            session.add(Job(id=marker, name="x", queue="x", priority=0, payload={}, unique_key=marker))
            session.flush()
            jobs.finish(session, slow)

    with pytest.raises(jobs.LeaseLost):
        write_late()
    with database.transaction() as session:
        assert session.get(Job, marker) is None
        jobs.finish(session, quick)
    assert state_of(database, job_id).state is JobState.DONE
    assert claim(database, job_id) is None


def test_a_claim_does_not_wait_for_the_disk_and_a_result_does(database, interview_id):
    job_id = add_answer(database, interview_id)
    assert job_id

    with database.transaction() as session:
        make_durable(session)
        lease = jobs.claim(session, job_id)
        assert not is_durable(session)
    assert lease
    with database.transaction() as session:
        make_durable(session)
        jobs.finish(session, lease)
        assert is_durable(session)


def test_what_is_written_under_a_claim_that_a_crash_took_back_is_refused(database, interview_id):
    job_id = add_answer(database, interview_id)
    assert job_id
    with database.transaction() as session:
        lease = jobs.claim(session, job_id)
        assert lease
        session.rollback()
    with pytest.raises(jobs.LeaseLost), database.transaction() as session:
        jobs.finish(session, lease)
    assert claim(database, job_id), "it is due as before"


def test_a_heartbeat_keeps_the_lease_and_a_lost_one_cannot_be_extended(database, interview_id):
    job_id = add_answer(database, interview_id)
    lease = claim(database, job_id, NO_TIME)
    with database.transaction() as session:
        jobs.extend(session, lease)
    assert claim(database, job_id) is None
    with database.transaction() as session:
        jobs.fail(session, lease, "broke")
    with pytest.raises(jobs.LeaseLost), database.transaction() as session:
        jobs.extend(session, lease)


def test_a_job_that_fails_waits_longer_each_time_and_dies_after_the_last(database, interview_id):
    job_id = add_answer(database, interview_id)
    for attempt in range(1, jobs.MAX_ATTEMPTS + 1):
        make_due(database, job_id)
        lease = claim(database, job_id)
        assert lease
        assert lease.attempt == attempt
        with database.transaction() as session:
            state = jobs.fail(session, lease, "engines.Broken")
        if attempt < jobs.MAX_ATTEMPTS:
            assert state is JobState.QUEUED
            assert claim(database, job_id) is None, "claimed before its backoff was over"
    assert state is JobState.DEAD
    make_due(database, job_id)
    assert not is_due(database, job_id)
    assert state_of(database, job_id).last_error == "engines.Broken"


def test_a_job_that_waits_for_a_server_spends_no_attempt_and_waits_longer_the_older_it_is(database, interview_id):
    job_id = add_answer(database, interview_id)
    pauses = []
    for age in (timedelta(0), timedelta(minutes=2), timedelta(hours=3)):
        with database.transaction() as session:
            session.exec(update(Job).where(col(Job.id) == job_id).values(created_at=utc_now() - age))
        make_due(database, job_id)
        lease = claim(database, job_id)
        assert lease
        assert lease.attempt == 1
        with database.transaction() as session:
            assert jobs.postpone(session, lease, "engines.Away", timedelta(hours=24)) is JobState.QUEUED
        job = state_of(database, job_id)
        assert (job.attempts, job.last_error) == (0, "engines.Away")
        assert claim(database, job_id) is None, "claimed before it was due"
        pauses.append(job.due_at - utc_now())
    assert timedelta(seconds=10) < pauses[0] <= jobs.FIRST_PAUSE < pauses[1] < pauses[2] <= jobs.LONGEST_PAUSE
    with pytest.raises(jobs.LeaseLost), database.transaction() as session:
        jobs.postpone(session, lease, "engines.Away")


def test_patience_with_a_server_ends_and_then_attempts_are_counted(database, interview_id):
    job_id = add_answer(database, interview_id)
    for attempt in range(1, jobs.MAX_ATTEMPTS + 1):
        make_due(database, job_id)
        lease = claim(database, job_id)
        assert lease
        assert lease.attempt == attempt
        with database.transaction() as session:
            state = jobs.postpone(session, lease, "engines.Away", NO_TIME)
    assert (state, state_of(database, job_id).state) == (JobState.DEAD, JobState.DEAD)


def test_a_report_waits_until_every_answer_is_evaluated_or_dead(database, interview_id):
    answers = [add_answer(database, interview_id) for _ in range(2)]
    report = add_report(database, interview_id)
    done, doomed = (claim(database, job_id) for job_id in answers)
    assert claim(database, report) is None
    assert not is_due(database, report)
    with database.transaction() as session:
        jobs.finish(session, done)
    assert claim(database, report) is None
    with database.transaction() as session:
        session.exec(update(Job).where(col(Job.id) == doomed.job_id).values(attempts=jobs.MAX_ATTEMPTS))
        jobs.fail(session, jobs.Lease(doomed.job_id, doomed.token, jobs.MAX_ATTEMPTS, doomed.payload), "broke")
    with database.transaction() as session:
        assert [ring.job_id for ring in jobs.waiting_for(session, f"evaluations:{interview_id}")] == [report]
    assert is_due(database, report)
    assert claim(database, report) is not None


def test_a_job_whose_last_worker_was_killed_is_buried(database, interview_id):
    job_id = add_answer(database, interview_id)
    for _ in range(jobs.MAX_ATTEMPTS):
        assert claim(database, job_id, NO_TIME)
    assert claim(database, job_id, NO_TIME) is None
    with database.transaction() as session:
        assert job_id in {job.id for job in jobs.bury_abandoned(session)}
    assert state_of(database, job_id).state is JobState.DEAD


def test_work_that_may_be_done_again_is_queued_anew_once_it_has_ended(database, interview_id):
    def ask() -> str | None:
        with database.transaction() as session:
            payload = FinalReportPayload(interview_id=interview_id)
            return jobs.add(session, GENERATE_FINAL_REPORT, payload, unique_key=interview_id, again=True)

    job_id = ask()
    assert job_id
    assert ask() is None  # it is queued
    lease = claim(database, job_id)
    assert lease
    assert ask() is None  # it is running
    with database.transaction() as session:
        jobs.finish(session, lease)
    assert ask() == job_id
    again = state_of(database, job_id)
    assert (again.state, again.attempts, again.finished_at) == (JobState.QUEUED, 0, None)
    with pytest.raises(jobs.LeaseLost), database.transaction() as session:
        jobs.finish(session, lease)


def test_a_dead_job_begins_anew_when_it_is_requeued_and_only_once(database, interview_id):
    job_id = add_answer(database, interview_id)
    with database.transaction() as session:
        session.exec(
            update(Job)
            .where(col(Job.id) == job_id)
            .values(state=JobState.DEAD, attempts=5, last_error="a.B", finished_at=utc_now())
        )
    with database.transaction() as session:
        assert job_id in {job.id for job in jobs.stuck(session, limit=10_000)}
        assert jobs.requeue(session, job_id)
        assert jobs.requeue(session, job_id) is None
    lease = claim(database, job_id)
    assert lease
    assert lease.attempt == 1
    job = state_of(database, job_id)
    assert (job.last_error, job.finished_at) == (None, None)


def test_a_job_is_stuck_once_it_should_have_been_taken_up_long_ago(database, interview_id):
    report, answer = add_report(database, interview_id), add_answer(database, interview_id)

    def stuck() -> set[str]:
        with database.transaction() as session:
            return {job.id for job in jobs.stuck(session, limit=10_000)} & {report, answer}

    assert stuck() == set()
    with database.transaction() as session:
        overdue = utc_now() - 2 * jobs.STUCK_AFTER
        session.exec(update(Job).where(col(Job.id).in_([report, answer])).values(due_at=overdue))
    assert stuck() == {answer}, "the report rightly waits for the answer"
    claim(database, answer)
    assert stuck() == set()
    with database.transaction() as session:
        assert jobs.requeue(session, answer) is None, "somebody works on it"


def test_a_queue_whose_work_waits_for_other_work_has_nothing_due_and_does_not_stand_still(database):
    queue, group = new_id(), new_id()
    long_ago, in_a_while = utc_now() - timedelta(hours=1), utc_now() + timedelta(hours=1)

    def job(state: JobState, due_at: datetime, **columns: str | datetime) -> Job:
        return Job(
            name="tasks.of.nobody",
            queue=queue,
            priority=5,
            payload={},
            unique_key=new_id(),
            state=state,
            due_at=due_at,
            **columns,
        )

    postponed = job(JobState.QUEUED, in_a_while, group_key=group)
    waiting = job(JobState.QUEUED, long_ago, waits_for=group)
    with database.transaction() as session:
        session.add_all([postponed, waiting])
        session.flush()
        assert (jobs.loads(session).get(queue), jobs.stands_still(session, queue)) == (None, False)
        postponed.state = JobState.DONE
        session.flush()
        assert (jobs.loads(session)[queue], jobs.stands_still(session, queue)) == (jobs.QueueLoad(1, 0), True)
        session.add(job(JobState.RUNNING, in_a_while, lease_expires_at=in_a_while))
        session.flush()
        assert (jobs.loads(session)[queue], jobs.stands_still(session, queue)) == (jobs.QueueLoad(1, 1), False)
        session.rollback()
