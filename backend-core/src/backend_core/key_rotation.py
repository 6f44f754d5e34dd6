"""Wrapping what lies under earlier storage keys under the present one: lines of text in rows, and no object is touched.

Services that know both keys go on meanwhile. What was done before the command broke off is not done again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from contracts.errors import StorageFailed
from contracts.resumes import original_name
from persistence.database import Database
from persistence.hiring.webhooks import Webhook
from persistence.interviews.recordings import RecordingChunk
from persistence.people.resumes import ResumeRow
from persistence.people.second_factors import SecondFactor
from runtime.storage.encrypted import Keyring
from runtime.storage.settings import PrivateStorageSettings
from sqlmodel import Session, col, select

from backend_core.auth.accounts import commanded_database

AT_ONCE = 100
Row = TypeVar("Row", ResumeRow, RecordingChunk, Webhook, SecondFactor)


@dataclass
class Rotation:
    """How many keys were wrapped anew, and how many no known key opens, which stay as they are."""

    rewrapped: int = 0
    unopened: int = 0

    @property
    def said(self) -> str:
        if self.unopened:
            return (
                f"{self.rewrapped} keys lie under STORAGE_KEY now. {self.unopened} lie under a key that is neither "
                "STORAGE_KEY nor in STORAGE_KEYS_BEFORE: add it there and run this again."
            )
        return f"{self.rewrapped} keys lie under STORAGE_KEY now, and none under another: empty STORAGE_KEYS_BEFORE."


def rotate_keys() -> Rotation:
    """With the database and the storage keys of the environment."""
    with commanded_database() as database:
        return rotate(database, PrivateStorageSettings().keyring())


def rotate(database: Database, keyring: Keyring) -> Rotation:
    """Wrap all under the keyring's present key, `AT_ONCE` rows in a transaction."""
    rotation = Rotation()
    _rotate(database, ResumeRow, keyring, rotation)
    _rotate(database, RecordingChunk, keyring, rotation)
    _rotate(database, Webhook, keyring, rotation)
    _rotate(database, SecondFactor, keyring, rotation)
    return rotation


def _rotate(database: Database, table: type[Row], keyring: Keyring, rotation: Rotation) -> None:
    last: str | None = None
    while True:
        with database.transaction() as session:
            rows = _under_others(session, table, keyring, last)
            for row in rows:
                _rewrap(row, keyring, rotation)
            if not rows:
                return
            last = rows[-1].id


def _under_others(session: Session, table: type[Row], keyring: Keyring, last: str | None) -> Sequence[Row]:
    """The next rows after `last` whose key lies under another one than the present."""
    wrapped = col(table.secret if issubclass(table, Webhook | SecondFactor) else table.file_key)
    others = select(table).where(~wrapped.startswith(keyring.prefix, autoescape=True))
    if last is not None:
        others = others.where(col(table.id) > last)
    return session.exec(others.order_by(col(table.id)).limit(AT_ONCE).with_for_update()).all()


def _rewrap(row: ResumeRow | RecordingChunk | Webhook | SecondFactor, keyring: Keyring, rotation: Rotation) -> None:
    try:
        match row:
            case ResumeRow():
                row.file_key = keyring.rewrap(row.file_key, original_name(row.id))
            case RecordingChunk():
                row.file_key = keyring.rewrap(row.file_key, row.object_name)
            case Webhook() | SecondFactor():
                row.secret = keyring.rewrap(row.secret, row.secret_name)
    except StorageFailed:
        rotation.unopened += 1
    else:
        rotation.rewrapped += 1
