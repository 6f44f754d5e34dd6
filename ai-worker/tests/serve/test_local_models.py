"""The model server with local models, tiny ones, chosen by settings alone: what a GPU host runs."""

import json
import os
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import openai
import pytest
from ai_worker.serve.app import create_app
from ai_worker.serve.settings import ServeSettings
from media_doubles.serving import serving
from tiny_models import tiny_embedder, tiny_gguf, tiny_whisper

for package in ("llama_cpp", "sentence_transformers", "torch", "transformers"):
    pytest.importorskip(package, reason="local models are not installed; `make models-environment` installs them")

SENTENCE = "저는 팀에서 검색을 맡았습니다."
SCHEMA = {
    "type": "object",
    "properties": {"band": {"type": "integer", "minimum": 0, "maximum": 4}, "why": {"type": "string", "maxLength": 20}},
    "required": ["band", "why"],
}


@pytest.fixture
async def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[openai.AsyncOpenAI]:
    monkeypatch.setitem(os.environ, "OMP_NUM_THREADS", "1")
    tiny_whisper(tmp_path / "whisper-small", says=f" {SENTENCE}")
    tiny_embedder(tmp_path / "narrow", 16).rename(tmp_path / "kure-v1")
    (tmp_path / "llama-3.1-8b").mkdir()
    tiny_gguf(tmp_path / "llama-3.1-8b" / "tiny.gguf")
    settings = ServeSettings.model_validate(
        {
            "models_dir": tmp_path,
            "stt_engine": "whisper",
            "whisper_model_size": "small",
            "whisper_device": "cpu",
            "llm_gguf": "llama-3.1-8b",
            "llm_context": 1024,
            "embedding_model": "kure-v1",
            "embedding_device": "cpu",
            "preload_models": True,
            "log_level": "WARNING",
        }
    )
    async with (
        serving(create_app(settings)) as url,
        openai.AsyncOpenAI(base_url=f"{url}/v1", api_key="none", max_retries=0) as client,
    ):
        yield client


async def test_openais_client_is_answered_by_all_of_them(client: openai.AsyncOpenAI) -> None:
    models = [model.id async for model in client.models.list()]
    assert models == ["whisper", "espeak", "sentence-transformers/kure-v1", "llama-3.1-8b"]

    answer = await client.audio.speech.create(model="espeak", voice="any", input=SENTENCE, response_format="wav")
    heard = await client.audio.transcriptions.create(
        model="whisper", file=("answer.wav", answer.content), language="ko", response_format="verbose_json"
    )
    assert heard.text == SENTENCE
    assert [word.word for word in heard.words or []] == SENTENCE.split()

    wanted = {"model": "llama-3.1-8b", "messages": [{"role": "user", "content": "Judge this."}], "max_tokens": 200}
    structure = {"type": "json_schema", "json_schema": {"name": "judgement", "schema": SCHEMA}}
    whole = await client.chat.completions.create(**wanted, response_format=structure)
    assert whole.choices[0].finish_reason == "stop"
    assert json.loads(whole.choices[0].message.content or "").keys() == {"band", "why"}
    stream = await client.chat.completions.create(**{**wanted, "max_tokens": 5}, stream=True)
    assert [chunk async for chunk in stream][-1].choices[0].finish_reason == "length"

    embedded = await client.embeddings.create(model="sentence-transformers/kure-v1", input=["search index", "customer"])
    assert [np.linalg.norm(vector.embedding) for vector in embedded.data] == pytest.approx([1, 1])
