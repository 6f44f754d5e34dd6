"""The ear on another machine: the real model server, a line to it that breaks, and servers that are none."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest
from contracts.base import Language
from contracts.errors import AtCapacity, EngineFailed, LanguageUnsupported
from engines.settings import Server
from engines.stt import SAMPLE_RATE, Hypothesis, Pcm, RecognizerStream, remote
from engines.stt.remote import RemoteRecognizer
from line import line_to
from model_server import ModelServer
from websockets.asyncio.server import ServerConnection, serve

PIECE = 1536
QUESTION = "What can you do for your country?"

Say = Callable[[str, Language], Awaitable[Pcm]]


@pytest.fixture
async def recognizer(model_server: ModelServer) -> AsyncIterator[RemoteRecognizer]:
    recognizer = RemoteRecognizer(Server(model_server.url, model_server.token))
    yield recognizer
    await recognizer.close()


async def feed(stream: RecognizerStream, pcm: Pcm, *, segment: int, at: float = 0.0) -> list[Hypothesis]:
    heard = []
    for start in range(0, len(pcm), PIECE):
        heard.append(await stream.feed(pcm[start : start + PIECE], segment=segment, at=at + start / SAMPLE_RATE))
        await asyncio.sleep(0)
    return [hypothesis for hypothesis in heard if hypothesis]


async def rest_of_segment(stream: RecognizerStream, pcm: Pcm) -> None:
    await feed(stream, pcm, segment=0)
    await stream.end_segment()


def known(text: str) -> int:
    return len(set(QUESTION.lower().rstrip("?").split()) & set(text.split()))


async def test_an_answer_is_heard_elsewhere(recognizer: RemoteRecognizer, say: Say) -> None:
    assert recognizer.name == "remote"
    await recognizer.warm_up()
    assert recognizer.name == "remote/pocketsphinx"
    assert recognizer.hears(Language.EN)
    assert not recognizer.hears(Language.KO)
    pcm = await say(QUESTION, Language.EN)
    stream = await recognizer.open(Language.EN)
    await feed(stream, pcm, segment=0, at=2.0)
    first = await stream.end_segment()
    assert known(first.text) >= 4
    assert first.stable == 0, "PocketSphinx weighs what was said together with what follows"
    later = await feed(stream, pcm, segment=1, at=10.0)
    assert all(hypothesis.text.startswith(first.text) for hypothesis in later)
    recognition = await stream.finish()
    assert recognition.said == recognition.text.lower().replace(".", "")
    assert recognition.words[0].start > 2
    assert recognition.words[-1].end > 10
    assert recognition.unreliable_reason == "embedded_recognizer"


async def test_what_was_said_before_the_line_broke_is_not_lost(model_server: ModelServer, say: Say) -> None:
    pcm = await say(QUESTION, Language.EN)
    async with line_to(model_server.port) as (line, url):
        recognizer = RemoteRecognizer(Server(url, model_server.token))
        stream = await recognizer.open(Language.EN)
        await feed(stream, pcm, segment=0)
        first = await stream.end_segment()
        await feed(stream, pcm[: len(pcm) // 2], segment=1, at=20.0)
        line.cut()
        await feed(stream, pcm[len(pcm) // 2 :], segment=1, at=20.0 + len(pcm) / 2 / SAMPLE_RATE)
        line.cut()
        recognition = await stream.finish()
        made = line.made
        await recognizer.close()
    assert made >= 3 + 1, "a connection for what the server holds, and three for the answer"
    assert recognition.text.startswith(first.text)
    assert known(recognition.text.removeprefix(first.text)) >= 4, "the segment that was open is whole"
    assert [word.text for word in recognition.words] == recognition.text.split()
    assert recognition.words[-1].start > 20


async def test_a_server_that_dies_is_an_error_and_no_hang(
    tmp_path: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "PAUSES", (0.01, 0.02))
    pcm = await say(QUESTION, Language.EN)
    with ModelServer(tmp_path / "log") as server:
        recognizer = RemoteRecognizer(Server(server.url, server.token))
        stream = await recognizer.open(Language.EN)
        await feed(stream, pcm[: len(pcm) // 2], segment=0)
        server.kill()
        with pytest.raises(EngineFailed) as failed:
            await rest_of_segment(stream, pcm[len(pcm) // 2 :])
        assert failed.value.params["engine"] == "remote/pocketsphinx"
        await stream.close()
        with pytest.raises(EngineFailed):
            await recognizer.open(Language.EN)
        await recognizer.close()


async def test_a_server_that_is_away_is_an_error_with_a_name() -> None:
    recognizer = RemoteRecognizer(Server("http://127.0.0.1:9"))
    await recognizer.warm_up()
    assert recognizer.hears(Language.KO), "nobody has said that it does not"
    with pytest.raises(EngineFailed) as failed:
        await recognizer.open(Language.EN)
    assert failed.value.params["engine"] == "remote"
    await recognizer.close()


async def test_refusals_keep_their_meaning(model_server: ModelServer, recognizer: RemoteRecognizer) -> None:
    with pytest.raises(LanguageUnsupported):
        await recognizer.open(Language.KO)
    streams = [await recognizer.open(Language.EN) for _ in range(3)]
    with pytest.raises(AtCapacity):
        await recognizer.open(Language.EN)
    for stream in streams:
        await stream.close()
    stranger = RemoteRecognizer(Server(model_server.url, "wrong"))
    with pytest.raises(EngineFailed):
        await stranger.open(Language.EN)
    await stranger.close()


@asynccontextmanager
async def answering(message: str | None) -> AsyncIterator[remote.RemoteStream]:
    """A stream to something that answers every message with `message`, or with nothing."""

    async def answer(socket: ServerConnection) -> None:
        async for _ in socket:
            if message is not None:
                await socket.send(message)

    async with serve(answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        stream = remote.RemoteStream("remote", Server(f"ws://127.0.0.1:{port}/stt/stream"))
        await stream.connect()
        yield stream
        await stream.close()


@pytest.mark.parametrize(
    "message", [None, "welcome", '{"type": "final"}', '{"type": "error", "error": "?", "detail": ""}']
)
async def test_an_answer_that_is_none_is_an_error(message: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "REPLY_TIMEOUT", 0.5)
    async with answering(message) as stream:
        await stream.feed(np.zeros(PIECE, np.float32), segment=0, at=0.0)
        with pytest.raises(EngineFailed):
            await stream.end_segment()
