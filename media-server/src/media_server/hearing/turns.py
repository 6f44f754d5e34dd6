"""When is an answer over?

A pure state machine over what each window of sound held. Time is counted in samples of the candidate's audio (16 kHz),
so that a scripted timeline gives exactly the same moments on every machine.
"""

from dataclasses import dataclass
from typing import Literal

from contracts.base import Language
from engines.stt import SAMPLE_RATE

from media_server.hearing.policy import TurnPolicy, in_samples

TurnEndReason = Literal["silence", "done", "no_answer", "too_long"]


@dataclass(frozen=True)
class Sound:
    """One window of `length` samples that ends at sample `end`, and whether speech goes on in it. The last `quiet`
    samples, of this window or of those before, are too quiet to be speech.
    """

    end: int
    length: int
    speech: bool
    quiet: int = 0


@dataclass(frozen=True)
class Words:
    """What is understood of the answer so far. The recogniser is `behind` while it has sound yet to understand; words
    are `settled` when it is not and the segment of speech that they come from is over.
    """

    text: str
    behind: bool = False
    settled: bool = True


@dataclass(frozen=True)
class TurnEnd:
    """The answer is over at sample `at`; `speech_end` is where its last speech ended, None where there was none."""

    reason: TurnEndReason
    at: int
    speech_end: int | None


@dataclass(frozen=True)
class Waiting:
    """Why silence does not count: `prep_seconds` are left to prepare, or a moment was asked for and is `held`."""

    prep_seconds: float | None = None
    held: bool = False


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
        self._prep_left = in_samples(policy.prep_seconds)
        self._ready_at = 0
        self._spoken = 0
        self._spoken_before = 0
        self._first_speech: int | None = None
        self._speech_end: int | None = None
        self._speaking = False
        self._now = 0
        self._half_a_window = 0
        self._words = Words("")
        self._changed_at: int | None = None
        self._held: _Held | None = None
        self._deaf = False

    @property
    def waiting(self) -> Waiting:
        left = 0 if self._begun is None else self._ready_at - self._now
        return Waiting(left / SAMPLE_RATE if left > 0 else None, self._held is not None)

    @property
    def seconds_left(self) -> float | None:
        """Of an answer that is soon too long; None while there is time enough."""
        if self._begun is None or self._first_speech is None:
            return None
        left = self._policy.max_answer - (self._now - self._first_speech) / SAMPLE_RATE
        return max(left, 0.0) if left <= self._policy.wrap_up else None

    @property
    def counts_silence(self) -> bool:
        return self._begun is not None and not self._deaf and self.waiting == Waiting()

    def begin(self, at: int) -> None:
        """The question has been asked; from here on silence counts, after the time to prepare."""
        self._begun = at
        self._now = max(self._now, at)
        self._spoken_before = self._spoken
        self._ready_at = at if self._words.text else at + self._prep_left

    def suspend(self) -> None:
        """The question is asked once more: nothing ends until the next `begin`."""
        if self._begun is not None:
            self._prep_left = max(0, self._ready_at - self._now)
        self._begun = None

    def moment(self) -> None:
        """ "I need a moment": silence does not count until there are new words, spoken after it."""
        self._held = _Held(self._words.text, self._spoken)
        self.start()

    def start(self) -> None:
        """ "Start now": the time to prepare is over."""
        self._ready_at = min(self._ready_at, self._now)

    def done(self) -> TurnEnd | None:
        """ "I'm done". While the answer is being prepared there is none yet: then it ends the preparation alone."""
        if self.waiting.prep_seconds is not None:
            self.start()
            return None
        return self._ended("done")

    def stop_counting(self) -> None:
        """No more words will be understood: silence says nothing from here on."""
        self._deaf = True

    def hear(self, sound: Sound, words: Words) -> TurnEnd | None:
        """Take the next window."""
        self._now = sound.end
        self._half_a_window = sound.length // 2
        self._speaking = sound.speech
        if sound.speech:
            self._spoken += sound.length
            self._speech_end = max(self._speech_end or 0, sound.end - sound.quiet)
            if self._first_speech is None:
                self._first_speech = sound.end - sound.length
        if self._begun is not None and self._has_spoken_since(self._spoken_before):
            self.start()
        return self.understand(words)

    def understand(self, words: Words) -> TurnEnd | None:
        """More was understood, or the recogniser has caught up."""
        if words.text != self._words.text:
            self._changed_at = self._now
        self._words = words
        # What was said before is understood a while later: new words alone do not end the moment.
        if self._held and words.text != self._held.text and self._has_spoken_since(self._held.spoken):
            self._held = None
        return self._end()

    def _has_spoken_since(self, before: int) -> bool:
        return self._spoken - before >= in_samples(self._policy.min_answer)

    def _end(self) -> TurnEnd | None:
        if self._begun is None:
            return None
        policy = self._policy
        if self._is_too_long():
            return self._ended("too_long")
        if self._speaking or self._held or self._deaf:
            return None
        silence = self._now - max(self._begun, self._ready_at, self._speech_end or 0)
        has_answered = bool(self._words.text.strip()) and self._has_spoken_since(0)
        allowed = policy.silence_after(self._words.text, self._language) if has_answered else policy.no_answer
        if self._is_changing():
            allowed += policy.caption_patience
        # Of the windows' ends, the one nearest to the moment.
        if silence + self._half_a_window <= in_samples(allowed):
            return None
        return self._ended("silence" if has_answered else "no_answer")

    def _is_too_long(self) -> bool:
        """Cut off between words, where there is a breath."""
        if self._first_speech is None or self._speech_end is None:
            return False
        over = self._now - self._first_speech - in_samples(self._policy.max_answer)
        breathes = self._now - self._speech_end >= in_samples(self._policy.breath)
        return over >= 0 and (breathes or over >= in_samples(self._policy.max_answer_grace))

    def _is_changing(self) -> bool:
        """Whether the words that the candidate sees may still become others."""
        if self._words.behind:
            return True
        return self._changed_at is not None and self._now - self._changed_at < in_samples(self._policy.caption_settles)

    def _ended(self, reason: TurnEndReason) -> TurnEnd:
        return TurnEnd(reason, self._now, self._speech_end)
