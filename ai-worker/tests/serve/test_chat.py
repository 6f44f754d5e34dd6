"""A language model behind `/v1/chat/completions`: OpenAI's client against it, and our own through LangChain.

The model is a script, because the repository carries none; everything else is the real server on a real socket.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from dataclasses import dataclass, field, replace

import openai
import pytest
from ai_worker.serve.app import create_app
from ai_worker.serve.settings import ServeSettings
from contracts.errors import AtCapacity, EngineFailed, VisavisError
from engines.llm import JsonSchema, Message, TextPiece, Usage
from engines.llm.openai import OpenAIGenerator
from engines.settings import Server
from fastapi import FastAPI, Response
from fastapi.responses import StreamingResponse
from media_doubles.serving import serving

MESSAGES = [Message("system", "Ask on."), Message("user", "저는 결제 서비스를 옮겼습니다.")]
SCHEMA = {"type": "object", "properties": {"band": {"type": "integer"}}, "required": ["band"]}


@dataclass
class Script:
    """Says its pieces, then fails if it is to; remembers what it was asked, and whether it was stopped."""

    pieces: list[str] = field(default_factory=lambda: ["무엇이 ", "어려웠", "나요?"])
    failure: VisavisError | None = None
    endless: bool = False
    asked: list[tuple[Sequence[Message], int, float, JsonSchema | None]] = field(default_factory=list)
    stopped: asyncio.Event = field(default_factory=asyncio.Event)
    name: str = "script"
    model: str = "script-1"

    async def generate(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        temperature: float = 0.0,
        schema: JsonSchema | None = None,
    ) -> AsyncGenerator[TextPiece, None]:
        self.asked.append((list(messages), max_tokens, temperature, schema))
        try:
            for piece in self.pieces[:max_tokens]:
                yield TextPiece(piece)
            while self.endless:
                yield TextPiece("more ")
                await asyncio.sleep(0.001)
            if self.failure:
                raise self.failure
            reason = "length" if max_tokens < len(self.pieces) else "stop"
            yield TextPiece("", reason, Usage(11, min(max_tokens, len(self.pieces))))
        finally:
            self.stopped.set()

    async def warm_up(self) -> None: ...

    async def close(self) -> None: ...


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
async def url(script: Script) -> AsyncIterator[str]:
    app = create_app(ServeSettings(log_format="console", log_level="WARNING"))
    app.state.services = replace(app.state.services, generator=script)
    async with serving(app) as address:
        yield f"{address}/v1"


@pytest.fixture
async def generator(url: str) -> AsyncIterator[OpenAIGenerator]:
    generator = OpenAIGenerator(Server(url), "script-1")
    yield generator
    await generator.close()


async def test_openais_client_is_answered_whole_and_in_pieces(url: str, script: Script) -> None:
    async with openai.AsyncOpenAI(base_url=url, api_key="none", max_retries=0) as client:
        wanted = {"model": "script-1", "messages": [{"role": "user", "content": [{"type": "text", "text": "hello"}]}]}
        whole = await client.chat.completions.create(**wanted, temperature=0.5, max_tokens=2)
        assert whole.choices[0].message.content == "무엇이 어려웠"
        assert whole.choices[0].finish_reason == "length"
        assert whole.usage
        assert (whole.usage.prompt_tokens, whole.usage.completion_tokens, whole.usage.total_tokens) == (11, 2, 13)
        assert script.asked == [([Message("user", "hello")], 2, 0.5, None)]
        stream = await client.chat.completions.create(**wanted, stream=True, stream_options={"include_usage": True})
        chunks = [chunk async for chunk in stream]
        assert "".join(chunk.choices[0].delta.content for chunk in chunks if chunk.choices) == "무엇이 어려웠나요?"
        assert chunks[-2].choices[0].finish_reason == "stop"
        assert chunks[-1].usage
        assert chunks[-1].usage.total_tokens == 14
        assert [model.id async for model in client.models.list()][-1] == "script-1"


async def test_our_client_gets_pieces_tokens_and_the_reason_it_ended(
    generator: OpenAIGenerator, script: Script
) -> None:
    pieces = [piece async for piece in generator.generate(MESSAGES, max_tokens=64, temperature=0.25)]
    assert [piece.text for piece in pieces] == ["무엇이 ", "어려웠", "나요?", ""]
    assert pieces[-1] == TextPiece("", "stop", Usage(11, 3))
    assert script.asked == [(MESSAGES, 64, 0.25, None)]
    short = [piece async for piece in generator.generate(MESSAGES, max_tokens=1)]
    assert short[-1].finish_reason == "length"


async def test_a_schema_reaches_the_model(generator: OpenAIGenerator, script: Script) -> None:
    script.pieces = ['{"band":', " 3}"]
    pieces = [piece async for piece in generator.generate(MESSAGES, max_tokens=64, schema=SCHEMA)]
    assert json.loads("".join(piece.text for piece in pieces)) == {"band": 3}
    assert script.asked[0][3] == SCHEMA


async def test_who_hangs_up_stops_the_model(generator: OpenAIGenerator, script: Script) -> None:
    script.endless = True
    pieces = generator.generate(MESSAGES, max_tokens=64)
    assert (await anext(pieces)).text == "무엇이 "
    await pieces.aclose()
    await script.stopped.wait()


@pytest.mark.parametrize("said", [[], ["무엇이 "]])
async def test_a_model_that_fails_is_an_error_with_its_name(
    generator: OpenAIGenerator, script: Script, said: list[str]
) -> None:
    script.pieces, script.failure = said, EngineFailed(engine="script")
    with pytest.raises(EngineFailed) as failed:
        _ = [piece async for piece in generator.generate(MESSAGES, max_tokens=64)]
    assert failed.value.params["engine"] == "remote/script-1"


async def test_a_server_that_is_away_or_holds_another_model_is_an_error(url: str) -> None:
    for server, model in ((Server("http://127.0.0.1:9/v1"), "script-1"), (Server(url), "llama")):
        generator = OpenAIGenerator(server, model)
        with pytest.raises(EngineFailed) as failed:
            _ = [piece async for piece in generator.generate(MESSAGES, max_tokens=64)]
        assert failed.value.params["engine"] == f"remote/{model}"
        await generator.close()


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (200, "data: no JSON\n\n", EngineFailed),
        (200, "data: [DONE]\n\n", EngineFailed),
        (200, 'data: {"choices": [{"index": 0, "delta": {"content": "broken off"}}]}\n\n', EngineFailed),
        (200, "<html>", EngineFailed),
        (429, '{"error": {"message": "busy"}}', AtCapacity),
    ],
)
async def test_an_answer_that_is_none_is_an_error(status: int, body: str, error: type[VisavisError]) -> None:
    app = FastAPI()

    @app.post("/v1/chat/completions")
    async def complete() -> Response:
        return StreamingResponse(iter([body]), status, media_type="text/event-stream")

    async with serving(app) as address:
        generator = OpenAIGenerator(Server(f"{address}/v1"), "any")
        with pytest.raises(error):
            _ = [piece async for piece in generator.generate(MESSAGES, max_tokens=64)]
        await generator.close()
