"""Servers that are not what their address promises: what they say, or that they say nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

PAGE = "<!doctype html><title>Sign in</title><p>Please sign in to this network."
HANGS = ""


def says(status: str, body: str, kind: str = "application/json") -> str:
    """A whole HTTP answer."""
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body.encode())}\r\n\r\n{body}"


NOT_ENGINES = {
    "500": says("500 Internal Server Error", "Internal Server Error", "text/plain"),
    "a page": says("200 OK", PAGE, "text/html"),
    "a page for the error": says("502 Bad Gateway", PAGE, "text/html"),
    "other JSON": says("200 OK", '{"hello": ["world"]}'),
    "words without times": says("200 OK", '{"text": "hello", "words": [{"word": "hello"}]}'),
    "no HTTP": "* OK IMAP4rev1 ready\r\n",
    "silence": HANGS,
}
"""By what they answer."""


@asynccontextmanager
async def strange_server(answer: str) -> AsyncIterator[str]:
    """The address of a server that answers every request with `answer`, and none at all with `HANGS`."""
    connections: set[asyncio.StreamWriter] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.add(writer)
        while data := await reader.read(65536):
            if answer and b"\r\n\r\n" in data:
                writer.write(answer.encode())
                await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        for connection in connections:
            connection.transport.abort()
