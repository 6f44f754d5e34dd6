"""Received audio as 16 kHz mono, without holes."""

from collections.abc import Iterator

import av
import numpy as np
from engines.stt import SAMPLE_RATE, Pcm

FULL_SCALE = 32768
MAX_LOSS = 0.5
"""Seconds of a hole that lost packets make, and that silence fills. A longer one is a line that was cut."""
BREAK = 0.2
"""Seconds of silence that part what was said before a cut from what is said after it; they end nothing."""


class Resampler:
    """One stateful resampler a track: 16 kHz mono float32 in −1…1, holes in the frames' `pts` filled with silence.

    `was_cut` says whether the line was cut before the last frame. A peer may change its codec from one packet to the
    next, and the frames their rate and channels with it: what follows is a new stream.
    """

    def __init__(self) -> None:
        self._begin()
        self.was_cut = False

    def _begin(self) -> None:
        # Integers, because FFmpeg adds the channels of floats up to 3 dB louder and past 1.
        self._resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
        self._shape: tuple[int, str, str] | None = None
        self._next_pts: int | None = None

    def feed(self, frame: av.AudioFrame) -> Pcm:
        """The samples of `frame`, behind the silence that is missing before it."""
        shape = (frame.sample_rate, frame.layout.name, frame.format.name)
        if shape != self._shape:
            self._begin()
            self._shape = shape
        pieces = list(self._hole_before(frame))
        if frame.pts is not None:
            self._next_pts = frame.pts + frame.samples
        frame.pts = None
        pieces += [out.to_ndarray()[0].astype(np.float32) / FULL_SCALE for out in self._resampler.resample(frame)]
        return np.concatenate(pieces) if pieces else np.zeros(0, np.float32)

    def _hole_before(self, frame: av.AudioFrame) -> Iterator[Pcm]:
        self.was_cut = False
        if frame.pts is None or self._next_pts is None:
            return
        missing = (frame.pts - self._next_pts) / frame.sample_rate
        if missing > 0:
            self.was_cut = missing > MAX_LOSS
            yield _silence(BREAK if self.was_cut else missing)


def _silence(seconds: float) -> Pcm:
    return np.zeros(round(seconds * SAMPLE_RATE), np.float32)
