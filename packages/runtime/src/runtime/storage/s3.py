"""Objects on S3 and what speaks its protocol, through obstore."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import structlog
from contracts.errors import StorageFailed
from obstore.exceptions import BaseError
from obstore.store import S3Store as Bucket

from runtime.storage import StoredObject, checked_key

log = structlog.get_logger(__name__)

TIMEOUT = timedelta(seconds=30)
PATIENCE = timedelta(seconds=20)
"""For all attempts at one request together."""


class S3Store:
    """When an object was last asked for S3 does not know: the oldest counts as the least used."""

    def __init__(
        self,
        bucket: str,
        prefix: str | None,
        *,
        region: str,
        endpoint: str | None = None,
        access_key_id: str | None = None,
        secret_access_key: str | None = None,
    ) -> None:
        """Without an `endpoint`, Amazon's; without a key, the machine's own role."""
        self._bucket = Bucket(
            bucket,
            prefix=prefix,
            endpoint=endpoint,
            region=region,
            access_key_id=access_key_id,
            secret_access_key=secret_access_key,
            virtual_hosted_style_request=endpoint is None,
            client_options={"allow_http": bool(endpoint and endpoint.startswith("http://")), "timeout": TIMEOUT},
            retry_config={"retry_timeout": PATIENCE},
        )

    async def put(self, key: str, data: bytes) -> None:
        async with _failures():
            await self._bucket.put_async(checked_key(key), data)

    async def get(self, key: str) -> bytes | None:
        async with _failures():
            try:
                found = await self._bucket.get_async(checked_key(key))
            except FileNotFoundError:
                return None
            return bytes(await found.bytes_async())

    async def get_range(self, key: str, start: int, end: int) -> bytes | None:
        async with _failures():
            try:
                return bytes(await self._bucket.get_range_async(checked_key(key), start=start, end=end))
            except FileNotFoundError:
                return None

    async def delete(self, key: str) -> None:
        async with _failures():
            try:
                await self._bucket.delete_async(checked_key(key))
            except FileNotFoundError:
                return

    async def list(self, prefix: str) -> list[StoredObject]:
        async with _failures():
            return [
                StoredObject(found["path"], found["size"], found["last_modified"], found["last_modified"])
                async for page in self._bucket.list(checked_key(prefix))
                for found in page
            ]


@asynccontextmanager
async def _failures() -> AsyncIterator[None]:
    try:
        yield
    except (BaseError, OSError) as error:
        # The message may hold the address with what signs it.
        log.warning("the storage fails", error=type(error).__name__)
        raise StorageFailed from error
