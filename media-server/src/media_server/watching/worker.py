"""What a tracker process runs: frames by name of their slot in, geometries out, until its pipe closes.

Spawned, so that it holds no lock, socket or thread of the server; what is heavy is imported when it is needed here, and
never there.
"""

import os
import signal
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path

import numpy as np
from contracts.tasks import MAX_CROP
from engines.face import FaceTracker, Rgb
from engines.face.factory import tracker_from
from engines.face.geometry import Geometry, geometry_of
from runtime import memory

from media_server.watching.slot import FrameSlot

FROZEN_AFTER = 2.0
"""Seconds without a single pixel changing: no sensor is that quiet."""
THUMBNAIL_STEP = 16


@dataclass(frozen=True)
class Sight:
    """What a frame showed: `geometry` is None where no face was found, `crop` where none was asked for, too."""

    geometry: Geometry | None = None
    crop: bytes | None = None


@dataclass(frozen=True)
class Open:
    session_id: str
    slot: str


@dataclass(frozen=True)
class Look:
    """A frame of this size waits in the session's slot; it was shown `at` seconds, and times only grow. `crop` asks for
    a picture of the face, too."""

    session_id: str
    width: int
    height: int
    at: float
    crop: bool = False


@dataclass(frozen=True)
class Close:
    session_id: str


@dataclass(frozen=True)
class Ready:
    """The models' code is loaded."""


@dataclass(frozen=True)
class Seen:
    """The answer to `Look`; `error` names what kept it from looking."""

    session_id: str
    sight: Sight
    error: str | None = None


@dataclass(frozen=True)
class Closed:
    session_id: str


Request = Open | Look | Close
Report = Ready | Seen | Closed


def serve(pipe: Connection, model: Path | None) -> None:
    """The process's main function: follows faces with the bundled models, or with `model`. Returns when the server
    closes the pipe."""
    _settle()
    sessions: dict[str, _Session] = {}
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        trackers = _Trackers(model)
        pipe.send(Ready())
        while True:
            report = _answer(sessions, pipe.recv(), trackers)
            if report is not None:
                pipe.send(report)
    for session in sessions.values():
        session.close()


class _Trackers:
    """Makes trackers, the first of them ahead: that takes seconds, spent before the first frame."""

    def __init__(self, model: Path | None) -> None:
        self._model = model
        self._ready: FaceTracker | None = tracker_from(model)

    def take(self) -> FaceTracker:
        tracker, self._ready = self._ready, None
        return tracker or tracker_from(self._model)


class _Session:
    def __init__(self, slot: str, trackers: _Trackers) -> None:
        self._slot_name = slot
        self._trackers = trackers
        self._slot: FrameSlot | None = None
        self._tracker: FaceTracker | None = None
        self._thumbnail: Rgb | None = None
        self._changed_at = 0.0

    def look(self, width: int, height: int, at: float, *, crop: bool) -> Sight:
        self._slot = self._slot or FrameSlot(self._slot_name)
        self._tracker = self._tracker or self._trackers.take()
        rgb = self._slot.read(width, height)
        observation = self._tracker.track(rgb, at)
        geometry = geometry_of(observation, rgb)
        if self._is_frozen(rgb, at) and geometry:
            geometry = replace(geometry, frozen=True)
        if not crop or geometry is None or observation.face is None:
            return Sight(geometry)
        from engines.face.crop import face_crop  # noqa: PLC0415 - OpenCV, which the server does without

        return Sight(geometry, face_crop(rgb, observation.face, MAX_CROP))

    def _is_frozen(self, rgb: Rgb, at: float) -> bool:
        thumbnail = rgb[::THUMBNAIL_STEP, ::THUMBNAIL_STEP].copy()
        if self._thumbnail is None or not np.array_equal(thumbnail, self._thumbnail):
            self._thumbnail, self._changed_at = thumbnail, at
        return at - self._changed_at >= FROZEN_AFTER

    def close(self) -> None:
        if self._tracker:
            self._tracker.close()
        if self._slot:
            self._slot.close()


def _answer(sessions: dict[str, _Session], request: Request, trackers: _Trackers) -> Report | None:
    match request:
        case Open(session_id, slot):
            sessions[session_id] = _Session(slot, trackers)
            return None
        case Look(session_id, width, height, at, crop):
            try:
                return Seen(session_id, sessions[session_id].look(width, height, at, crop=crop))
            except Exception as error:  # one session's bad frame is no reason to lose the others
                return Seen(session_id, Sight(), type(error).__name__)
        case Close(session_id):
            session = sessions.pop(session_id, None)
            if session:
                session.close()
                memory.give_back()
            return Closed(session_id)


def _settle() -> None:
    """Leave Ctrl-C to the server, give way to sound, die with the server, and keep MediaPipe's notes off the logs."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(5)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_die_with, args=(parent.sentinel,), daemon=True).start()
    # Python's own messages keep the real standard error; what native code prints to descriptor 2 goes nowhere.
    sys.stderr = os.fdopen(os.dup(2), "w", buffering=1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _die_with(parent: int) -> None:
    """The pipe's end is noticed between frames only; this also ends a process that hangs in native code."""
    wait([parent])
    os._exit(1)
