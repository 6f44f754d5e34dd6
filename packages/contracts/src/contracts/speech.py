"""Recognised speech."""

from typing import Annotated

from pydantic import Field

from contracts.base import Contract

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


class SpeechMetrics(Contract):
    """What was measured of the voice over one answer. A measure without enough speech behind it is null."""

    duration: Seconds
    speech_duration: Seconds
    words_per_minute: float | None = None
    syllables_per_minute: float | None = None
    pause_count: int = 0
    longest_pause: Seconds = 0
    filler_count: int = 0
    loudness_dbfs: float | None = None
    loudness_range_db: float | None = None
