"""Chunks of three seconds that overlap, each looked at for speech and then recognised."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

import httpx
import numpy as np
from contracts.base import Contract, Language
from contracts.errors import Unavailable
from contracts.model_server import Detection, HeardSpeech
from contracts.speech import Word
from engines.audio import Pcm16
from engines.stt import SAMPLE_RATE
from runtime.responses import raise_for_error

from visavis.mic.sources import Source, SourceError
from visavis.mic.stitching import Stitcher

CHUNK = 3.0
OVERLAP = 1.0
"""Seconds; longer than nearly every word, so that one of two chunks has it whole."""
PAUSES = (0.5, 2.0, 5.0)
"""Seconds between tries while the server is away; the microphone goes on meanwhile."""
TIMEOUT = httpx.Timeout(60, connect=5)


class HeardSound(Contract):
    """All that was heard; words count seconds from the first sample."""

    text: str
    words: list[Word]
    seconds: float
    chunks: int
    chunks_with_speech: int
    engine: str | None


class Listening:
    """One sound, heard by the model server at `url`. `on_words` gets the words as they are certain."""

    def __init__(
        self, url: str, token: str | None, language: Language | None, on_words: Callable[[list[Word]], None]
    ) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._http = httpx.AsyncClient(base_url=url.rstrip("/"), headers=headers, timeout=TIMEOUT)
        self._query = {"language": language.value} if language else {}
        self._on_words = on_words
        self._engine: str | None = None

    async def hear(self, source: Source) -> HeardSound:
        """Until the source ends. Raises `SourceError`, also for a server that is away, and `VisavisError` from it."""
        stitcher, seconds, chunks, with_speech = Stitcher(), 0.0, 0, 0
        async with self._http:
            async for start, pcm in chunked(source):
                heard = await self._heard(pcm)
                seconds = start + len(pcm) / SAMPLE_RATE
                chunks += 1
                with_speech += heard is not None
                stitcher.add(heard, start, seconds)
                self._on_words(stitcher.settle(until=start + CHUNK - OVERLAP))
        self._on_words(stitcher.settle(until=float("inf")))
        text = " ".join(word.text for word in stitcher.words)
        return HeardSound(
            text=text,
            words=stitcher.words,
            seconds=round(seconds, 3),
            chunks=chunks,
            chunks_with_speech=with_speech,
            engine=self._engine,
        )

    async def _heard(self, pcm: Pcm16) -> HeardSpeech | None:
        if not Detection.model_validate_json((await self._post("/detect", pcm)).content).speech:
            return None
        response = await self._post("/transcribe-chunk", pcm)
        self._engine = response.headers.get("x-engine")
        return HeardSpeech.model_validate_json(response.content)

    async def _post(self, path: str, pcm: Pcm16) -> httpx.Response:
        for pause in PAUSES:
            with suppress(httpx.TransportError, Unavailable):
                return await self._try_to_post(path, pcm)
            await asyncio.sleep(pause)
        try:
            return await self._try_to_post(path, pcm)
        except httpx.TransportError as error:
            raise SourceError(f"{self._http.base_url} does not answer. Start `ai-worker serve` there.") from error

    async def _try_to_post(self, path: str, pcm: Pcm16) -> httpx.Response:
        headers = {"Content-Type": "application/octet-stream", "Accept-Language": "en"}
        samples = pcm.astype("<i2").tobytes()
        response = await self._http.post(path, content=samples, params=self._query, headers=headers)
        raise_for_error(response)
        return response


async def chunked(source: Source) -> AsyncIterator[tuple[float, Pcm16]]:
    """Chunks of `CHUNK` seconds, each with the second it begins at; the last one may be shorter."""
    rest, begin = np.zeros(0, np.int16), 0
    size, step = round(CHUNK * SAMPLE_RATE), round((CHUNK - OVERLAP) * SAMPLE_RATE)
    async for piece in source:
        rest = np.concatenate((rest, piece))
        while len(rest) >= size:
            yield begin / SAMPLE_RATE, rest[:size]
            rest, begin = rest[step:], begin + step
    # What is left is new only where it is longer than the overlap, which the chunk before has had.
    if len(rest) > (size - step if begin else 0):
        yield begin / SAMPLE_RATE, rest
