"""Embeddings of any server that speaks OpenAI's protocol."""

import math

import httpx
import structlog
from contracts.errors import EngineFailed, EngineUnavailable
from pydantic import BaseModel, ValidationError

from engines.embedding import DIMENSIONS
from engines.settings import REMOTE, Server

log = structlog.get_logger(__name__)

TIMEOUT = httpx.Timeout(60.0, connect=3.0)
TRIES = 3


class _Vector(BaseModel):
    index: int
    embedding: list[float]


class _Vectors(BaseModel):
    data: list[_Vector]


class RemoteEmbedder:
    """`model` on a server whose address ends with its `/v1`; at most `DIMENSIONS` wide, made unit vectors here."""

    def __init__(self, server: Server, model: str) -> None:
        self.name = f"{REMOTE}/{model}"
        self._model = model
        headers = {"Authorization": f"Bearer {server.token}"} if server.token else {}
        transport = httpx.HTTPTransport(retries=TRIES)
        self._http = httpx.Client(
            base_url=server.url, headers=headers, timeout=TIMEOUT, transport=transport, trust_env=False
        )

    def embed(self, texts: list[str]) -> list[list[float]]:
        """Blocks. Raises `EngineFailed`, also for an answer that is no such vectors, and `EngineUnavailable` where it
        may be asked again later.
        """
        wordless = [not any(map(str.isalnum, text)) for text in texts]
        asked = [text for text, skip in zip(texts, wordless, strict=True) if not skip]
        vectors = iter(self._asked(asked) if asked else [])
        return [[0.0] * DIMENSIONS if skip else next(vectors) for skip in wordless]

    def _asked(self, texts: list[str]) -> list[list[float]]:
        try:
            body = {"model": self._model, "input": texts, "encoding_format": "float"}
            response = self._http.post("/embeddings", json=body).raise_for_status()
            data = sorted(_Vectors.model_validate_json(response.content).data, key=lambda vector: vector.index)
            if [vector.index for vector in data] != list(range(len(texts))):
                raise ValueError("not one vector a text")
            return [_unit(vector.embedding) for vector in data]
        except (httpx.HTTPError, ValidationError, ValueError) as error:
            log.warning("the embeddings' server fails", engine=self.name, error=type(error).__name__)
            failed = EngineUnavailable if _is_away(error) else EngineFailed
            raise failed(engine=self.name) from error

    def close(self) -> None:
        self._http.close()


def _is_away(error: Exception) -> bool:
    if isinstance(error, httpx.HTTPStatusError):
        return error.response.status_code == httpx.codes.TOO_MANY_REQUESTS or error.response.is_server_error
    return isinstance(error, httpx.TransportError)


def _unit(vector: list[float]) -> list[float]:
    length = math.sqrt(math.fsum(value * value for value in vector))
    if len(vector) > DIMENSIONS or not math.isfinite(length):
        raise ValueError("no vector that can be stored")
    padding = [0.0] * (DIMENSIONS - len(vector))
    return [value / length for value in vector] + padding if length else [0.0] * DIMENSIONS
