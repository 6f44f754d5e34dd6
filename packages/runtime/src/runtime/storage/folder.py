"""Objects as files of a folder, which several processes, or containers by a shared volume, may use at once."""

import asyncio
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import structlog
from contracts.errors import StorageFailed

from runtime.storage import StoredObject, checked_key

log = structlog.get_logger(__name__)

ResultT = TypeVar("ResultT")

ABANDONED_AFTER = 3600.0
"""Seconds after which a file that is still being written has no writer any more."""


class FolderStore:
    def __init__(self, root: Path) -> None:
        """`root` is made when something is first written."""
        self._root = root
        self._incoming = root / ".incoming"

    async def put(self, key: str, data: bytes) -> None:
        await self._in_thread(self._put, checked_key(key), data)

    async def get(self, key: str) -> bytes | None:
        return await self._in_thread(self._get, checked_key(key))

    async def get_range(self, key: str, start: int, end: int) -> bytes | None:
        return await self._in_thread(self._get, checked_key(key), start, end)

    async def delete(self, key: str) -> None:
        path = self._root / checked_key(key)
        await self._in_thread(lambda: path.unlink(missing_ok=True))

    async def list(self, prefix: str) -> list[StoredObject]:
        return await self._in_thread(lambda: list(self._objects(checked_key(prefix))))

    async def _in_thread(self, work: Callable[..., ResultT], *args: object) -> ResultT:
        try:
            return await asyncio.to_thread(work, *args)
        except OSError as error:
            log.warning("the storage's folder fails", folder=str(self._root), error=type(error).__name__)
            raise StorageFailed from error

    def _put(self, key: str, data: bytes) -> None:
        path = self._root / key
        path.parent.mkdir(parents=True, exist_ok=True)
        self._incoming.mkdir(exist_ok=True)
        unfinished = self._incoming / secrets.token_hex(16)
        try:
            with unfinished.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)

    def _get(self, key: str, start: int = 0, end: int | None = None) -> bytes | None:
        path = self._root / key
        try:
            with path.open("rb") as file:
                file.seek(start)
                data = file.read() if end is None else file.read(end - start)
                # By hand, for reading alone often leaves no trace; a folder that may only be read takes none.
                with suppress(OSError):
                    os.utime(file.fileno(), ns=(time.time_ns(), os.fstat(file.fileno()).st_mtime_ns))
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        return data

    def _objects(self, prefix: str) -> Iterator[StoredObject]:
        self._forget_abandoned()
        for folder, _, names in os.walk(self._root / prefix):
            for name in names:
                path = Path(folder, name)
                try:
                    status = path.stat()
                except FileNotFoundError:  # deleted by another process meanwhile
                    continue
                yield StoredObject(
                    key=path.relative_to(self._root).as_posix(),
                    size=status.st_size,
                    written=datetime.fromtimestamp(status.st_mtime, UTC),
                    used=datetime.fromtimestamp(max(status.st_atime, status.st_mtime), UTC),
                )

    def _forget_abandoned(self) -> None:
        if not self._incoming.is_dir():
            return
        for path in self._incoming.iterdir():
            try:
                if time.time() - path.stat().st_mtime > ABANDONED_AFTER:
                    path.unlink()
            except FileNotFoundError:  # it has just been finished
                continue
