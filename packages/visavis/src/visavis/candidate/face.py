"""The candidate's face: a film from a file or the project's drawn portrait, sent as a camera would send it."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from aiortc import MediaStreamTrack
from aiortc.mediastreams import VIDEO_CLOCK_RATE, MediaStreamError

from visavis.candidate.errors import CandidateInputError
from visavis.candidate.pacing import Pacer
from visavis.candidate.portrait import portrait_frames

MAX_FPS = 15.0
"""Three times what the platform looks at; more costs two cores for nothing."""
MAX_SECONDS = 20.0
"""Of a film that is kept in memory and played."""
MAX_WIDTH, MAX_HEIGHT = 640, 480
PORTRAIT_SECONDS = 9.0


@dataclass(frozen=True)
class Film:
    """Pictures of one size in yuv420p, `fps` of them a second."""

    name: str
    frames: list[av.VideoFrame]
    fps: float


def load_film(path: Path) -> Film:
    """The first 20 s of a film, within 640×480 and 15 frames a second.

    Raises `CandidateInputError` where there are no pictures in it.
    """
    try:
        with av.open(path) as container:
            if not container.streams.video:
                raise CandidateInputError(f"{path.name}: there are no pictures in this file. Give a video of a face.")
            stream = container.streams.video[0]
            fps = min(float(stream.average_rate or MAX_FPS), MAX_FPS)
            frames = list(_sampled(container.decode(stream), fps))
    except OSError as error:
        raise CandidateInputError(f"{path.name}: cannot be read ({error.strerror}). Check the path.") from error
    except (av.FFmpegError, ValueError) as error:
        raise CandidateInputError(f"{path.name}: this is not a video. Give an MP4, WebM or similar file.") from error
    if not frames:
        raise CandidateInputError(f"{path.name}: this video has no frames. Give one that shows a face.")
    return Film(path.name, frames, fps)


def portrait_film() -> Film:
    """The drawn portrait: nobody's face."""
    pictures = portrait_frames(PORTRAIT_SECONDS, MAX_FPS)
    frames = [av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv420p") for picture in pictures]
    return Film("portrait", frames, MAX_FPS)


def ping_pong(count: int) -> Iterator[int]:
    """Indices 0 … count-1 … 0 … for ever; the turning points come once, so that a pass has no jump and no halt."""
    while True:
        yield from range(count)
        yield from range(count - 2, 0, -1)


def _sampled(frames: Iterator[av.VideoFrame], fps: float) -> Iterator[av.VideoFrame]:
    """One frame for each 1/fps seconds of the film, scaled down to fit."""
    kept = 0
    for index, frame in enumerate(frames):
        at = frame.time if frame.time is not None else index / fps
        if at >= MAX_SECONDS:
            return
        # Timestamps are rounded: a frame that is a little early is the one that is due.
        if at * fps >= kept - 0.1:
            kept += 1
            yield _fitted(frame)


def _fitted(frame: av.VideoFrame) -> av.VideoFrame:
    scale = min(MAX_WIDTH / frame.width, MAX_HEIGHT / frame.height, 1.0)
    # Halved chroma planes want even sides.
    width, height = (max(2, round(side * scale) // 2 * 2) for side in (frame.width, frame.height))
    return frame.reformat(width=width, height=height, format="yuv420p")


class FaceTrack(MediaStreamTrack):
    """An outbound camera that plays a film forwards and backwards."""

    kind = "video"

    def __init__(self, film: Film, pacer: Pacer | None = None) -> None:
        super().__init__()
        self._film = film
        self._order = ping_pong(len(film.frames))
        self._pacer = pacer or Pacer(1 / film.fps)
        self._ticks = 0
        self.sent = 0
        """Frames handed to the encoder so far."""

    async def recv(self) -> av.VideoFrame:
        if self.readyState != "live":
            raise MediaStreamError
        self._ticks += await self._pacer.tick()
        frame = self._film.frames[next(self._order)]
        frame.pts = round(self._ticks / self._film.fps * VIDEO_CLOCK_RATE)
        frame.time_base = Fraction(1, VIDEO_CLOCK_RATE)
        self._ticks += 1
        self.sent += 1
        return frame
