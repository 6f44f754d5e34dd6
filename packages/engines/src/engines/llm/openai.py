"""A language model on any server that speaks OpenAI's protocol: vLLM, llama.cpp, Ollama, Gemini's; by LangChain."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Any, Literal

import httpx
import openai
import structlog
from contracts.errors import AtCapacity, EngineFailed
from langchain_core.messages import AIMessageChunk
from langchain_openai import ChatOpenAI
from langsmith import tracing_context
from pydantic import SecretStr

from engines.llm import JsonSchema, Message, TextPiece, Usage
from engines.settings import REMOTE, Server

log = structlog.get_logger(__name__)

TIMEOUT = httpx.Timeout(60.0, connect=5.0)
"""Between two pieces, not for the whole text."""
RETRIES = 2
FINISH: dict[str, Literal["stop", "length"]] = {"stop": "stop", "length": "length"}


class OpenAIGenerator:
    """`model` on a server whose address ends with its `/v1`."""

    def __init__(self, server: Server, model: str) -> None:
        self.name = f"{REMOTE}/{model}"
        self.model = model
        self._chat = ChatOpenAI(
            base_url=server.url,
            api_key=SecretStr(server.token or "none"),  # the client insists on one
            model=model,
            timeout=TIMEOUT,
            max_retries=RETRIES,
            stream_usage=True,
        )

    async def generate(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        temperature: float = 0.0,
        schema: JsonSchema | None = None,
    ) -> AsyncGenerator[TextPiece, None]:
        """As the interface says; a `schema` is enforced by the server. Raises `EngineFailed`, `AtCapacity`."""
        wanted: dict[str, Any] = {"max_tokens": max_tokens, "temperature": temperature}
        if schema is not None:
            named = {"name": "answer", "schema": dict(schema), "strict": True}
            wanted["response_format"] = {"type": "json_schema", "json_schema": named}
        finish: str | None = None
        usage: Usage | None = None
        try:
            # What candidates say goes to this server and to nobody else, whatever LANGSMITH_TRACING says.
            with tracing_context(enabled=False):
                pieces = self._chat.astream([(message.role, message.content) for message in messages], **wanted)
                async with aclosing(pieces):  # type: ignore[type-var]  # declared as an iterator, made as a generator
                    async for chunk in pieces:
                        finish = chunk.response_metadata.get("finish_reason") or finish
                        usage = _usage(chunk) or usage
                        if chunk.text:
                            yield TextPiece(chunk.text)
        except openai.RateLimitError as error:
            raise AtCapacity from error
        except (openai.OpenAIError, httpx.HTTPError, ValueError) as error:
            raise self._failed(error) from error
        if finish not in FINISH:
            raise self._failed(EOFError(f"finished by {finish}"))
        yield TextPiece("", FINISH[finish], usage)

    async def warm_up(self) -> None:
        """There is nothing to load here."""

    async def close(self) -> None:
        await self._chat.root_async_client.close()

    def _failed(self, error: Exception) -> EngineFailed:
        log.warning("the language model's server fails", engine=self.name, error=type(error).__name__)
        return EngineFailed(engine=self.name)


def _usage(chunk: AIMessageChunk) -> Usage | None:
    counted = chunk.usage_metadata
    return Usage(counted["input_tokens"], counted["output_tokens"]) if counted else None
