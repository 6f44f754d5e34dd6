"""Does the answer look as if it were over? The next question is then prepared, and dropped when the answer goes on."""

from enum import Enum

from contracts.base import Language

from media_server.hearing.endings import Completeness, completeness
from media_server.hearing.policy import TurnPolicy, in_samples
from media_server.hearing.turns import Sound, Words


class Foresight(Enum):
    MAY_END = "may end"
    GOES_ON = "goes on"


class EndForesight:
    """Looks at one answer's pauses: each may look like the end once, if enough was said since the last that did.

    A cough does not go on: that takes other words, or as much speech as an answer has at the least.
    """

    def __init__(self, policy: TurnPolicy, language: Language) -> None:
        self._policy = policy
        self._language = language
        self._silence = 0
        self._spoken = 0
        self._words_before = 0
        self._foreseen: str | None = None

    def hear(self, sound: Sound, words: Words, *, counts: bool) -> Foresight | None:
        """Take the next window; `counts` says whether its silence counts towards the end."""
        self._silence = sound.quiet if sound.speech else self._silence + sound.length
        self._spoken += sound.length if sound.speech else 0
        if self._foreseen is not None:
            return self._watch(words)
        return self.understand(words, counts=counts)

    def understand(self, words: Words, *, counts: bool) -> Foresight | None:
        """More was understood, or the recogniser has caught up."""
        if self._foreseen is not None:
            return self._watch(words)
        if not counts or not words.settled or not self._looks_finished(words.text):
            return None
        self._foreseen = words.text
        self._words_before = len(words.text.split())
        self._spoken = 0
        return Foresight.MAY_END

    def _watch(self, words: Words) -> Foresight | None:
        if words.text == self._foreseen and self._spoken < in_samples(self._policy.min_answer):
            return None
        self._foreseen = None
        return Foresight.GOES_ON

    def _looks_finished(self, text: str) -> bool:
        policy = self._policy
        return (
            policy.prepare_after is not None
            and self._silence >= in_samples(policy.prepare_after)
            and self._spoken >= in_samples(policy.min_answer)
            and len(text.split()) - self._words_before >= policy.prepare_new_words
            and completeness(text, self._language) is not Completeness.INCOMPLETE
        )
