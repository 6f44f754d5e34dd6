"""How old sound is when the media server hears it, on a line that loses packets, beside aiortc on its own.

    uv run python tests/bench/audio_delay.py --seconds 60 --loss 1

Two real connections run at the same time, one with the media server's order of packets and one as aiortc comes; both
lose the same share. Ages are in milliseconds, from the moment a frame of 20 ms is handed to the sender until it comes
out of the other side, decoded.
"""

import asyncio
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from time import monotonic
from typing import Annotated

import av
import numpy as np
import typer
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection
from media_server.rtc.jitter import hear_without_delay
from media_server.speaking.track import FRAME_SAMPLES, SpeechTrack
from rich.console import Console
from rich.table import Table
from visavis.candidate.ear import audio_frames
from visavis.candidate.line import lose_packets

LATE = 60.0
"""Milliseconds."""
SETTLED = 1.0
"""Seconds before the line begins to lose packets."""


@dataclass
class Ages:
    """Of one connection's frames; `back_ms` is how long after a gap sound was younger than `LATE` again, at worst."""

    name: str
    frames: int = 0
    missing: int = 0
    p50_ms: float = 0.0
    p95_ms: float = 0.0
    last_second_ms: float = 0.0
    back_ms: float = 0.0


class Sent(SpeechTrack):
    """Silence in real time, that remembers when each frame was sent."""

    def __init__(self) -> None:
        super().__init__()
        self.times: list[float] = []

    async def recv(self) -> av.AudioFrame:
        frame = await super().recv()
        self.times.append(monotonic())
        return frame


@dataclass
class Line:
    """A sender and a receiver in one process, on one clock."""

    name: str
    ordered: bool
    sent: Sent = field(default_factory=Sent)
    heard: list[tuple[int, float]] = field(default_factory=list)
    """Each frame's number, and when it was there."""

    async def run(self, seconds: float, share: float) -> Ages:
        sender, receiver = (RTCPeerConnection(RTCConfiguration(iceServers=[])) for _ in range(2))
        sender.addTrack(self.sent)
        listening: list[asyncio.Task[None]] = []

        @receiver.on("track")
        def _hear(track: MediaStreamTrack) -> None:
            if self.ordered:
                hear_without_delay(receiver.getReceivers()[0])
            listening.append(asyncio.create_task(self._listen(track)))

        try:
            await sender.setLocalDescription(await sender.createOffer())
            await receiver.setRemoteDescription(sender.localDescription)
            await receiver.setLocalDescription(await receiver.createAnswer())
            await sender.setRemoteDescription(receiver.localDescription)
            await asyncio.sleep(SETTLED)
            lose_packets(sender, share, Random(1))
            await asyncio.sleep(seconds)
        finally:
            await asyncio.gather(sender.close(), receiver.close(), *listening)
        return self._ages()

    async def _listen(self, track: MediaStreamTrack) -> None:
        first: int | None = None
        async for frame in audio_frames(track):
            assert frame.pts is not None
            first = frame.pts if first is None else first
            self.heard.append(((frame.pts - first) // FRAME_SAMPLES, monotonic()))

    def _ages(self) -> Ages:
        """The first frame that was heard is taken for the first that was sent: nothing is lost at the beginning."""
        numbers = np.array([number for number, _ in self.heard])
        there = np.array([at for _, at in self.heard])
        ages = (there - np.array(self.sent.times)[numbers]) * 1000
        gaps = np.flatnonzero(np.diff(numbers) > 1) + 1
        return Ages(
            name=self.name,
            frames=len(ages),
            missing=int((np.diff(numbers) - 1).sum()),
            p50_ms=float(np.percentile(ages, 50)),
            p95_ms=float(np.percentile(ages, 95)),
            last_second_ms=float(np.median(ages[-50:])),
            back_ms=max((self._back(gap, ages, there) for gap in gaps), default=0.0),
        )

    def _back(self, gap: int, ages: np.ndarray, there: np.ndarray) -> float:
        """Milliseconds from the frame before the gap until sound is young again; to the end where it never is."""
        young = np.flatnonzero(ages[gap:] < LATE)
        back = gap + young[0] if len(young) else len(ages) - 1
        return float(there[back] - there[gap - 1]) * 1000


async def measure(seconds: float, share: float) -> list[Ages]:
    lines = Line("media server", ordered=True), Line("aiortc", ordered=False)
    return list(await asyncio.gather(*(line.run(seconds, share) for line in lines)))


def main(
    seconds: Annotated[float, typer.Option(min=2, help="How long to talk.")] = 60,
    loss: Annotated[float, typer.Option(min=0, max=50, help="Percent of the packets to lose.")] = 1,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the results here too.")] = None,
) -> None:
    """Measure, print, and write."""
    results = asyncio.run(measure(seconds, loss / 100))
    table = Table(title=f"Age of heard sound, {loss:g} % of packets lost, {seconds:g} s (ms)")
    for column in ("", "frames", "missing", "p50", "p95", "in the last second", f"back under {LATE:g} ms after"):
        table.add_column(column, justify="right" if column else "left")
    for ages in results:
        figures = (ages.p50_ms, ages.p95_ms, ages.last_second_ms, ages.back_ms)
        table.add_row(ages.name, str(ages.frames), str(ages.missing), *(f"{figure:.0f}" for figure in figures))
    Console().print(table)
    if json_file:
        json_file.write_text(json.dumps([asdict(ages) for ages in results], indent=2), encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
