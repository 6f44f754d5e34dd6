"""A question that is spoken while it arrives."""

import asyncio
from collections.abc import AsyncIterator

from engines.tts.sentences import Sentence, SentenceSplitter


class Utterance:
    """Sentences that are taken, and spoken, while more of the text comes."""

    def __init__(self, text: str = "") -> None:
        self._splitter = SentenceSplitter()
        self._sentences: asyncio.Queue[Sentence | None] = asyncio.Queue()
        self.push(text)

    def push(self, piece: str) -> None:
        for sentence in self._splitter.push(piece):
            self._sentences.put_nowait(sentence)

    def end(self) -> None:
        for sentence in self._splitter.flush():
            self._sentences.put_nowait(sentence)
        self._sentences.put_nowait(None)

    async def __aiter__(self) -> AsyncIterator[Sentence]:
        while sentence := await self._sentences.get():
            yield sentence
