"""Speech that a test can hear without a model: every word is a tone of its own.

A word of which half is lost, or comes twice, is still heard, so that what is missing or doubled in the sound is missing
or doubled in the words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
FRAME = RATE // 50
WORD, GAP = 0.3, 0.1
"""Seconds."""
AUDIBLE = 0.05


@dataclass(frozen=True)
class HeardWord:
    text: str
    start: float
    end: float


class Tones:
    """A vocabulary, as sound."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._pitch = {word: 300.0 + 100.0 * number for number, word in enumerate(vocabulary)}

    def say(self, words: Sequence[str]) -> NDArray[np.float32]:
        """Samples of −1…1; the n-th word begins after n × (WORD + GAP) seconds."""
        time = np.arange(round(WORD * RATE)) / RATE
        gap = np.zeros(round(GAP * RATE), np.float32)
        said = [(0.5 * np.sin(2 * np.pi * self._pitch[word] * time), gap) for word in words]
        return np.concatenate([part for pair in said for part in pair]).astype(np.float32)

    def hear(self, sound: NDArray[np.int16], since: float) -> list[HeardWord]:
        """The words that begin `since` seconds into the sound, or later."""
        first = round(since * RATE / FRAME)
        frames = enumerate(self._frames(sound[first * FRAME :]), first)
        runs = groupby(frames, key=lambda numbered: numbered[1])
        words = []
        for word, run in runs:
            numbers = [number for number, _ in run]
            if word and len(numbers) > 1:
                words.append(HeardWord(word, numbers[0] * FRAME / RATE, (numbers[-1] + 1) * FRAME / RATE))
        return words

    def _frames(self, sound: NDArray[np.int16]) -> Iterator[str | None]:
        for start in range(0, len(sound) - FRAME + 1, FRAME):
            frame = sound[start : start + FRAME] / 32768
            if np.sqrt(np.mean(frame**2)) < AUDIBLE:
                yield None
                continue
            spectrum = np.abs(np.fft.rfft(frame * np.hanning(FRAME), 8 * FRAME))
            pitch = spectrum.argmax() * RATE / (8 * FRAME)
            yield min(self._pitch, key=lambda word: abs(self._pitch[word] - pitch))


class Recital:
    """Understands whatever is said as one text, a word for every 0.3 s of sound: for speech that no test can hear."""

    def __init__(self, text: str) -> None:
        self._words = text.split()

    def hear(self, sound: NDArray[np.int16], since: float) -> list[HeardWord]:
        frames = sound[: len(sound) // FRAME * FRAME].reshape(-1, FRAME) / 32768
        loud = np.flatnonzero(np.sqrt(np.mean(frames**2, axis=1)) > AUDIBLE / 5)
        length = round(WORD * RATE / FRAME)
        ends = loud[length - 1 :: length]
        starts = loud[::length][: len(ends)]
        return [
            HeardWord(word, max(since, float(start * FRAME / RATE)), float((end + 1) * FRAME / RATE))
            for word, start, end in zip(self._words, starts, ends, strict=False)
            if (end + 1) * FRAME / RATE > since
        ]
