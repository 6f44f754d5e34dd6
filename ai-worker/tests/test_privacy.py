"""Files go after the rows, however often it is tried; interviews go when they were kept long enough."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from ai_worker.privacy import FileErasure
from ai_worker.reconciler import Reconciler
from contracts.base import Language
from contracts.errors import ErasureDelayed, StorageNotSet
from contracts.rights import ErasureCause, recordings_of
from contracts.tasks import ERASE, ErasePayload
from organisations import invitation_to, open_posting, screening_interview
from persistence.columns import utc_now
from persistence.database import Database
from persistence.hiring.recruiting import Invitation
from persistence.ids import new_id
from persistence.people.password_resets import PasswordReset
from persistence.people.rights import ErasedScreening
from persistence.record import jobs
from persistence.record.audit import AuditEntry
from persistence.tables import Interview, Job, JobState, MediaTicket, RefreshSession, User
from runtime.storage.folder import FolderStore
from runtime.storage.settings import StorageSettings
from sqlmodel import select


def test_what_was_erased_goes_from_the_storage_and_nothing_else(database: Database, tmp_path: Path):
    store, gone, stays = FolderStore(tmp_path), new_id(), new_id()
    keys = [
        f"resumes/{gone}",
        f"{recordings_of(gone)}/1/0",
        f"{recordings_of(gone)}/2/0",
        f"{recordings_of(stays)}/1/0",
    ]
    for key in keys:
        asyncio.run(store.put(key, b"noise"))
    erase = FileErasure(StorageSettings.model_construct(storage_url=str(tmp_path)))
    payload = ErasePayload(subject_id=gone, objects=[f"resumes/{gone}"], prefixes=[recordings_of(gone)])
    for _ in range(2):
        erase(database, payload)
        assert [key for key in keys if asyncio.run(store.get(key))] == keys[3:]


def test_a_storage_that_is_away_is_waited_for(database: Database, tmp_path: Path):
    (tmp_path / "resumes").write_bytes(b"a file where a folder should be")
    erase = FileErasure(StorageSettings.model_construct(storage_url=str(tmp_path)))
    with pytest.raises(ErasureDelayed):
        erase(database, ErasePayload(subject_id=new_id(), objects=["resumes/x"]))


def test_files_without_a_storage_are_an_error_and_not_forgotten(database: Database):
    erase = FileErasure(StorageSettings.model_construct(storage_url=None))
    erase(database, ErasePayload(subject_id=new_id(), prefixes=["recordings/x"]))
    with pytest.raises(StorageNotSet):
        erase(database, ErasePayload(subject_id=new_id(), objects=["resumes/x"]))


@pytest.mark.parametrize(("days", "is_kept"), [(179, True), (181, False)])
def test_a_screening_interview_is_kept_as_long_as_its_posting_says(database: Database, days: int, is_kept: bool):
    user = User(email=f"{new_id()}@example.org", username=new_id(), password_hash="-", full_name="Somebody")
    with database.transaction() as session:
        session.add(user)
        session.flush()
        posting = open_posting(session)
        interview = screening_interview(session, posting, user.id, Language.KO)
        interview.end_time = utc_now() - timedelta(days=days)
        waiting = screening_interview(session, posting, user.id, Language.KO)
        unused = Invitation(
            posting_id=posting.id,
            email="somebody@example.org",
            language=Language.KO,
            expires_at=utc_now() - timedelta(days=days),
        )
        session.add(unused)
    reconciler = Reconciler(database, {}, timedelta(seconds=15))
    reconciler.erase_due()
    assert reconciler.erase_due() == 0
    with database.transaction() as session:
        assert (session.get(Interview, interview.id) is not None) == is_kept
        assert (session.get(Invitation, unused.id) is not None) == is_kept
        assert session.get(Interview, waiting.id)
        traces = session.exec(select(ErasedScreening).where(ErasedScreening.posting_id == posting.id)).all()
        assert [trace.cause for trace in traces] == ([] if is_kept else [ErasureCause.RETENTION])
        entries = session.exec(select(AuditEntry).where(AuditEntry.subject_id == interview.id)).all()
        assert [entry.actor_role for entry in entries] == ([] if is_kept else ["platform"])
        state = jobs.state_of(session, ERASE, interview.id)
        assert state is (None if is_kept else JobState.QUEUED)


@pytest.mark.parametrize(("promised", "says", "is_kept"), [(180, 365, False), (180, 30, False), (None, 365, True)])
def test_a_posting_that_comes_to_say_more_does_not_bind_who_was_promised_less(
    database: Database, promised: int | None, says: int, is_kept: bool
):
    user = User(email=f"{new_id()}@example.org", username=new_id(), password_hash="-", full_name="Somebody")
    with database.transaction() as session:
        session.add(user)
        session.flush()
        posting = open_posting(session)
        interview = screening_interview(session, posting, user.id, Language.KO)
        interview.end_time = utc_now() - timedelta(days=181)
        invitation, _ = invitation_to(session, posting)
        invitation.interview_id, invitation.accepted_at = interview.id, interview.end_time
        invitation.promised_retention_days = promised
        posting.retention_days = says
    Reconciler(database, {}, timedelta(seconds=15)).erase_due()
    with database.transaction() as session:
        assert (session.get(Interview, interview.id) is not None) == is_kept


def test_credentials_are_forgotten_once_they_have_expired(database: Database):
    user = User(email=f"{new_id()}@example.org", username=new_id(), password_hash="-", full_name="Somebody")
    now = utc_now()
    with database.transaction() as session:
        session.add(user)
        session.flush()
        for expires_at in (now - timedelta(seconds=1), now + timedelta(hours=1)):
            session.add_all(
                [
                    MediaTicket(token_hash=new_id(), trainee_id=user.id, purpose="socket", expires_at=expires_at),
                    RefreshSession(user_id=user.id, family=new_id(), token_hash=new_id(), expires_at=expires_at),
                    PasswordReset(user_id=user.id, token_hash=new_id(), expires_at=expires_at),
                ]
            )
    Reconciler(database, {}, timedelta(seconds=15)).forget_spent()
    with database.transaction() as session:
        left = [
            session.exec(select(table.expires_at).where(owner == user.id)).all()
            for table, owner in (
                (MediaTicket, MediaTicket.trainee_id),
                (RefreshSession, RefreshSession.user_id),
                (PasswordReset, PasswordReset.user_id),
            )
        ]
    assert left == [[now + timedelta(hours=1)]] * 3


def test_work_is_forgotten_once_it_was_done_long_ago_and_what_failed_or_waits_is_not(database: Database):
    now = utc_now()
    long_ago, lately = now - timedelta(days=31), now - timedelta(days=29)
    made = [
        (JobState.DONE, long_ago),
        (JobState.DONE, lately),
        (JobState.DEAD, long_ago),
        (JobState.QUEUED, None),
    ]
    with database.transaction() as session:
        rows = [
            Job(
                name=ERASE.name,
                queue=ERASE.queue,
                priority=ERASE.priority,
                payload={},
                unique_key=new_id(),
                state=state,
                finished_at=finished_at,
                created_at=long_ago,
                due_at=now + timedelta(days=1),
            )
            for state, finished_at in made
        ]
        session.add_all(rows)
        ids = [row.id for row in rows]
    for _ in range(2):
        Reconciler(database, {}, timedelta(seconds=15)).forget_spent()
        with database.transaction() as session:
            assert [session.get(Job, job_id) is not None for job_id in ids] == [False, True, True, True]
