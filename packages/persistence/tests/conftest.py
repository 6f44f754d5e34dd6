from collections.abc import Iterator
from datetime import timedelta

import pytest
from contracts.base import InterviewMode, Language
from persistence.database import Database, Doorbell
from persistence.ids import new_id
from persistence.tables import Interview, User


@pytest.fixture(scope="session")
def database(postgres_url: str, redis_url: str) -> Iterator[Database]:
    database = Database(postgres_url, Doorbell(redis_url), pool_size=8, statement_timeout=timedelta(seconds=10))
    yield database
    database.close()


@pytest.fixture
def interview_id(database: Database) -> str:
    user = User(email=f"{new_id()}@example.org", username=new_id(), password_hash="-", full_name="Somebody")
    interview = Interview(
        candidate_id=user.id, position="backend", mode=InterviewMode.PRACTICE, language=Language.KO, question_count=1
    )
    with database.transaction() as session:
        session.add(user)
        session.flush()
        session.add(interview)
    return interview.id
