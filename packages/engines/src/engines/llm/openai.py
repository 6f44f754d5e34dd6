"""A language model on any server that speaks OpenAI's protocol: vLLM, llama.cpp, Ollama, Gemini's; by LangChain."""

import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from datetime import timedelta
from typing import Any, Literal
from urllib.parse import urlsplit

import httpx2
import openai
import structlog
from contracts.errors import AtCapacity, EngineFailed, EngineUnavailable, VisavisError
from langchain_core.messages import AIMessageChunk
from langchain_openai import ChatOpenAI
from langsmith import tracing_context
from pydantic import SecretStr
from runtime import tracing

from engines.llm import JsonSchema, Message, TextPiece, Usage
from engines.settings import REMOTE, Server

log = structlog.get_logger(__name__)

TIMEOUT = timedelta(seconds=60)
CONNECT_TIMEOUT_S = 5.0
RETRIES = 2
FINISH: dict[str, Literal["stop", "length"]] = {"stop": "stop", "length": "length"}
LENGTHS = {"minLength", "maxLength"}
REFUSE_LENGTHS = ("api.openai.com", ".openai.azure.com")
"""Servers that refuse a schema which bounds its strings."""
AWAY = (openai.APIConnectionError, openai.InternalServerError, httpx2.TransportError, TimeoutError)


class OpenAIGenerator:
    """`model` on a server whose address ends with its `/v1`. Belongs to one event loop."""

    def __init__(self, server: Server, model: str, *, timeout: timedelta = TIMEOUT, retries: int = RETRIES) -> None:
        """`timeout` is between two pieces, not for the whole text. A server that is busy, failing or not there is
        asked `retries` times more.
        """
        self.name = f"{REMOTE}/{model}"
        self.model = model
        self._bounds_strings = not str(urlsplit(server.url).hostname).endswith(REFUSE_LENGTHS)
        patience = httpx2.Timeout(timeout.total_seconds(), connect=CONNECT_TIMEOUT_S)
        self._chat = ChatOpenAI(
            base_url=server.url,
            api_key=SecretStr(server.token or "none"),  # the client insists on one
            model=model,
            timeout=patience,
            stream_chunk_timeout=timeout.total_seconds(),
            max_retries=retries,
            stream_usage=True,
            # LangChain would share one between all that talk to this server, on whatever event loop.
            http_async_client=openai.DefaultAsyncHttpxClient(timeout=patience),
        )

    async def generate(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        temperature: float = 0.0,
        schema: JsonSchema | None = None,
    ) -> AsyncGenerator[TextPiece, None]:
        """As the interface says; a `schema` is enforced by the server.

        Raises `EngineFailed`, `EngineUnavailable` where it may be asked again later, and `AtCapacity`.
        """
        wanted: dict[str, Any] = {"max_tokens": max_tokens, "temperature": temperature}
        if schema is not None:
            enforced = schema if self._bounds_strings else _without_lengths(schema)
            named = {"name": "answer", "schema": enforced, "strict": True}
            wanted["response_format"] = {"type": "json_schema", "json_schema": named}
        finish: str | None = None
        usage: Usage | None = None
        moments: dict[str, float] = {"asked": time.monotonic()}
        try:
            # What candidates say goes to this server and to nobody else, whatever LANGSMITH_TRACING says.
            with tracing_context(enabled=False):
                pieces = self._chat.astream([(message.role, message.content) for message in messages], **wanted)
                async with aclosing(pieces):  # type: ignore[type-var]  # declared as an iterator, made as a generator
                    async for chunk in pieces:
                        finish = chunk.response_metadata.get("finish_reason") or finish
                        usage = _usage(chunk) or usage
                        if chunk.text:
                            moments.setdefault("first words", time.monotonic())
                            yield TextPiece(chunk.text)
        except (openai.OpenAIError, httpx2.HTTPError, TimeoutError, ValueError) as error:
            raise self._as_ours(error) from error
        finally:
            moments["the rest"] = time.monotonic()
            tracing.record("language model", moments, moments["the rest"], engine=self.name)
        if finish not in FINISH:
            raise self._as_ours(EOFError(f"finished by {finish}"))
        yield TextPiece("", FINISH[finish], usage)

    async def warm_up(self) -> None:
        """There is nothing to load here."""

    async def close(self) -> None:
        await self._chat.root_async_client.close()

    def _as_ours(self, error: Exception) -> VisavisError:
        log.warning("the language model's server fails", engine=self.name, error=type(error).__name__)
        if isinstance(error, openai.RateLimitError):
            return AtCapacity()
        return EngineUnavailable(engine=self.name) if isinstance(error, AWAY) else EngineFailed(engine=self.name)


def _without_lengths(schema: Any) -> Any:
    """Of any part of a schema, hence `Any`."""
    if isinstance(schema, list):
        return [_without_lengths(part) for part in schema]
    if isinstance(schema, Mapping):
        return {name: _without_lengths(part) for name, part in schema.items() if name not in LENGTHS}
    return schema


def _usage(chunk: AIMessageChunk) -> Usage | None:
    """LangChain puts it elsewhere where a schema was asked for."""
    if counted := chunk.usage_metadata:
        cached = counted.get("input_token_details", {}).get("cache_read", 0)
        return Usage(counted["input_tokens"], counted["output_tokens"], cached)
    if counted := chunk.response_metadata.get("token_usage"):
        cached = (counted.get("prompt_tokens_details") or {}).get("cached_tokens") or 0
        return Usage(counted["prompt_tokens"], counted["completion_tokens"], cached)
    return None
