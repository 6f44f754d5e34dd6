"""What 20 ms of sound cost a server, to and fro, beside aiortc as it comes.

    uv run python tests/bench/sound_cost.py --sessions 4 --seconds 10 --rounds 3

Two peers in one process send each other silence and, every other second, a tone; one kind of call at a time, in turns.
The figure is the process's own time over the packets that were heard at either end, so that a busy machine, which gets
fewer of them through, does not look cheap.
"""

import asyncio
import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import process_time
from typing import Annotated

import numpy as np
import typer
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection
from media_server.rtc.jitter import hear_without_delay
from media_server.rtc.sending import send_without_delay
from media_server.speaking.track import SAMPLE_RATE, Clip, SpeechTrack
from rich.console import Console
from rich.table import Table
from visavis.candidate.ear import audio_frames

SETTLED = 1.0
"""Seconds before anything is counted."""
TONE = (8000 * np.sin(np.arange(SAMPLE_RATE) * 2 * np.pi * 300 / SAMPLE_RATE)).astype(np.int16)


@dataclass
class Cost:
    """Microseconds of processor time a packet, sent and heard, of each round."""

    name: str
    rounds: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return float(np.median(self.rounds))


class Call:
    """Two peers that talk to each other; `on_the_loop` as the media server does, otherwise as aiortc does."""

    def __init__(self, *, on_the_loop: bool) -> None:
        self.heard = 0
        self._on_the_loop = on_the_loop
        self._peers = tuple(RTCPeerConnection(RTCConfiguration(iceServers=[])) for _ in range(2))
        self._tracks = (SpeechTrack(), SpeechTrack())
        self._tasks: list[asyncio.Task[None]] = []

    async def connect(self) -> None:
        first, second = self._peers
        for peer, track in zip(self._peers, self._tracks, strict=True):
            sender = peer.addTrack(track)
            if self._on_the_loop:
                send_without_delay(sender)
            peer.on("track", lambda track, peer=peer: self._hear(peer, track))
        await first.setLocalDescription(await first.createOffer())
        await second.setRemoteDescription(first.localDescription)
        await second.setLocalDescription(await second.createAnswer())
        await first.setRemoteDescription(second.localDescription)
        self._tasks.append(asyncio.create_task(self._talk()))

    async def close(self) -> None:
        self._tasks[-1].cancel()
        await asyncio.gather(*(peer.close() for peer in self._peers))
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*self._tasks)

    def _hear(self, peer: RTCPeerConnection, track: MediaStreamTrack) -> None:
        if self._on_the_loop:
            hear_without_delay(peer.getReceivers()[0])
        self._tasks.append(asyncio.create_task(self._listen(track)))

    async def _listen(self, track: MediaStreamTrack) -> None:
        async for _ in audio_frames(track):
            self.heard += 1

    async def _talk(self) -> None:
        while True:
            for track in self._tracks:
                track.play(Clip(TONE))
            await asyncio.sleep(2)


async def cost(*, on_the_loop: bool, sessions: int, seconds: float) -> float:
    """Microseconds a packet."""
    calls = [Call(on_the_loop=on_the_loop) for _ in range(sessions)]
    try:
        await asyncio.gather(*(call.connect() for call in calls))
        await asyncio.sleep(SETTLED)
        before, began = sum(call.heard for call in calls), process_time()
        await asyncio.sleep(seconds)
        spent, heard = process_time() - began, sum(call.heard for call in calls) - before
    finally:
        await asyncio.gather(*(call.close() for call in calls))
    return spent / heard * 1e6


async def measure(sessions: int, seconds: float, rounds: int) -> list[Cost]:
    costs = [Cost("aiortc"), Cost("media server")]
    for _ in range(rounds):
        for found, on_the_loop in zip(costs, (False, True), strict=True):
            found.rounds.append(await cost(on_the_loop=on_the_loop, sessions=sessions, seconds=seconds))
    return costs


def main(
    sessions: Annotated[int, typer.Option(min=1, help="Calls at a time, of two peers each.")] = 4,
    seconds: Annotated[float, typer.Option(min=1, help="How long each is counted.")] = 10,
    rounds: Annotated[int, typer.Option(min=1, help="How often the two take turns.")] = 3,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the results here too.")] = None,
) -> None:
    """Measure, print, and write."""
    costs = asyncio.run(measure(sessions, seconds, rounds))
    table = Table(title=f"Processor time of a packet sent and heard, {sessions} calls (µs)")
    for column in ("", "median", "of rounds"):
        table.add_column(column, justify="right" if column else "left")
    for found in costs:
        table.add_row(found.name, f"{found.median:.0f}", ", ".join(f"{round_:.0f}" for round_ in found.rounds))
    Console().print(table)
    if json_file:
        json_file.write_text(json.dumps([asdict(found) for found in costs], indent=2), encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
