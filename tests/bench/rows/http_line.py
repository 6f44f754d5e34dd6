"""A caller of HTTP that takes hardly any time itself, so that what is measured is the server."""

import asyncio
from typing import Self
from urllib.parse import urlsplit


class HttpLine:
    """One connection that is kept; its requests come one after the other."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str) -> None:
        self._reader, self._writer, self._host = reader, writer, host

    @classmethod
    async def to(cls, url: str) -> Self:
        where = urlsplit(url)
        return cls(*await asyncio.open_connection("127.0.0.1", where.port), where.netloc)

    async def get(self, path: str, token: str) -> bytes:
        """The body. Raises RuntimeError for any answer but 200 with its length."""
        status, headers = await self.ask(path, token)
        if status != 200:
            raise RuntimeError(f"{path.partition('?')[0]} answered {status}")
        return await self._reader.readexactly(int(headers[b"content-length"]))

    async def ask(self, path: str, token: str, accept: str = "application/json") -> tuple[int, dict[bytes, bytes]]:
        """Status and headers; what follows is there to be read."""
        self._writer.write(
            f"GET {path} HTTP/1.1\r\nHost: {self._host}\r\nAuthorization: Bearer {token}\r\n"
            f"Accept: {accept}\r\n\r\n".encode()
        )
        first, *rest = (await self._reader.readuntil(b"\r\n\r\n")).splitlines()
        pairs = (line.partition(b": ") for line in rest if line)
        return int(first.split()[1]), {name.lower(): value for name, _, value in pairs}

    async def chunk(self) -> bytes:
        """Of a body that has no length; empty at its end."""
        size = int(await self._reader.readuntil(b"\r\n"), 16)
        return (await self._reader.readexactly(size + 2))[:-2]

    def close(self) -> None:
        self._writer.close()
