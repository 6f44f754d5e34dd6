"""A ZIP that is handed on as it is written, so that one of any size needs little memory."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import structlog
from contracts.errors import StorageFailed

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Document:
    """What is on record, as JSON; a text stands as it is."""

    path: str
    content: object


@dataclass(frozen=True)
class Original:
    """A file of so many bytes, as somebody sent it."""

    path: str
    size: int
    pieces: AsyncIterator[bytes]


Part = Document | Original


async def zipped(parts: AsyncIterator[Part], at: datetime) -> AsyncIterator[bytes]:
    """The bytes of a ZIP of `parts`.

    An original that the storage does not give, or not whole, is named in `missing.json`, the last of all: who asks for
    what is held on them gets the rest of it.
    """
    written = _Written()
    missing: list[str] = []
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        async for part in parts:
            if isinstance(part, Document):
                await asyncio.to_thread(_add_document, archive, part, at)
                yield written.taken()
                continue
            entry = _entry(part.path, at, ZIP_STORED)
            entry.file_size = part.size
            with archive.open(entry, "w") as file:
                try:
                    async for piece in part.pieces:
                        file.write(piece)
                        yield written.taken()
                except StorageFailed:
                    log.error("an original is missing from an export")
                    missing.append(part.path)
        if missing:
            _add_document(archive, Document("missing.json", missing), at)
    yield written.taken()


def _add_document(archive: ZipFile, part: Document, at: datetime) -> None:
    text = part.content if isinstance(part.content, str) else json.dumps(part.content, ensure_ascii=False, indent=2)
    archive.writestr(_entry(part.path, at, ZIP_DEFLATED), text + "\n")


def _entry(path: str, at: datetime, compression: int) -> ZipInfo:
    entry = ZipInfo(path, at.timetuple()[:6])
    entry.compress_type = compression
    # Where it is unpacked, nobody but who unpacked it reads it.
    entry.external_attr = 0o600 << 16
    return entry


class _Written:
    """What has been written and not yet handed on. It cannot be wound back, which `ZipFile` finds out by itself."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """All is where it goes."""

    def close(self) -> None:
        """`taken` gives what there is, also then."""

    def taken(self) -> bytes:
        whole, self._pieces = b"".join(self._pieces), []
        return whole
