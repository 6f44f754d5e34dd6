"""Speech to text by a server that hears one recording at a time: every segment of speech is sent when it is over.

There is nothing to see of a segment before its end, so its words come late and all at once.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress

import httpx
import numpy as np
import structlog
from contracts.base import Language
from contracts.errors import EngineFailed, LanguageUnsupported
from contracts.speech import Word
from pydantic import AliasChoices, BaseModel, Field, ValidationError

from engines.audio import as_pcm16, encode
from engines.remote import Held, client_of, held_for
from engines.settings import REMOTE, Server
from engines.stt import SAMPLE_RATE, Hypothesis, Pcm, Recognition
from engines.stt.estimates import shares
from engines.stt.hallucination import is_made_up
from engines.stt.segments import quietest

log = structlog.get_logger(__name__)

TIMEOUT = httpx.Timeout(15.0, connect=3.0)
PAUSES = (0.5, 1.5)
"""Seconds before a server that fails is asked again; one that is silent for `TIMEOUT` is asked once."""
MAX_SEGMENT = 28.0
"""Seconds after which an unbroken segment is cut; Whisper sees 30."""
CUT_WITHIN = 4.0
"""Seconds before that among which the quietest moment is taken, so that no word is cut in two."""
PASSING = {httpx.codes.TOO_MANY_REQUESTS, *range(500, 600)}


class HeardWord(BaseModel):
    """OpenAI's servers say `word`, model servers `text`."""

    text: str = Field(validation_alias=AliasChoices("text", "word"))
    start: float = Field(ge=0, allow_inf_nan=False)
    end: float = Field(ge=0, allow_inf_nan=False)
    confidence: float | None = Field(None, ge=0, le=1)


class HeardSegment(BaseModel):
    avg_logprob: float | None = None


class HeardRecording(BaseModel):
    """What all these servers answer, and of the rest what some do."""

    text: str
    words: list[HeardWord] = []
    segments: list[HeardSegment] | None = None
    unreliable_reason: str | None = None


class UploadRecognizer:
    """`POST` a form with `file`, `language` and `fields` to `path` of the server."""

    def __init__(self, server: Server, path: str, fields: Mapping[str, object], model: str | None = None) -> None:
        """Without `model` the server is asked what it holds."""
        self._http = client_of(server)
        self._path = path
        self._fields = fields
        self._held = Held(id=model) if model else None

    @classmethod
    def of_speech_server(cls, server: Server) -> "UploadRecognizer":
        """`/stt`."""
        return cls(server, "/stt", {})

    @classmethod
    def of_openai(cls, server: Server, model: str) -> "UploadRecognizer":
        """`/v1/audio/transcriptions`; the server's address ends with its `/v1`."""
        wanted = {"response_format": "verbose_json", "timestamp_granularities[]": ["word", "segment"]}
        return cls(server, "/audio/transcriptions", {"model": model, **wanted}, model)

    @property
    def name(self) -> str:
        return self._held.name if self._held else REMOTE

    def hears(self, language: Language) -> bool:
        """What the server says; any language of one that does not, which then fails when it is to be heard."""
        return self._held is None or self._held.knows(language)

    async def open(self, language: Language, *, captions: bool = True) -> "UploadStream":
        """Raises `LanguageUnsupported`, `EngineFailed`."""
        await self._ask()
        if not self.hears(language):
            raise LanguageUnsupported(engine=self.name)
        return UploadStream(self, language)

    async def hear(self, pcm: Pcm, language: Language) -> HeardRecording:
        """Raises `EngineFailed`, `LanguageUnsupported`."""
        recording = await asyncio.to_thread(encode, as_pcm16(pcm), SAMPLE_RATE, "wav")
        data = {"language": language.value, **self._fields}
        for pause in (*PAUSES, None):
            try:
                response = await self._http.post(
                    self._path, data=data, files={"file": ("speech.wav", recording, "audio/wav")}, timeout=TIMEOUT
                )
                if pause is None or response.status_code not in PASSING:
                    return self._understood(response)
            except httpx.ConnectError as error:
                if pause is None:
                    raise self._failed(error) from error
            except httpx.HTTPError as error:
                raise self._failed(error) from error
            await asyncio.sleep(pause or 0)
        raise EngineFailed(engine=self.name)

    async def warm_up(self) -> None:
        """One that is away now may be there for the first answer, so that is no error."""
        with suppress(EngineFailed):
            await self._ask()

    async def close(self) -> None:
        await self._http.aclose()

    async def _ask(self) -> None:
        if self._held is None:
            self._held = await held_for(self._http, "speech-to-text")

    def _understood(self, response: httpx.Response) -> HeardRecording:
        if b'"LanguageUnsupported"' in response.content:
            raise LanguageUnsupported(engine=self.name)
        try:
            heard = HeardRecording.model_validate_json(response.raise_for_status().content)
        except (httpx.HTTPStatusError, ValidationError) as error:
            raise self._failed(error, response.status_code) from error
        heard.unreliable_reason = heard.unreliable_reason or response.headers.get("X-Unreliable")
        return heard

    def _failed(self, error: Exception, status: int | None = None) -> EngineFailed:
        log.warning("the recogniser's server fails", engine=self.name, error=type(error).__name__, status=status)
        return EngineFailed(engine=self.name)


class UploadStream:
    """One answer."""

    def __init__(self, recognizer: UploadRecognizer, language: Language) -> None:
        self._recognizer = recognizer
        self._language = language
        self._segment: int | None = None
        self._at = 0.0
        self._pcm = np.zeros(0, np.float32)
        self._words: list[Word] = []
        self._unreliable: str | None = None

    async def feed(self, pcm: Pcm, *, segment: int, at: float) -> Hypothesis | None:
        before = len(self._words)
        if self._segment not in {None, segment}:
            await self.end_segment()
        if self._segment is None:
            self._segment, self._at = segment, at
        self._pcm = np.concatenate([self._pcm, pcm])
        while len(self._pcm) >= MAX_SEGMENT * SAMPLE_RATE:
            end = round(MAX_SEGMENT * SAMPLE_RATE)
            begin = end - round(CUT_WITHIN * SAMPLE_RATE)
            await self._hear(begin + quietest(self._pcm[begin:end]))
        return self._hypothesis() if len(self._words) > before else None

    async def end_segment(self) -> Hypothesis:
        if self._segment is not None:
            await self._hear(len(self._pcm))
            self._segment = None
        return self._hypothesis()

    async def finish(self) -> Recognition:
        await self.end_segment()
        return Recognition(self._hypothesis().text, list(self._words), self._unreliable)

    async def close(self) -> None:
        """The server keeps nothing of an answer."""

    async def _hear(self, samples: int) -> None:
        heard = await self._recognizer.hear(self._pcm[:samples], self._language)
        self._pcm = self._pcm[samples:]
        if not _is_noise(heard):
            self._words += _placed(heard, self._at, samples / SAMPLE_RATE)
            self._unreliable = self._unreliable or heard.unreliable_reason
        self._at += samples / SAMPLE_RATE

    def _hypothesis(self) -> Hypothesis:
        text = " ".join(word.text for word in self._words)
        return Hypothesis(text, len(text), tuple(self._words))


def _is_noise(heard: HeardRecording) -> bool:
    sure = [segment.avg_logprob for segment in heard.segments or [] if segment.avg_logprob is not None]
    return is_made_up(heard.text, sum(sure) / len(sure) if sure else 0.0)


def _placed(heard: HeardRecording, at: float, seconds: float) -> list[Word]:
    """The text's words, with its punctuation, at the times of the words that the server gives.

    Where those are not the same words (figures, for one) or there are none, each word is as far into the time of them
    all as it stands in the text.
    """
    text, words = heard.text.split(), heard.words
    if len(text) == len(words):
        times = [(word.start, word.end, word.confidence) for word in words]
    else:
        begin, end = (words[0].start, words[-1].end) if words else (0.0, seconds)
        times = [(*span, None) for span in shares(text, begin, max(begin, end))]
    return [
        Word(
            text=token,
            start=round(at + min(start, seconds), 2),
            end=round(at + min(max(start, end), seconds), 2),
            confidence=None if confidence is None else round(confidence, 3),
        )
        for token, (start, end, confidence) in zip(text, times, strict=True)
    ]
