"""Text to speech."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import structlog
from contracts.base import Language
from contracts.errors import UnknownVoice
from numpy.typing import NDArray

log = structlog.get_logger(__name__)

_WORD = re.compile(r"\S+")


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

    def voices(self, language: Language) -> tuple[str, ...]:
        """By the engine's own names, the default first; none where nobody knows them."""
        ...

    async def synthesise(self, text: str, language: Language, speed: float = 1.0, voice: str | None = None) -> Speech:
        """Speak one sentence, in the default voice where none is named.

        Raises `EngineFailed`, `LanguageUnsupported`, `UnknownVoice`, `SpeedOutOfRange`.
        """
        ...

    async def warm_up(self) -> None: ...

    async def close(self) -> None: ...


def checked_voice(engine: Voice, language: Language, wished: str | None) -> str | None:
    """`wished`, or else the default, if the engine says what that is. Raises `UnknownVoice`."""
    known = engine.voices(language)
    if wished is None:
        return known[0] if known else None
    if known and wished not in known:
        raise UnknownVoice(engine=engine.name, voice=wished, known=", ".join(known))
    return wished


def joined(speeches: Sequence[Speech], pauses: Sequence[float]) -> Speech:
    """At least one speech of the same voice, one after the other; before each its pause, in seconds. No words."""
    rate = speeches[0].sample_rate
    parts = [
        part
        for speech, pause in zip(speeches, pauses, strict=True)
        for part in (np.zeros(round(pause * rate), np.int16), speech.pcm)
    ]
    return Speech(np.concatenate(parts), rate, [])


def preferred_voice(engine: Voice, language: Language, preferred: str | None) -> str | None:
    """`preferred`, or None for the default where the engine has no such voice.

    A preference outlives the engine that it was chosen of, and no interview is to fail by that.
    """
    if preferred is None or preferred in engine.voices(language):
        return preferred
    log.warning("the preferred voice is not here: the default speaks", engine=engine.name, voice=preferred)
    return None


def estimated_words(text: str, seconds: float) -> list[SpokenWord]:
    """Every word that sounds, as far into the sound as it stands in the text."""
    words = (match.span() for match in _WORD.finditer(text) if any(map(str.isalnum, match[0])))
    return [SpokenWord(start, end, seconds * start / len(text)) for start, end in words]
