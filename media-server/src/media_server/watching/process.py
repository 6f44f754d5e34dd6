"""One tracker process as the server sees it: started, asked, watched over, and started again when it dies."""

import asyncio
import multiprocessing
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

import structlog
from prometheus_client import Counter

from media_server.watching.worker import Close, Closed, Look, Open, Ready, Report, Request, Seen, Sight, serve

log = structlog.get_logger(__name__)

RESTARTS = Counter("visavis_watching_restarts", "Tracker processes that died and were started again")

HUNG_AFTER = 20.0
"""Seconds without an answer; the first frame of a session loads its models, on a busy machine."""
READY_AFTER = 120.0
"""Seconds that a process may take to load MediaPipe's code; a busy machine needs half a minute."""
CLOSE_TIMEOUT = 2.0
MAX_BACKOFF = 30.0
STEADY_AFTER = 60.0
MAX_CRASHES = 3


class TrackerLost(Exception):
    """The process died, hung or is not up: this frame will not be looked at."""


class TrackerProcess:
    """Asks a spawned process to look at frames, one at a time for each session.

    Everything here runs on the event loop except starting and joining, which the pool's thread does.
    """

    def __init__(self, thread: ThreadPoolExecutor, model: Path | None = None) -> None:
        self._thread = thread
        self._model = model
        self._slots: dict[str, str] = {}
        self._looking: dict[str, tuple[float, asyncio.Future[Sight]]] = {}
        self._closing: dict[str, asyncio.Future[None]] = {}
        self._crashes: dict[str, int] = {}
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._died = asyncio.Event()
        self._ready = asyncio.Event()
        self._spawned_at = time.monotonic()
        self._ready_at: float | None = None
        self._supervisor: asyncio.Task[None] | None = None

    @property
    def sessions(self) -> int:
        return len(self._slots)

    @property
    def looking(self) -> int:
        """Frames asked about and not answered yet."""
        return len(self._looking)

    @property
    def pid(self) -> int | None:
        """Of the running process; None while there is none."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the process, unless it has been, and keep it alive until `stop`."""
        if self._supervisor is None:
            self._supervisor = asyncio.create_task(self._supervise(), name="watching-supervisor")

    async def ready(self) -> None:
        """Wait until the process has loaded its models' code."""
        await self._ready.wait()

    async def stop(self) -> None:
        """End the process and wait until it is gone."""
        if self._supervisor:
            self._supervisor.cancel()
            with suppress(asyncio.CancelledError):
                await self._supervisor
        await self._end()

    def open(self, session_id: str, slot: str) -> None:
        """Take frames of the session from its slot once the process is `ready`. The first session starts it."""
        self.start()
        self._slots[session_id] = slot
        self._send(Open(session_id, slot))

    async def look(self, session_id: str, size: tuple[int, int], at: float, *, crop: bool = False) -> Sight:
        """What the frame in the session's slot shows; see `Look`. Raises `TrackerLost`."""
        if self._crashes.get(session_id, 0) >= MAX_CRASHES:  # so that the other sessions are left in peace
            raise TrackerLost
        answer: asyncio.Future[Sight] = asyncio.get_running_loop().create_future()
        self._looking[session_id] = (time.monotonic(), answer)
        if not self._send(Look(session_id, *size, at, crop)):
            self._looking.pop(session_id, None)
            raise TrackerLost
        return await answer

    def abandon(self, session_id: str) -> None:
        """Stop waiting for the session's frame; its `look` raises `TrackerLost`."""
        _, answer = self._looking.pop(session_id, (0.0, None))
        if answer and not answer.done():
            answer.set_exception(TrackerLost())

    async def close(self, session_id: str) -> None:
        """Forget the session. When this returns, the process has let go of its slot."""
        del self._slots[session_id]
        self._crashes.pop(session_id, None)
        closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._closing[session_id] = closed
        if self._send(Close(session_id)) and self._ready.is_set():  # until then it has touched no slot
            with suppress(TimeoutError):
                await asyncio.wait_for(closed, CLOSE_TIMEOUT)
        self._closing.pop(session_id, None)

    def _send(self, request: Request) -> bool:
        if self._pipe is None:
            return False
        try:
            self._pipe.send(request)
        except OSError:  # it has just died; the reader notices too
            return False
        return True

    async def _spawn(self) -> None:
        loop = asyncio.get_running_loop()
        self._died.clear()
        self._spawned_at, self._ready_at = time.monotonic(), None
        starting = loop.run_in_executor(self._thread, _start, self._model)
        try:
            process, pipe = await asyncio.shield(starting)
        except asyncio.CancelledError:  # stopped meanwhile: what has been started is ended like any other
            self._process, self._pipe = await starting
            raise
        self._process, self._pipe = process, pipe
        for session_id, slot in self._slots.items():
            self._send(Open(session_id, slot))
        loop.add_reader(pipe.fileno(), self._read)

    def _read(self) -> None:
        pipe = self._pipe
        if pipe is None:
            return
        try:
            self._take(pipe.recv())
        except (EOFError, OSError):
            asyncio.get_running_loop().remove_reader(pipe.fileno())
            self._died.set()

    def _take(self, report: Report) -> None:
        match report:
            case Ready():
                self._ready_at = time.monotonic()
                self._ready.set()
            case Seen(session_id, sight, error):
                _, answer = self._looking.pop(session_id, (0.0, None))
                if answer and not answer.done():
                    if error:
                        log.warning("a frame could not be looked at", session_id=session_id, error=error)
                        answer.set_exception(TrackerLost())
                    else:
                        answer.set_result(sight)
            case Closed(session_id):
                closed = self._closing.get(session_id)
                if closed and not closed.done():
                    closed.set_result(None)

    async def _supervise(self) -> None:
        backoff = 0.0
        while True:
            started = time.monotonic()
            try:
                await self._spawn()
            except OSError as error:  # out of processes or memory for the moment
                log.error("tracker process could not be started", error=type(error).__name__)
                self._died.set()
            await self._dead_or_hung()
            exit_code = await self._end()
            if time.monotonic() - started > STEADY_AFTER:
                backoff = 0.0
            log.warning("tracker process died", exit_code=exit_code, sessions=self.sessions, restart_in=backoff)
            RESTARTS.inc()
            await asyncio.sleep(backoff)
            backoff = min(max(1.0, 2 * backoff), MAX_BACKOFF)

    async def _dead_or_hung(self) -> None:
        while not self._died.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._died.wait(), HUNG_AFTER / 4)
            if self._is_hung():
                return

    def _is_hung(self) -> bool:
        now = time.monotonic()
        if self._ready_at is None:
            return now - self._spawned_at > READY_AFTER
        waiting = min((since for since, _ in self._looking.values()), default=now)
        return now - max(waiting, self._ready_at) > HUNG_AFTER

    async def _end(self) -> int | None:
        """Whatever state the process is in: end it, fail what waits for it. Returns its exit code."""
        process, pipe = self._process, self._pipe
        self._process = self._pipe = None
        self._ready.clear()
        self._fail_waiting(blame=self._died.is_set())
        if process is None or pipe is None:
            return None
        loop = asyncio.get_running_loop()
        loop.remove_reader(pipe.fileno())
        pipe.close()
        return await loop.run_in_executor(self._thread, _join, process)

    def _fail_waiting(self, *, blame: bool) -> None:
        # The process answers in order: the oldest unanswered frame is the one it was looking at.
        if blame and self._looking:
            suspect = next(iter(self._looking))
            self._crashes[suspect] = self._crashes.get(suspect, 0) + 1
            if self._crashes[suspect] == MAX_CRASHES:
                log.error("watching a session is given up: its frames kill the process", session_id=suspect)
        for _, answer in self._looking.values():
            if not answer.done():
                answer.set_exception(TrackerLost())
        self._looking.clear()
        for closed in self._closing.values():
            if not closed.done():
                closed.set_result(None)


def _start(model: Path | None) -> tuple[SpawnProcess, Connection]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs, model), name="visavis-tracker", daemon=True)
    process.start()
    theirs.close()
    return process, ours


def _join(process: SpawnProcess) -> int | None:
    """Give it a moment to leave on its own: it does so when its pipe closes."""
    process.join(CLOSE_TIMEOUT)
    if process.is_alive():
        process.kill()
        process.join()
    code = process.exitcode
    process.close()
    return code
