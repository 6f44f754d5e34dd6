"""What watching costs: beside MediaPipe on its own, with several sessions at once, and for the event loop.

    uv run python tests/bench/watching.py --seconds 30 --sessions 4 [--film FILE] [--model face_landmarker.task]

The film (without one, the project's drawn portrait) is shown to every session at 15 frames a second, 640×480. Cost is
processor time a frame, of the pool's processes and the server's thread for frames, beside a bare loop over the same
models and frames. The event loop's stall is by how much a timer of 10 ms comes late.
"""

import asyncio
import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import cycle
from pathlib import Path
from time import monotonic, process_time
from typing import Annotated

import av
import numpy as np
import psutil
import typer
from calls.bare_models import bare_models
from media_server.watching.pool import TrackerPool
from rich.console import Console
from rich.table import Table
from visavis.candidate.portrait import portrait_frames

CAMERA_FPS = 15
ANALYSED_FPS = 5
TICK = 0.01
LOOK_AGAIN = 0.5
"""Seconds after which it is asked whether a frame was missed."""
SIZE = (640, 480)


@dataclass
class Costs:
    """Milliseconds of processor time a frame."""

    bare: float
    pool: float

    @property
    def share(self) -> float:
        return self.pool / self.bare


@dataclass
class Load:
    """`due` frames were to be analysed at five a second; `rates` are the sessions' at the end, a second. Stalls in
    milliseconds; `cores` is the processor time of server and trackers over the time that passed."""

    sessions: int
    seconds: float
    due: int
    analysed: int
    missed: int
    rates: list[int]
    behind: int
    cores: float
    longest_stall_ms: float
    p99_stall_ms: float


def film_frames(film: Path | None) -> list[av.VideoFrame]:
    """A few seconds, as a camera would send them."""
    if film is None:
        return [
            av.VideoFrame.from_ndarray(frame, format="rgb24").reformat(format="yuv420p")
            for frame in portrait_frames(6, CAMERA_FPS)
        ]
    with av.open(film) as container:
        frames = [frame.reformat(*SIZE, format="yuv420p") for frame in container.decode(video=0)]
    return frames + frames[::-1]


class FrameNotAnalysed(Exception):
    """The tracker failed at it or was not up; what a frame costs cannot be said then."""


class Camera:
    """A session of a pool, and what it shows."""

    def __init__(self, pool: TrackerPool, session_id: str) -> None:
        self._seen = asyncio.Event()
        self.watcher = pool.open(session_id, lambda _: self._seen.set())

    async def show(self, frame: av.VideoFrame, at: float) -> None:
        """Returns when the frame has been looked at. Raises `FrameNotAnalysed`."""
        self._seen.clear()
        missed = self.watcher.missed
        self.watcher.offer_frame(frame, at, 1)
        while not self._seen.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._seen.wait(), LOOK_AGAIN)
            if self.watcher.missed > missed:
                raise FrameNotAnalysed

    async def film(self, frames: list[av.VideoFrame], started: float, seconds: float) -> None:
        for number, frame in zip(range(1, round(seconds * CAMERA_FPS) + 1), cycle(frames), strict=False):
            await asyncio.sleep(max(0.0, started + number / CAMERA_FPS - monotonic()))
            self.watcher.offer_frame(frame, monotonic() - started, 1)


async def measure_costs(frames: list[av.VideoFrame], count: int, model: Path | None) -> Costs:
    """Every frame is looked at by the bare models and by the pool, a second's worth in turn, so that what else the
    machine does slows both alike."""
    shown = frames[::3]
    pictures = [frame.to_ndarray(format="rgb24") for frame in shown]
    bare = spent = 0.0
    pool = TrackerPool(1, model)
    try:
        await pool.warm_up()
        camera = Camera(pool, "00000000-0000-7000-8000-000000000001")
        with bare_models(model) as look:
            await camera.show(shown[0], 0.0)
            look(pictures[0], 0.0)
            trackers = [psutil.Process(pid) for pid in pool.pids]
            for start in range(1, count, ANALYSED_FPS):
                indices = range(start, start + ANALYSED_FPS)
                before = process_time()
                for index in indices:
                    look(pictures[index % len(pictures)], index / ANALYSED_FPS)
                bare += process_time() - before
                before = process_time() + _cpu(trackers)
                for index in indices:
                    await camera.show(shown[index % len(shown)], index / ANALYSED_FPS)
                spent += process_time() + _cpu(trackers) - before
    finally:
        await pool.close()
    return Costs(bare=bare * 1000 / count, pool=spent * 1000 / count)


async def measure_load(
    frames: list[av.VideoFrame], sessions: int, seconds: float, processes: int, model: Path | None
) -> Load:
    """`sessions` cameras at once; none is the event loop on its own."""
    pool = TrackerPool(processes, model)
    try:
        await pool.warm_up()
        cameras = [Camera(pool, f"00000000-0000-7000-8000-{number:012d}") for number in range(sessions)]
        for camera in cameras:  # a session's models load with its first frame
            await camera.show(frames[0], 0.0)
        trackers = [psutil.Process(pid) for pid in pool.pids]
        cpu = process_time() + _cpu(trackers)
        started = monotonic()
        stalls: list[float] = []
        ticking = asyncio.create_task(_tick(stalls))
        showing = (camera.film(frames, started, seconds) for camera in cameras)
        await asyncio.gather(*showing, asyncio.sleep(seconds))
        ticking.cancel()
        await asyncio.wait([ticking])
        spent = process_time() + _cpu(trackers) - cpu
        passed = monotonic() - started
        watchers = [camera.watcher for camera in cameras]
        return Load(
            sessions=sessions,
            seconds=passed,
            due=round(sessions * seconds * ANALYSED_FPS),
            analysed=sum(watcher.analysed - 1 for watcher in watchers),
            missed=sum(watcher.missed for watcher in watchers),
            rates=[watcher.pace.rate for watcher in watchers],
            behind=sum(watcher.pace.behind for watcher in watchers),
            cores=spent / passed,
            longest_stall_ms=max(stalls, default=0.0) * 1000,
            p99_stall_ms=float(np.percentile(stalls, 99)) * 1000 if stalls else 0.0,
        )
    finally:
        await pool.close()


async def _tick(stalls: list[float]) -> None:
    while True:
        before = monotonic()
        await asyncio.sleep(TICK)
        stalls.append(monotonic() - before - TICK)


def _cpu(processes: list[psutil.Process]) -> float:
    return sum(sum(process.cpu_times()[:2]) for process in processes)


def main(  # noqa: PLR0917 - a command's options
    seconds: Annotated[float, typer.Option(min=1, help="How long the cameras run.")] = 30,
    sessions: Annotated[int, typer.Option(min=1)] = 4,
    processes: Annotated[int, typer.Option(min=1, help="As WATCHING_PROCESSES.")] = 1,
    film: Annotated[Path | None, typer.Option(exists=True, help="Without one, the drawn portrait.")] = None,
    model: Annotated[Path | None, typer.Option(exists=True, help="face_landmarker.task.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the results here too.")] = None,
) -> None:
    """Measure, print, and write."""
    frames = film_frames(film)
    costs = asyncio.run(measure_costs(frames, 150, model))
    quiet = asyncio.run(measure_load(frames, 0, seconds, processes, model))
    busy = asyncio.run(measure_load(frames, sessions, seconds, processes, model))
    console = Console()
    console.print(
        f"A frame: {costs.pool:.1f} ms with the pool, {costs.bare:.1f} ms bare MediaPipe ({costs.share:.2f} ×)"
    )
    table = Table(title=f"{seconds:g} s on {os.cpu_count()} cores, {processes} process(es)")
    columns = ("sessions", "due", "analysed", "missed", "rates", "cannot keep up", "cores", "longest stall", "p99 (ms)")
    for column in columns:
        table.add_column(column, justify="right")
    for load in (quiet, busy):
        counts = (load.sessions, load.due, load.analysed, load.missed, load.rates, load.behind)
        table.add_row(
            *map(str, counts), f"{load.cores:.2f}", f"{load.longest_stall_ms:.0f}", f"{load.p99_stall_ms:.0f}"
        )
    console.print(table)
    if json_file:
        results = {"costs": asdict(costs), "loads": [asdict(quiet), asdict(busy)]}
        json_file.write_text(json.dumps(results, indent=2), encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
