"""Loudness against the signals of ITU-R BS.1770-4, EBU Tech 3341 and EBU Tech 3342, in their mono form.

The EBU's stereo signals read 3.01 LU more than the same signal in one channel.
"""

import numpy as np
import pytest
from engines.sound.loudness import KWeighting, LoudnessMeter, k_weighting
from signals import Pcm, noise, silence, sine, windows

STEREO = 3.01


def measured(pcm: Pcm) -> LoudnessMeter:
    meter = LoudnessMeter()
    for window in windows(pcm):
        meter.add(window, counts=True)
    return meter


def test_the_filters_are_those_of_the_standard_at_48_khz() -> None:
    (shelf, shelf_back), (high_pass, high_pass_back) = k_weighting(48_000)
    assert shelf == pytest.approx((1.53512485958697, -2.69169618940638, 1.19839281085285), abs=1e-10)
    assert shelf_back == pytest.approx((-1.69065929318241, 0.73248077421585), abs=1e-10)
    assert high_pass == (1, -2, 1)
    assert high_pass_back == pytest.approx((-1.99004745483398, 0.99007225036621), abs=1e-10)


def test_the_filter_is_the_recursion_it_was_unrolled_from() -> None:
    pcm = noise(0.1, 0.5)
    expected = pcm.astype(np.float64)
    for (b0, b1, b2), (a1, a2) in k_weighting(16_000):
        before, expected = expected, np.zeros(len(pcm))
        for n in range(len(pcm)):
            expected[n] = b0 * before[n]
            expected[n] += b1 * before[n - 1] - a1 * expected[n - 1] if n > 0 else 0
            expected[n] += b2 * before[n - 2] - a2 * expected[n - 2] if n > 1 else 0
    weighting = KWeighting()
    filtered = np.concatenate([weighting.feed(window) for window in windows(pcm)])
    assert filtered == pytest.approx(expected[: len(filtered)], abs=1e-9)


@pytest.mark.parametrize(("dbfs", "lufs"), [(0, -3.01), (-23, -26.01), (-33, -36.01), (-60, -63.01)])
def test_a_sine_of_997_hz(dbfs: float, lufs: float) -> None:
    assert measured(sine(997, dbfs, 5)).integrated == pytest.approx(lufs, abs=0.1)


@pytest.mark.parametrize(
    ("levels", "lufs"),
    [
        ([(-36, 10), (-23, 60), (-36, 10)], -23),
        ([(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)], -23),
        ([(-26, 20), (-20, 20.1), (-26, 20)], -23),
    ],
)
def test_the_gates_of_tech_3341(levels: list[tuple[float, float]], lufs: float) -> None:
    pcm = np.concatenate([sine(1000, dbfs, seconds) for dbfs, seconds in levels])
    assert measured(pcm).integrated == pytest.approx(lufs - STEREO, abs=0.1)


@pytest.mark.parametrize(
    ("levels", "lu"),
    [([-20, -30], 10), ([-20, -15], 5), ([-40, -20], 20), ([-50, -35, -20, -35, -50], 15)],
)
def test_the_ranges_of_tech_3342(levels: list[float], lu: float) -> None:
    pcm = np.concatenate([sine(1000, dbfs, 20) for dbfs in levels])
    assert measured(pcm).range == pytest.approx(lu, abs=1)


def test_only_what_counts_is_measured() -> None:
    meter = LoudnessMeter()
    loud, quiet = windows(sine(997, -3, 4)), windows(sine(997, -30, 4))
    for window in np.concatenate((quiet, loud, quiet)):
        meter.add(window, counts=bool(np.abs(window).max() < 0.1))
    assert meter.integrated == pytest.approx(-33.0, abs=0.2)


@pytest.mark.parametrize("pcm", [silence(5), sine(997, -80, 5), sine(997, -20, 0.3)])
def test_what_no_gate_lets_through_has_no_loudness(pcm: Pcm) -> None:
    meter = measured(pcm)
    assert (meter.integrated, meter.range) == (None, None)
