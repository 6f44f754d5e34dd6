"""The interviewer's outbound sound: 20 ms frames of 48 kHz mono, on time, silent when there is nothing to say."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from fractions import Fraction

import av
import numpy as np
from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError
from numpy.typing import NDArray

SAMPLE_RATE = 48_000
FRAME_SAMPLES = 960
FADE_SAMPLES = 480
"""Ten milliseconds: a voice that stops or goes on within a word does not click."""
_FADE_IN = np.linspace(0, 1, FADE_SAMPLES, dtype=np.float32)
NEARLY = 0.5 * SAMPLE_RATE
"""Samples left to play when the next clip should be there."""
LATEST = 0.2
"""Seconds behind time after which the track starts counting anew instead of sending a burst."""


@dataclass(frozen=True)
class Mark:
    """When the sample at `offset` sounds, the question's text has sounded up to code point `spoken`."""

    offset: int
    spoken: int


@dataclass
class Clip:
    """A stretch of sound: int16, 48 kHz, mono, shape (samples,), with its marks in order."""

    pcm: NDArray[np.int16]
    marks: list[Mark] = field(default_factory=list)
    position: int = 0

    @property
    def finished(self) -> bool:
        return self.position >= len(self.pcm)


class SpeechTrack(MediaStreamTrack):
    """Plays queued clips one after the other.

    `on_mark` is called with each mark as its frame goes out, and `on_sound` when the first frame of a clip does.
    `clock` and `sleep` are monotonic seconds, the event loop's own by default.
    """

    kind = "audio"

    def __init__(
        self,
        on_mark: Callable[[int], None] = lambda spoken: None,
        on_sound: Callable[[], None] = lambda: None,
        clock: Callable[[], float] | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        super().__init__()
        self._on_mark = on_mark
        self._on_sound = on_sound
        self._clock = clock or (lambda: asyncio.get_running_loop().time())
        self._sleep = sleep
        self._clips: deque[Clip] = deque()
        self._idle = asyncio.Event()
        self._idle.set()
        self._nearly = asyncio.Event()
        self._nearly.set()
        self._pts = 0
        self._due: float | None = None
        self._paused = False
        self._fading_out = np.zeros(0, np.int16)
        self._fades_in = False

    def play(self, clip: Clip) -> None:
        if not clip.finished:
            self._clips.append(clip)
            self._note_what_is_left()

    def interrupt(self) -> None:
        """Drop what is queued; within 10 ms of the next frame it is silent."""
        self._fade_out()
        self._clips.clear()
        self._paused = self._fades_in = False
        self._note_what_is_left()

    @property
    def paused(self) -> bool:
        """Silent, and going on later from the same place."""
        return self._paused

    @paused.setter
    def paused(self, paused: bool) -> None:
        if paused == self._paused:
            return
        if paused:
            self._fade_out()
        elif len(self._fading_out):  # its last frame has not gone out: nobody has heard it stop
            self._fading_out = self._fading_out[:0]
        else:
            self._fades_in = True
        self._paused = paused

    async def played_out(self) -> None:
        """Wait until all that was queued has gone out, or was dropped."""
        await self._idle.wait()

    async def nearly_played(self) -> None:
        """Wait until no more than half a second of what was queued is left."""
        await self._nearly.wait()

    async def recv(self) -> av.AudioFrame:
        """The next frame, when it is due. Raises `MediaStreamError` once the track has stopped."""
        await self._until_due()
        if self.readyState != "live":
            raise MediaStreamError
        frame = av.AudioFrame.from_ndarray(self._next_samples()[None], format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        frame.time_base = Fraction(1, SAMPLE_RATE)
        frame.pts = self._pts
        self._pts += FRAME_SAMPLES
        return frame

    async def _until_due(self) -> None:
        now = self._clock()
        if self._due is None or now - self._due > LATEST:
            self._due = now
        elif self._due > now:
            await self._sleep(self._due - now)
        self._due += FRAME_SAMPLES / SAMPLE_RATE

    def _next_samples(self) -> NDArray[np.int16]:
        samples = np.zeros(FRAME_SAMPLES, np.int16)
        filled = 0
        while self._clips and not self._paused and filled < FRAME_SAMPLES:
            clip = self._clips[0]
            if clip.position == 0:
                self._on_sound()
            piece = clip.pcm[clip.position : clip.position + FRAME_SAMPLES - filled]
            samples[filled : filled + len(piece)] = piece
            filled += len(piece)
            clip.position += len(piece)
            while clip.marks and clip.marks[0].offset < clip.position:
                self._on_mark(clip.marks.pop(0).spoken)
            if clip.finished:
                self._clips.popleft()
        self._note_what_is_left()
        return self._faded(samples)

    def _note_what_is_left(self) -> None:
        left = sum(len(clip.pcm) - clip.position for clip in self._clips)
        for event, holds in ((self._idle, left == 0), (self._nearly, left <= NEARLY)):
            if holds:
                event.set()
            else:
                event.clear()

    def _fade_out(self) -> None:
        """Let the next frame begin with the clip that sounds, for as long as it takes to leave it."""
        if not self._clips or self._paused or self._fades_in or self._clips[0].position == 0:
            return
        clip = self._clips[0]
        tail = clip.pcm[clip.position : clip.position + FADE_SAMPLES]
        self._fading_out = (tail * _FADE_IN[::-1][: len(tail)]).astype(np.int16)

    def _faded(self, samples: NDArray[np.int16]) -> NDArray[np.int16]:
        if self._fades_in and not self._paused:
            samples[:FADE_SAMPLES] = (samples[:FADE_SAMPLES] * _FADE_IN).astype(np.int16)
            self._fades_in = False
        if len(tail := self._fading_out):
            mixed = samples[: len(tail)].astype(np.int32) + tail
            samples[: len(tail)] = np.clip(mixed, -32768, 32767)
            self._fading_out = tail[:0]
        return samples
