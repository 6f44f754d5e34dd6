"""Objects that whoever holds the storage cannot read.

    object       frame 0 │ frame 1 │ … │ last frame      64 KiB each, AES-256-GCM, a tag of 16 bytes more
    wrapped key  key id . nonce │ sealed (file key, size)  a line of text for the record

Each object has a key of its own, which is wrapped under the platform's and kept with the row that the object belongs
to: rotating the platform's key wraps lines of text anew and touches no object, and without its row an object is noise.
A frame's nonce is its number and whether it is the last (the STREAM construction: Hoang, Reyhanitabar, Rogaway and
Vizár, CRYPTO 2015), so that a range is read from its frames alone and none can be left out, repeated or moved. The
wrapping is bound to the object's key in the storage, so that none can stand in for another.
"""

import asyncio
import base64
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

import structlog
from contracts.errors import StorageFailed
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from runtime.storage import ObjectStore

log = structlog.get_logger(__name__)

FRAME = 64 * 2**10
TAG = 16
NONCE = 12
FILE_KEY = 32


class Keyring:
    """Wraps under the current secret; unwraps what was wrapped under it or under an earlier one."""

    def __init__(self, current: str, earlier: Sequence[str] = ()) -> None:
        keys = [_derived(secret) for secret in (current, *earlier)]
        self._keys = {_key_id(key): AESGCM(key) for key in keys}
        self._current = _key_id(keys[0])

    @property
    def prefix(self) -> str:
        """With which all begins that was wrapped under the current secret."""
        return f"{self._current}."

    def knows(self, prefix: str) -> bool:
        """Whether it opens what was wrapped under the secret of that `prefix`."""
        return prefix.removesuffix(".") in self._keys

    def wrap(self, file_key: bytes, size: int, name: str) -> str:
        nonce = os.urandom(NONCE)
        sealed = self._keys[self._current].encrypt(nonce, file_key + size.to_bytes(8, "big"), name.encode())
        return f"{self.prefix}{base64.urlsafe_b64encode(nonce + sealed).decode()}"

    def unwrap(self, wrapped: str, name: str) -> tuple[bytes, int]:
        """The file's key and its size in bytes. Raises `StorageFailed` where no key of the ring opens it."""
        key_id, _, sealed = wrapped.partition(".")
        try:
            data = base64.urlsafe_b64decode(sealed)
            opened = self._keys[key_id].decrypt(data[:NONCE], data[NONCE:], name.encode())
        except (KeyError, ValueError, InvalidTag) as error:
            log.error("no key opens this object", key_id=key_id, known=list(self._keys), error=type(error).__name__)
            raise StorageFailed from error
        return opened[:FILE_KEY], int.from_bytes(opened[FILE_KEY:], "big")

    def rewrap(self, wrapped: str, name: str) -> str:
        """The same file's key under the current secret. Raises `StorageFailed`."""
        return self.wrap(*self.unwrap(wrapped, name), name)


class EncryptedStore:
    """An `ObjectStore` whose every object comes with its wrapped key. Raises `StorageFailed`, also for damage."""

    def __init__(self, store: ObjectStore, keyring: Keyring) -> None:
        self._store = store
        self._keyring = keyring

    async def put(self, name: str, data: bytes) -> str:
        """Write the whole object; its wrapped key, without which nobody will read it."""
        file_key = os.urandom(FILE_KEY)
        await self._store.put(name, await asyncio.to_thread(_seal, file_key, data))
        return self._keyring.wrap(file_key, len(data), name)

    async def get(self, name: str, wrapped: str) -> bytes | None:
        """The object, or None where there is none."""
        _, size = self._keyring.unwrap(wrapped, name)
        return await self.get_range(name, wrapped, 0, size)

    async def get_range(self, name: str, wrapped: str, start: int, end: int) -> bytes | None:
        """Bytes from `start` up to, not including, `end` or the object's end; None where there is no object."""
        file_key, size = self._keyring.unwrap(wrapped, name)
        frames = _Frames(size)
        first, last = start // FRAME, max(start, min(end, size) - 1) // FRAME
        if not 0 <= start <= size or first > frames.last:
            raise ValueError("the range begins outside of the object")
        sealed_start, sealed_end = first * (FRAME + TAG), frames.sealed_end(last)
        sealed = await self._store.get_range(name, sealed_start, sealed_end)
        if sealed is None:
            return None
        if len(sealed) != sealed_end - sealed_start:
            log.error("an object was cut off")
            raise StorageFailed
        opened = await asyncio.to_thread(_open, file_key, sealed, first, frames)
        return opened[start - first * FRAME : max(start, end) - first * FRAME]

    async def delete(self, name: str) -> None:
        """What is not there is deleted already."""
        await self._store.delete(name)


@dataclass(frozen=True)
class _Frames:
    """How an object of `size` bytes is cut; an empty one has a frame too, which says that it is the last."""

    size: int

    @property
    def last(self) -> int:
        return max(0, self.size - 1) // FRAME

    def sealed_end(self, frame: int) -> int:
        return min((frame + 1) * FRAME, self.size) + (frame + 1) * TAG

    def nonce(self, frame: int) -> bytes:
        return frame.to_bytes(NONCE - 1, "big") + (b"\1" if frame == self.last else b"\0")


def _seal(file_key: bytes, data: bytes) -> bytes:
    cipher, frames = AESGCM(file_key), _Frames(len(data))
    return b"".join(
        cipher.encrypt(frames.nonce(number), data[number * FRAME : (number + 1) * FRAME], None)
        for number in range(frames.last + 1)
    )


def _open(file_key: bytes, sealed: bytes, first: int, frames: _Frames) -> bytes:
    cipher = AESGCM(file_key)

    def opened() -> Iterator[bytes]:
        for offset in range(0, len(sealed), FRAME + TAG):
            nonce = frames.nonce(first + offset // (FRAME + TAG))
            yield cipher.decrypt(nonce, sealed[offset : offset + FRAME + TAG], None)

    try:
        return b"".join(opened())
    except InvalidTag as error:
        log.error("an object was damaged or exchanged")
        raise StorageFailed from error


def _derived(secret: str) -> bytes:
    return HKDF(SHA256(), FILE_KEY, salt=None, info=b"visavis storage").derive(secret.encode())


def _key_id(key: bytes) -> str:
    return sha256(b"id" + key).hexdigest()[:8]
