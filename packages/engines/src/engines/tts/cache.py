"""Sentences that were spoken ahead of time, kept in object storage."""

import asyncio
import json
from contextlib import suppress
from hashlib import sha256

import structlog
from contracts.base import Language
from contracts.errors import AudioTooLong, StorageFailed, UnreadableAudio
from prometheus_client import Counter
from pydantic import BaseModel, ValidationError
from runtime.storage.cache import ObjectCache

from engines.audio import decode, encode, tag
from engines.settings import SpeechCacheSettings
from engines.tts import Speech, SpokenWord, Voice, checked_voice

log = structlog.get_logger(__name__)

LOOKED = Counter("visavis_speech_cache", "Sentences looked for among those spoken ahead, by outcome", ["outcome"])

FORM = 1
"""Changes with how a sentence is spoken or kept, so that older ones are passed over."""
TAG = "VISAVIS"
MAX_SECONDS = 120.0


class CachedVoice:
    """A voice that looks whether a sentence has been spoken ahead before it speaks.

    It never keeps what it is merely asked to speak, for that may repeat a candidate's words: only `speak_ahead` does,
    which is for whoever knows that the text is the platform's own. A file holds sound and times, and no text.
    """

    def __init__(self, voice: Voice, cache: ObjectCache) -> None:
        self._voice = voice
        self._cache = cache

    @property
    def name(self) -> str:
        return self._voice.name

    def speaks(self, language: Language) -> bool:
        return self._voice.speaks(language)

    def voices(self, language: Language) -> tuple[str, ...]:
        return self._voice.voices(language)

    async def synthesise(self, text: str, language: Language, speed: float = 1.0, voice: str | None = None) -> Speech:
        """A cache that fails or holds something else costs time, and nothing more."""
        kept, outcome = None, "failed"
        with suppress(StorageFailed):
            kept = await self._kept(self._file(text, language, speed, voice))
            outcome = "hit" if kept else "miss"
        LOOKED.labels(outcome).inc()
        return kept or await self._voice.synthesise(text, language, speed, voice)

    async def speak_ahead(self, text: str, language: Language, speed: float = 1.0, voice: str | None = None) -> bool:
        """Speak and keep a sentence of the platform's own; False where that is done already.

        Raises what `synthesise` does, and `StorageFailed`.
        """
        file = self._file(text, language, speed, voice)
        if await self._kept(file):
            return False
        speech = await self._voice.synthesise(text, language, speed, voice)
        if len(speech.pcm):
            await self._cache.put(file, await asyncio.to_thread(_packed, speech))
        return True

    async def warm_up(self) -> None:
        await self._voice.warm_up()

    async def close(self) -> None:
        await self._voice.close()

    def _file(self, text: str, language: Language, speed: float, voice: str | None) -> str:
        who = checked_voice(self._voice, language, voice)
        spoken = json.dumps([FORM, self._voice.name, who, round(speed, 3), language, text])
        return sha256(spoken.encode()).hexdigest() + ".flac"

    async def _kept(self, file: str) -> Speech | None:
        """Raises `StorageFailed`."""
        data = await self._cache.get(file)
        if data is None:
            return None
        try:
            return await asyncio.to_thread(_unpacked, data)
        except (UnreadableAudio, AudioTooLong, ValidationError):
            log.warning("a kept sentence cannot be read", file=file)
            return None


def speech_cache_from(settings: SpeechCacheSettings) -> ObjectCache | None:
    """None where there is no storage, or no room in it."""
    store = settings.object_store()
    if store is None or not settings.speech_cache_mebibytes:
        return None
    return ObjectCache(
        store,
        "speech",
        max_bytes=settings.speech_cache_mebibytes * 2**20,
        lifetime=settings.speech_cache_lifetime,
    )


class _About(BaseModel):
    """What FLAC has no field for; `words` are start, end and at."""

    rate: int
    words: list[tuple[int, int, float]]
    estimated: bool


def _packed(speech: Speech) -> bytes:
    words = [(word.start, word.end, word.at) for word in speech.words]
    about = _About(rate=speech.sample_rate, words=words, estimated=speech.estimated)
    return encode(speech.pcm, speech.sample_rate, "flac", {TAG: about.model_dump_json()})


def _unpacked(data: bytes) -> Speech:
    about = _About.model_validate_json(tag(data, TAG) or "")
    pcm = decode(data, about.rate, max_seconds=MAX_SECONDS)
    return Speech(pcm, about.rate, [SpokenWord(*word) for word in about.words], about.estimated)
