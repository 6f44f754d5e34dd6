"""When is an answer over, and when does the candidate take the word from the interviewer?

Both are pure state machines over what each window of sound held. Time is counted in samples of the candidate's audio
(16 kHz), so that a scripted timeline gives exactly the same moments on every machine.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Literal

from contracts.base import Contract, Language
from engines.stt import SAMPLE_RATE
from pydantic import Field

from media_server.hearing.endings import Completeness, completeness

Seconds = Annotated[float, Field(ge=0)]
Probability = Annotated[float, Field(ge=0, le=1)]


BREATH = 0.25
"""Seconds of silence that still lie within speech."""
TurnEndReason = Literal["silence", "done", "no_answer", "too_long"]


def in_samples(seconds: float) -> int:
    return round(seconds * SAMPLE_RATE)


class TurnPolicy(Contract):
    """How patient the interviewer is. Every span is in seconds and may be widened for one candidate."""

    # Speech begins after `speech_onset` at `speech_threshold` and ends below `silence_threshold`: two levels, so that
    # it does not flicker, and a span, so that a click is none.
    speech_threshold: Probability = 0.5
    silence_threshold: Probability = 0.35
    speech_onset: Seconds = 0.09
    # Silence that ends an answer whose last sentence is complete, could be, or plainly goes on.
    silence_when_complete: Seconds = 0.7
    silence_when_unclear: Seconds = 1.5
    silence_when_incomplete: Seconds = 3.0
    # Less speech than this is a cough, not an answer.
    min_answer: Seconds = 0.4
    # Nothing was understood for this long since the question, or since the last sound of speech.
    no_answer: Seconds = 20.0
    # An answer is taken as it is after this long.
    max_answer: Seconds = 300.0
    # Speech over the interviewer's voice that makes it pause, and how long it then waits for words.
    barge_in_speech: Seconds = 0.5
    barge_in_patience: Seconds = 2.0

    def silence_after(self, text: str, language: Language) -> float:
        """How long a silence ends an answer that reads `text` so far."""
        match completeness(text, language):
            case Completeness.COMPLETE:
                return self.silence_when_complete
            case Completeness.UNCLEAR:
                return self.silence_when_unclear
            case Completeness.INCOMPLETE:
                return self.silence_when_incomplete

    def more_patient(self, factor: float) -> "TurnPolicy":
        """The same policy with all its silences longer, as an accommodation."""
        return self.model_copy(
            update={
                name: getattr(self, name) * factor
                for name in ("silence_when_complete", "silence_when_unclear", "silence_when_incomplete", "no_answer")
            }
        )


@dataclass(frozen=True)
class Sound:
    """One window of `length` samples that ends at sample `end`, and how likely it is speech."""

    end: int
    length: int
    probability: float


@dataclass(frozen=True)
class TurnEnd:
    """The answer is over at sample `at`; `speech_end` is where its last speech ended, None where there was none."""

    reason: TurnEndReason
    at: int
    speech_end: int | None


@dataclass(frozen=True)
class _Held:
    """How much had been understood, and how many samples of speech heard, when a moment was asked for."""

    text: str
    spoken: int


class TurnDetector:
    """Finds the end of one answer.

    Opened with the question; `begin` says when the candidate was asked to speak. Earlier speech counts towards the
    answer, but nothing ends before `begin`.
    """

    def __init__(self, policy: TurnPolicy, language: Language) -> None:
        self._policy = policy
        self._language = language
        self._begun: int | None = None
        self._spoken = 0
        self._first_speech: int | None = None
        self._speech_end: int | None = None
        self._now = 0
        self._text = ""
        self._held: _Held | None = None

    def begin(self, at: int) -> None:
        """The question has been asked; from here on silence counts."""
        self._begun = at
        self._now = max(self._now, at)

    def suspend(self) -> None:
        """The question is asked once more: nothing ends until the next `begin`."""
        self._begun = None

    def moment(self) -> None:
        """ "I need a moment": silence does not count until there are new words, spoken after it."""
        self._held = _Held(self._text, self._spoken)

    def done(self) -> TurnEnd:
        """ "I'm done"."""
        return TurnEnd("done", self._now, self._speech_end)

    def hear(self, sound: Sound, speech: bool, text: str) -> TurnEnd | None:
        """Take the next window; `text` is what was understood of the answer so far."""
        self._now = sound.end
        self._text = text
        if speech:
            self._spoken += sound.length
            self._speech_end = sound.end
            if self._first_speech is None:
                self._first_speech = sound.end - sound.length
        # What was said before is understood a while later: new words alone do not end the moment.
        if self._held and text != self._held.text:
            goes_on = self._spoken - self._held.spoken >= in_samples(self._policy.min_answer)
            self._held = None if goes_on else self._held
        return self._end(speech)

    def _end(self, speech: bool) -> TurnEnd | None:
        if self._begun is None:
            return None
        policy = self._policy
        if self._first_speech is not None and self._now - self._first_speech >= in_samples(policy.max_answer):
            return self._ended("too_long")
        if speech or self._held:
            return None
        silence = self._now - max(self._begun, self._speech_end or 0)
        if self._text.strip() and self._spoken >= in_samples(policy.min_answer):
            if silence >= in_samples(policy.silence_after(self._text, self._language)):
                return self._ended("silence")
        elif silence >= in_samples(policy.no_answer):
            return self._ended("no_answer")
        return None

    def _ended(self, reason: TurnEndReason) -> TurnEnd:
        return TurnEnd(reason, self._now, self._speech_end)


class BargeIn(Enum):
    """What the interviewer does when the candidate speaks over it."""

    PAUSE = "pause"
    RESUME = "resume"
    YIELD = "yield"


class BargeInDetector:
    """While the interviewer speaks: pause after speech, yield to words, resume when none follow.

    After a pause in vain the same sound does not pause it again; there must be silence first.
    """

    def __init__(self, policy: TurnPolicy) -> None:
        self._policy = policy
        self._spoken = 0
        self._silent = 0
        self._in_vain = False
        self._paused_at: int | None = None
        self._text_before = ""

    def hear(self, sound: Sound, speech: bool, text: str) -> BargeIn | None:
        """Take the next window; `text` is what was understood since the question began."""
        if self._paused_at is None:
            return self._listen_for_speech(sound, speech, text)
        if text != self._text_before:
            return BargeIn.YIELD
        if sound.end - self._paused_at >= in_samples(self._policy.barge_in_patience):
            self._paused_at = None
            self._spoken = 0
            self._in_vain = speech
            return BargeIn.RESUME
        return None

    def _listen_for_speech(self, sound: Sound, speech: bool, text: str) -> BargeIn | None:
        if speech:
            self._silent = 0
            self._spoken += 0 if self._in_vain else sound.length
        else:
            self._silent += sound.length
        if self._silent >= in_samples(BREATH):
            self._text_before = text
            self._spoken = 0
            self._in_vain = False
        if self._spoken < in_samples(self._policy.barge_in_speech):
            return None
        self._paused_at = sound.end
        return BargeIn.PAUSE
