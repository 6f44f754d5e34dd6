"""The audit log keeps what was done together with the doing, and nobody changes it."""

import pytest
from contracts.audit import ActorRole, AuditAction, AuditSubject
from persistence.record.audit import PLATFORM, AuditEntry, record
from persistence.tables import Interview, User
from pydantic import ValidationError
from sqlalchemy import delete, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select


def entries(session, subject_id: str) -> list[AuditEntry]:
    return list(session.exec(select(AuditEntry).where(AuditEntry.subject_id == subject_id)))


@pytest.mark.parametrize(
    "attempt",
    [
        "UPDATE audit_log SET action = 'nothing'",
        "DELETE FROM audit_log",
        "DELETE FROM audit_log WHERE false",
        "TRUNCATE audit_log",
    ],
)
def test_the_database_itself_refuses_to_change_the_log(database, interview_id, attempt):
    with database.transaction() as session:
        record(session, PLATFORM, AuditAction.INTERVIEW_VIEWED, AuditSubject.INTERVIEW, interview_id)
    with pytest.raises(DBAPIError, match="append-only"), database.engine.begin() as connection:
        connection.execute(text(attempt))
    with database.transaction() as session:
        (entry,) = entries(session, interview_id)
    assert (entry.actor_id, entry.actor_role, entry.action) == (None, ActorRole.PLATFORM, "interview.viewed")


def test_an_entry_is_written_with_what_it_tells_of_or_not_at_all(database, interview_id):
    def break_off() -> None:
        with database.transaction() as session:
            record(session, PLATFORM, AuditAction.INTERVIEW_VIEWED, AuditSubject.INTERVIEW, interview_id)
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    with database.transaction() as session:
        assert entries(session, interview_id) == []


def test_erasing_a_person_leaves_their_entries_as_they_are(database, interview_id):
    with database.transaction() as session:
        person = session.get_one(User, session.get_one(Interview, interview_id).candidate_id)
        record(
            session,
            person,
            AuditAction.REPORT_VIEWED,
            AuditSubject.INTERVIEW,
            interview_id,
            organisation_id=interview_id,
            details={"version": 2, "role": "candidate", "turns": ["1", "2"]},
        )
    with database.transaction() as session:
        session.exec(delete(User).where(col(User.id) == person.id))
    with database.transaction() as session:
        (entry,) = entries(session, interview_id)
    assert (entry.actor_id, entry.actor_role, entry.organisation_id) == (person.id, "candidate", interview_id)
    assert entry.details == {"version": 2, "role": "candidate", "turns": ["1", "2"]}


@pytest.mark.parametrize("words", ["Kim Minseo", "김민서", "kim@example.org", "", "x" * 121])
def test_details_that_are_neither_figures_nor_identifiers_are_refused(database, interview_id, words):
    with pytest.raises(ValidationError) as refused, database.transaction() as session:
        record(
            session,
            PLATFORM,
            AuditAction.INTERVIEW_VIEWED,
            AuditSubject.INTERVIEW,
            interview_id,
            details={"note": words},
        )
    assert not words or words not in str(refused.value)
