"""`WebSocket /stt/stream`, by a client that only sends sound and by one that cuts it into segments itself."""

import json
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress

import numpy as np
import pytest
from contracts.model_server import Final, Partial, Ready, Result, StreamError, StreamReply
from engines.audio import Pcm16, decode
from engines.stt import SAMPLE_RATE
from model_server import ModelServer
from pydantic import TypeAdapter
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosedError, InvalidStatus

REPLY: TypeAdapter[StreamReply] = TypeAdapter(StreamReply)
FINISH = json.dumps({"type": "finish"})


@pytest.fixture
def pcm(spoken: bytes) -> Pcm16:
    return decode(spoken, SAMPLE_RATE, max_seconds=30)


def stream(server: ModelServer, query: str = "language=en", token: str | None = None) -> connect:
    headers = {"Authorization": f"Bearer {token or server.token}", "Accept-Language": "en"}
    return connect(f"ws://127.0.0.1:{server.port}/stt/stream?{query}", additional_headers=headers)


async def replies_to(socket: ClientConnection, messages: Iterable[bytes | str]) -> list[StreamReply]:
    for message in messages:
        await socket.send(message)
    return [reply async for reply in _replies(socket)]


async def _replies(socket: ClientConnection) -> AsyncIterator[StreamReply]:
    with suppress(ConnectionClosedError):  # how a stream ends after an error
        async for message in socket:
            yield REPLY.validate_json(message)


def portions(pcm: Pcm16, size: int = 3333) -> list[bytes]:
    """Of an odd number of bytes, so that samples are cut in half."""
    data = pcm.tobytes()
    return [data[start : start + size] for start in range(0, len(data), size)]


async def test_who_only_sends_sound_gets_partial_and_final_results(model_server: ModelServer, pcm: Pcm16) -> None:
    room = np.random.default_rng(5).normal(0, 20, SAMPLE_RATE).astype(np.int16)
    async with stream(model_server) as socket:
        ready, *replies = await replies_to(socket, [*portions(np.concatenate((room, pcm, room, pcm, room))), FINISH])
    assert ready == Ready(engine="pocketsphinx")
    assert any(isinstance(reply, Partial) and len(reply.text) > reply.stable for reply in replies)
    finals = [reply for reply in replies if isinstance(reply, Final)]
    assert len(finals) >= 2
    result = replies[-1]
    assert isinstance(result, Result)
    assert [word.text for word in result.words] == finals[-1].text.split()
    assert result.unreliable_reason == "embedded_recognizer"
    assert [word.text for word in result.words] == result.text.lower().replace(".", "").split()
    assert result.text.endswith("."), "the result is readable"
    assert result.words[0].start > 0.7, "time counts from the stream's first sample"


async def test_who_knows_where_speech_is_says_so(model_server: ModelServer, pcm: Pcm16) -> None:
    async with stream(model_server, "language=en&segments=client") as socket:
        begin = json.dumps({"type": "segment", "at": 60.0})
        end = json.dumps({"type": "segment.end"})
        _, *replies = await replies_to(socket, [begin, *portions(pcm), end, FINISH])
    result = replies[-1]
    assert isinstance(result, Result)
    assert isinstance(replies[-2], Final)
    assert result.words
    assert all(60 <= word.start < 67 for word in result.words)


async def test_nothing_said_is_nothing_heard(model_server: ModelServer) -> None:
    room = np.random.default_rng(5).normal(0, 20, 2 * SAMPLE_RATE).astype(np.int16)
    async with stream(model_server) as socket:
        _, result = await replies_to(socket, [*portions(room), FINISH])
    assert isinstance(result, Result)
    assert (result.text, result.words) == ("", [])


@pytest.mark.parametrize(
    ("query", "message", "error"),
    [
        ("language=en", "no JSON", "InvalidInput"),
        ("language=en", '{"type": "finish", "now": true}', "InvalidInput"),
        ("language=en", '{"type": "segment.end"}', "InvalidInput"),
        ("language=en&segments=client", bytes(3200), "InvalidInput"),
        ("language=en", bytes(65 * 1024), "PayloadTooLarge"),
    ],
)
async def test_what_breaks_the_rules_ends_the_stream(
    model_server: ModelServer, query: str, message: bytes | str, error: str
) -> None:
    async with stream(model_server, query) as socket:
        _, reply = await replies_to(socket, [message])
    assert isinstance(reply, StreamError)
    assert reply.error == error


async def test_a_stream_that_cannot_be_opened_says_why(model_server: ModelServer) -> None:
    for query, token, status, error in (
        ("language=en", "wrong", 401, "NotSignedIn"),
        ("language=ko", None, 503, "LanguageUnsupported"),
    ):
        with pytest.raises(InvalidStatus) as refused:
            async with stream(model_server, query, token):
                pass
        assert refused.value.response.status_code == status
        assert json.loads(refused.value.response.body)["error"] == error


async def test_a_full_engine_turns_others_away_until_a_place_is_free(model_server: ModelServer) -> None:
    open_streams = [await stream(model_server) for _ in range(3)]
    with pytest.raises(InvalidStatus) as refused:
        await stream(model_server)
    assert refused.value.response.status_code == 503
    assert int(refused.value.response.headers["Retry-After"]) > 0
    for socket in open_streams:
        await socket.close()
    async with stream(model_server) as socket:
        assert isinstance(REPLY.validate_json(await socket.recv()), Ready)
