"""Recognisers that hear a segment at a time: the real model server, and servers that are none."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler

import httpx
import numpy as np
import pytest
from contracts.base import Language
from contracts.errors import EngineFailed, LanguageUnsupported
from engines.settings import EngineSettings, Server
from engines.stt import SAMPLE_RATE, Pcm, Recognition, Recognizer, RecognizerStream, upload
from engines.stt.factory import recognizer_from
from engines.stt.remote import RemoteRecognizer
from engines.stt.upload import UploadRecognizer
from http_server import http_server
from model_server import ModelServer
from strange_servers import NOT_ENGINES, strange_server

PIECE = 1536
QUESTION = "What can you do for your country?"

Say = Callable[[str, Language], Awaitable[Pcm]]


async def hear(stream: RecognizerStream, pcm: Pcm, *, segment: int, at: float) -> None:
    for start in range(0, len(pcm), PIECE):
        await stream.feed(pcm[start : start + PIECE], segment=segment, at=at + start / SAMPLE_RATE)
    await stream.end_segment()


async def hear_twice(recognizer: Recognizer, pcm: Pcm) -> Recognition:
    stream = await recognizer.open(Language.EN)
    await hear(stream, pcm, segment=0, at=2.0)
    await hear(stream, pcm, segment=1, at=10.0)
    recognition = await stream.finish()
    await stream.close()
    return recognition


@pytest.mark.parametrize(
    "environment",
    [
        {"stt_engine": "http", "stt_url": "{url}"},
        {"stt_engine": "openai", "stt_url": "{url}/v1", "stt_model": "pocketsphinx"},
    ],
    ids=["/stt", "/v1/audio/transcriptions"],
)
async def test_segments_are_heard_by_the_model_server(
    model_server: ModelServer, say: Say, environment: dict[str, str]
) -> None:
    chosen = {name: value.format(url=model_server.url) for name, value in environment.items()}
    recognizer = recognizer_from(EngineSettings.model_validate({**chosen, "stt_api_key": model_server.token}))
    recognition = await hear_twice(recognizer, await say(QUESTION, Language.EN))
    assert recognizer.name == "remote/pocketsphinx"
    assert len(set(QUESTION.lower().rstrip("?").split()) & set(recognition.text.split())) >= 4
    assert recognition.text == " ".join(word.text for word in recognition.words)
    assert recognition.words[0].start > 2
    assert 10 < recognition.words[-1].end < 10 + 5
    assert all(word.start <= word.end for word in recognition.words)
    assert recognition.unreliable_reason == "embedded_recognizer"
    await recognizer.close()


async def test_a_server_that_knows_no_korean_says_so_before_anybody_speaks(model_server: ModelServer) -> None:
    recognizer = UploadRecognizer.of_speech_server(Server(model_server.url, model_server.token))
    with pytest.raises(LanguageUnsupported):
        await recognizer.open(Language.KO)
    assert not recognizer.hears(Language.KO)
    await recognizer.close()


@contextmanager
def server_of(*answers: tuple[int, object]) -> Iterator[tuple[str, list[bytes]]]:
    """Answers one after the other, the last one for ever, and keeps the bodies it was sent."""
    left, bodies = list(answers), []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            status, body = left.pop(0) if len(left) > 1 else left[0]
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Nothing to be said."""

    with http_server(Handler) as url:
        yield url, bodies


def words(*spoken: tuple[str, float, float]) -> list[dict[str, object]]:
    return [{"word": text, "start": start, "end": end} for text, start, end in spoken]


async def heard_as(*answers: tuple[int, object], seconds: float = 4.0) -> tuple[Recognition, list[bytes]]:
    """One segment of so many seconds, ten seconds into the answer."""
    with server_of(*answers) as (url, bodies):
        recognizer = UploadRecognizer.of_openai(Server(url, "key"), "whisper-1")
        stream = await recognizer.open(Language.KO)
        await hear(stream, np.zeros(round(seconds * SAMPLE_RATE), np.float32), segment=0, at=10.0)
        recognition = await stream.finish()
        await recognizer.close()
    return recognition, bodies


async def test_words_have_the_texts_punctuation_and_their_own_times() -> None:
    spoken = words(("안녕하세요", 0.5, 1.2), ("반갑습니다", 1.4, 9.9))
    recognition, bodies = await heard_as((200, {"text": " 안녕하세요. 반갑습니다!", "words": spoken, "segments": []}))
    assert recognition.text == "안녕하세요. 반갑습니다!"
    assert [(word.start, word.end) for word in recognition.words] == [(10.5, 11.2), (11.4, 14.0)]
    for field in (
        b"verbose_json",
        b"whisper-1",
        b'name="language"\r\n\r\nko',
        b'timestamp_granularities[]"\r\n\r\nword',
    ):
        assert field in bodies[0]


@pytest.mark.parametrize("spoken", [words(("이십", 1.0, 1.5), ("퍼센트", 1.5, 2.0), ("올랐어요", 2.0, 3.0)), []])
async def test_words_of_which_the_server_tells_no_times_have_those_of_their_place(spoken: object) -> None:
    recognition, _ = await heard_as((200, {"text": "20% 올랐어요", "words": spoken}))
    first, second = recognition.words
    assert (first.text, second.text) == ("20%", "올랐어요")
    assert first.start == pytest.approx(11 if spoken else 10)
    assert first.end == second.start
    assert second.end == pytest.approx(13 if spoken else 14)


async def test_a_noise_that_the_server_made_words_of_is_none() -> None:
    unsure = {"text": "시청해 주셔서 감사합니다", "words": [], "segments": [{"avg_logprob": -1.4}]}
    recognition, _ = await heard_as((200, unsure))
    assert recognition.text == ""


async def test_an_unbroken_segment_is_sent_in_parts() -> None:
    recognition, bodies = await heard_as((200, {"text": "네"}), seconds=60.0)
    assert recognition.text == "네 네 네"
    assert all(len(body) < 30 * SAMPLE_RATE * 2 for body in bodies)


async def test_a_server_that_fails_once_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload, "PAUSES", (0.01, 0.02))
    recognition, bodies = await heard_as((503, {}), (429, {}), (200, {"text": "네"}))
    assert recognition.text == "네"
    assert len(bodies) == 3
    with pytest.raises(EngineFailed):
        await heard_as((503, {}), (503, {}), (503, {}), (200, {"text": "네"}))
    with pytest.raises(EngineFailed):
        await heard_as((401, {}), (200, {"text": "네"}))


@pytest.mark.parametrize("kind", NOT_ENGINES)
@pytest.mark.parametrize("engine", ["remote", "http", "openai"])
async def test_a_server_that_is_no_recogniser_is_an_error_and_no_hang(
    engine: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload, "PAUSES", (0.01, 0.02))
    monkeypatch.setattr(upload, "TIMEOUT", httpx.Timeout(0.3))
    async with strange_server(NOT_ENGINES[kind]) as url:
        recognizer: Recognizer = {
            "remote": RemoteRecognizer(Server(url)),
            "http": UploadRecognizer.of_speech_server(Server(url)),
            "openai": UploadRecognizer.of_openai(Server(url), "whisper-1"),
        }[engine]
        async with asyncio.timeout(10):
            with pytest.raises(EngineFailed) as failed:
                await hear_twice(recognizer, np.zeros(SAMPLE_RATE, np.float32))
        assert failed.value.params["engine"].startswith("remote")
        await recognizer.close()


async def test_what_was_understood_before_a_server_failed_stays() -> None:
    with server_of((200, {"text": "네 그렇습니다."}), (403, {})) as (url, _):
        recognizer = UploadRecognizer.of_openai(Server(url), "whisper-1")
        stream = await recognizer.open(Language.KO)
        await hear(stream, np.zeros(SAMPLE_RATE, np.float32), segment=0, at=0.0)
        understood = await stream.end_segment()
        with pytest.raises(EngineFailed):
            await hear(stream, np.zeros(SAMPLE_RATE, np.float32), segment=1, at=5.0)
        await recognizer.close()
    assert understood.text == "네 그렇습니다."
