"""Object storage: bytes by key, in a local folder or on S3.

A key is a path of plain names, `speech/3f/3fa8c1.flac`; nothing else is let through to the disk or the network.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

KEY = re.compile(r"(?=.{1,512}\Z)[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")


@dataclass(frozen=True)
class StoredObject:
    """`size` in bytes; when it was written, and last asked for where the storage knows that."""

    key: str
    size: int
    written: datetime
    used: datetime


class ObjectStore(Protocol):
    """Keys that are none raise `ValueError`; a storage that does not answer raises `StorageFailed`."""

    async def put(self, key: str, data: bytes) -> None:
        """Write the whole object, over an older one. Whoever reads meanwhile gets the old or the new one, whole."""
        ...

    async def get(self, key: str) -> bytes | None:
        """The object, or None where there is none."""
        ...

    async def get_range(self, key: str, start: int, end: int) -> bytes | None:
        """Bytes from `start` up to, not including, `end` or the object's end, whichever comes first; as `get`."""
        ...

    async def delete(self, key: str) -> None:
        """What is not there is deleted already."""
        ...

    async def list(self, prefix: str) -> list[StoredObject]:
        """What lies under `prefix`, itself a key, in no order."""
        ...


def checked_key(key: str) -> str:
    """Raises `ValueError`."""
    if not KEY.fullmatch(key):
        raise ValueError("not a key of an object")
    return key
