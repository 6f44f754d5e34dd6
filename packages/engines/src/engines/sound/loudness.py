"""Loudness as broadcasting measures it: ITU-R BS.1770-4 and, for its range, EBU Tech 3342.

Of one channel, which counts once: a sine of 997 Hz at full scale has −3.01 LUFS.
"""

from array import array
from dataclasses import dataclass
from functools import cache
from math import log10, pi, tan

import numpy as np
from numpy.typing import NDArray

from engines.vad import SAMPLE_RATE, WINDOW_SAMPLES

OFFSET = -0.691
"""LU; cancels the gain of the K-weighting at 997 Hz."""
ABSOLUTE_GATE = -70.0
BIN = SAMPLE_RATE // 10
"""Samples between two blocks: 100 ms, of which a block has 4 and a short-term stretch 30."""
BLOCK_BINS = 4
BLOCK_GATE = -10.0
"""LU below the mean of what passed the absolute gate."""
SHORT_TERM_BINS = 30
SHORT_TERM_GATE = -20.0
RANGE_PERCENTILES = (10, 95)
PIECE = 32
"""Samples that the filter takes at once."""

Biquad = tuple[tuple[float, float, float], tuple[float, float]]
"""(b0, b1, b2), (a1, a2)."""


class LoudnessMeter:
    """Takes windows and keeps one power for every 100 ms that counts: 144 KB for half an hour."""

    def __init__(self) -> None:
        self._filter = KWeighting()
        self._bins = array("d")
        self._sum = 0.0
        self._samples = 0

    def add(self, window: NDArray[np.float32], *, counts: bool) -> None:
        """The next window, shape (512,). What does not count only moves the filter on: the stretches that do are
        measured as if they stood side by side."""
        squares = np.square(self._filter.feed(window))
        if not counts:
            return
        room = BIN - self._samples
        if len(squares) >= room:
            self._bins.append((self._sum + float(squares[:room].sum())) / BIN)
            squares = squares[room:]
            self._sum, self._samples = 0.0, 0
        self._sum += float(squares.sum())
        self._samples += len(squares)

    @property
    def integrated(self) -> float | None:
        """LUFS, gated; None when nothing passed the gates."""
        gated = _gated(self._blocks(BLOCK_BINS), BLOCK_GATE)
        return _lufs(float(gated.mean())) if len(gated) else None

    @property
    def range(self) -> float | None:
        """LU between the quiet and the loud stretches of 3 s; None when nothing passed the gates."""
        gated = _gated(self._blocks(SHORT_TERM_BINS), SHORT_TERM_GATE)
        if not len(gated):
            return None
        quiet, loud = np.percentile(gated, RANGE_PERCENTILES)
        return _lufs(float(loud)) - _lufs(float(quiet))

    def _blocks(self, bins: int) -> NDArray[np.float64]:
        """Mean power of every run of `bins` bins."""
        if len(self._bins) < bins:
            return np.zeros(0)
        means: NDArray[np.float64] = np.lib.stride_tricks.sliding_window_view(np.array(self._bins), bins).mean(axis=1)
        return means


def _gated(powers: NDArray[np.float64], relative: float) -> NDArray[np.float64]:
    """Those above the absolute gate, and then above the gate relative to their mean."""
    heard = powers[powers > _power(ABSOLUTE_GATE)]
    return heard[heard > heard.mean() * 10 ** (relative / 10)] if len(heard) else heard


def _lufs(power: float) -> float:
    return OFFSET + 10 * log10(power)


def _power(lufs: float) -> float:
    return float(10 ** ((lufs - OFFSET) / 10))


class KWeighting:
    """The two filters of BS.1770-4, over one stream, 512 samples at a time.

    The recursion is unrolled into matrices: within a piece of 32 samples the output is a product with the filter's
    impulse response, and between pieces only its state of four numbers is handed on. Exact, and 30 times as fast as
    a loop over samples.
    """

    def __init__(self) -> None:
        self._unrolled = _unroll()
        self._state = np.zeros(4)

    def feed(self, window: NDArray[np.float32]) -> NDArray[np.float64]:
        """The weighted window, shape (512,)."""
        filters = self._unrolled
        pieces = window.reshape(-1, PIECE).astype(np.float64)
        ends = np.concatenate((self._state, (pieces @ filters.ends).ravel())) @ filters.chain
        self._state = ends[-4:]
        weighted: NDArray[np.float64] = pieces @ filters.response + ends[:-4].reshape(-1, 4) @ filters.decay
        return weighted.ravel()


@dataclass(frozen=True)
class _Unrolled:
    """`response`, shape (32, 32): a piece to its output, from rest. `decay`, (4, 32): a state to the output that it
    leaves. `ends`, (32, 4): a piece to the state after it, from rest. `chain`: the state before a window and those ends
    to the state before each of its pieces and the one after the last."""

    response: NDArray[np.float64]
    decay: NDArray[np.float64]
    ends: NDArray[np.float64]
    chain: NDArray[np.float64]


@cache
def _unroll() -> _Unrolled:
    silence = np.zeros(PIECE)
    impulses = [_run(impulse, np.zeros(4)) for impulse in np.eye(PIECE)]
    states = [_run(silence, state) for state in np.eye(4)]
    step = np.array([end for _, end in states])
    count = WINDOW_SAMPLES // PIECE
    powers = [np.linalg.matrix_power(step, n) for n in range(count + 1)]
    chain = np.zeros((4 * (count + 1), 4 * (count + 1)))
    for row in range(count + 1):
        for column in range(row, count + 1):
            chain[4 * row : 4 * row + 4, 4 * column : 4 * column + 4] = powers[column - row]
    return _Unrolled(
        response=np.array([output for output, _ in impulses]),
        decay=np.array([output for output, _ in states]),
        ends=np.array([end for _, end in impulses]),
        chain=chain,
    )


def _run(samples: NDArray[np.float64], state: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Both filters one after the other, sample by sample (transposed direct form II), and the state they end in."""
    output = samples
    ends: list[float] = []
    for ((b0, b1, b2), (a1, a2)), (first, second) in zip(k_weighting(SAMPLE_RATE), state.reshape(2, 2), strict=True):
        filtered: list[float] = []
        for sample in output:
            value = b0 * sample + first
            first = b1 * sample - a1 * value + second  # noqa: PLW2901 — the state runs on
            second = b2 * sample - a2 * value  # noqa: PLW2901
            filtered.append(value)
        output = np.array(filtered)
        ends += [first, second]
    return output, np.array(ends)


def k_weighting(rate: int) -> tuple[Biquad, Biquad]:
    """The head's shelf and the high pass of BS.1770-4 at `rate` Hz.

    The standard gives coefficients for 48 kHz only; these are its filters' analogue prototypes, carried over by the
    bilinear transform, and give the standard's coefficients at 48 kHz.
    """
    k, q = tan(pi * 1681.974450955533 / rate), 0.7071752369554196
    high = 10 ** (3.999843853973347 / 20)
    middle = high**0.4996667741545416
    norm = 1 + k / q + k * k
    shelf = (
        ((high + middle * k / q + k * k) / norm, 2 * (k * k - high) / norm, (high - middle * k / q + k * k) / norm),
        (2 * (k * k - 1) / norm, (1 - k / q + k * k) / norm),
    )
    k, q = tan(pi * 38.13547087602444 / rate), 0.5003270373238773
    norm = 1 + k / q + k * k
    return shelf, ((1.0, -2.0, 1.0), (2 * (k * k - 1) / norm, (1 - k / q + k * k) / norm))
