"""Engines of a scripted timeline. They have exact latencies, and understand what they really get.

The sound itself says which window of the call it is, so that a word is understood if, and only if, the recogniser was
given all of it.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from contracts.base import Language
from contracts.errors import EngineFailed
from contracts.speech import Word
from engines.stt import SAMPLE_RATE, Hypothesis, Pcm, Recognition
from engines.tts import Speech, SpokenWord
from engines.vad import WINDOW_SAMPLES
from numpy.typing import NDArray

WINDOW = WINDOW_SAMPLES / SAMPLE_RATE
VOICED = 0.25
STEP = 2.0**-20


@dataclass(frozen=True)
class Talk:
    """The candidate's voice from second `start` to `end` of the call. `first_heard_as` is what its captions read until
    the recogniser is sure; a noise has no words.
    """

    start: float
    end: float
    text: str = ""
    first_heard_as: str | None = None

    @property
    def last_windows(self) -> list[tuple[int, str]]:
        """Each word, and the window of the call in which it ends."""
        words = self.text.split()
        length = (self.end - self.start) / max(len(words), 1)
        return [(_window_of(self.start + length * (i + 1)), word) for i, word in enumerate(words)]

    def covers(self, window: int) -> bool:
        return _window_of(self.start) < window + 1 <= _window_of(self.end)


def _window_of(moment: float) -> int:
    """The number of windows that have passed when `moment` has."""
    return int(np.ceil(round(moment / WINDOW, 6)))


def sound_of(window: int, talks: Sequence[Talk]) -> Pcm:
    voiced = any(talk.covers(window) for talk in talks)
    return np.full(WINDOW_SAMPLES, VOICED + window * STEP if voiced else 0.0, np.float32)


class ScriptedVad:
    def probability(self, window: NDArray[np.float32]) -> float:
        return 0.99 if window[0] >= VOICED else 0.01

    def reset(self) -> None: ...


@dataclass
class ScriptedRecognizer:
    """Words come `partial` seconds after their sound in captions, and a segment is final `final` after its end."""

    talks: Sequence[Talk]
    partial: float = 0.2
    final: float = 0.12
    stalls: bool = False
    fails: bool = False
    written: Callable[[str], str] = str
    """How the words of an answer that has ended are written."""
    name = "scripted"

    def hears(self, language: Language) -> bool:
        return True

    async def open(self, language: Language, *, captions: bool = True) -> "ScriptedStream":
        return ScriptedStream(self)

    async def warm_up(self) -> None: ...

    async def close(self) -> None: ...


class ScriptedStream:
    def __init__(self, recognizer: ScriptedRecognizer) -> None:
        self._script = recognizer
        self._heard: dict[int, float] = {}
        self._final: list[str] = []
        self._segment = 0
        self._text = ""

    async def feed(self, pcm: Pcm, *, segment: int, at: float) -> Hypothesis | None:
        if self._script.fails:
            raise EngineFailed(engine=self._script.name)
        if segment != self._segment:
            await self.end_segment()
        self._segment = segment
        now = asyncio.get_running_loop().time()
        for value in pcm[::WINDOW_SAMPLES]:
            if value >= VOICED:
                self._heard[round((float(value) - VOICED) / STEP)] = now
        text = " ".join([*self._final, *self._captions(now - self._script.partial)])
        changed, self._text = text != self._text, text
        return Hypothesis(text, len(" ".join(self._final))) if changed else None

    async def end_segment(self) -> Hypothesis:
        if not self._heard:
            return Hypothesis(self._text, len(self._text))
        if self._script.stalls:
            await asyncio.Event().wait()
        await asyncio.sleep(self._script.final)
        understood = [
            word for talk in self._script.talks for last, word in talk.last_windows if last - 1 in self._heard
        ]
        self._heard.clear()
        self._final += understood
        self._text = " ".join(self._final)
        return Hypothesis(self._text, len(self._text))

    async def finish(self) -> Recognition:
        await self.end_segment()
        words = [Word(text=word, start=0, end=0, confidence=1) for word in self._text.split()]
        return Recognition(self._script.written(self._text), words)

    async def close(self) -> None: ...

    def _captions(self, until: float) -> list[str]:
        words: list[str] = []
        for talk in self._script.talks:
            ends = talk.last_windows
            known = [word for last, word in ends if self._heard.get(last - 1, np.inf) <= until]
            words += known if talk.first_heard_as is None else talk.first_heard_as.split()[: len(known)]
        return words


@dataclass
class ScriptedVoice:
    """Every sentence is ready after `latency` and lasts as long as `seconds`."""

    latency: float = 0.15
    seconds: float = 1.8
    name = "scripted"

    def speaks(self, language: Language) -> bool:
        return True

    def voices(self, language: Language) -> tuple[str, ...]:
        return ()

    async def synthesise(self, text: str, language: Language, speed: float = 1.0, voice: str | None = None) -> Speech:
        await asyncio.sleep(self.latency)
        pcm = np.full(round(self.seconds * 48_000), 8000, np.int16)
        return Speech(pcm, 48_000, [SpokenWord(0, len(text), 0.0)])

    async def warm_up(self) -> None: ...

    async def close(self) -> None: ...
