"""Rotating the storage key: what was written before is read after it, with the new key alone."""

import asyncio
import secrets
from pathlib import Path

import pytest
from backend_core import key_rotation
from backend_core.key_rotation import rotate
from contracts.resumes import ResumeFormat, original_name
from persistence.hiring.webhooks import Webhook
from persistence.ids import new_id
from persistence.interviews.recordings import RecordingChunk
from persistence.people.resumes import ResumeRow
from persistence.people.second_factors import SecondFactor
from runtime.storage.encrypted import EncryptedStore, Keyring
from runtime.storage.folder import FolderStore
from sqlalchemy import delete
from sqlmodel import col, select

from conftest import Core, Person


@pytest.fixture
def uploaded(core: Core, person: Person, tmp_path: Path) -> dict[str, EncryptedStore]:
    """Five originals under the old key, in a folder."""
    old, new = secrets.token_urlsafe(48), secrets.token_urlsafe(48)
    folder = FolderStore(tmp_path)
    stores = {
        "old": EncryptedStore(folder, Keyring(old)),
        "both": EncryptedStore(folder, Keyring(new, [old])),
        "new": EncryptedStore(folder, Keyring(new)),
    }
    with core.database.transaction() as session:
        for table in (ResumeRow, RecordingChunk, Webhook, SecondFactor):
            session.exec(delete(table))
        for number in range(5):
            resume_id = new_id()
            wrapped = asyncio.run(stores["old"].put(original_name(resume_id), b"original %d" % number))
            session.add(
                ResumeRow(
                    id=resume_id,
                    candidate_id=person.id,
                    file_name=f"{number}.txt",
                    format=ResumeFormat.TEXT,
                    size=10,
                    file_key=wrapped,
                )
            )
    return stores


def rows(core: Core) -> list[ResumeRow]:
    with core.database.transaction() as session:
        return list(session.exec(select(ResumeRow).order_by(col(ResumeRow.file_name))))


def test_what_was_written_before_is_read_with_the_new_key_alone(core: Core, uploaded, monkeypatch):
    monkeypatch.setattr(key_rotation, "AT_ONCE", 2)
    keyring = uploaded["both"]._keyring
    rotation = rotate(core.database, keyring)
    assert (rotation.rewrapped, rotation.unopened) == (5, 0)
    for number, row in enumerate(rows(core)):
        assert asyncio.run(uploaded["new"].get(original_name(row.id), row.file_key)) == b"original %d" % number
    assert rotate(core.database, keyring).rewrapped == 0, "what was done is not done again"


def test_what_no_key_opens_stays_and_is_counted(core: Core, uploaded):
    before = [row.file_key for row in rows(core)]
    rotation = rotate(core.database, uploaded["new"]._keyring)
    assert (rotation.rewrapped, rotation.unopened) == (0, 5)
    assert "STORAGE_KEYS_BEFORE" in rotation.said
    assert [row.file_key for row in rows(core)] == before


def test_what_was_broken_off_goes_on(core: Core, uploaded, monkeypatch):
    monkeypatch.setattr(key_rotation, "AT_ONCE", 2)
    keyring = uploaded["both"]._keyring
    left, rewrap = [3], keyring.rewrap

    def breaking(wrapped: str, name: str) -> str:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return rewrap(wrapped, name)

    monkeypatch.setattr(keyring, "rewrap", breaking)
    with pytest.raises(KeyboardInterrupt):
        rotate(core.database, keyring)
    monkeypatch.setattr(keyring, "rewrap", rewrap)
    done = [row.file_key.startswith(keyring.prefix) for row in rows(core)]
    assert done.count(True) == 2, "the transaction that was committed"
    assert rotate(core.database, keyring).rewrapped == 3
