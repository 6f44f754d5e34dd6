"""How an answer was spoken: its rate, pauses, fillers, loudness and melody, measured while it is heard.

Silence before the first speech is time to think and silence after the last one ends the turn; neither counts as a
pause, and rates are over the time between the two, pauses included. What each measure is, is in docs/delivery.md.
"""

import re
from collections.abc import Sequence

import numpy as np
from contracts.base import Language, Unmeasured
from contracts.speech import SpeechMetrics, Word
from numpy.typing import NDArray

from engines.sound.loudness import LoudnessMeter
from engines.sound.pitch import PitchMeter
from engines.sound.trouble import SoundWatch
from engines.text.fillers import count_fillers
from engines.vad import SAMPLE_RATE, WINDOW_SAMPLES

WINDOW_SECONDS = WINDOW_SAMPLES / SAMPLE_RATE
SPEECH_THRESHOLD = 0.5
SILENCE_THRESHOLD = 0.35
"""Probabilities at which speech begins and ends; two, so that it does not flicker."""
MIN_PAUSE = 0.5
"""Seconds of silence between two stretches of speech that count as a pause."""
MIN_SPEECH = 2.0
"""Seconds of speech below which a rate or a loudness would say more about chance than about the speaker."""
MIN_RANGE_SPEECH = 6.0
"""Seconds of speech below which the stretches of 3 s that a loudness range compares are hardly different ones."""
MIN_WORDS = 4
MIN_VOICED = 1.0
"""Seconds of voiced speech below which there is no melody to speak of."""

_TOKEN = re.compile(r"[\w'’]+")
_HANGUL = re.compile(r"[가-힣]")
_VOWELS = re.compile(r"[aeiouy]+")


class SpeechMeter:
    """Takes an answer window by window and keeps only what the metrics need: under 0.4 MB for half an hour.

    `sound` knows what is wrong with the microphone.
    """

    def __init__(self) -> None:
        self.sound = SoundWatch()
        self._windows = 0
        self._spoken = 0
        self._speaking = False
        self._loudness = LoudnessMeter()
        self._pitch = PitchMeter()
        self._first: int | None = None
        self._last = 0
        self._pauses: list[float] = []

    def add(self, window: NDArray[np.float32], probability: float) -> None:
        """The next window, shape (512,), −1…1, and how likely it holds speech. Takes 0.1 ms."""
        self._speaking = probability >= (SILENCE_THRESHOLD if self._speaking else SPEECH_THRESHOLD)
        self._loudness.add(window, counts=self._speaking)
        self._pitch.add(window, counts=self._speaking)
        self.sound.add(window, speech=self._speaking)
        if self._speaking:
            self._spoken += 1
            self._mark_speech()
        self._windows += 1

    def metrics(self, text: str, language: Language, words: Sequence[Word] = ()) -> SpeechMetrics:
        """Of what was added so far; `text` is what was understood of it, `words` when, where an engine tells."""
        measures = {**self._rates(text), **self._sound(), "filler_count": None}
        if text.strip():
            measures["filler_count"] = count_fillers(text, language, words)
        return SpeechMetrics.model_validate(
            {
                "language": language,
                "duration": round(self._windows * WINDOW_SECONDS, 3),
                "speech_duration": round(self._speech_duration, 3),
                "pause_count": len(self._pauses),
                "longest_pause": round(max(self._pauses, default=0.0), 3),
                "pause_share": round(sum(self._pauses) / self._spoken_span, 3) if self._pauses else 0.0,
                **{name: value if value is None else round(value, 2) for name, value in measures.items()},
                "unmeasured": {name: self._reason(name) for name, value in measures.items() if value is None},
            }
        )

    def _rates(self, text: str) -> dict[str, float | None]:
        tokens = _TOKEN.findall(text)
        if not self._enough_speech or len(tokens) < MIN_WORDS:
            return dict.fromkeys(("words_per_minute", "syllables_per_minute", "articulation_rate"))
        spoken = sum(map(syllables, tokens))
        span = self._spoken_span
        return {
            "words_per_minute": 60 * len(tokens) / span,
            "syllables_per_minute": 60 * spoken / span,
            "articulation_rate": 60 * spoken / (span - sum(self._pauses)),
        }

    def _sound(self) -> dict[str, float | None]:
        enough = self._enough_speech
        melodious = enough and self._pitch.voiced * WINDOW_SECONDS >= MIN_VOICED
        return {
            "loudness_lufs": self._loudness.integrated if enough else None,
            "loudness_range_lu": self._loudness.range if self._speech_duration >= MIN_RANGE_SPEECH else None,
            "pitch_hz": self._pitch.median if melodious else None,
            "pitch_range_semitones": self._pitch.range if melodious else None,
            "voiced_share": self._pitch.voiced / self._spoken if enough else None,
        }

    def _reason(self, measure: str) -> Unmeasured:
        """Why a measure is null: without a voice, speech that was long enough has no pitch all the same."""
        toneless = self._enough_speech and measure.startswith("pitch")
        return Unmeasured.NOT_VOICED if toneless else Unmeasured.NOT_ENOUGH_SAID

    def _mark_speech(self) -> None:
        if self._first is None:
            self._first = self._windows
        else:
            silence = (self._windows - self._last - 1) * WINDOW_SECONDS
            if silence >= MIN_PAUSE:
                self._pauses.append(silence)
        self._last = self._windows

    @property
    def _speech_duration(self) -> float:
        return self._spoken * WINDOW_SECONDS

    @property
    def _enough_speech(self) -> bool:
        return self._speech_duration >= MIN_SPEECH

    @property
    def _spoken_span(self) -> float:
        """Seconds from the first speech to the last."""
        return 0.0 if self._first is None else (self._last - self._first + 1) * WINDOW_SECONDS


def syllables(word: str) -> int:
    """Hangul: its syllable blocks, exactly. Otherwise an estimate: groups of vowels, less a silent final e."""
    if hangul := len(_HANGUL.findall(word)):
        return hangul
    word = word.lower()
    groups = len(_VOWELS.findall(word))
    silent_e = word.endswith("e") and not word.endswith(("le", "ee", "ye", "oe"))
    return max(1, groups - silent_e)
