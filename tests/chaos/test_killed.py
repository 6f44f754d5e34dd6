"""`kill -9` of each part at its worst moment: every answer is evaluated once, every turn goes on.

The moment is held still with a row lock, so that the kill lands in the middle whatever the machine's speed.
"""

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import httpx
import pytest
from persistence.database import Database
from persistence.tables import Evaluation, EventRow, InterviewQuestion, Job, JobState, Transcript
from platform_under_test import PlatformUnderTest, eventually
from sqlalchemy import text
from sqlmodel import col, func, select

pytestmark = pytest.mark.slow

ANSWER = "I measured the slow query, added an index on the tenant column and halved the time of the report."


class Candidate:
    """A signed-in candidate with a live interview of two questions, who types."""

    def __init__(self, api: str) -> None:
        self.http = httpx.Client(base_url=api, timeout=60)
        email, password = f"{secrets.token_hex(6)}@example.org", secrets.token_urlsafe(16)
        account = {"email": email, "username": secrets.token_hex(6), "password": password, "full_name": "Kim"}
        self.http.post("/register", json=account).raise_for_status()
        token = self.http.post("/token", data={"username": email, "password": password}).json()["access_token"]
        self.http.headers["Authorization"] = f"Bearer {token}"
        wanted = {"position": "backend", "language": "en", "question_count": 2, "follow_ups": 0}
        self.interview_id = self.http.post("/interviews", json=wanted).json()["id"]
        self.question: dict[str, Any] = self.http.post(f"/interviews/{self.interview_id}/start").json()["question"]

    def answer(self) -> dict[str, Any]:
        response = self.http.post("/transcripts", json=self.submission)
        response.raise_for_status()
        reply: dict[str, Any] = response.json()
        self.question = reply.get("question", self.question)
        return reply

    @property
    def submission(self) -> dict[str, Any]:
        open_question = {"turn": self.question["turn"], "question_id": self.question["id"]}
        return {"interview_id": self.interview_id, "text": ANSWER, "source": "typed", **open_question}

    def report(self) -> dict[str, Any] | None:
        response = self.http.get(f"/interviews/{self.interview_id}/report")
        return response.json() if response.is_success else None


@contextmanager
def held(database: Database, statement: str, **parameters: object) -> Iterator[None]:
    """Keep a row locked: whoever needs it waits."""
    with database.engine.connect() as connection:
        connection.execute(text(statement), parameters)
        yield
        connection.rollback()


def assert_each_answer_was_evaluated_once(database: Database, interview_id: str) -> None:
    with database.transaction() as session:
        answers = session.exec(
            select(func.count()).where(Transcript.interview_id == interview_id, Transcript.speaker == "User")
        ).one()
        evaluated = select(Evaluation.transcript_id).where(Evaluation.interview_id == interview_id)
        evaluations = session.exec(evaluated).all()
        events = session.exec(
            select(func.count()).where(EventRow.interview_id == interview_id, EventRow.kind == "answer.evaluated")
        ).one()
    assert answers == 2
    assert len(evaluations) == len(set(evaluations)) == events == answers


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlatformUnderTest]:
    with PlatformUnderTest(tmp_path_factory.mktemp("platform"), ("backend-core", "ai-worker")) as platform:
        yield platform


@pytest.mark.parametrize("another_lives", [False, True])
def test_a_worker_killed_in_the_middle_of_an_evaluation(platform, another_lives):
    platform.kill("ai-worker")
    candidate = Candidate(platform.api)
    candidate.answer()
    candidate.answer()
    # An evaluation ends by counting up the interview's events: held there, it has judged and committed nothing.
    lock = "SELECT 1 FROM interviews WHERE id = :id FOR UPDATE"
    with held(platform.database, lock, id=candidate.interview_id):
        platform.start("ai-worker")
        eventually(lambda: running_jobs(platform.database, candidate.interview_id))
        if another_lives:
            platform.start("ai-worker-2")
        platform.kill("ai-worker")
    if not another_lives:
        platform.start("ai-worker")
    eventually(candidate.report)
    assert_each_answer_was_evaluated_once(platform.database, candidate.interview_id)
    if another_lives:
        platform.kill("ai-worker-2")
        platform.start("ai-worker")


def test_redis_killed_with_jobs_waiting(platform):
    platform.kill("ai-worker")
    candidate = Candidate(platform.api)
    candidate.answer()
    platform.kill("redis")
    candidate.answer()  # taken without Redis: the record is Postgres
    platform.start("redis")
    platform.start("ai-worker")
    eventually(candidate.report)
    assert_each_answer_was_evaluated_once(platform.database, candidate.interview_id)


def test_redis_killed_under_a_running_worker(platform):
    platform.kill("redis")
    candidate = Candidate(platform.api)
    candidate.answer()
    platform.start("redis")
    candidate.answer()
    eventually(candidate.report)
    assert_each_answer_was_evaluated_once(platform.database, candidate.interview_id)


def test_backend_core_killed_between_the_transcript_and_the_question(platform):
    candidate = Candidate(platform.api)

    def submit() -> None:
        with suppress(httpx.TransportError):
            candidate.http.post("/transcripts", json=candidate.submission)

    eventually(lambda: planned(platform.database, candidate.interview_id) == 2)
    # Asking question 2 writes its row: held there, the answer is on the record and the question is not.
    lock = "SELECT 1 FROM interview_questions WHERE interview_id = :id AND plan_order = 2 FOR UPDATE"
    with held(platform.database, lock, id=candidate.interview_id):
        submission = threading.Thread(target=submit)
        submission.start()
        eventually(lambda: answered(platform.database, candidate.interview_id))
        platform.kill("backend-core")
        submission.join()
    platform.start("backend-core")
    reply = candidate.answer()
    assert (reply["type"], reply["question"]["turn"]) == ("asked", 2)
    assert candidate.answer()["type"] == "ended"
    eventually(candidate.report)
    assert_each_answer_was_evaluated_once(platform.database, candidate.interview_id)


def running_jobs(database: Database, interview_id: str) -> int:
    with database.transaction() as session:
        running = select(func.count()).where(col(Job.interview_id) == interview_id, Job.state == JobState.RUNNING)
        return session.exec(running).one()


def planned(database: Database, interview_id: str) -> int:
    with database.transaction() as session:
        questions = select(func.count()).where(InterviewQuestion.interview_id == interview_id)
        return session.exec(questions).one()


def answered(database: Database, interview_id: str) -> int:
    with database.transaction() as session:
        said = select(func.count()).where(Transcript.interview_id == interview_id, Transcript.speaker == "User")
        return session.exec(said).one()
