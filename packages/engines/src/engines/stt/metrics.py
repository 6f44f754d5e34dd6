"""How an answer was spoken: its rate, pauses, fillers and loudness, measured while it is heard.

Silence before the first speech is time to think and silence after the last one ends the turn; neither counts as a
pause, and rates are over the time between the two, pauses included.
"""

import re

import numpy as np
from contracts.base import Language
from contracts.speech import SpeechMetrics
from numpy.typing import NDArray

from engines.vad import SAMPLE_RATE, WINDOW_SAMPLES

WINDOW_SECONDS = WINDOW_SAMPLES / SAMPLE_RATE
SPEECH_THRESHOLD = 0.5
SILENCE_THRESHOLD = 0.35
"""Probabilities at which speech begins and ends; two, so that it does not flicker."""
MIN_PAUSE = 0.5
"""Seconds of silence between two stretches of speech that count as a pause."""
MIN_SPEECH = 2.0
"""Seconds of speech below which a rate or a loudness would say more about chance than about the speaker."""
MIN_WORDS = 4
LOUDNESS_BLOCK = 12
"""Windows of speech (0.38 s) whose mean is one loudness: about a syllable or two, so that the range tells how the voice
rises and falls and not how vowels differ from consonants."""
LOUDNESS_PERCENTILES = (10, 95)
"""As in EBU Tech 3342, loudness range."""
FLOOR = 1e-10
"""Power of digital silence, −100 dBFS."""

FILLERS = {
    # 그 and 저 are demonstratives too ("그 사람"), so that the count is an upper estimate.
    Language.KO: re.compile(r"음+|어+|그+|저+|으음|아+"),
    Language.EN: re.compile(r"u+h+|u+m+|e+r+m*|a+h+|hm+|mm+"),
}

_TOKEN = re.compile(r"[\w'’]+")
_HANGUL = re.compile(r"[가-힣]")
_VOWELS = re.compile(r"[aeiouy]+")


class SpeechMeter:
    """Takes an answer window by window and keeps only what the metrics need."""

    def __init__(self) -> None:
        self._windows = 0
        self._speaking = False
        self._powers: list[float] = []
        self._first: int | None = None
        self._last = 0
        self._pauses: list[float] = []

    def add(self, window: NDArray[np.float32], probability: float) -> None:
        """The next window, shape (512,), −1…1, and how likely it holds speech."""
        self._speaking = probability >= (SILENCE_THRESHOLD if self._speaking else SPEECH_THRESHOLD)
        if self._speaking:
            self._powers.append(float(np.mean(np.square(window, dtype=np.float64))))
            self._mark_speech()
        self._windows += 1

    def metrics(self, text: str, language: Language) -> SpeechMetrics:
        """Of what was added so far; `text` is what was understood of it.

        Rates are null below 2 s of speech or 4 words, loudness below 2 s of speech.
        """
        speech_duration = len(self._powers) * WINDOW_SECONDS
        tokens = [token.lower() for token in _TOKEN.findall(text)]
        enough_speech = speech_duration >= MIN_SPEECH
        minutes = self._spoken_span / 60 if enough_speech and len(tokens) >= MIN_WORDS else None
        return SpeechMetrics(
            duration=round(self._windows * WINDOW_SECONDS, 3),
            speech_duration=round(speech_duration, 3),
            words_per_minute=round(len(tokens) / minutes, 1) if minutes else None,
            syllables_per_minute=round(sum(map(syllables, tokens)) / minutes, 1) if minutes else None,
            pause_count=len(self._pauses),
            longest_pause=round(max(self._pauses, default=0.0), 3),
            filler_count=sum(1 for token in tokens if FILLERS[language].fullmatch(token)),
            loudness_dbfs=round(_decibels(np.mean(self._powers)), 1) if enough_speech else None,
            loudness_range_db=round(self._loudness_range, 1) if enough_speech else None,
        )

    def _mark_speech(self) -> None:
        if self._first is None:
            self._first = self._windows
        else:
            silence = (self._windows - self._last - 1) * WINDOW_SECONDS
            if silence >= MIN_PAUSE:
                self._pauses.append(silence)
        self._last = self._windows

    @property
    def _spoken_span(self) -> float:
        """Seconds from the first speech to the last."""
        return 0.0 if self._first is None else (self._last - self._first + 1) * WINDOW_SECONDS

    @property
    def _loudness_range(self) -> float:
        whole = len(self._powers) - len(self._powers) % LOUDNESS_BLOCK
        blocks = np.reshape(self._powers[:whole], (-1, LOUDNESS_BLOCK)).mean(axis=1)
        quiet, loud = np.percentile([_decibels(power) for power in blocks], LOUDNESS_PERCENTILES)
        return float(loud - quiet)


def syllables(word: str) -> int:
    """Hangul: its syllable blocks, exactly. Otherwise an estimate: groups of vowels, less a silent final e."""
    if hangul := len(_HANGUL.findall(word)):
        return hangul
    word = word.lower()
    groups = len(_VOWELS.findall(word))
    silent_e = word.endswith("e") and not word.endswith(("le", "ee", "ye", "oe"))
    return max(1, groups - silent_e)


def _decibels(power: np.floating | float) -> float:
    """Relative to full scale, of a mean square."""
    return float(10 * np.log10(max(float(power), FLOOR)))
