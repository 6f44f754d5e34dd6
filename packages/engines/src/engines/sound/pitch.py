"""The voice's fundamental frequency, window by window.

The normalised square difference of McLeod and Wyvill ("A smarter way to find pitch", ICMC 2005): near 1 at the period
of a periodic sound whatever its loudness, and low for noise, so that the same number tells pitch and voicing.
"""

from array import array
from math import log2

import numpy as np
from numpy.typing import NDArray

from engines.vad import SAMPLE_RATE, WINDOW_SAMPLES

LOWEST, HIGHEST = 65.0, 500.0
"""Hz; speech from a low man's to a child's voice."""
FRAME = 2 * WINDOW_SAMPLES
"""Samples that one pitch is read from: 64 ms hold four periods of the lowest voice."""
CLARITY = 0.6
"""Of the highest peak, from which on a window is voiced."""
FIRST_PEAK = 0.9
"""The first peak that is this much of the highest is the period; later ones are its multiples."""
OUTLIERS = (0.75, 1.5)
"""What lies outside these multiples of the lower and the upper quartile is an error of an octave, not a melody (De
Looze and Hirst, "Detecting changes in key and range", Speech Prosody 2008)."""
RANGE_PERCENTILES = (10, 90)


class PitchMeter:
    """Takes windows in order and keeps the pitch of those that are voiced: 4 bytes each."""

    def __init__(self) -> None:
        self._before = np.zeros(WINDOW_SAMPLES, np.float32)
        self._pitches = array("f")

    @property
    def voiced(self) -> int:
        """How many windows were."""
        return len(self._pitches)

    def add(self, window: NDArray[np.float32], *, counts: bool) -> None:
        """The next window, shape (512,); one that does not count is only what comes before the next."""
        if counts and (hertz := pitch(np.concatenate((self._before, window)))) is not None:
            self._pitches.append(hertz)
        self._before = window

    @property
    def median(self) -> float | None:
        """Hz."""
        melody = self._melody()
        return float(np.median(melody)) if len(melody) else None

    @property
    def range(self) -> float | None:
        """Semitones between the low and the high of the melody."""
        melody = self._melody()
        if not len(melody):
            return None
        low, high = np.percentile(melody, RANGE_PERCENTILES)
        return 12 * log2(high / low)

    def _melody(self) -> NDArray[np.float32]:
        pitches = np.array(self._pitches, np.float32)
        if not len(pitches):
            return pitches
        lower, upper = np.percentile(pitches, (25, 75))
        below, above = OUTLIERS
        melody: NDArray[np.float32] = pitches[(pitches >= below * lower) & (pitches <= above * upper)]
        return melody


def pitch(frame: NDArray[np.float32]) -> float | None:
    """The fundamental of a frame in Hz, shape (1024,); None when it is not voiced."""
    likeness = _likeness(frame)
    lags = np.flatnonzero((likeness[1:-1] > likeness[:-2]) & (likeness[1:-1] >= likeness[2:])) + 1
    # Before the first dip every sound is like itself.
    dips = np.flatnonzero(likeness < 0)
    lags = lags[(lags >= SAMPLE_RATE / HIGHEST) & (lags > dips[0])] if len(dips) else lags[:0]
    if not len(lags) or (best := likeness[lags].max()) < CLARITY:
        return None
    lag = int(lags[likeness[lags] >= FIRST_PEAK * best][0])
    before, here, after = likeness[lag - 1 : lag + 2]
    curve = before - 2 * here + after
    return float(SAMPLE_RATE / (lag + (0.5 * (before - after) / curve if curve else 0.0)))


def _likeness(frame: NDArray[np.float32]) -> NDArray[np.float64]:
    """How like the frame is to itself a lag later, −1…1, for each lag up to the lowest voice's period."""
    lags = round(SAMPLE_RATE / LOWEST) + 2
    frame = frame - frame.mean()
    spectrum = np.fft.rfft(frame, 2 * FRAME)
    same = np.fft.irfft(spectrum.real**2 + spectrum.imag**2)[:lags]
    energy = np.concatenate(([0.0], np.cumsum(np.square(frame, dtype=np.float64))))
    whole = energy[FRAME - np.arange(lags)] + energy[-1] - energy[:lags]
    return np.asarray(2 * same / np.maximum(whole, 1e-9), np.float64)
