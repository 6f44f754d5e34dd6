"""The media server of `stub_server.py` in a process of its own, and a candidate who is interviewed by it."""

import asyncio
import json
import secrets
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from calls.caller import PATIENCE, Caller
from contracts.live import Authenticate, StageTimes
from media_server.hearing.policy import TurnPolicy
from processes.running import Server, running
from uuid_utils import uuid7
from visavis.testing import free_port
from websockets.asyncio.client import ClientConnection, connect

SAID_SECONDS = (1.0, 1.5)
"""The shortest and the longest answer; they differ so that turns end at every phase of frames and windows."""
SILENCE = TurnPolicy().silence_when_complete
TICKET = "ticket-of-"
DEFAULTS = {"MAX_SESSIONS": "64", "LOG_LEVEL": "ERROR"}


@dataclass(frozen=True)
class StubServer(Server):
    @property
    def offers(self) -> str:
        return f"{self.url}/media/offer"


@asynccontextmanager
async def stub_server(
    log: Path | None = None, *, silero: bool = False, watching: bool = False, **settings: str
) -> AsyncIterator[StubServer]:
    """`settings` are variables of its environment, what it logs is written to `log`."""
    port = free_port()
    options = [*(["--silero"] if silero else []), *(["--watching"] if watching else [])]
    environment = {"SERVICE_TOKEN": secrets.token_urlsafe(48), **DEFAULTS, **settings}
    async with running("calls.stub_program", port, free_port(), *options, log=log, environment=environment) as process:
        yield StubServer(f"http://127.0.0.1:{port}", process)


def new_ticket() -> str:
    """To an interview of its own."""
    return f"{TICKET}{uuid7()}"


class SocketClosed(Exception):
    """The server has ended the interview."""


@dataclass
class Page:
    """What the candidate's page is told, read as it comes."""

    captioned: list[float] = field(default_factory=list)
    """When captions came."""
    samples: int = 0
    """Of the face, so far."""
    stages: asyncio.Queue[StageTimes] = field(default_factory=asyncio.Queue)
    """Of each turn, told with the first sound of the next question."""
    _heard_in: int = 0
    _listening: asyncio.Queue[int | None] = field(default_factory=asyncio.Queue)

    async def until_listening(self) -> None:
        """Returns once in every turn. Raises `SocketClosed`."""
        async with asyncio.timeout(PATIENCE):
            while turn := await self._listening.get():
                if turn > self._heard_in:
                    self._heard_in = turn
                    return
        raise SocketClosed

    async def read(self, socket: ClientConnection) -> None:
        try:
            async for text in socket:
                match json.loads(text):
                    case {"type": "turn.state", "phase": "listening", "turn": int(turn)}:
                        self._listening.put_nowait(turn)
                    case {"type": "caption"}:
                        self.captioned.append(monotonic())
                    case {"type": "delivery.sample"}:
                        self.samples += 1
                    case {"type": "turn.stages"} as message:
                        self.stages.put_nowait(StageTimes.model_validate(message))
        finally:
            self._listening.put_nowait(None)


async def answered(server: StubServer, caller: Caller, page: Page | None = None) -> AsyncGenerator[float]:
    """An interview without an end. Of each turn, the seconds from its answer's last sample to the next question's
    first, less the silence that ends it. Close the generator to hang up.
    """
    ticket = new_ticket()
    page = page or Page()
    async with (
        caller.connected(server.offers, ticket) as session_id,
        connect(f"{server.url.replace('http', 'ws', 1)}/media/ws/{session_id}") as socket,
    ):
        await socket.send(Authenticate(ticket=ticket).model_dump_json())
        reading = asyncio.create_task(page.read(socket))
        try:
            while True:
                await page.until_listening()
                caller.say(caller.chance.uniform(*SAID_SECONDS))
                yield await caller.heard() - caller.microphone.last - SILENCE
        finally:
            reading.cancel()
            await asyncio.wait([reading])
