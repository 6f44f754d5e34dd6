"""Who is measured side by side. Each server runs in a process of its own and knows nothing of the candidates'."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from time import monotonic

from calls.caller import Caller, tone
from calls.stubbed import SAID_SECONDS, SILENCE, StubServer, answered, stub_server
from processes import own_environment
from processes.running import Server, running
from visavis.testing import free_port

PAUSE = 0.7
"""Seconds after the first sound of a reply, in which it ends."""
BEFORE_FIRST = 1.0
"""Seconds until media flows."""
UNANSWERED = 5.0
"""Seconds from the beginning of an answer, after which no reply will come."""
MOST_UNANSWERED = 10

Turns = AsyncGenerator[float]


class NoAnswer(Exception):
    """`MOST_UNANSWERED` times in a row."""


@dataclass(frozen=True)
class Contender:
    """`serve` starts it, told whether there is video; `turns` is one candidate's call without an end: the seconds of
    each turn, less the silence that ends it."""

    name: str
    serve: Callable[[bool], AbstractAsyncContextManager[Server]]
    turns: Callable[[Server, Caller], Turns]


@asynccontextmanager
async def serve_bare(video: bool) -> AsyncIterator[Server]:
    port = free_port()
    async with running("calls.bare_server", port) as process:
        yield Server(f"http://127.0.0.1:{port}", process)


@asynccontextmanager
async def serve_pipecat(video: bool) -> AsyncIterator[Server]:
    """Raises `NoEnvironment`."""
    port, python = free_port(), own_environment.PIPECAT.existing_python()
    async with running("calls.pipecat_server", port, SILENCE, int(video), python=python) as process:
        yield Server(f"http://127.0.0.1:{port}", process)


@asynccontextmanager
async def serve_ours(video: bool) -> AsyncIterator[StubServer]:
    """Watching is on in both cases; whether there is a face to follow is the candidate's affair."""
    async with stub_server(silero=True, watching=True) as server:
        yield server


async def echoes(server: Server, caller: Caller) -> Turns:
    async with caller.connected(f"{server.url}/echo"):
        await asyncio.sleep(BEFORE_FIRST)
        async for heard in heard_back(caller, lambda: caller.say(0.1, tone)):
            yield heard - caller.microphone.first


async def replies(server: Server, caller: Caller) -> Turns:
    async with caller.connected(f"{server.url}/offer"):
        await asyncio.sleep(BEFORE_FIRST)
        async for heard in heard_back(caller, lambda: caller.say(caller.chance.uniform(*SAID_SECONDS))):
            yield heard - caller.microphone.last - SILENCE


async def heard_back(caller: Caller, say: Callable[[], None]) -> AsyncGenerator[float]:
    """When something came back, of everything said. What a buffer has lost, or a VAD did not take for speech, is never
    answered: that is no latency, and is said anew. Raises `NoAnswer`.
    """
    unanswered = 0
    while unanswered < MOST_UNANSWERED:
        say()
        try:
            heard = await caller.heard(UNANSWERED)
        except TimeoutError:
            unanswered += 1
        else:
            unanswered = 0
            yield heard
        await asyncio.sleep(PAUSE)
    raise NoAnswer


async def interview(server: Server, caller: Caller) -> Turns:
    assert isinstance(server, StubServer)
    async for latency in answered(server, caller):
        yield latency


def monologue(path: str) -> Callable[[Server, Caller], Turns]:
    """Nobody answers: a turn is what was said and the silence after it."""

    async def turns(server: Server, caller: Caller) -> Turns:
        async with caller.connected(f"{server.url}/{path}"):
            await asyncio.sleep(BEFORE_FIRST)
            while True:
                began = monotonic()
                caller.say(seconds := caller.chance.uniform(*SAID_SECONDS))
                await asyncio.sleep(seconds + SILENCE)
                yield monotonic() - began - seconds - SILENCE

    return turns


BARE_ECHO = Contender("bare echo", serve_bare, echoes)
PIPECAT = Contender("pipecat", serve_pipecat, replies)
OURS = Contender("media server", serve_ours, interview)
BARE_RECEIVE = Contender("bare receive", serve_bare, monologue("receive"))
BARE_WATCH = Contender("bare receive + MediaPipe", serve_bare, monologue("watch"))
