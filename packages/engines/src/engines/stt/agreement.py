"""LocalAgreement: what two decodings in a row of a growing utterance agree on is said for good.

Macháček, Dabre, Bojar: Turning Whisper into Real-Time Transcription System, 2023.
"""

from collections.abc import Sequence
from typing import NamedTuple


class DecodedWord(NamedTuple):
    """Seconds count from the utterance's first sample; they are zero where no times were asked for."""

    text: str
    tokens: tuple[int, ...]
    confidence: float
    start: float = 0.0
    end: float = 0.0


class LocalAgreement:
    """Commits words of one utterance. Every decoding is forced to begin with what was committed before it."""

    def __init__(self) -> None:
        self._last: Sequence[DecodedWord] = ()
        self.committed: list[DecodedWord] = []

    def hear(self, words: Sequence[DecodedWord]) -> None:
        """Take the next decoding. Its last word may be half a word still, and is never committed."""
        agreed = 0
        for one, other in zip(self._last[:-1], words[:-1], strict=False):
            if one.tokens != other.tokens:
                break
            agreed += 1
        if agreed > len(self.committed):
            self.committed = list(words[:agreed])
        self._last = words
