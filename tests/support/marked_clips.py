"""Sound whose words are its own waveform: a test hears a clip's third of a second where that very sound is, and nowhere
else, so that what is lost, doubled or out of order in the sound is so in the words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from engines.stt.recording import speech_in
from engines.stt.segments import SpeechPiece
from engines.vad import WINDOW_SAMPLES
from engines.vad.silero import SileroVad
from numpy.typing import NDArray
from tones import RATE, HeardWord

BAND = (200.0, 900.0)
"""Hz. Below it codecs shift phases; in it a sound comes through as it was."""
DECIMATION = 4
TAPS = 129
MARK = 0.32
"""Seconds of a word: ten windows of voice activity."""
LIKENESS = 0.83
"""Normalised cross-correlation from which on two sounds are one: 0.94 and more after Opus, 0.72 at most of different
ones.
"""
SPAN = 2**15
"""Of a transform, in decimated samples: 8 s."""

Sound = NDArray[np.int16]


@dataclass(frozen=True)
class Mark:
    word: str
    sound: NDArray[np.float64]


class MarkedClips:
    """An ear for clips of 16 kHz, 16-bit mono that it knows. A clip's marks are its stretches of clear speech."""

    def __init__(self, clips: Mapping[str, Sound]) -> None:
        self.words: dict[str, list[str]] = {}
        marks: list[Mark] = []
        for name, clip in clips.items():
            of_clip = [Mark(f"{name}{number:02d}", part) for number, part in enumerate(_marks(clip))]
            self.words[name] = [mark.word for mark in of_clip]
            marks += of_clip
        self._names = [mark.word for mark in marks]
        self._length = round(MARK * RATE / DECIMATION)
        sounds = np.stack([mark.sound / np.linalg.norm(mark.sound) for mark in marks])
        self._spectra = np.conj(np.fft.rfft(sounds, SPAN))

    def hear(self, sound: Sound, since: float) -> list[HeardWord]:
        """The marks that begin `since` seconds into the sound, or later, in the order of their places."""
        first = max(0, round((since - MARK / 2) * RATE))
        decimated = _decimated(sound[first:])
        heard: list[HeardWord] = []
        step = SPAN - self._length
        for start in range(0, max(1, len(decimated) - self._length), step):
            for place, word in self._in_piece(decimated[start : start + SPAN]):
                at = (first + (start + place) * DECIMATION) / RATE
                heard.append(HeardWord(word, at, at + MARK))
        heard.sort(key=lambda word: word.start)
        return [word for word in heard if word.start >= since - MARK / 2]

    def _in_piece(self, piece: NDArray[np.float64]) -> list[tuple[int, str]]:
        places = min(len(piece), SPAN) - self._length + 1
        if places <= 0:
            return []
        alike = np.fft.irfft(np.fft.rfft(piece, SPAN) * self._spectra, SPAN)[:, :places]
        energy = np.concatenate([[0.0], np.cumsum(piece**2)])
        norms = np.sqrt(np.maximum(energy[self._length :] - energy[: -self._length], 1e-9))
        alike = alike / norms[:places]
        return [(place, word) for row, word in zip(alike, self._names, strict=True) for place in self._peaks(row)]

    def _peaks(self, likeness: NDArray[np.float64]) -> list[int]:
        """Where the mark is, as often as it is; the neighbours of a peak are the same sound, a pitch period off."""
        peaks: list[int] = []
        left = likeness.copy()
        while (best := int(left.argmax())) is not None and left[best] >= LIKENESS:
            peaks.append(best)
            left[max(0, best - self._length // 2) : best + self._length // 2] = 0
        return peaks


def _marks(clip: Sound) -> list[NDArray[np.float64]]:
    """What is speech in every window and lies within a segment that the platform would cut."""
    pcm = clip.astype(np.float32) / 32768
    vad = SileroVad()
    windows = len(pcm) // WINDOW_SAMPLES
    speech = [vad.probability(pcm[n * WINDOW_SAMPLES : (n + 1) * WINDOW_SAMPLES]) > 0.5 for n in range(windows)]
    pieces = [part for part in speech_in(pcm) if isinstance(part, SpeechPiece)]
    inside = np.zeros(len(pcm), bool)
    for piece in pieces:
        inside[max(0, piece.start) : piece.start + len(piece.pcm)] = True
    size = round(MARK * RATE)
    decimated = _decimated(clip)
    return [
        decimated[start // DECIMATION : (start + size) // DECIMATION]
        for start in range(0, windows * WINDOW_SAMPLES - size + 1, size)
        if all(_within(speech, start, size)) and inside[start : start + size].all()
    ]


def _within(speech: Sequence[bool], start: int, size: int) -> Sequence[bool]:
    return speech[start // WINDOW_SAMPLES : (start + size) // WINDOW_SAMPLES]


def _decimated(sound: Sound) -> NDArray[np.float64]:
    """The band alone, thinned out."""
    return np.convolve(sound.astype(np.float64) / 32768, _band_pass(), mode="same")[::DECIMATION]


def _band_pass() -> NDArray[np.float64]:
    """A windowed sinc, the higher cut-off less the lower one."""
    time = np.arange(TAPS) - (TAPS - 1) / 2
    low, high = (2 * cut / RATE * np.sinc(2 * cut / RATE * time) for cut in BAND)
    return (high - low) * np.hamming(TAPS)
