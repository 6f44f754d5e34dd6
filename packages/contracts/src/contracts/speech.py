"""Recognised speech, and how it sounded."""

from typing import Annotated, Literal

from pydantic import Field

from contracts.base import Contract, Language, Unmeasured

Seconds = Annotated[float, Field(ge=0)]


class Word(Contract):
    """One recognised word; `start` and `end` in seconds since the answer's first sample.

    `text` is what was recognised. `span` is where that is written in the answer's text, in code points, the end not
    included; words that are written together ("23%") share one, and null says that the word is not found there.
    """

    text: str
    start: Seconds
    end: Seconds
    confidence: Annotated[float, Field(ge=0, le=1)] | None = None
    span: tuple[int, int] | None = None


class CorrectedRun(Contract):
    """A stretch of an answer that its candidate put right: `heard` was `text[start:end]`, in code points.

    The stretch is empty where words were heard that were not said, `heard` where words were missed.
    """

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    heard: str


VoiceMeasure = Literal[
    "words_per_minute",
    "syllables_per_minute",
    "articulation_rate",
    "filler_count",
    "loudness_lufs",
    "loudness_range_lu",
    "pitch_hz",
    "pitch_range_semitones",
    "voiced_share",
]
"""The measures that need enough speech, or words, behind them."""


class SpeechMetrics(Contract):
    """What was measured of the voice over one answer, as docs/delivery.md defines it.

    A measure without enough behind it is null, and `unmeasured` says why. Rates are per minute, spans in seconds.
    """

    language: Language
    duration: Seconds
    speech_duration: Seconds
    pause_count: int = 0
    longest_pause: Seconds = 0
    pause_share: Annotated[float, Field(ge=0, le=1)] = 0
    """Of the time from the first speech to the last."""
    words_per_minute: float | None = None
    syllables_per_minute: float | None = None
    articulation_rate: float | None = None
    """Syllables a minute, the pauses taken out."""
    filler_count: int | None = None
    loudness_lufs: float | None = None
    loudness_range_lu: float | None = None
    pitch_hz: float | None = None
    pitch_range_semitones: float | None = None
    voiced_share: Annotated[float, Field(ge=0, le=1)] | None = None
    """Of the speech, how much the vocal folds sounded in: hardly any in a whisper."""
    unmeasured: dict[VoiceMeasure, Unmeasured] = {}
