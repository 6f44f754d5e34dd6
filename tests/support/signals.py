"""Sounds whose measures are known before they are measured. Mono float32 at 16 kHz, −1…1."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
Pcm = NDArray[np.float32]


def times(seconds: float) -> NDArray[np.float64]:
    return np.arange(round(seconds * RATE)) / RATE


def silence(seconds: float) -> Pcm:
    return np.zeros(round(seconds * RATE), np.float32)


def sine(hertz: float, dbfs: float, seconds: float) -> Pcm:
    """A sine whose peak is `dbfs`."""
    return (10 ** (dbfs / 20) * np.sin(2 * np.pi * hertz * times(seconds))).astype(np.float32)


def at_rms(pcm: Pcm, rms: float) -> Pcm:
    return (pcm * (rms / np.sqrt(np.mean(np.square(pcm, dtype=np.float64))))).astype(np.float32)


def noise(rms: float, seconds: float, seed: int = 0) -> Pcm:
    """White and Gaussian."""
    return np.random.default_rng(seed).normal(0, rms, round(seconds * RATE)).astype(np.float32)


def fan(rms: float, seconds: float) -> Pcm:
    """Noise that falls by 6 dB an octave, as air in a room sounds: no tone in it."""
    spectrum = np.fft.rfft(noise(1, seconds))
    hertz = np.fft.rfftfreq(round(seconds * RATE), 1 / RATE)
    return at_rms(np.fft.irfft(spectrum / np.maximum(hertz, 30), round(seconds * RATE)).astype(np.float32), rms)


def voice(hertz: float | NDArray[np.float64], rms: float, seconds: float) -> Pcm:
    """A vowel: thirty harmonics of `hertz` (a number, or one for each sample) under three formants."""
    phase = 2 * np.pi * np.cumsum(np.broadcast_to(hertz, round(seconds * RATE))) / RATE
    pcm = np.zeros(len(phase))
    for number in range(1, 31):
        frequency = number * float(np.mean(hertz))
        formants = sum(1 / (1 + ((frequency - peak) / 120) ** 2) for peak in (600, 1200, 2500))
        pcm += (formants + 0.02) / number**0.5 * np.sin(number * phase + number**2)
    return at_rms(pcm.astype(np.float32), rms)


def babble(rms: float, syllables: int, seed: int = 0) -> tuple[Pcm, list[float]]:
    """Something like speech, and for each window of 512 samples how likely it is: syllables of 0.2 s, a hiss and a
    vowel that glides, four a second, with a breath of 0.32 s after every eighth."""
    random = np.random.default_rng(seed)
    pieces, likely = [], []
    for number in range(syllables):
        low = float(random.uniform(90, 140))
        pieces += [noise(rms / 4, 0.064, seed + number), voice(glide(low, random.uniform(-3, 3), 0.16), rms, 0.16)]
        likely += [0.95] * 7
        if number % 8 == 7:
            pieces.append(noise(rms / 100, 0.32, seed + number))
            likely += [0.02] * 10
    return np.concatenate(pieces), likely


def glide(low: float, semitones: float, seconds: float) -> NDArray[np.float64]:
    """A pitch that rises from `low` Hz by `semitones`, evenly in semitones."""
    return low * 2 ** (semitones / 12 * times(seconds) / seconds)


def hum(mains: float, rms: float, seconds: float) -> Pcm:
    """A ground loop: the mains' frequency and its harmonics, the even ones stronger."""
    parts = ((1, 0.5), (2, 1.0), (3, 0.4), (4, 0.6), (5, 0.2), (6, 0.3), (8, 0.1))
    pcm = sum(level * np.sin(2 * np.pi * number * mains * times(seconds) + number) for number, level in parts)
    return at_rms(np.asarray(pcm, np.float32), rms)


def chords(rms: float, seconds: float, beat: float = 0.5) -> Pcm:
    """Music: four chords of three notes with overtones, one a beat, each dying away."""
    triads = ((261.6, 329.6, 392.0), (220.0, 261.6, 329.6), (174.6, 220.0, 261.6), (196.0, 246.9, 293.7))
    beats = [_chord(triads[number % 4], beat) for number in range(round(seconds / beat))]
    return at_rms(np.concatenate(beats), rms)


def _chord(notes: Sequence[float], seconds: float) -> Pcm:
    t = times(seconds)
    tones = [np.sin(2 * np.pi * note * number * t) / number for note in notes for number in (1, 2, 3)]
    return np.asarray(sum(tones) * np.exp(-1.5 * t), np.float32)


def clipped(pcm: Pcm, gain: float) -> Pcm:
    return np.clip(pcm * gain, -1, 1).astype(np.float32)


def mixed(one: Pcm, other: Pcm) -> Pcm:
    """Both at once, for as long as the shorter one lasts."""
    length = min(len(one), len(other))
    return one[:length] + other[:length]


def whispered(pcm: Pcm, seed: int = 0) -> Pcm:
    """The same speech without vocal folds: noise under the speech's own spectrum, smoothed over its harmonics."""
    step, size = 128, 256
    shape = np.hanning(size)
    whisper = np.zeros(len(pcm) + size)
    random = np.random.default_rng(seed)
    for start in range(0, len(pcm) - size, step):
        spectrum = np.abs(np.fft.rfft(pcm[start : start + size] * shape))
        envelope = np.convolve(spectrum, np.ones(9) / 9, "same")
        breath = np.fft.rfft(random.normal(size=size))
        whisper[start : start + size] += shape * np.fft.irfft(envelope * breath / np.abs(breath))
    return whisper[: len(pcm)].astype(np.float32)


def windows(pcm: Pcm, size: int = 512) -> NDArray[np.float32]:
    """Shape (n, size); what is left over at the end is dropped."""
    whole = len(pcm) - len(pcm) % size
    return pcm[:whole].reshape(-1, size)
