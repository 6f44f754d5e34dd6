"""The pool of tracker processes, and the mailbox that each watched session has in front of it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import av
import structlog
from contracts.delivery import Calibration, DeliverySample
from engines.delivery.expressions import CROP_EVERY
from engines.face.geometry import Geometry
from prometheus_client import Counter

from media_server.tasks import first_of
from media_server.watching.measures import SessionMeasures
from media_server.watching.pace import Pace
from media_server.watching.process import CLOSE_TIMEOUT, TrackerLost, TrackerProcess
from media_server.watching.slot import FrameSlot

log = structlog.get_logger(__name__)

FRAMES = Counter("visavis_watching_frames", "Frames due for analysis", ["outcome"])

SampleListener = Callable[[DeliverySample], None]
GeometryListener = Callable[[Geometry | None, float], None]
"""Gets what a frame showed, None where that was no face, and its time in seconds."""
CropListener = Callable[[bytes, DeliverySample], None]
"""Gets the picture of a face, a JPEG, and the sample of its frame."""


@dataclass(frozen=True)
class _Due:
    frame: av.VideoFrame
    at: float
    turn: int
    heard: float | None


class TrackerPool:
    """Up to `processes` tracker processes, each for many sessions. A crash of one costs its sessions a few samples.

    Each holds 200 MB and starts with the first frame of its first session: where no camera is on, there is none.
    """

    def __init__(self, processes: int = 1, model: Path | None = None) -> None:
        """`model` is the file of MediaPipe's face landmarker; None for the bundled models."""
        # Converts frames, and starts and joins processes: work that would hold up the event loop.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="watching")
        self._processes = [TrackerProcess(self._thread, model) for _ in range(processes)]
        self._watchers: set[Watcher] = set()

    async def warm_up(self) -> None:
        """Start the processes ahead of the first frame, and wait until they have loaded their models."""
        for process in self._processes:
            process.start()
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
        on_crop: CropListener | None = None,
    ) -> "Watcher":
        """Watch a session, on the process that then has the fewest, once its first frame has come; measure against
        `calibration` where there is one.

        `on_crop` is for whoever has the candidate's consent to it: it gets a picture every `CROP_EVERY` seconds, of a
        face that can be seen well and is alone in sight. The listeners are called on the event loop, in order.
        """
        watcher = Watcher(
            session_id=session_id,
            freest=self._freest,
            thread=self._thread,
            measures=SessionMeasures(calibration),
            on_sample=on_sample,
            on_geometry=on_geometry,
            on_crop=on_crop,
            on_close=self._watchers.discard,
        )
        self._watchers.add(watcher)
        return watcher

    def _freest(self) -> TrackerProcess:
        return min(self._processes, key=lambda process: process.sessions)


class Watcher:
    """A latest-frame mailbox at `pace`: what is not due is dropped unread, what is overtaken is `missed`.

    `shown` once a frame has come, `following` once its process has loaded: until then nothing is looked at or missed.
    """

    def __init__(
        self,
        *,
        session_id: str,
        freest: Callable[[], TrackerProcess],
        thread: ThreadPoolExecutor,
        measures: SessionMeasures,
        on_sample: SampleListener,
        on_geometry: GeometryListener | None,
        on_crop: CropListener | None,
        on_close: Callable[["Watcher"], None],
    ) -> None:
        self.session_id = session_id
        self.analysed = 0
        self.missed = 0
        self.pace = Pace()
        self.shown = asyncio.Event()
        self.following = asyncio.Event()
        self._freest = freest
        self._process: TrackerProcess | None = None
        self._thread = thread
        self._on_sample = on_sample
        self._on_geometry = on_geometry
        self._on_crop = on_crop
        self._crop_due_at = 0.0
        self._on_close = on_close
        self._measures = measures
        self._latest: _Due | None = None
        self._wake = asyncio.Event()
        self._closing = asyncio.Event()
        self._task = asyncio.create_task(self._watch(), name=f"watching-{session_id}")

    def offer_frame(self, frame: av.VideoFrame, at: float, turn: int, heard: float | None = None) -> None:
        """Take a frame shown `at` seconds into the interview's media, and `heard` into the answer. Returns at once;
        decodes nothing."""
        if self._closing.is_set() or not self._is_due(at):
            return
        if self._latest is not None:
            if self.following.is_set():
                self._miss()
            else:
                self.pace.leave_out(self._latest.at)
        self._latest = _Due(frame, at, turn, heard)
        self.shown.set()
        self._wake.set()

    def _is_due(self, at: float) -> bool:
        rate, behind = self.pace.rate, self.pace.behind
        due = self.pace.take(at)
        if self.pace.rate != rate:
            log.info("the rate of watching changed", session_id=self.session_id, frames_per_second=self.pace.rate)
        if self.pace.behind and not behind:
            log.warning("watching cannot keep up", session_id=self.session_id, missed=self.missed)
        return due

    async def close(self) -> None:
        """Stop watching: the frame in hand is finished, nothing more is reported after this returns."""
        self._closing.set()
        self._wake.set()
        _, unfinished = await asyncio.wait({self._task}, timeout=CLOSE_TIMEOUT)
        if unfinished and self._process:
            self._process.abandon(self.session_id)
        await asyncio.wait({self._task})
        self._on_close(self)

    async def _watch(self) -> None:
        await self._wake.wait()
        if self._closing.is_set():
            return
        process, slot = self._freest(), FrameSlot()
        self._process = process
        process.open(self.session_id, slot.name)
        try:
            await first_of(process.ready(), self._closing.wait())
            await self._follow(process, slot)
        finally:
            await process.close(self.session_id)
            slot.close()
            slot.unlink()

    async def _follow(self, process: TrackerProcess, slot: FrameSlot) -> None:
        self.following.set()
        while not self._closing.is_set():
            self._wake.clear()
            due, self._latest = self._latest, None
            if due is not None:
                await self._look(process, slot, due)
            await self._wake.wait()

    async def _look(self, process: TrackerProcess, slot: FrameSlot, due: _Due) -> None:
        loop = asyncio.get_running_loop()
        try:
            size = await loop.run_in_executor(self._thread, slot.write, due.frame)
            crop_due = self._on_crop is not None and due.at >= self._crop_due_at
            sight = await process.look(self.session_id, size, due.at, crop=crop_due)
        except (TrackerLost, av.FFmpegError, ValueError):  # the last two: a frame that cannot be converted
            self._miss()
            return
        self.analysed += 1
        FRAMES.labels("analysed").inc()
        try:
            if self._on_geometry:
                self._on_geometry(sight.geometry, due.at)
            sample = self._measures.sample(sight.geometry, at=due.at, turn=due.turn)
            sample = sample.model_copy(update={"heard": due.heard})
            self._on_sample(sample)
            if self._on_crop and sight.crop and _is_alone_and_clear(sample):
                self._crop_due_at = due.at + CROP_EVERY
                self._on_crop(sight.crop, sample)
        except Exception as error:  # a listener's fault must not end the watching
            log.error("a sample was not taken", session_id=self.session_id, exc_info=error)

    def _miss(self) -> None:
        self.missed += 1
        self.pace.miss()
        FRAMES.labels("missed").inc()


def _is_alone_and_clear(sample: DeliverySample) -> bool:
    """Somebody else in the picture has agreed to nothing."""
    return sample.faces == 1 and sample.quality is not None and not sample.quality.obstacles
