"""Embeddings from another machine: the real model server's, and answers that are none."""

import asyncio
import math

import pytest
from contracts.errors import EngineFailed
from engines.embedding import DIMENSIONS
from engines.embedding.hashing import HashingEmbedder
from engines.embedding.remote import RemoteEmbedder
from engines.settings import Server
from fastapi import FastAPI
from media_doubles.serving import serving
from model_server import ModelServer

TEXTS = ["데이터베이스 인덱스를 설계했습니다.", "", "We split the service."]


def test_texts_become_the_same_vectors_as_there(model_server: ModelServer) -> None:
    embedder = RemoteEmbedder(Server(f"{model_server.url}/v1", model_server.token), "hashing")
    for got, expected in zip(embedder.embed(TEXTS), HashingEmbedder().embed(TEXTS), strict=True):
        assert got == pytest.approx(expected, abs=1e-6)
    assert embedder.embed([]) == []
    embedder.close()


def test_a_model_that_is_not_there_and_a_wrong_token_are_errors(model_server: ModelServer) -> None:
    for model, token in (("KURE-v1", model_server.token), ("hashing", "wrong")):
        embedder = RemoteEmbedder(Server(f"{model_server.url}/v1", token), model)
        with pytest.raises(EngineFailed) as failed:
            embedder.embed(TEXTS)
        assert failed.value.params["engine"] == f"remote/{model}"
        embedder.close()


@pytest.mark.parametrize(
    ("vectors", "right"),
    [([[3.0, 4.0]], True), ([], False), ([[1.0], [2.0]], False), ([[0.5] * (DIMENSIONS + 1)], False), (["x"], False)],
)
async def test_vectors_are_checked_and_filled_up(vectors: list[object], right: bool) -> None:
    app = FastAPI()

    @app.post("/v1/embeddings")
    async def embeddings() -> dict[str, object]:
        return {"data": [{"index": index, "embedding": vector} for index, vector in enumerate(vectors)]}

    async with serving(app) as url:
        embedder = RemoteEmbedder(Server(f"{url}/v1"), "any")
        if right:
            (vector,) = await asyncio.to_thread(embedder.embed, ["text"])
            assert vector[:2] == pytest.approx([0.6, 0.8])
            assert len(vector) == DIMENSIONS
            assert math.fsum(value * value for value in vector) == pytest.approx(1)
        else:
            with pytest.raises(EngineFailed):
                await asyncio.to_thread(embedder.embed, ["text"])
        embedder.close()
