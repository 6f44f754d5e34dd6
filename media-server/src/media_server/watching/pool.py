"""The pool of tracker processes, and the mailbox that each watched session has in front of it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import av
import structlog
from contracts.delivery import Calibration, DeliverySample
from prometheus_client import Counter

from media_server.watching.geometry import Geometry
from media_server.watching.measures import SessionMeasures
from media_server.watching.process import CLOSE_TIMEOUT, TrackerLost, TrackerProcess
from media_server.watching.slot import FrameSlot

log = structlog.get_logger(__name__)

FRAMES_PER_SECOND = 5
ROUNDING = 1e-6
"""So that 1.4 s as a sum of fifths, a hair below it, is the seventh frame and not the sixth again."""
FRAMES = Counter("visavis_watching_frames", "Frames due for analysis", ["outcome"])

SampleListener = Callable[[DeliverySample], None]
GeometryListener = Callable[[Geometry | None, float], None]
"""Gets what a frame showed, None where that was no face, and its time in seconds."""


@dataclass(frozen=True)
class _Due:
    frame: av.VideoFrame
    at: float
    turn: int


class TrackerPool:
    """`processes` tracker processes, each for many sessions. A crash of one costs its sessions a few samples."""

    def __init__(self, processes: int = 1) -> None:
        # Converts frames, and starts and joins processes: work that would hold up the event loop. Not the loop's own
        # executor, which encodes the outbound audio.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="watching")
        self._processes = [TrackerProcess(self._thread) for _ in range(processes)]
        self._watchers: set[Watcher] = set()

    async def start(self) -> None:
        """Start the processes. They load their models while the server goes on; `ready` waits for that."""
        for process in self._processes:
            await process.start()

    async def ready(self) -> None:
        for process in self._processes:
            await process.ready()

    async def close(self) -> None:
        """Close every session and end every process."""
        await asyncio.gather(*(watcher.close() for watcher in list(self._watchers)))
        await asyncio.gather(*(process.stop() for process in self._processes))
        self._thread.shutdown()

    @property
    def pids(self) -> list[int]:
        """Of the running processes."""
        return [process.pid for process in self._processes if process.pid is not None]

    @property
    def looking(self) -> int:
        """Frames that the processes hold at the moment."""
        return sum(process.looking for process in self._processes)

    def open(
        self,
        session_id: str,
        on_sample: SampleListener,
        *,
        calibration: Calibration | None = None,
        on_geometry: GeometryListener | None = None,
    ) -> "Watcher":
        """Watch a session, on the process that has the fewest, measuring against `calibration` where there is one.

        The listeners are called on the event loop, in order.
        """
        process = min(self._processes, key=lambda candidate: candidate.sessions)
        watcher = Watcher(
            session_id=session_id,
            process=process,
            thread=self._thread,
            measures=SessionMeasures(calibration),
            on_sample=on_sample,
            on_geometry=on_geometry,
            on_close=self._watchers.discard,
        )
        self._watchers.add(watcher)
        return watcher


class Watcher:
    """A latest-frame mailbox at 5 frames a second: what is not due is dropped unread, what is overtaken is `missed`."""

    def __init__(
        self,
        *,
        session_id: str,
        process: TrackerProcess,
        thread: ThreadPoolExecutor,
        measures: SessionMeasures,
        on_sample: SampleListener,
        on_geometry: GeometryListener | None,
        on_close: Callable[["Watcher"], None],
    ) -> None:
        self.session_id = session_id
        self.analysed = 0
        self.missed = 0
        self._process = process
        self._thread = thread
        self._on_sample = on_sample
        self._on_geometry = on_geometry
        self._on_close = on_close
        self._measures = measures
        self._slot = FrameSlot()
        self._last_due = -1
        self._latest: _Due | None = None
        self._wake = asyncio.Event()
        self._closed = False
        process.open(session_id, self._slot.name)
        self._task = asyncio.create_task(self._watch(), name=f"watching-{session_id}")

    def offer_frame(self, frame: av.VideoFrame, at: float, turn: int) -> None:
        """Take a frame shown `at` seconds into the interview's media. Returns at once; decodes nothing."""
        due = int(at * FRAMES_PER_SECOND + ROUNDING)
        if self._closed or due <= self._last_due:
            return
        self._last_due = due
        if self._latest is not None:
            self._miss()
        self._latest = _Due(frame, at, turn)
        self._wake.set()

    async def close(self) -> None:
        """Stop watching: the frame in hand is finished, nothing more is reported after this returns."""
        if self._closed:
            await asyncio.wait({self._task})
            return
        self._closed = True
        self._wake.set()
        _, unfinished = await asyncio.wait({self._task}, timeout=CLOSE_TIMEOUT)
        if unfinished:
            self._process.abandon(self.session_id)
            await self._task
        await self._process.close(self.session_id)
        self._slot.close()
        self._slot.unlink()
        self._on_close(self)

    async def _watch(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            if self._closed:
                return
            due, self._latest = self._latest, None
            if due is not None:
                await self._look(due)

    async def _look(self, due: _Due) -> None:
        loop = asyncio.get_running_loop()
        try:
            size = await loop.run_in_executor(self._thread, self._slot.write, due.frame)
            geometry = await self._process.look(self.session_id, size)
        except (TrackerLost, av.FFmpegError, ValueError):  # the last two: a frame that cannot be converted
            self._miss()
            return
        self.analysed += 1
        FRAMES.labels("analysed").inc()
        try:
            if self._on_geometry:
                self._on_geometry(geometry, due.at)
            self._on_sample(self._measures.sample(geometry, at=due.at, turn=due.turn))
        except Exception as error:  # a listener's fault must not end the watching
            log.error("a sample was not taken", session_id=self.session_id, exc_info=error)

    def _miss(self) -> None:
        self.missed += 1
        FRAMES.labels("missed").inc()
