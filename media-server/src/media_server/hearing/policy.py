"""How patient the interviewer is."""

from typing import Annotated

from contracts.base import Contract, Language
from contracts.preferences import Accommodations
from engines.stt import SAMPLE_RATE
from pydantic import Field

from media_server.hearing.endings import Completeness, completeness

Seconds = Annotated[float, Field(ge=0)]
Probability = Annotated[float, Field(ge=0, le=1)]


def in_samples(seconds: float) -> int:
    return round(seconds * SAMPLE_RATE)


class TurnPolicy(Contract):
    """When a turn begins, ends and changes hands. Every span is in seconds; docs/operating.md has the table."""

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
    # An answer is taken as it is after this long, or a little later, at the next breath. So many seconds before, the
    # candidate is told.
    max_answer: Seconds = 300.0
    max_answer_grace: Seconds = 10.0
    wrap_up: Seconds = 30.0
    # Silence up to here still lies within speech.
    breath: Seconds = 0.25
    # Time to prepare each answer: silence counts from its end on, or from the first words where they come earlier.
    prep_seconds: Seconds = 0.0
    # Silence ends nothing while the recogniser has yet to understand what was said, or while its words are younger than
    # `caption_settles`; but for a recogniser that stalls it waits no longer than `caption_patience`.
    caption_settles: Seconds = 0.2
    caption_patience: Seconds = 3.0
    # An answer that has ended is taken as far as it was understood when the recogniser has not moved for this long.
    recognition_deadline: Seconds = 60.0
    # Silence after which the next question is prepared, unless the sentence plainly goes on; null prepares nothing. It
    # takes so many new words since the last time.
    prepare_after: Seconds | None = 0.3
    prepare_new_words: Annotated[int, Field(ge=1)] = 3
    # Whether the candidate may interrupt; speech over the interviewer's voice that makes it pause, and how long it then
    # waits for words.
    barge_in: bool = True
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

    def accommodating(self, wishes: Accommodations) -> "TurnPolicy":
        """The same policy for one candidate: longer silences, time to prepare, questions spoken to their end."""
        silences = ("silence_when_complete", "silence_when_unclear", "silence_when_incomplete", "no_answer")
        return self.model_copy(
            update={
                **{name: getattr(self, name) * wishes.patience for name in silences},
                "prep_seconds": wishes.prep_seconds or self.prep_seconds,
                "barge_in": self.barge_in and wishes.may_interrupt,
            }
        )
