"""What drills of the media server need: calls that must not suffer, offers by the hundred, and what a process holds."""

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Self

import httpx
from aiortc import RTCConfiguration, RTCPeerConnection
from calls.caller import Caller
from calls.stubbed import StubServer, answered
from calls.traffic import Traffic
from prometheus_client.parser import text_string_to_metric_families

KEPT_SHARE = 0.99
"""Of its packets, in either direction, that a call keeps whatever is done to the server beside it."""


@dataclass(frozen=True)
class Held:
    """What the server's process holds; `rss` in bytes."""

    rss: int
    descriptors: int
    sockets: int
    threads: int
    tasks: int

    @classmethod
    async def by(cls, server: StubServer, http: httpx.AsyncClient) -> Self:
        process = server.process
        return cls(
            rss=process.memory_info().rss,
            descriptors=process.num_fds(),
            sockets=len(process.net_connections("udp")),
            threads=process.num_threads(),
            tasks=(await http.get(f"{server.url}/tasks")).json(),
        )


async def open_sessions(server: StubServer, http: httpx.AsyncClient) -> int:
    text = (await http.get(f"{server.url}/metrics")).text
    families = {family.name: family for family in text_string_to_metric_families(text)}
    return int(families["visavis_media_sessions"].samples[0].value)


async def until(condition: Callable[[], Awaitable[bool]], within: float = 120.0) -> float:
    """The seconds until it is true. The limit is generous: it stops a drill that would hang, no more."""
    began = time.monotonic()
    while not await condition():
        assert time.monotonic() < began + within, "did not happen"
        await asyncio.sleep(0.1)
    return time.monotonic() - began


async def offer_sdp(*, data: bool = False, video: bool = False) -> str:
    """What a page would offer, from a peer that nobody will find."""
    peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    try:
        peer.addTransceiver("audio")
        if video:
            peer.addTransceiver("video")
        if data:
            peer.createDataChannel("clock")
        await peer.setLocalDescription(await peer.createOffer())
        return peer.localDescription.sdp
    finally:
        await peer.close()


@dataclass
class Call:
    """A candidate who answers one question after the other within the `async with` block, and must not notice what goes
    on beside. Leaving it raises what ended the call, if anything did.
    """

    server: StubServer
    seed: int = 0
    latencies: list[float] = field(default_factory=list)
    """Seconds, of each turn answered."""
    kept: float = 0.0
    """Known once the block has been left."""

    async def __aenter__(self) -> Self:
        self._caller = Caller(0.0, Random(self.seed))
        self._answered = asyncio.Event()
        self._talking = asyncio.create_task(self._talk())
        waiting = asyncio.create_task(self._answered.wait())
        await asyncio.wait({self._talking, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if self._talking.done():
            waiting.cancel()
            self._talking.result()
        await until(self._is_counted)
        self._before = await Traffic.of(self._caller.peer)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._talking.done():
            self.kept = (await Traffic.of(self._caller.peer)).kept_since(self._before)
        self._talking.cancel()
        with suppress(asyncio.CancelledError):
            await self._talking

    @property
    def ports(self) -> list[int]:
        """The server's, of this call, on the loopback address."""
        sdp = self._caller.peer.remoteDescription.sdp
        return [int(port) for port in re.findall(r"a=candidate:\S+ 1 udp \d+ 127\.0\.0\.1 (\d+)", sdp)]

    async def answers(self, more: int) -> None:
        """Wait until it has answered `more` questions from now on. Raises what ended the call before."""
        enough = len(self.latencies) + more
        while len(self.latencies) < enough:
            if self._talking.done():
                self._talking.result()
            await asyncio.sleep(0.1)

    async def _talk(self) -> None:
        async with aclosing(answered(self.server, self._caller)) as latencies:
            async for latency in latencies:
                self.latencies.append(latency)
                self._answered.set()

    async def _is_counted(self) -> bool:
        """Reports of either side are there."""
        kinds = {entry.type for entry in (await self._caller.peer.getStats()).values()}
        return {"remote-inbound-rtp", "inbound-rtp", "outbound-rtp"} <= kinds


def complaints(log: Path) -> list[str]:
    """Lines of a JSON log that tell of an error, or that nobody meant to write: an exception that nothing caught."""
    return [line for line in log.read_text(errors="replace").splitlines() if _complains(line)]


def _complains(line: str) -> bool:
    try:
        entry = json.loads(line)
    except ValueError:
        return bool(line.strip())
    return entry.get("level") in {"error", "critical"} or "Traceback" in line
