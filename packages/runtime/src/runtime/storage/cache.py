"""A part of an object storage that may be forgotten: bounded, the least recently used first."""

import asyncio
from datetime import UTC, datetime, timedelta

import structlog

from runtime.storage import ObjectStore, StoredObject

log = structlog.get_logger(__name__)

ROOM = 0.9
"""What is left of the bound after making room, so that not every object has to make some."""


class ObjectCache:
    """Objects under `prefix` that take `max_bytes` in all and are kept for `lifetime` after they were written.

    Room is made by whoever writes. Processes that share the storage may pass the bound by a twentieth of it each.
    """

    def __init__(self, store: ObjectStore, prefix: str, *, max_bytes: int, lifetime: timedelta) -> None:
        self._store = store
        self._prefix = prefix
        self._max_bytes = max_bytes
        self._lifetime = lifetime
        self._unseen = max_bytes
        """Bytes written since this process last looked how much there is; at first it has not looked at all."""
        self._making_room = asyncio.Lock()

    async def get(self, name: str) -> bytes | None:
        """Raises `StorageFailed`."""
        return await self._store.get(self._key(name))

    async def put(self, name: str, data: bytes) -> None:
        """What would take more than a tenth of the room is not kept. Raises `StorageFailed`."""
        if len(data) > self._max_bytes / 10:
            return
        await self._store.put(self._key(name), data)
        self._unseen += len(data)
        if self._unseen > self._max_bytes / 20:
            await self.make_room()

    async def forget(self, name: str) -> None:
        """Raises `StorageFailed`."""
        await self._store.delete(self._key(name))

    async def make_room(self) -> None:
        """Delete what is too old, and of what is too much the least used. Raises `StorageFailed`."""
        async with self._making_room:
            self._unseen = 0
            going = self._superfluous(await self._store.list(self._prefix))
            for found in going:
                await self._store.delete(found.key)
            if going:
                log.info("the cache made room", prefix=self._prefix, deleted=len(going))

    def _superfluous(self, there: list[StoredObject]) -> list[StoredObject]:
        oldest = datetime.now(UTC) - self._lifetime
        going = [found for found in there if found.written < oldest]
        staying = sorted((found for found in there if found.written >= oldest), key=lambda found: found.used)
        left = sum(found.size for found in staying)
        if left > self._max_bytes:
            while left > self._max_bytes * ROOM:
                left -= staying[0].size
                going.append(staying.pop(0))
        return going

    def _key(self, name: str) -> str:
        return f"{self._prefix}/{name[:2]}/{name}"
