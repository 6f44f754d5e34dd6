"""Speech to text.

A `Recognizer` is the engine; a `RecognizerStream` hears one answer. Audio is mono PCM at 16 kHz, float32 in −1…1.
"""

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from contracts.base import Language
from contracts.speech import Word
from numpy.typing import NDArray

SAMPLE_RATE = 16_000
Pcm = NDArray[np.float32]


@dataclass(frozen=True)
class Hypothesis:
    """What is heard so far: the first `stable` code points of `text` will not change any more.

    `words` are those of all segments, and are known when one has just ended.
    """

    text: str
    stable: int = 0
    words: tuple[Word, ...] = ()


@dataclass(frozen=True)
class Recognition:
    """What was heard of one answer. `unreliable_reason` says why nobody should be judged on it, if so."""

    text: str
    words: list[Word] = field(default_factory=list)
    unreliable_reason: str | None = None

    @property
    def said(self) -> str:
        """The words as they were said, before "twenty three percent" was written as 23%."""
        return " ".join(word.text for word in self.words) or self.text


class RecognizerStream(Protocol):
    """Hears one answer as consecutive segments of speech, each fed in pieces."""

    async def feed(self, pcm: Pcm, *, segment: int, at: float) -> Hypothesis | None:
        """Hear `pcm`, which starts `at` seconds into the answer and belongs to speech segment `segment` (0, 1, …).

        Returns the whole answer's hypothesis when it changed, else None.
        """
        ...

    async def end_segment(self) -> Hypothesis:
        """The speech paused: time to look again at what has been heard, of which the hypothesis says what is final.

        May be left out when more has been said already: a piece of another segment ends the one before.
        """
        ...

    async def finish(self) -> Recognition:
        """The answer has ended. Its words count seconds from the answer's first sample."""
        ...

    async def close(self) -> None:
        """Free what the stream holds; safe to call twice."""
        ...


class Recognizer(Protocol):
    @property
    def name(self) -> str: ...

    def hears(self, language: Language) -> bool:
        """Whether speech in `language` can be recognised at all."""
        ...

    async def open(self, language: Language, *, captions: bool = True) -> RecognizerStream:
        """A stream for one answer. Without `captions` nobody looks at what `feed` returns, so that an engine may spare
        itself the hypotheses of unfinished segments. Raises `LanguageUnsupported`, `AtCapacity`, `EngineFailed`.
        """
        ...

    async def warm_up(self) -> None: ...

    async def close(self) -> None: ...
