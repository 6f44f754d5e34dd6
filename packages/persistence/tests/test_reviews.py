"""What people add to an interview is never rewritten, and goes with it."""

import pytest
from contracts.reviews import Outcome
from persistence.hiring.reviews import BandOverride, Decision, Reevaluation, ReviewNote
from persistence.ids import new_id
from persistence.tables import Interview
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

APPEND_ONLY = (BandOverride, ReviewNote, Decision, Reevaluation)


def test_the_database_refuses_to_rewrite_what_was_overridden_or_decided(database, interview_id):
    by = {"interview_id": interview_id, "made_by": new_id()}
    with database.transaction() as session:
        session.add_all(
            [
                Decision(outcome=Outcome.HOLD, reason="Two more to see.", **by),
                ReviewNote(text="Ask about the migration.", **by),
                Reevaluation(plan_version=2, reason="Clearer bands.", **by),
                BandOverride(
                    question=1, criterion="depth", plan_version=1, evaluation_version=1, to_band=3, reason="Said.", **by
                ),
            ]
        )
    for table in APPEND_ONLY:
        statement = text(f"UPDATE {table.__tablename__} SET made_by = interview_id")
        with pytest.raises(DBAPIError, match="never changed"), database.engine.begin() as connection:
            connection.execute(statement)
    with database.transaction() as session:
        session.delete(session.get_one(Interview, interview_id))
    with database.transaction() as session:
        for table in APPEND_ONLY:
            assert session.exec(select(table).where(table.interview_id == interview_id)).all() == []
