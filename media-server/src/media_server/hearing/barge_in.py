"""When does the candidate take the word from the interviewer?"""

from enum import Enum

from media_server.hearing.policy import TurnPolicy, in_samples
from media_server.hearing.turns import Sound


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

    def hear(self, sound: Sound, text: str) -> BargeIn | None:
        """Take the next window; `text` is what was understood since the question began."""
        if self._paused_at is None:
            return self._listen_for_speech(sound, text)
        if text != self._text_before:
            return BargeIn.YIELD
        if sound.end - self._paused_at >= in_samples(self._policy.barge_in_patience):
            self._paused_at = None
            self._spoken = 0
            self._in_vain = sound.speech
            return BargeIn.RESUME
        return None

    def _listen_for_speech(self, sound: Sound, text: str) -> BargeIn | None:
        if sound.speech:
            self._silent = 0
            self._spoken += 0 if self._in_vain else sound.length
        else:
            self._silent += sound.length
        if self._silent >= in_samples(self._policy.breath):
            self._text_before = text
            self._spoken = 0
            self._in_vain = False
        if self._spoken < in_samples(self._policy.barge_in_speech):
            return None
        self._paused_at = sound.end
        return BargeIn.PAUSE
