"""PocketSphinx: the embedded recogniser, English only. Its wheel carries the model.

Good enough to prove the path and to show captions, not to judge anyone: every recognition is marked unreliable.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from itertools import count

from contracts.base import Language
from contracts.errors import AtCapacity, EngineFailed, LanguageUnsupported
from contracts.speech import Word

from engines.process import EngineProcess
from engines.stt import SAMPLE_RATE, Hypothesis, Pcm, Recognition
from engines.stt.pocketsphinx_decoder import Decoders, HeardWord

NAME = "pocketsphinx"
UNRELIABLE = "embedded_recognizer"
STREAMS_PER_PROCESS = 3
"""A stream takes a quarter of a core, so that three in one process leave none behind."""
MAX_UTTERANCE = 20.0
"""Seconds after which an unbroken segment is cut: its words are final 0.15 s later for every second it has."""


class PocketSphinxRecognizer:
    """Decoders in a fixed number of processes, three streams each; one stream more than that is turned away."""

    name = NAME

    def __init__(self, processes: int = 1) -> None:
        self._decoders = [EngineProcess(NAME, Decoders) for _ in range(processes)]
        self._streams: dict[EngineProcess[Decoders], int] = dict.fromkeys(self._decoders, 0)
        self._ids = count()

    def hears(self, language: Language) -> bool:
        return language is Language.EN

    async def open(self, language: Language, *, captions: bool = True) -> "PocketSphinxStream":
        """Captions are made in any case. Raises `LanguageUnsupported` for what it does not hear, `AtCapacity` where
        every stream is taken.
        """
        if not self.hears(language):
            raise LanguageUnsupported(engine=NAME)
        decoders = min(self._decoders, key=self._streams.__getitem__)
        if self._streams[decoders] >= STREAMS_PER_PROCESS:
            raise AtCapacity
        stream = next(self._ids)
        self._streams[decoders] += 1
        try:
            await decoders.call(Decoders.open, stream)
        except BaseException:
            self._released(decoders)
            raise
        return PocketSphinxStream(decoders, stream, lambda: self._released(decoders))

    async def warm_up(self) -> None:
        for decoders in self._decoders:
            await decoders.start()

    async def close(self) -> None:
        for decoders in self._decoders:
            await decoders.close()

    def _released(self, decoders: EngineProcess[Decoders]) -> None:
        self._streams[decoders] -= 1


class PocketSphinxStream:
    """One answer. Its decoder is lost with its process: everything then raises `EngineFailed`, until a new `open`."""

    def __init__(self, decoders: EngineProcess[Decoders], stream: int, released: Callable[[], None]) -> None:
        self._decoders = decoders
        self._stream = stream
        self._released = released
        self._words: list[Word] = []
        self._segment: int | None = None
        self._started = 0.0
        self._seconds = 0.0
        self._text = ""
        self._closed = False

    async def feed(self, pcm: Pcm, *, segment: int, at: float) -> Hypothesis | None:
        if self._segment not in {None, segment} or self._seconds >= MAX_UTTERANCE:
            await self.end_segment()
        if self._segment is None:
            self._segment, self._started, self._seconds = segment, at, 0.0
        self._seconds += len(pcm) / SAMPLE_RATE
        heard = await self._decoders.call(Decoders.feed, self._stream, pcm)
        if heard is None:
            return None
        hypothesis = self._hypothesis(heard)
        changed = hypothesis.text != self._text
        self._text = hypothesis.text
        return hypothesis if changed else None

    async def end_segment(self) -> Hypothesis:
        if self._segment is not None:
            self._segment = None
            heard = await self._decoders.call(Decoders.end_utterance, self._stream)
            self._words += [self._placed(word) for word in heard]
        hypothesis = self._hypothesis([])
        self._text = hypothesis.text
        return replace(hypothesis, words=tuple(self._words))

    async def finish(self) -> Recognition:
        await self.end_segment()
        await self.close()
        return Recognition(self._text, list(self._words), UNRELIABLE)

    async def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._released()
        with suppress(EngineFailed):  # the decoder went with its process
            await self._decoders.call(Decoders.close, self._stream)

    def _hypothesis(self, heard: list[HeardWord]) -> Hypothesis:
        """The finished segments' words, which stay, and `heard`, which may still change."""
        stable = " ".join(word.text for word in self._words)
        text = " ".join([*filter(None, [stable]), *(word.text for word in heard)])
        return Hypothesis(text, len(stable))

    def _placed(self, word: HeardWord) -> Word:
        return Word(
            text=word.text,
            start=round(self._started + word.start, 2),
            end=round(self._started + word.end, 2),
            confidence=round(word.confidence, 3),
        )
