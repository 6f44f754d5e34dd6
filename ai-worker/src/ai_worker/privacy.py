"""`tasks.privacy.erase`: delete what lies in object storage of what is erased from the record, and enter it in the
ledger that a restored backup is held against.
"""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import structlog
from contracts.errors import ErasureDelayed, StorageFailed, StorageNotSet
from contracts.rights import ledger_name
from contracts.tasks import ErasePayload
from persistence.database import Database
from runtime.storage import ObjectStore
from runtime.storage.settings import StorageSettings
from sqlmodel import Session

log = structlog.get_logger(__name__)

ERASURE_PATIENCE = timedelta(days=30)
"""A storage that is away for long is no reason to keep what somebody has erased."""


class FileErasure:
    """Doing it again deletes what is left. Without a storage there is no ledger. Raises `ErasureDelayed` while the
    storage does not answer.
    """

    def __init__(self, settings: StorageSettings) -> None:
        self._settings = settings

    def __call__(self, database: Database, payload: ErasePayload) -> Callable[[Session], None]:
        store = self._settings.object_store()
        if store is None and payload.objects:
            raise StorageNotSet
        if store is not None:
            try:
                deleted = asyncio.run(_delete(store, payload))
            except StorageFailed as error:
                raise ErasureDelayed from error
            log.info("files erased", subject_id=payload.subject_id, files=deleted)
        return lambda session: None


async def _delete(store: ObjectStore, payload: ErasePayload) -> int:
    if payload.erased:
        await store.put(ledger_name(payload.erased), payload.model_dump_json().encode())
    found = [one.key for prefix in payload.prefixes for one in await store.list(prefix)]
    keys = [*payload.objects, *found]
    for key in keys:
        await store.delete(key)
    return len(keys)
