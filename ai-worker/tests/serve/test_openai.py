"""OpenAI's own client against the model server."""

import base64
from collections.abc import Iterator

import numpy as np
import openai
import pytest
from engines.audio import decode
from engines.embedding.hashing import HashingEmbedder
from engines.stt import SAMPLE_RATE
from model_server import ModelServer


@pytest.fixture
def client(model_server: ModelServer) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{model_server.url}/v1", api_key=model_server.token, max_retries=0) as client:
        yield client


def test_models_are_listed(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["pocketsphinx", "espeak", "hashing"]
    espeak = client.models.retrieve("espeak")
    assert espeak.owned_by == "visavis"
    assert espeak.model_extra
    assert espeak.model_extra["voices"]["ko"][:2] == ["standard", "m1"]


def test_a_recording_is_transcribed(client: openai.OpenAI, spoken: bytes) -> None:
    verbose = client.audio.transcriptions.create(
        model="pocketsphinx", file=("a.wav", spoken), language="en", response_format="verbose_json"
    )
    assert verbose.language == "english"
    assert verbose.words
    assert " ".join(word.word for word in verbose.words) == verbose.text.lower().replace(".", "")
    plain = client.audio.transcriptions.create(model="pocketsphinx", file=("a.wav", spoken), response_format="text")
    assert isinstance(plain, str)
    assert len(plain.split()) >= 4


@pytest.mark.parametrize("encoding", ["mp3", "opus", "flac", "wav", "pcm"])
def test_a_text_is_spoken(client: openai.OpenAI, encoding: str) -> None:
    speech = client.audio.speech.create(
        model="espeak", voice="alloy", input="Tell me about yourself.", response_format=encoding, speed=1.0
    )
    data = speech.content
    if encoding == "pcm":
        pcm = np.frombuffer(data, "<i2")
        assert len(pcm) / 24_000 == pytest.approx(1.5, abs=0.7)
    else:
        pcm = decode(data, SAMPLE_RATE, max_seconds=10)
        assert len(pcm) / SAMPLE_RATE == pytest.approx(1.5, abs=0.7)
    assert np.abs(pcm).max() > 1000


@pytest.mark.parametrize("encoding", ["float", "base64"])
def test_texts_become_vectors(client: openai.OpenAI, encoding: str) -> None:
    texts = ["데이터베이스 인덱스를 설계했습니다.", "We split the service."]
    answer = client.embeddings.create(model="hashing", input=texts, encoding_format=encoding)
    expected = HashingEmbedder().embed(texts)
    assert [item.index for item in answer.data] == [0, 1]
    vectors = [
        np.frombuffer(base64.b64decode(item.embedding), "<f4") if encoding == "base64" else item.embedding
        for item in answer.data
    ]
    np.testing.assert_allclose(vectors, expected, atol=1e-6)


def test_errors_come_in_openais_shape(client: openai.OpenAI, model_server: ModelServer, spoken: bytes) -> None:
    with pytest.raises(openai.NotFoundError, match="gpt-4") as missing:
        client.chat.completions.create(model="gpt-4", messages=[{"role": "user", "content": "hello"}])
    assert missing.value.code == "ModelNotHeld"
    with pytest.raises(openai.NotFoundError, match="pocketsphinx"):
        client.audio.transcriptions.create(model="whisper-1", file=("a.wav", spoken))
    with pytest.raises(openai.UnprocessableEntityError) as wrong:
        client.embeddings.create(model="hashing", input="text", dimensions=7)
    assert wrong.value.param == "dimensions"
    stranger = openai.OpenAI(base_url=f"{model_server.url}/v1", api_key="wrong", max_retries=0)
    with stranger, pytest.raises(openai.AuthenticationError):
        stranger.models.list()
