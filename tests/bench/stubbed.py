"""The media server of `stub_server.py` in a process of its own, and a candidate with a real peer who calls it."""

import asyncio
import json
import os
import secrets
import sys
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import monotonic

import av
import httpx
import numpy as np
import psutil
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from contracts.live import Authenticate
from media_server.hearing.policy import TurnPolicy
from media_server.rtc.jitter import hear_without_delay
from media_server.speaking.track import SAMPLE_RATE, Clip, SpeechTrack
from numpy.typing import NDArray
from uuid_utils import uuid7
from visavis.candidate.ear import audio_frames
from visavis.candidate.line import lose_packets
from visavis.testing import free_port
from websockets.asyncio.client import ClientConnection, connect

AUDIBLE = 800
"""A sample of 16 bits that is part of a tone, and not of the codec's silence."""
SAID_SECONDS = (1.0, 1.5)
"""The shortest and the longest answer; they differ so that turns end at every phase of frames and windows."""
PATIENCE = 120.0
"""Seconds; a line that a busy machine stalls counts as cut, and whoever was cut off gets a moment to go on."""
SILENCE = TurnPolicy().silence_when_complete
TICKET = "ticket-of-"
DEFAULTS = {"MAX_SESSIONS": "64", "LOG_LEVEL": "ERROR"}


@dataclass(frozen=True)
class StubServer:
    url: str
    process: psutil.Process

    @property
    def offers(self) -> str:
        return f"{self.url}/media/offer"


@asynccontextmanager
async def stub_server(log: Path | None = None, **settings: str) -> AsyncIterator[StubServer]:
    """In a process of its own; `settings` are variables of its environment, what it logs is written to `log`."""
    port, core_port = free_port(), free_port()
    program = Path(__file__).with_name("stub_server.py")
    with log.open("ab") if log else nullcontext() as said:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, str(program), str(port), str(core_port)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=said,
            env={**os.environ, "SERVICE_TOKEN": secrets.token_urlsafe(48), **DEFAULTS, **settings},
        )
        assert process.stdin
        assert process.stdout
        try:
            if await process.stdout.readline() != b"ready\n":
                raise RuntimeError("the stub server did not start")
            yield StubServer(f"http://127.0.0.1:{port}", psutil.Process(process.pid))
        finally:
            process.stdin.close()
            await process.wait()


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
        self.peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._sounds = False
        self._heard: asyncio.Queue[float] = asyncio.Queue()
        self._listening: list[asyncio.Task[None]] = []

    @asynccontextmanager
    async def connected(self, url: str, ticket: str | None = None) -> AsyncIterator[str]:
        """The id of the session, where the other side has one."""
        self.peer.addTrack(self.microphone)
        self.peer.on("track", self._track)
        try:
            await self.peer.setLocalDescription(await self.peer.createOffer())
            offer = {"sdp": self.peer.localDescription.sdp, "type": "offer"} | ({"ticket": ticket} if ticket else {})
            async with httpx.AsyncClient(timeout=PATIENCE) as http:
                response = await http.post(url, json=offer)
            answer = response.raise_for_status().json()
            await self.peer.setRemoteDescription(RTCSessionDescription(answer["sdp"], "answer"))
            lose_packets(self.peer, self._loss, self.chance)
            yield answer.get("session_id", "")
        finally:
            await self.peer.close()
            await asyncio.gather(*self._listening)

    def say(self, seconds: float) -> None:
        while not self._heard.empty():
            self._heard.get_nowait()
        self.microphone.play(Clip(tone(seconds)))

    async def heard(self) -> float:
        return await asyncio.wait_for(self._heard.get(), PATIENCE)

    def _track(self, track: MediaStreamTrack) -> None:
        hear_without_delay(next(receiver for receiver in self.peer.getReceivers() if receiver.track is track))
        self._listening.append(asyncio.create_task(self._listen(track)))

    async def _listen(self, track: MediaStreamTrack) -> None:
        async for frame in audio_frames(track):
            sounds = bool(np.abs(frame.to_ndarray()).max() > AUDIBLE)
            if sounds and not self._sounds:
                self._heard.put_nowait(monotonic())
            self._sounds = sounds


def new_ticket() -> str:
    """To an interview of its own."""
    return f"{TICKET}{uuid7()}"


async def answered(server: StubServer, caller: Caller) -> AsyncGenerator[float]:
    """An interview without an end. Of each turn, the seconds from its answer's last sample to the next question's
    first, less the silence that ends it. Close the generator to hang up.
    """
    ticket = new_ticket()
    async with (
        caller.connected(server.offers, ticket) as session_id,
        connect(f"{server.url.replace('http', 'ws', 1)}/media/ws/{session_id}") as socket,
    ):
        await socket.send(Authenticate(ticket=ticket).model_dump_json())
        while True:
            await _listening(socket)
            caller.say(caller.chance.uniform(*SAID_SECONDS))
            yield await caller.heard() - caller.microphone.last - SILENCE


async def _listening(socket: ClientConnection) -> None:
    async with asyncio.timeout(PATIENCE):
        async for text in socket:
            message = json.loads(text)
            if message["type"] == "turn.state" and message["phase"] == "listening":
                return
