"""Reads what somebody looks for, and remembers what was found."""

import asyncio
import hashlib
from datetime import timedelta

import structlog
from contracts.base import Contract, Language
from contracts.errors import EngineFailed, EngineNotInstalled
from engines.embedding import Embedder
from engines.embedding.factory import embedder_from
from engines.settings import PlatformEngineSettings
from engines.text.folding import fold
from engines.text.words import content_tokens, has_hangul, morphemes_of
from persistence.fused_search import Sought
from redis.asyncio import Redis
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)

KEPT = timedelta(hours=1)
MOST_KEPT = 500
"""Results that are remembered; with one more, remembering starts anew."""


class QueryReader:
    """Makes of a text what questions are found by. The models are loaded for the first search that needs them."""

    def __init__(self, settings: PlatformEngineSettings) -> None:
        self._embedder: Embedder | None
        try:
            self._embedder = embedder_from(settings)
        except EngineNotInstalled as error:
            log.error("questions are found by words only", reason=error.body(Language.EN).detail)
            self._embedder = None

    @property
    def embedder_name(self) -> str:
        return self._embedder.name if self._embedder else ""

    async def read(self, text: str) -> Sought:
        """Without a vector where the model for it does not answer."""
        language = Language.KO if has_hangul(text) else Language.EN
        vector, morphemes = await asyncio.gather(self.vector_of(text), asyncio.to_thread(morphemes_of, text, language))
        return Sought(
            words=content_tokens(fold(text).text), morphemes=morphemes, vector=vector, embedder=self.embedder_name
        )

    async def vector_of(self, text: str) -> list[float] | None:
        """None where the model for it does not answer."""
        if self._embedder is None:
            return None
        try:
            return (await asyncio.to_thread(self._embedder.embed, [text]))[0]
        except EngineFailed:
            log.warning("no vector was made", engine=self._embedder.name)
            return None


class Remembered:
    """Results of earlier searches, in Redis; without it every search is made anew."""

    def __init__(self, redis: "Redis") -> None:
        self._redis = redis

    async def get(self, version: str, asked: Contract) -> str | bytes | None:
        """The result of what was `asked` of this `version` of the bank, as JSON."""
        try:
            return await self._redis.hget(_key(version), _field(asked))
        except RedisError as error:
            log.warning("searches are not remembered", error=type(error).__name__)
            return None

    async def put(self, version: str, asked: Contract, result: str) -> None:
        key = _key(version)
        try:
            if await self._redis.hlen(key) >= MOST_KEPT:
                await self._redis.delete(key)
            await self._redis.hset(key, _field(asked), result)
            await self._redis.expire(key, KEPT)
        except RedisError as error:
            log.warning("searches are not remembered", error=type(error).__name__)


def _key(version: str) -> str:
    return f"questions:{version}"


def _field(asked: Contract) -> str:
    # Hashed: what recruiters look for is nobody else's business.
    text = f"{type(asked).__name__}:{asked.model_dump_json()}"
    return hashlib.sha256(text.encode()).hexdigest()
