"""What was recognised, written so that it can be read: punctuation, capitals, numbers, Korean spaces.

Done once, when an answer is finished and before it is handed in, because evidence points into the text: nothing may
change it later. An engine that punctuates by itself is left alone. The words stay as they were recognised, and each
says where it stands in the text.
"""

import asyncio
from contextlib import suppress
from dataclasses import replace

import structlog
from contracts.base import Language
from contracts.errors import EngineFailed
from contracts.speech import Word

from engines.process import EngineProcess
from engines.stt import Hypothesis, Pcm, Recognition, Recognizer, RecognizerStream
from engines.text import kiwi, written
from engines.text.written import Written

log = structlog.get_logger(__name__)


class ReadableRecognizer:
    """A recogniser whose finished answers are readable.

    Korean without punctuation needs Kiwi, whose process starts with the first such caption, so that it is there when
    the answer ends. Where that process fails, the text stays as it was recognised.
    """

    def __init__(self, recognizer: Recognizer) -> None:
        self._recognizer = recognizer
        self._korean = EngineProcess(kiwi.NAME, kiwi.KoreanReader)
        self._starting: asyncio.Task[None] | None = None

    @property
    def name(self) -> str:
        return self._recognizer.name

    def hears(self, language: Language) -> bool:
        return self._recognizer.hears(language)

    async def open(self, language: Language, *, captions: bool = True) -> RecognizerStream:
        return _ReadableStream(await self._recognizer.open(language, captions=captions), self, language)

    async def warm_up(self) -> None:
        await self._recognizer.warm_up()

    async def close(self) -> None:
        await self._korean.close()
        if self._starting:
            await asyncio.wait([self._starting])
        await self._recognizer.close()

    def foresee(self, text: str, language: Language) -> None:
        """An answer that begins like this goes on; start what its end will need."""
        if language is Language.KO and text and not written.is_written(text) and self._starting is None:
            self._starting = asyncio.create_task(self._start(), name="kiwi")

    async def readable(self, heard: Recognition, language: Language) -> Recognition:
        """`heard` with the text that goes on the record."""
        words = [word.text for word in heard.words]
        if heard.words and all(word.span for word in heard.words):
            return heard  # by the model server that recognised it
        if not heard.text or written.is_written(heard.text):
            return _with(heard, written.placed(heard.text, words))
        if language is Language.KO:
            return await self._in_korean(heard, words or heard.text.split())
        spoken = words or heard.text.split()
        return _with(heard, written.in_english(spoken, written.sentence_ends(heard.words)))

    async def _in_korean(self, heard: Recognition, words: list[str]) -> Recognition:
        text = " ".join(words)
        try:
            if written.lacks_spaces(text):
                text = written.rejoined_numerals(await self._korean.call(kiwi.KoreanReader.spaced, text))
            sentences = await self._korean.call(kiwi.KoreanReader.sentences, text)
        except EngineFailed:
            log.warning("a transcript stays without punctuation", engine=kiwi.NAME)
            return _with(heard, written.placed(heard.text, words))
        return _with(heard, written.in_korean(words, sentences))

    async def _start(self) -> None:
        with suppress(EngineFailed):  # it is logged, and the next call tries once more
            await self._korean.start()


class _ReadableStream:
    def __init__(self, stream: RecognizerStream, recognizer: ReadableRecognizer, language: Language) -> None:
        self._stream = stream
        self._recognizer = recognizer
        self._language = language

    async def feed(self, pcm: Pcm, *, segment: int, at: float) -> Hypothesis | None:
        return await self._stream.feed(pcm, segment=segment, at=at)

    async def end_segment(self) -> Hypothesis:
        hypothesis = await self._stream.end_segment()
        self._recognizer.foresee(hypothesis.text, self._language)
        return hypothesis

    async def finish(self) -> Recognition:
        return await self._recognizer.readable(await self._stream.finish(), self._language)

    async def close(self) -> None:
        await self._stream.close()


def _with(heard: Recognition, result: Written) -> Recognition:
    spans = result.spans if heard.words else ()
    words: list[Word] = [word.model_copy(update={"span": span}) for word, span in zip(heard.words, spans, strict=True)]
    return replace(heard, text=result.text, words=words)
