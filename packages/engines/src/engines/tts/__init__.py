"""Text to speech."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from contracts.base import Language
from numpy.typing import NDArray


@dataclass(frozen=True)
class SpokenWord:
    """Code points `start` to `end` of the text sound from `at` seconds into its audio."""

    start: int
    end: int
    at: float


@dataclass(frozen=True)
class Speech:
    """Synthesised speech: mono PCM, int16, shape (samples,), at `sample_rate`; `words` in order.

    `estimated` says that the words' times are not the voice's own but follow from their position in the text.
    """

    pcm: NDArray[np.int16]
    sample_rate: int
    words: list[SpokenWord]
    estimated: bool = False

    @property
    def duration(self) -> float:
        """Seconds."""
        return len(self.pcm) / self.sample_rate


class Voice(Protocol):
    @property
    def name(self) -> str: ...

    def speaks(self, language: Language) -> bool: ...

    async def synthesise(self, text: str, language: Language, speed: float = 1.0) -> Speech:
        """Speak one sentence. Raises `EngineFailed`."""
        ...

    async def warm_up(self) -> None: ...

    async def close(self) -> None: ...
