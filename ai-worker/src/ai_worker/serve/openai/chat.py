"""`/v1/chat/completions`, where a language model is held."""

import json
import secrets
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Annotated, Any, Literal

from contracts.errors import VisavisError
from contracts.model_server import MAX_PROMPT_CHARS, MAX_TOKENS
from engines.llm import JsonSchema, Message, TextPiece, Usage
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, Field, StringConstraints

from ai_worker.serve.openai.errors import error_body
from ai_worker.serve.openai.models import check_model
from ai_worker.serve.services import ServicesDep

router = APIRouter(prefix="/v1/chat", tags=["openai"])

Json = dict[str, Any]
"""Of OpenAI's shapes, which are written here as they go over the wire."""
Role = Literal["system", "developer", "user", "assistant"]
Content = Annotated[str, StringConstraints(max_length=MAX_PROMPT_CHARS)]


class TextPart(BaseModel):
    type: Literal["text"]
    text: Content


class ChatMessage(BaseModel):
    role: Role
    content: Content | list[TextPart]

    def as_message(self) -> Message:
        text = self.content if isinstance(self.content, str) else "".join(part.text for part in self.content)
        return Message("system" if self.role == "developer" else self.role, text)


class NamedSchema(BaseModel):
    name: str
    json_schema: Annotated[Json, Field(alias="schema")]


class ResponseFormat(BaseModel):
    type: Literal["text", "json_schema"]
    json_schema: NamedSchema | None = None


class StreamOptions(BaseModel):
    include_usage: bool = False


class ChatRequest(BaseModel):
    """OpenAI's, as far as the engines can follow it; other fields change nothing."""

    model: str
    messages: Annotated[list[ChatMessage], Field(min_length=1, max_length=1000)]
    max_tokens: Annotated[int, Field(ge=1, le=MAX_TOKENS)] | None = None
    max_completion_tokens: Annotated[int, Field(ge=1, le=MAX_TOKENS)] | None = None
    temperature: Annotated[float, Field(ge=0, le=2)] = 1.0
    n: Literal[1] = 1
    stream: bool = False
    stream_options: StreamOptions = StreamOptions()
    response_format: ResponseFormat | None = None

    @property
    def schema_wanted(self) -> JsonSchema | None:
        named = self.response_format.json_schema if self.response_format else None
        return named.json_schema if named else None


@router.post("/completions", response_model=None)
async def complete(request: Request, services: ServicesDep, wanted: ChatRequest) -> Response:
    """As OpenAI's, whole or as server-sent events. `ModelNotHeld` where this server has no language model."""
    check_model(services, wanted.model, "text")
    pieces = services.generator.generate(
        [message.as_message() for message in wanted.messages],
        max_tokens=wanted.max_completion_tokens or wanted.max_tokens or MAX_TOKENS,
        temperature=wanted.temperature,
        schema=wanted.schema_wanted,
    )
    head = {"id": f"chatcmpl-{secrets.token_hex(12)}", "created": int(time.time()), "model": wanted.model}
    if not wanted.stream:
        return JSONResponse(head | await _whole(pieces))
    # The first piece is waited for, so that what fails at once fails with its status.
    first = await anext(pieces)
    events = _events(request, first, pieces, head, with_usage=wanted.stream_options.include_usage)
    return StreamingResponse(events, media_type="text/event-stream")


async def _whole(pieces: AsyncGenerator[TextPiece]) -> Json:
    text, last = "", TextPiece("")
    async with aclosing(pieces):
        async for last in pieces:
            text += last.text
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "finish_reason": last.finish_reason, "logprobs": None}
    return {"object": "chat.completion", "choices": [choice], "usage": _usage(last.usage)}


async def _events(
    request: Request, first: TextPiece, rest: AsyncGenerator[TextPiece], head: Json, *, with_usage: bool
) -> AsyncIterator[str]:
    """Closed with the response, which cancels the generation."""
    head = head | {"object": "chat.completion.chunk"}
    async with aclosing(rest):
        try:
            yield _event(head | {"choices": [_choice(first) | {"delta": {"role": "assistant", "content": first.text}}]})
            piece = first
            async for piece in rest:
                yield _event(head | {"choices": [_choice(piece)]})
            if with_usage:
                yield _event(head | {"choices": [], "usage": _usage(piece.usage)})
        except VisavisError as error:
            yield _event(error_body(request, error))
            return
    yield "data: [DONE]\n\n"


def _choice(piece: TextPiece) -> Json:
    return {"index": 0, "delta": {"content": piece.text}, "finish_reason": piece.finish_reason}


def _usage(usage: Usage | None) -> Json | None:
    if usage is None:
        return None
    prompt, completion = usage.prompt_tokens, usage.completion_tokens
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
        "prompt_tokens_details": {"cached_tokens": usage.cached_tokens},
    }


def _event(data: Json) -> str:
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n"
