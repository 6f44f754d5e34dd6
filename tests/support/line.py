"""A line to a server, for a test to cut."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress


class Line:
    """Hands every connection on to `port` of this machine, until it is cut."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connections: set[asyncio.StreamWriter] = set()
        self._pipes: set[asyncio.Task[None]] = set()
        self.made = 0

    def cut(self) -> None:
        """Break every connection, as a failing network would. New ones are handed on again."""
        for writer in self._connections:
            writer.transport.abort()

    async def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.made += 1
        other_reader, other_writer = await asyncio.open_connection("127.0.0.1", self._port)
        for source, sink in ((reader, other_writer), (other_reader, writer)):
            self._connections.add(sink)
            pipe = asyncio.create_task(_pipe(source, sink))
            self._pipes.add(pipe)
            pipe.add_done_callback(self._pipes.discard)

    async def close(self) -> None:
        self.cut()
        if self._pipes:
            await asyncio.wait(self._pipes)


@asynccontextmanager
async def line_to(port: int) -> AsyncIterator[tuple[Line, str]]:
    """The line and its address."""
    line = Line(port)
    server = await asyncio.start_server(line.connect, "127.0.0.1", 0)
    async with server:
        yield line, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        await line.close()


async def _pipe(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await source.read(65536):
            sink.write(data)
            await sink.drain()
    sink.close()
