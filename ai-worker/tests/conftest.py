"""A real PostgreSQL with an interview on it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from contracts.base import InterviewMode, Language
from contracts.questions import QuestionCategory
from persistence.database import Database, Doorbell
from persistence.ids import new_id
from persistence.tables import Interview, InterviewQuestion, User
from recorded import RUBRIC, Recorded


@pytest.fixture(scope="session")
def database(postgres_url: str, redis_url: str) -> Iterator[Database]:
    database = Database(postgres_url, Doorbell(redis_url), pool_size=8, statement_timeout=timedelta(seconds=10))
    yield database
    database.close()


@pytest.fixture
def interview(database: Database) -> Recorded:
    user = User(email=f"{new_id()}@example.org", username=new_id(), password_hash="-", full_name="Somebody")
    row = Interview(
        candidate_id=user.id, position="backend", mode=InterviewMode.PRACTICE, language=Language.EN, question_count=2
    )
    questions = [
        InterviewQuestion(
            interview_id=row.id,
            plan_order=turn,
            planned_text="How do you make a slow query fast?",
            category=QuestionCategory.TECHNICAL,
            rubric_json=RUBRIC.model_dump(mode="json"),
            turn=turn,
            text="How do you make a slow query fast?",
        )
        for turn in (1, 2)
    ]
    with database.transaction() as session:
        session.add(user)
        session.flush()
        session.add(row)
        session.flush()
        session.add_all(questions)
    return Recorded(database, row.id, questions)
