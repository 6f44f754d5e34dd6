"""The candidate's ear: what was audible of the interviewer, question by question."""

import asyncio
import time
import wave
from collections.abc import AsyncIterator
from pathlib import Path

import av
import numpy as np
from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError
from numpy.typing import NDArray

from visavis.candidate.pacing import Clock
from visavis.candidate.record import Heard

SAMPLE_RATE = 48_000
AUDIBLE_DBFS = -50.0
"""Above the noise that codecs leave in silence, below any voice."""
FULL_SCALE = 32768.0


def level_dbfs(samples: NDArray[np.int16]) -> float:
    """RMS level; −inf for digital silence."""
    rms = float(np.sqrt(np.mean(np.square(samples.astype(np.float64))))) if len(samples) else 0.0
    return float(20 * np.log10(rms / FULL_SCALE)) if rms else float("-inf")


class Ear:
    """Listens to the interviewer's track until it ends, and measures what is heard under the turn of the moment."""

    def __init__(self, record_to: Path | None = None, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
        self._turn = 0
        self._energy: dict[int, float] = {}
        self._samples: dict[int, int] = {}
        self._audible_at = float("-inf")
        self._file = _open_wav(record_to) if record_to else None

    def attend(self, turn: int) -> None:
        """What is heard from now on belongs to `turn`; 0 until there is one."""
        self._turn = turn

    def heard(self, turn: int) -> Heard:
        """How long the interviewer was audible within `turn`, and how loud."""
        samples = self._samples.get(turn, 0)
        if not samples:
            return Heard(seconds=0.0, level_dbfs=None)
        level = 10 * np.log10(self._energy[turn] / samples) - 20 * np.log10(FULL_SCALE)
        return Heard(seconds=round(samples / SAMPLE_RATE, 2), level_dbfs=round(float(level), 1))

    async def quiet_for(self, seconds: float) -> None:
        """Wait until nothing has been audible for `seconds`."""
        left = self._audible_at + seconds - self._clock()
        while left > 0:
            await asyncio.sleep(left)
            left = self._audible_at + seconds - self._clock()

    async def listen(self, track: MediaStreamTrack) -> None:
        """Consume the track; returns when it ends."""
        async for frame in audio_frames(track):
            for piece in self._resampler.resample(frame):
                self.hear(piece.to_ndarray()[0])

    def hear(self, samples: NDArray[np.int16]) -> None:
        """Measure one piece of mono PCM at 48 kHz, shape (samples,)."""
        if self._file is not None:
            self._file.writeframes(samples.tobytes())
        if level_dbfs(samples) < AUDIBLE_DBFS:
            return
        self._audible_at = self._clock()
        self._energy[self._turn] = self._energy.get(self._turn, 0.0) + float(
            np.sum(np.square(samples.astype(np.float64)))
        )
        self._samples[self._turn] = self._samples.get(self._turn, 0) + len(samples)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


async def audio_frames(track: MediaStreamTrack) -> AsyncIterator[av.AudioFrame]:
    """Every frame of a track of sound, until it ends."""
    while True:
        try:
            frame = await track.recv()
        except MediaStreamError:
            return
        assert isinstance(frame, av.AudioFrame)  # noqa: S101 — what tracks of sound give
        yield frame


def _open_wav(path: Path) -> wave.Wave_write:
    file = wave.open(str(path), "wb")  # noqa: SIM115 — stays open for the whole interview
    file.setnchannels(1)
    file.setsampwidth(2)
    file.setframerate(SAMPLE_RATE)
    return file
