"""PocketSphinx: the embedded recogniser, English only. Its wheel carries the model.

Good enough to prove the path and to show captions, not to judge anyone: every recognition is marked unreliable.
"""

import asyncio
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
"""A stream takes a quarter of a core with each utterance decoded once, so that three in one process leave none behind.
That it is decoded again at pauses comes on top, and is left out where it would fall behind."""
LONG_UTTERANCE = 10.0
"""Seconds of speech after which the next pause ends an utterance. At every pause before, the utterance is decoded again
from its beginning: more would take too long, less would part what belongs together."""
MAX_UTTERANCE = 20.0
"""Seconds after which unbroken speech is cut: an utterance's words are there 0.25 s later for every second it has."""


class PocketSphinxRecognizer:
    """Decoders in up to `processes` processes, three streams each; one stream more than that is turned away.

    Each holds 200 MB and takes a second or two to load. The first starts with the first stream, while the candidate is
    asked a question: where nobody speaks English, there is none. From then on one runs that nobody needs yet.
    """

    name = NAME

    def __init__(self, processes: int = 1) -> None:
        self._decoders = [EngineProcess(NAME, Decoders) for _ in range(processes)]
        self._streams: dict[EngineProcess[Decoders], int] = dict.fromkeys(self._decoders, 0)
        self._ids = count()
        self._spare: asyncio.Task[None] | None = None

    def hears(self, language: Language) -> bool:
        return language is Language.EN

    async def open(self, language: Language, *, captions: bool = True) -> "PocketSphinxStream":
        """Raises `LanguageUnsupported` for what it does not hear, `AtCapacity` where every stream is taken."""
        if not self.hears(language):
            raise LanguageUnsupported(engine=NAME)
        decoders = self._freest()
        stream = next(self._ids)
        self._streams[decoders] += 1
        self._keep_a_spare()
        try:
            await decoders.call(Decoders.open, stream, captions=captions)
        except BaseException:
            self._released(decoders)
            raise
        return PocketSphinxStream(decoders, stream, lambda: self._released(decoders), captions=captions)

    async def warm_up(self) -> None:
        """Nothing is loaded before somebody speaks English."""

    async def close(self) -> None:
        for decoders in self._decoders:
            await decoders.close()
        if self._spare is not None:
            await self._spare

    def _freest(self) -> EngineProcess[Decoders]:
        """Of those that run; of all where these are full. Raises `AtCapacity`."""
        free = [decoders for decoders, streams in self._streams.items() if streams < STREAMS_PER_PROCESS]
        if not free:
            raise AtCapacity
        running = [decoders for decoders in free if decoders.pid is not None]
        return min(running or free, key=self._streams.__getitem__)

    def _keep_a_spare(self) -> None:
        if self._spare is None or self._spare.done():
            self._spare = asyncio.create_task(self._start_spares(), name="start another recogniser")

    async def _start_spares(self) -> None:
        with suppress(EngineFailed):  # whoever needs it asks again, and hears why
            while (missing := self._missing_spare()) is not None:
                await missing.start()

    def _missing_spare(self) -> EngineProcess[Decoders] | None:
        """None while there is one that runs without a stream, or no other."""
        running = [decoders for decoders in self._decoders if decoders.pid is not None]
        resting = [decoders for decoders in self._decoders if decoders.pid is None]
        return resting[0] if resting and all(self._streams[decoders] for decoders in running) else None

    def _released(self, decoders: EngineProcess[Decoders]) -> None:
        self._streams[decoders] -= 1


class PocketSphinxStream:
    """One answer. Its decoder is lost with its process: everything then raises `EngineFailed`, until a new `open`."""

    def __init__(
        self, decoders: EngineProcess[Decoders], stream: int, released: Callable[[], None], *, captions: bool
    ) -> None:
        self._decoders = decoders
        self._stream = stream
        self._released = released
        self._captions = captions
        self._words: list[Word] = []
        """Of the utterances that are over."""
        self._open_words: list[Word] = []
        """Of the utterance that goes on, as far as it has been decoded."""
        self._segment: int | None = None
        self._seconds = 0.0
        self._is_decoded = True
        self._text = ""
        self._closed = False

    async def feed(self, pcm: Pcm, *, segment: int, at: float) -> Hypothesis | None:
        if self._seconds >= (MAX_UTTERANCE if segment == self._segment else LONG_UTTERANCE):
            await self._decode(over=True)
        self._segment = segment
        self._seconds += len(pcm) / SAMPLE_RATE
        self._is_decoded = False
        heard = await self._decoders.call(Decoders.feed, self._stream, pcm, segment, at)
        if heard is None:
            return None
        hypothesis = self._hypothesis(heard)
        changed = hypothesis.text != self._text
        self._text = hypothesis.text
        return hypothesis if changed else None

    async def end_segment(self) -> Hypothesis:
        is_long = self._seconds >= LONG_UTTERANCE
        if not self._is_decoded and (is_long or self._captions):
            await self._decode(over=is_long)
        hypothesis = self._hypothesis([])
        self._text = hypothesis.text
        return replace(hypothesis, words=(*self._words, *self._open_words))

    async def finish(self) -> Recognition:
        if not self._is_decoded:
            await self._decode(over=True)
        await self.close()
        return Recognition(self._hypothesis([]).text, [*self._words, *self._open_words], UNRELIABLE)

    async def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._released()
        with suppress(EngineFailed):  # the decoder went with its process
            await self._decoders.call(Decoders.close, self._stream)

    async def _decode(self, *, over: bool) -> None:
        """Understand the utterance as far as it goes; if it is `over`, its words stay and a new one begins."""
        heard = await self._decoders.call(Decoders.decode, self._stream, over=over)
        self._is_decoded = True
        self._open_words = [_rounded(word) for word in heard]
        if over:
            self._words += self._open_words
            self._open_words = []
            self._seconds = 0.0

    def _hypothesis(self, heard: list[str]) -> Hypothesis:
        """The words of utterances that are over, which stay; the open one's, and those `heard` since it was decoded."""
        stable = " ".join(word.text for word in self._words)
        text = " ".join([*filter(None, [stable]), *(word.text for word in self._open_words), *heard])
        return Hypothesis(text, len(stable))


def _rounded(word: HeardWord) -> Word:
    return Word(
        text=word.text, start=round(word.start, 2), end=round(word.end, 2), confidence=round(word.confidence, 3)
    )
