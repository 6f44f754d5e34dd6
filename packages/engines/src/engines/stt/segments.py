"""Where speech begins and ends in a stream of sound, and the pieces of it that a recogniser gets."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engines.stt import SAMPLE_RATE, Pcm
from engines.vad import WINDOW_SAMPLES

SPEECH_THRESHOLD = 0.5
SILENCE_THRESHOLD = 0.35
SPEECH_ONSET = 0.09
"""Seconds; three windows in a row, so that a click is no speech."""
PRE_ROLL = 0.32
"""Seconds before speech was noticed that go to the recogniser too: the first consonant is in them."""
HANGOVER = 0.35
"""Seconds of silence that end a segment; shorter ones are pauses within it."""
PIECE_WINDOWS = 3
"""Windows (96 ms) handed to the recogniser at a time."""


@dataclass(frozen=True)
class SpeechPiece:
    """Sound of segment `segment` (0, 1, …) that begins with sample `start` of the stream."""

    pcm: Pcm
    segment: int
    start: int


@dataclass(frozen=True)
class SegmentEnd:
    """The segment whose pieces came last is over."""


class SpeechGate:
    """Voice activity with onset and hysteresis: two levels, so that it does not flicker, and a span, against clicks."""

    def __init__(
        self,
        speech_threshold: float = SPEECH_THRESHOLD,
        silence_threshold: float = SILENCE_THRESHOLD,
        onset: float = SPEECH_ONSET,
    ) -> None:
        """Speech begins after `onset` seconds at `speech_threshold` and ends below `silence_threshold`."""
        self._speech_threshold = speech_threshold
        self._silence_threshold = silence_threshold
        self._onset = round(onset * SAMPLE_RATE)
        self._open = False
        self._rising = 0

    def hear(self, probability: float, length: int = WINDOW_SAMPLES) -> bool:
        """Whether speech goes on in the next `length` samples, which are speech with `probability`."""
        if self._open:
            self._open = probability >= self._silence_threshold
        else:
            self._rising = self._rising + length if probability >= self._speech_threshold else 0
            self._open = self._rising > 0 and self._rising >= self._onset
        if self._open:
            self._rising = 0
        return self._open


class Segmenter:
    """Cuts a stream of windows into segments of speech, each handed on in pieces while it lasts."""

    def __init__(self) -> None:
        self._samples = 0
        self._pre_roll: deque[Pcm] = deque(maxlen=round(PRE_ROLL * SAMPLE_RATE) // WINDOW_SAMPLES)
        self._windows: list[Pcm] = []
        self._segment = -1
        self._silence: int | None = None
        self._handed_on = 0

    @property
    def in_segment(self) -> bool:
        return self._silence is not None

    def hear(self, window: Pcm, speech: bool) -> Iterator[SpeechPiece | SegmentEnd]:
        """The next window, shape (512,), and whether speech goes on in it; what there is to hand on."""
        self._samples += len(window)
        if speech and not self.in_segment:
            self._begin_segment()
        if not self.in_segment:
            self._pre_roll.append(window)
            return
        self._windows.append(window)
        self._silence = 0 if speech else (self._silence or 0) + len(window)
        if len(self._windows) >= PIECE_WINDOWS:
            yield from self._hand_on()
        if self._silence >= round(HANGOVER * SAMPLE_RATE):
            yield from self.close()

    def close(self) -> Iterator[SpeechPiece | SegmentEnd]:
        """End the segment, if one goes on."""
        if self.in_segment:
            yield from self._hand_on()
            self._silence = None
            yield SegmentEnd()

    def _begin_segment(self) -> None:
        self._segment += 1
        self._silence = 0
        self._windows = list(self._pre_roll)
        self._pre_roll.clear()
        self._handed_on = self._samples - WINDOW_SAMPLES * (len(self._windows) + 1)

    def _hand_on(self) -> Iterator[SpeechPiece]:
        if self._windows:
            piece = SpeechPiece(np.concatenate(self._windows), self._segment, self._handed_on)
            self._windows = []
            self._handed_on += len(piece.pcm)
            yield piece


def quietest(pcm: Pcm) -> int:
    """The middle of the quietest 100 ms: where speech that goes on is best cut."""
    length = SAMPLE_RATE // 10
    energy = np.cumsum(pcm.astype(np.float64) ** 2)
    return int((energy[length:] - energy[:-length]).argmin()) + length // 2
