"""A backup brings everything back as it was, except what was erased or taken back meanwhile.

The whole way: people with something in every place, a wreck, a restore, and again after some of them have left.
"""

import gzip
import os
import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from backend_core.auth import passwords
from backend_core.backup.manifest import MANIFEST, tables_of
from backend_core.questions.bank import load_bank
from backend_core.seed import load_questions
from contracts.errors import (
    BackupDamaged,
    BackupNewer,
    LedgerDamaged,
    NoRecord,
    PlatformRuns,
    RecordNotEmpty,
    StorageKeyUnknown,
)
from contracts.rights import ERASURES
from installation import CHUNK, LEDGERS, PASSWORD, Installation, populate, traces
from persistence import copies
from persistence.ids import new_id
from persistence.interviews.delivery import DeliverySampleRow
from persistence.migrate import migrate
from persistence.tables import User
from sqlmodel import select


@pytest.fixture(autouse=True)
def _cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id all the same: what makes it dear to a thief would be much of the time that this takes."""
    cheap = passwords.hashing.copy(argon2__time_cost=1, argon2__memory_cost=64, argon2__parallelism=1)
    monkeypatch.setattr(passwords, "hashing", cheap)


@pytest.fixture
def installation(postgres_url: str, redis_url: str, tmp_path: Path) -> Iterator[Installation]:
    redis = redis_url.removesuffix("/0") + "/7"
    installation = Installation(postgres_url, redis, tmp_path / "objects", tmp_path / "backups")
    installation.build()
    migrate(installation.database_url)
    yield installation
    installation.wreck()


def test_what_was_wrecked_comes_back_and_what_was_erased_does_not(installation: Installation):
    with installation.running() as url, installation.database() as database:
        with database.transaction() as session:
            load_questions(session, [one for one in load_bank() if "backend" in one.positions][:4])
        stays, leaves, takes_back = people = [populate(url, database) for _ in range(3)]
        backup, manifest = installation.back_up()
    assert manifest.missing_objects == 0
    assert manifest.tables["users"].rows == 3
    assert len(manifest.objects) == 6
    everything = installation.dump()
    assert all(person.marker in everything["users"] for person in people)

    installation.wreck()
    installation.build()
    assert installation.restore(backup) == 0
    _, again = installation.back_up()
    assert (again.tables, again.objects) == (manifest.tables, manifest.objects)

    with installation.running() as url:
        for person in people:
            person.http.base_url = url
            assert person.http.post("/token/refresh").status_code == 401
            assert person.sign_in().status_code == 200
            assert person.http.get(person.place).content == CHUNK
        gone = leaves.http.request("DELETE", "/users/me", json={"password": PASSWORD})
        assert gone.status_code == 200
        takes_back.http.delete(f"/resumes/{takes_back.resume_id}").raise_for_status()
        takes_back.http.delete(f"/interviews/{takes_back.interview_id}/shares/{takes_back.share_id}").raise_for_status()
        for purpose in ("recording", "expression"):
            takes_back.post("/users/me/consents", {"purpose": purpose, "granted": False})
        assert installation.hung_up() == {
            part for person in (leaves, takes_back) for part in (person.id, person.interview_id)
        }
        installation.run_erasures()
        assert traces(installation, leaves) == LEDGERS
    assert leaves.marker not in str(installation.dump())

    installation.wreck()
    installation.build()
    assert installation.restore(backup) == 5
    installation.run_erasures()
    assert traces(installation, leaves) == LEDGERS
    assert leaves.marker not in str(installation.dump())
    with installation.running() as url:
        for person in people:
            person.http.base_url = url
        assert leaves.sign_in().status_code == 401
        assert stays.sign_in().status_code == 200
        assert stays.http.get(stays.place).content == CHUNK
        assert takes_back.sign_in().status_code == 200
        assert takes_back.http.get("/resumes").json() == []
        assert takes_back.http.get(f"/interviews/{takes_back.interview_id}/recordings").json() == []
        consents = takes_back.http.get("/users/me/consents").json()
        assert {one["purpose"]: one["granted"] for one in consents} == {
            "transcription": True,
            "delivery": True,
            "recording": False,
            "expression": False,
        }
        [share] = takes_back.http.get(f"/interviews/{takes_back.interview_id}/shares").json()
        assert share["state"] == "revoked"
    with installation.database() as database, database.transaction() as session:
        estimates = {row.interview_id: row.expression for row in session.exec(select(DeliverySampleRow)).all()}
    assert estimates == {stays.interview_id: {"joy": 1.0}, takes_back.interview_id: None}


def test_what_cannot_be_put_back_is_refused_and_changes_nothing(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
):
    with installation.database() as database, database.transaction() as session:
        session.add(User(email="somebody@example.org", username="somebody", password_hash="-", full_name="Somebody"))
    backup, manifest = installation.back_up()
    before = installation.dump()

    with installation.database() as database, database.transaction() as session:
        session.exec(select(User)).all()
        with pytest.raises(PlatformRuns):
            installation.restore(backup, replace=True)
    with pytest.raises(RecordNotEmpty):
        installation.restore(backup)

    def break_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(copies, "load_tables", break_off)
        with pytest.raises(KeyboardInterrupt):
            installation.restore(backup, replace=True)
    with pytest.raises(StorageKeyUnknown):
        replace(installation, storage_key=secrets.token_urlsafe(48)).restore(backup, replace=True)
    (backup / MANIFEST).write_text(manifest.model_copy(update={"revision": "9999"}).model_dump_json())
    with pytest.raises(BackupNewer):
        installation.restore(backup, replace=True)
    (backup / MANIFEST).write_text(manifest.model_dump_json())
    users = copies.table_file(tables_of(backup), "users")
    whole = users.read_bytes()
    for damaged in (whole[:-9], whole[:10] + b"\xff" * (len(whole) - 10), gzip.compress(b"nobody\n"), None):
        users.unlink() if damaged is None else users.write_bytes(damaged)
        with pytest.raises(BackupDamaged):
            installation.restore(backup, replace=True)
    users.write_bytes(whole)
    entry = installation.objects / ERASURES / new_id()
    entry.parent.mkdir()
    entry.write_bytes(b"{")
    with pytest.raises(LedgerDamaged) as damaged_entry:
        installation.restore(backup, replace=True)
    assert damaged_entry.value.params == {"part": f"{ERASURES}/{entry.name}"}
    entry.unlink()
    assert installation.dump() == before
    installation.restore(backup, replace=True)
    assert installation.dump()["users"] == before["users"]


def test_a_backup_that_was_broken_off_is_none(installation: Installation, monkeypatch: pytest.MonkeyPatch):
    def break_off() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "sync", break_off)
    with pytest.raises(KeyboardInterrupt):
        installation.back_up()
    assert list(installation.backups.iterdir()) == []


def test_a_database_without_a_record_is_not_backed_up(installation: Installation):
    installation.wreck()
    installation.build()
    with pytest.raises(NoRecord):
        installation.back_up()
    assert list(installation.backups.iterdir()) == []
