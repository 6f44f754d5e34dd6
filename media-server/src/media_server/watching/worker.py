"""What a tracker process runs: frames by name of their slot in, geometries out, until its pipe closes.

Spawned, so that it holds no lock, socket or thread of the server; everything heavy is imported here and not there.
"""

import os
import signal
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING

from media_server.watching.geometry import Geometry, geometry_of
from media_server.watching.slot import FrameSlot

if TYPE_CHECKING:
    from media_server.watching.tracker import FaceTracker


@dataclass(frozen=True)
class Open:
    session_id: str
    slot: str


@dataclass(frozen=True)
class Look:
    """A frame of this size waits in the session's slot."""

    session_id: str
    width: int
    height: int


@dataclass(frozen=True)
class Close:
    session_id: str


@dataclass(frozen=True)
class Ready:
    """The models' code is loaded."""


@dataclass(frozen=True)
class Seen:
    """The answer to `Look`; `geometry` is None where no face was found. `error` names what kept it from looking."""

    session_id: str
    geometry: Geometry | None
    error: str | None = None


@dataclass(frozen=True)
class Closed:
    session_id: str


Request = Open | Look | Close
Report = Ready | Seen | Closed


def serve(pipe: Connection) -> None:
    """The process's main function. Returns when the server closes the pipe."""
    _settle()
    sessions: dict[str, _Session] = {}
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        import media_server.watching.tracker  # noqa: F401, PLC0415 - seconds, spent before the first frame

        pipe.send(Ready())
        while True:
            report = _answer(sessions, pipe.recv())
            if report is not None:
                pipe.send(report)
    for session in sessions.values():
        session.close()


class _Session:
    def __init__(self, slot: str) -> None:
        self._slot_name = slot
        self._slot: FrameSlot | None = None
        self._tracker: FaceTracker | None = None

    def look(self, width: int, height: int) -> Geometry | None:
        from media_server.watching.tracker import FaceTracker  # noqa: PLC0415

        self._slot = self._slot or FrameSlot(self._slot_name)
        self._tracker = self._tracker or FaceTracker()
        return geometry_of(self._tracker.track(self._slot.read(width, height)))

    def close(self) -> None:
        if self._tracker:
            self._tracker.close()
        if self._slot:
            self._slot.close()


def _answer(sessions: dict[str, _Session], request: Request) -> Report | None:
    match request:
        case Open(session_id, slot):
            sessions[session_id] = _Session(slot)
            return None
        case Look(session_id, width, height):
            try:
                return Seen(session_id, sessions[session_id].look(width, height))
            except Exception as error:  # one session's bad frame is no reason to lose the others
                return Seen(session_id, None, type(error).__name__)
        case Close(session_id):
            session = sessions.pop(session_id, None)
            if session:
                session.close()
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
