"""Pitch of signals whose pitch is known, clean and in noise."""

import numpy as np
import pytest
from engines.sound.pitch import PitchMeter
from signals import Pcm, at_rms, fan, glide, mixed, noise, silence, voice, windows


def measured(pcm: Pcm) -> PitchMeter:
    meter = PitchMeter()
    for window in windows(pcm):
        meter.add(window, counts=True)
    return meter


@pytest.mark.parametrize("hertz", [70, 85, 110, 147, 208, 262, 330, 440])
@pytest.mark.parametrize("rms", [0.002, 0.2])
def test_a_steady_voice(hertz: float, rms: float) -> None:
    meter = measured(voice(hertz, rms, 2))
    assert meter.median == pytest.approx(hertz, rel=0.005)
    assert meter.range == pytest.approx(0, abs=0.1)


@pytest.mark.parametrize("snr", [30, 20, 10, 5])
def test_a_steady_voice_in_noise(snr: float) -> None:
    level = 10 ** (-snr / 20)
    for background in (noise(0.05 * level, 4), fan(0.05 * level, 4)):
        meter = measured(mixed(voice(120, 0.05, 4), background))
        assert meter.median == pytest.approx(120, rel=0.02)
        assert meter.range == pytest.approx(0, abs=0.6)


@pytest.mark.parametrize("semitones", [2, 6, 9])
def test_a_glide_has_eight_tenths_of_its_semitones_between_the_percentiles(semitones: float) -> None:
    meter = measured(voice(glide(100, semitones, 4), 0.05, 4))
    assert meter.range == pytest.approx(0.8 * semitones, abs=0.3)
    assert meter.median == pytest.approx(100 * 2 ** (semitones / 24), rel=0.02)


@pytest.mark.parametrize("pcm", [noise(0.05, 4), at_rms(np.cumsum(noise(1, 4)), 0.05), silence(4)])
def test_noise_and_silence_are_not_voiced(pcm: Pcm) -> None:
    assert measured(pcm).voiced < 0.06 * len(windows(pcm))


def test_octave_errors_do_not_widen_the_range() -> None:
    pcm = np.concatenate((voice(120, 0.05, 3), voice(240, 0.05, 0.2), voice(60, 0.05, 0.2), voice(120, 0.05, 3)))
    assert measured(pcm).range == pytest.approx(0, abs=0.2)
