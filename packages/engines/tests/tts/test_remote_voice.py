"""Voices on another machine: the real model server's, and servers that are none."""

from collections.abc import AsyncIterator

import numpy as np
import pytest
from contracts.base import Language
from contracts.errors import EngineFailed, UnknownVoice
from engines.audio import encode
from engines.settings import Server
from engines.tts import estimated_words
from engines.tts.remote import OpenAIVoice, RemoteVoice
from engines.tts.voices import ESPEAK
from fastapi import FastAPI, Response
from media_doubles.serving import serving
from model_server import ModelServer

SENTENCE = "안녕하세요, 자기소개를 부탁드립니다."


@pytest.fixture(params=["tts", "openai"])
async def voice(request: pytest.FixtureRequest, model_server: ModelServer) -> AsyncIterator[RemoteVoice | OpenAIVoice]:
    voice: RemoteVoice | OpenAIVoice
    if request.param == "tts":
        voice = RemoteVoice(Server(model_server.url, model_server.token))
    else:
        voice = OpenAIVoice(Server(f"{model_server.url}/v1", model_server.token), "espeak")
    await voice.warm_up()
    yield voice
    await voice.close()


async def test_a_sentence_is_spoken_elsewhere(voice: RemoteVoice | OpenAIVoice) -> None:
    assert voice.name == "remote/espeak"
    assert voice.speaks(Language.KO)
    speech = await voice.synthesise(SENTENCE, Language.KO)
    assert 1.5 < speech.duration < 6
    assert np.abs(speech.pcm).max() > 1000
    assert speech.estimated
    assert [SENTENCE[word.start : word.end] for word in speech.words] == SENTENCE.split()
    assert speech.words[0].at == 0
    faster = await voice.synthesise(SENTENCE, Language.KO, speed=2.0)
    assert faster.duration < 0.8 * speech.duration


async def test_the_servers_voices_are_listed_and_spoken(model_server: ModelServer) -> None:
    server = Server(model_server.url, model_server.token)
    voice = RemoteVoice(server)
    assert voice.voices(Language.KO) == (), "nobody has asked yet"
    await voice.warm_up()
    assert voice.voices(Language.KO) == ESPEAK
    spoken = {name: await voice.synthesise(SENTENCE, Language.KO, voice=name) for name in ("m8", "f2")}
    assert not np.array_equal(spoken["m8"].pcm, spoken["f2"].pcm)
    with pytest.raises(UnknownVoice):
        await voice.synthesise(SENTENCE, Language.KO, voice="KR")
    await voice.close()

    named = RemoteVoice(server, speaker="f2")
    await named.warm_up()
    assert named.voices(Language.EN) == ("f2", "standard", "m1", "m8", "f1", "f5")
    await named.close()


async def test_a_server_that_starts_later_is_known_from_its_first_sentence_on() -> None:
    """As in containers, where nobody waits for the model server."""
    app, started = FastAPI(), False
    sound = encode(np.full(8000, 9000, np.int16), 16_000, "wav")

    @app.get("/v1/models")
    async def models() -> Response:
        held = b'{"data": [{"id": "melo", "task": "text-to-speech", "voices": {"ko": ["KR", "KR2"]}}]}'
        return Response(held, media_type="application/json") if started else Response(status_code=503)

    @app.post("/tts")
    async def speak() -> dict[str, str]:
        return {"audio_url": "/sound"}

    @app.get("/sound")
    async def spoken() -> Response:
        return Response(sound, media_type="audio/wav")

    async with serving(app) as url:
        voice = RemoteVoice(Server(url))
        await voice.warm_up()
        assert (voice.name, voice.voices(Language.KO)) == ("remote", ())
        started = True
        await voice.synthesise(SENTENCE, Language.KO)
        assert (voice.name, voice.voices(Language.KO)) == ("remote/melo", ("KR", "KR2"))
        await voice.close()


def test_words_are_placed_by_their_position() -> None:
    assert [(word.start, word.end, word.at) for word in estimated_words("one — two", 9.0)] == [(0, 3, 0.0), (6, 9, 6.0)]


@pytest.mark.parametrize("kind", [RemoteVoice, OpenAIVoice])
async def test_a_server_that_is_away_is_an_error_with_a_name(kind: type[RemoteVoice | OpenAIVoice]) -> None:
    away = Server("http://127.0.0.1:9")
    voice = RemoteVoice(away) if kind is RemoteVoice else OpenAIVoice(away, "melo")
    await voice.warm_up()
    with pytest.raises(EngineFailed) as failed:
        await voice.synthesise(SENTENCE, Language.KO)
    assert failed.value.params["engine"] == voice.name
    await voice.close()


async def test_a_wrong_token_is_an_error(model_server: ModelServer) -> None:
    voice = RemoteVoice(Server(model_server.url, "wrong"))
    with pytest.raises(EngineFailed):
        await voice.synthesise(SENTENCE, Language.KO)
    await voice.close()


@pytest.mark.parametrize(
    "answer",
    [
        b"<html>",
        b'{"audio_url": 7}',
        b'{"audio_url": "/sound"}',
        b'{"audio_url": "file:///etc/hostname"}',
        b'{"audio_url": "http://127.0.0.1:9/gone.wav"}',
    ],
)
async def test_an_answer_that_is_no_sound_is_an_error(answer: bytes) -> None:
    app = FastAPI()

    @app.post("/tts")
    async def speak() -> Response:
        return Response(answer, media_type="application/json")

    @app.get("/sound")
    async def sound() -> Response:
        return Response(b"no sound", media_type="audio/wav")

    async with serving(app) as url:
        voice = RemoteVoice(Server(url))
        with pytest.raises(EngineFailed):
            await voice.synthesise(SENTENCE, Language.KO)
        await voice.close()
