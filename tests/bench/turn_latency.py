"""From a candidate's last speech sample to the interviewer's first audible one, beside a bare aiortc echo.

    uv run python tests/bench/turn_latency.py --turns 50 --sessions 1 --sessions 4 --loss 0 --loss 1

The engines are stubs that take no time (`stub_server.py`), so that what is left, less the configured silence, is the
media server's own: the way of the sound, turn taking, the requests to backend-core, the paced track. The echo's figure
is from a first sample of sound to the first one that comes back. The candidate, in a process of its own, hears without
a jitter buffer in both; packets are lost on the way to the server.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from time import monotonic
from typing import Annotated

import av
import httpx
import numpy as np
import typer
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from contracts.live import Authenticate
from media_server.hearing.policy import TurnPolicy
from media_server.rtc.jitter import hear_without_delay
from media_server.speaking.track import SAMPLE_RATE, Clip, SpeechTrack
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from uuid_utils import uuid7
from visavis.candidate.ear import audio_frames
from visavis.candidate.line import lose_packets
from visavis.testing import free_port
from websockets.asyncio.client import ClientConnection, connect

AUDIBLE = 800
"""A sample of 16 bits that is part of a tone, and not of the codec's silence."""
SAID_SECONDS = (1.0, 1.5)
"""The shortest and the longest answer; they differ so that turns end at every phase of frames and windows."""
ECHO_PAUSE = 0.7
PATIENCE = 30.0
SILENCE = TurnPolicy().silence_when_complete


@dataclass
class Latencies:
    """Milliseconds, of all turns of all sessions."""

    name: str
    sessions: int
    loss_percent: float
    turns: list[float] = field(default_factory=list)

    @property
    def p50(self) -> float:
        return float(np.percentile(self.turns, 50))

    @property
    def p95(self) -> float:
        return float(np.percentile(self.turns, 95))


def tone(seconds: float) -> NDArray[np.int16]:
    samples = np.arange(round(seconds * SAMPLE_RATE))
    return (8000 * np.sin(samples * 2 * np.pi * 300 / SAMPLE_RATE)).astype(np.int16)


class Microphone(SpeechTrack):
    """Remembers when the first and the last frame of what is said were handed out."""

    def __init__(self) -> None:
        super().__init__()
        self.first = self.last = 0.0
        self._sounds = False

    async def recv(self) -> av.AudioFrame:
        frame = await super().recv()
        if frame.to_ndarray().any():
            self.last = monotonic()
            self.first = self.first if self._sounds else self.last
            self._sounds = True
        else:
            self._sounds = False
        return frame


class Caller:
    """One candidate. `heard` is set with the time at which sound came after silence."""

    def __init__(self, loss: float, chance: Random) -> None:
        self.microphone = Microphone()
        self.chance = chance
        self._loss = loss
        self._peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._sounds = False
        self._heard: asyncio.Queue[float] = asyncio.Queue()
        self._listening: list[asyncio.Task[None]] = []

    @asynccontextmanager
    async def connected(self, url: str, ticket: str | None = None) -> AsyncIterator[str]:
        """The id of the session, where the other side has one."""
        self._peer.addTrack(self.microphone)
        self._peer.on("track", self._track)
        try:
            await self._peer.setLocalDescription(await self._peer.createOffer())
            offer = {"sdp": self._peer.localDescription.sdp, "type": "offer"} | ({"ticket": ticket} if ticket else {})
            async with httpx.AsyncClient(timeout=PATIENCE) as http:
                response = await http.post(url, json=offer)
            answer = response.raise_for_status().json()
            await self._peer.setRemoteDescription(RTCSessionDescription(answer["sdp"], "answer"))
            lose_packets(self._peer, self._loss, self.chance)
            yield answer.get("session_id", "")
        finally:
            await self._peer.close()
            await asyncio.gather(*self._listening)

    def say(self, seconds: float) -> None:
        while not self._heard.empty():
            self._heard.get_nowait()
        self.microphone.play(Clip(tone(seconds)))

    async def heard(self) -> float:
        return await asyncio.wait_for(self._heard.get(), PATIENCE)

    def _track(self, track: MediaStreamTrack) -> None:
        hear_without_delay(self._peer.getReceivers()[0])
        self._listening.append(asyncio.create_task(self._listen(track)))

    async def _listen(self, track: MediaStreamTrack) -> None:
        async for frame in audio_frames(track):
            sounds = bool(np.abs(frame.to_ndarray()).max() > AUDIBLE)
            if sounds and not self._sounds:
                self._heard.put_nowait(monotonic())
            self._sounds = sounds


async def echoes(server: str, caller: Caller, turns: int) -> list[float]:
    latencies = []
    async with caller.connected(f"{server}/echo"):
        await asyncio.sleep(1)
        for _ in range(turns):
            caller.say(0.1)
            latencies.append(await caller.heard() - caller.microphone.first)
            await asyncio.sleep(ECHO_PAUSE)
    return latencies


async def interview(server: str, caller: Caller, turns: int) -> list[float]:
    """One interview of `turns` answers; the silence that ends each is taken off."""
    latencies = []
    ticket = str(uuid7())
    async with (
        caller.connected(f"{server}/media/offer", ticket) as session_id,
        connect(f"{server.replace('http', 'ws', 1)}/media/ws/{session_id}") as socket,
    ):
        await socket.send(Authenticate(ticket=ticket).model_dump_json())
        for _ in range(turns):
            await _listening(socket)
            caller.say(caller.chance.uniform(*SAID_SECONDS))
            latencies.append(await caller.heard() - caller.microphone.last - SILENCE)
    return latencies


async def _listening(socket: ClientConnection) -> None:
    async with asyncio.timeout(PATIENCE):
        async for text in socket:
            message = json.loads(text)
            if message["type"] == "turn.state" and message["phase"] == "listening":
                return


async def measure(server: str, *, turns: int, sessions: int, loss: float) -> list[Latencies]:
    results = []
    for name, talk in (("bare echo", echoes), ("media server", interview)):
        callers = [Caller(loss / 100, Random(number)) for number in range(sessions)]
        found = await asyncio.gather(*(talk(server, caller, turns) for caller in callers))
        milliseconds = [latency * 1000 for latencies in found for latency in latencies]
        results.append(Latencies(name, sessions, loss, milliseconds))
    return results


@asynccontextmanager
async def stub_server() -> AsyncIterator[str]:
    """Its address, in a process of its own."""
    port, core_port = free_port(), free_port()
    program = Path(__file__).with_name("stub_server.py")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(program), str(port), str(core_port)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin
    assert process.stdout
    try:
        if await process.stdout.readline() != b"ready\n":
            raise RuntimeError("the stub server did not start")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.stdin.close()
        await process.wait()


async def run(turns: int, sessions: list[int], losses: list[float]) -> list[Latencies]:
    async with stub_server() as server:
        return [
            result
            for loss in losses
            for count in sessions
            for result in await measure(server, turns=turns, sessions=count, loss=loss)
        ]


def main(
    turns: Annotated[int, typer.Option(min=1, help="Turns of each session.")] = 50,
    sessions: Annotated[list[int] | None, typer.Option(min=1, help="Sessions at a time; may be given again.")] = None,
    loss: Annotated[list[float] | None, typer.Option(min=0, max=50, help="Percent of packets to lose; again.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the results here too.")] = None,
) -> None:
    """Measure, print, and write."""
    results = asyncio.run(run(turns, sessions or [1], loss if loss is not None else [0.0, 1.0]))
    table = Table(title="Last speech sample to first audible sample, less the configured silence (ms)")
    for column in ("", "sessions", "loss %", "turns", "p50", "p95"):
        table.add_column(column, justify="right" if column else "left")
    for result in results:
        figures = (
            result.sessions,
            f"{result.loss_percent:g}",
            len(result.turns),
            f"{result.p50:.0f}",
            f"{result.p95:.0f}",
        )
        table.add_row(result.name, *map(str, figures))
    Console().print(table)
    if json_file:
        json_file.write_text(json.dumps([asdict(result) for result in results], indent=2), encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
