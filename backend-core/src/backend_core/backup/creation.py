"""Making a backup, while the platform runs or not."""

import asyncio
import os
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from contracts.errors import NoRecord
from contracts.resumes import original_name
from persistence import copies
from persistence.columns import utc_now
from persistence.database import sqlalchemy_url
from persistence.interviews.recordings import RecordingChunk
from persistence.people.resumes import ResumeRow
from runtime.storage import ObjectStore
from runtime.storage.settings import PrivateStorageSettings
from sqlalchemy import create_engine
from sqlmodel import Session, select

from backend_core.backup.manifest import MANIFEST, Manifest, SavedObject, SavedTable, objects_of, tables_of


def create(database_url: str, storage: PrivateStorageSettings, target: Path) -> tuple[Path, Manifest]:
    """A new folder under `target`, and what is in it.

    Nothing bears a backup's name before it is whole. Raises `NoRecord`, `StorageFailed`, and `OSError` where `target`
    cannot be written.
    """
    name = f"visavis-{utc_now():%Y%m%dT%H%M%SZ}"
    unfinished = target / f".{name}-{secrets.token_hex(4)}"
    unfinished.mkdir(mode=0o700, parents=True)
    try:
        manifest = _save(database_url, storage, unfinished)
        (unfinished / MANIFEST).write_text(manifest.model_dump_json(indent=1))
        os.sync()
        unfinished.rename(target / name)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return target / name, manifest


def _save(database_url: str, storage: PrivateStorageSettings, backup: Path) -> Manifest:
    tables_of(backup).mkdir()
    engine = create_engine(sqlalchemy_url(database_url), isolation_level="REPEATABLE READ")
    try:
        with engine.begin() as connection:
            revision = copies.revision(connection)
            if revision is None:
                raise NoRecord
            made_at = utc_now()
            tables = copies.save_tables(connection, tables_of(backup))
            with Session(connection) as session:
                names = _object_names(session)
    finally:
        engine.dispose()
    # Afterwards, so that no transaction stays open for long: files never change, and one that is gone was erased.
    store = storage.object_store()
    objects = asyncio.run(_save_objects(store, names, backup)) if store else {}
    return Manifest(
        made_at=made_at,
        revision=revision,
        storage_key=storage.keyring().prefix,
        tables={table: SavedTable(**asdict(copy)) for table, copy in tables.items()},
        objects=objects,
        missing_objects=len(names) - len(objects),
    )


def _object_names(session: Session) -> Sequence[str]:
    """Of all objects that rows name. What is spoken ahead is not among them: it can be made again."""
    originals = [original_name(resume_id) for resume_id in session.exec(select(ResumeRow.id))]
    return [*originals, *session.exec(select(RecordingChunk.object_name))]


async def _save_objects(store: ObjectStore, names: Sequence[str], backup: Path) -> dict[str, SavedObject]:
    copied, saved = objects_of(backup), {}
    for name in names:
        data = await store.get(name)
        if data is not None:
            await copied.put(name, data)
            saved[name] = SavedObject.of(data)
    return saved
