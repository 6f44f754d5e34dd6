"""Text to speech on another server: `/tts` (a model server's, MeloTTS and its kin) or OpenAI's `/v1/audio/speech`."""

import asyncio
from contextlib import suppress
from urllib.parse import urljoin

import httpx
import structlog
from contracts.base import Language
from contracts.errors import EngineFailed, LanguageUnsupported, VisavisError
from pydantic import BaseModel, ValidationError

from engines.audio import decode
from engines.remote import TIMEOUT, Held, client_of, held_for
from engines.settings import REMOTE, Server
from engines.tts import Speech, checked_voice, estimated_words

log = structlog.get_logger(__name__)

SAMPLE_RATE = 24_000
MAX_SECONDS = 300.0
MAX_BYTES = 32 * 2**20
TRIES = 2


class RemoteVoice:
    """A voice behind `POST /tts`. What it is called and speaks is known once the server has answered."""

    def __init__(self, server: Server, speaker: str | None = None) -> None:
        self._server = server
        self._speaker = speaker
        self._http = client_of(server)
        # The sound lies wherever the server says, and that is nobody to show the token to.
        self._anonymous = httpx.AsyncClient(timeout=TIMEOUT, trust_env=False)
        self._held: Held | None = None
        self._has_answered = False

    @property
    def name(self) -> str:
        return self._held.name if self._held else REMOTE

    def speaks(self, language: Language) -> bool:
        return self._held is None or self._held.knows(language)

    def voices(self, language: Language) -> tuple[str, ...]:
        """The one that the settings name, and those that the server lists."""
        listed = self._held.voices_in(language) if self._held else ()
        return (self._speaker, *(name for name in listed if name != self._speaker)) if self._speaker else listed

    async def synthesise(self, text: str, language: Language, speed: float = 1.0, voice: str | None = None) -> Speech:
        """The words' times are estimated. Raises `EngineFailed`, `LanguageUnsupported`, `UnknownVoice`."""
        if not self._has_answered:
            await self.warm_up()
        if not self.speaks(language):
            raise LanguageUnsupported(engine=self.name)
        speaker = checked_voice(self, language, voice)
        wanted = {"text": text, "speaker": speaker, "speed": speed, "language": language}
        body = {name: value for name, value in wanted.items() if value is not None}
        answer = await _fetch(self._http, self.name, "POST", f"{self._server.url}/tts", body)
        try:
            url = urljoin(f"{self._server.url}/", SpokenLink.model_validate_json(answer).audio_url)
        except ValidationError as error:
            raise _failed(self.name, error) from error
        return await _as_speech(await _fetch(self._anonymous, self.name, "GET", url), text, self.name)

    async def warm_up(self) -> None:
        """Ask the server what it holds. One that is away now may be there for the first question: that is no error."""
        with suppress(EngineFailed):
            self._held = await held_for(self._http, "text-to-speech")
            self._has_answered = True

    async def close(self) -> None:
        await asyncio.gather(self._http.aclose(), self._anonymous.aclose())


class OpenAIVoice:
    """A voice behind `POST /v1/audio/speech`; the server's address ends with its `/v1`."""

    def __init__(self, server: Server, model: str, speaker: str | None = None) -> None:
        self._server = server
        self._model = model
        self._speaker = speaker or "alloy"
        self._http = client_of(server)
        self.name = f"{REMOTE}/{model}"

    def speaks(self, language: Language) -> bool:
        """Nobody says; what it cannot speak fails when it is to be spoken."""
        return True

    def voices(self, language: Language) -> tuple[str, ...]:
        """The one that the settings name: OpenAI's API lists none."""
        return (self._speaker,)

    async def synthesise(self, text: str, language: Language, speed: float = 1.0, voice: str | None = None) -> Speech:
        """The words' times are estimated. Raises `EngineFailed`, `UnknownVoice`."""
        body = {
            "model": self._model,
            "input": text,
            "voice": checked_voice(self, language, voice),
            "speed": speed,
            "response_format": "wav",
        }
        sound = await _fetch(self._http, self.name, "POST", f"{self._server.url}/audio/speech", body)
        return await _as_speech(sound, text, self.name)

    async def warm_up(self) -> None:
        """There is nothing to load here."""

    async def close(self) -> None:
        await self._http.aclose()


class SpokenLink(BaseModel):
    """As `contracts.model_server.SpokenAudio`, which servers of other makes may say more than."""

    audio_url: str


async def _fetch(http: httpx.AsyncClient, engine: str, method: str, url: str, body: object = None) -> bytes:
    """The answer's body, no longer than a sound may be; asked for twice where the connection or the server fails."""
    for left in reversed(range(TRIES)):
        try:
            async with http.stream(method, url, json=body) as response:
                if response.is_server_error and left:
                    continue
                await _raise_for_error(response, engine)
                return await _limited(response)
        except httpx.TransportError as error:
            if not left:
                raise _failed(engine, error) from error
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise _failed(engine, error) from error
    raise EngineFailed(engine=engine)


async def _raise_for_error(response: httpx.Response, engine: str) -> None:
    if response.is_error:
        await response.aread()
        if b'"LanguageUnsupported"' in response.content:
            raise LanguageUnsupported(engine=engine)
        response.raise_for_status()


async def _limited(response: httpx.Response) -> bytes:
    sound = bytearray()
    async for piece in response.aiter_bytes():
        sound += piece
        if len(sound) > MAX_BYTES:
            raise ValueError("the answer is larger than any sound")
    return bytes(sound)


async def _as_speech(sound: bytes, text: str, engine: str) -> Speech:
    try:
        pcm = await asyncio.to_thread(decode, sound, SAMPLE_RATE, max_seconds=MAX_SECONDS)
    except VisavisError as error:
        raise _failed(engine, error) from error
    return Speech(pcm, SAMPLE_RATE, estimated_words(text, len(pcm) / SAMPLE_RATE), estimated=True)


def _failed(engine: str, error: Exception) -> EngineFailed:
    log.warning("the voice's server fails", engine=engine, error=type(error).__name__)
    return EngineFailed(engine=engine)
