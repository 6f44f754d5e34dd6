"""Putting a backup back, while nothing but PostgreSQL (and Redis) runs."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

import structlog
from contracts.errors import (
    BackupDamaged,
    BackupNewer,
    LedgerDamaged,
    PlatformRuns,
    RecordNotEmpty,
    StorageKeyUnknown,
    StorageNotSet,
)
from contracts.rights import ERASURES
from contracts.tasks import ErasePayload
from persistence import copies, migrate
from persistence.removal.replay import replay
from pydantic import ValidationError
from redis import Redis
from redis.exceptions import RedisError
from runtime.storage import ObjectStore
from runtime.storage.settings import PrivateStorageSettings
from sqlalchemy import Connection
from sqlmodel import Session

from backend_core.backup.manifest import Manifest, objects_of, tables_of, verified

log = structlog.get_logger(__name__)

PRIVATE = ("resumes", "recordings")
"""What lies under these belongs to rows; without them nobody could read it."""


@dataclass(frozen=True)
class Restored:
    """`erased_again` counts the entries of the ledger of erasures that the backup did not know of."""

    manifest: Manifest
    erased_again: int


def restore(
    database_url: str, redis_url: str, storage: PrivateStorageSettings, backup: Path, *, replace: bool
) -> Restored:
    """Put the record and its files back, at the newest schema, and erase again what was erased since.

    Rows change in one transaction: what is broken off leaves the database as it was, and may be begun again. Raises
    `BackupDamaged`, `BackupNewer`, `StorageKeyUnknown`, `StorageNotSet`, `StorageFailed`, `LedgerDamaged`,
    `PlatformRuns`, and `RecordNotEmpty` where there is anybody in the record and it may not be replaced.
    """
    manifest = asyncio.run(verified(backup))
    if not migrate.knows(manifest.revision):
        raise BackupNewer
    if not storage.keyring().knows(manifest.storage_key):
        raise StorageKeyUnknown
    store = storage.object_store()
    if store is None and manifest.objects:
        raise StorageNotSet
    with migrate.locked(database_url) as connection:
        with connection.begin():
            _require_room(connection, replace)
        erased = asyncio.run(_ledger(store)) if store else []
        if store:
            asyncio.run(_put_objects(backup, manifest, store, erased))
        with connection.begin():
            erased_again = _put_rows(connection, backup, manifest, erased)
    if store:
        asyncio.run(_drop_strays(manifest, store))
    _forget_what_redis_knows(redis_url)
    return Restored(manifest, erased_again)


def _require_room(connection: Connection, replace: bool) -> None:
    if copies.count_others(connection):
        raise PlatformRuns
    if copies.has_people(connection) and not replace:
        raise RecordNotEmpty


async def _ledger(store: ObjectStore) -> list[ErasePayload]:
    """What was ever erased, the earliest first. Raises `LedgerDamaged`."""
    # Identifiers of version 7, so that their order is that of time.
    keys = sorted(found.key for found in await store.list(ERASURES))
    return [_entry(key, await store.get(key) or b"") for key in keys]


def _entry(key: str, data: bytes) -> ErasePayload:
    try:
        return ErasePayload.model_validate_json(data)
    except ValidationError as error:
        raise LedgerDamaged(part=key) from error


async def _put_objects(backup: Path, manifest: Manifest, store: ObjectStore, erased: list[ErasePayload]) -> None:
    gone = {name for entry in erased for name in entry.objects}
    under = tuple(f"{prefix}/" for entry in erased for prefix in entry.prefixes)
    copied = objects_of(backup)
    for name in manifest.objects:
        if name not in gone and not name.startswith(under):
            data = await copied.get(name)
            if data is None:
                raise BackupDamaged(part=name)
            await store.put(name, data)


def _put_rows(connection: Connection, backup: Path, manifest: Manifest, erased: list[ErasePayload]) -> int:
    copies.wipe(connection)
    migrate.upgrade(connection, manifest.revision)
    copies.load_tables(connection, tables_of(backup), manifest.copies)
    migrate.upgrade(connection)
    # Its commit ends no more than the session: the transaction is the connection's.
    with Session(connection, join_transaction_mode="rollback_only") as session:
        again = sum(replay(session, entry.erased) for entry in erased if entry.erased)
        session.commit()
    return again


async def _drop_strays(manifest: Manifest, store: ObjectStore) -> None:
    """Files of rows that the restored record does not have."""
    for prefix in PRIVATE:
        for found in await store.list(prefix):
            if found.key not in manifest.objects:
                await store.delete(found.key)


def _forget_what_redis_knows(redis_url: str) -> None:
    """It may know of work, and of interviews, that are no more."""
    with Redis.from_url(redis_url, socket_timeout=2, socket_connect_timeout=1) as redis:
        try:
            redis.flushdb()
        except RedisError as error:
            # It keeps nothing on disk: one that does not run has forgotten already.
            log.info("redis does not answer, and has nothing to forget", error=type(error).__name__)
