"""`/v1/embeddings`."""

import asyncio
import base64
from typing import Annotated, Literal

import numpy as np
from contracts.base import Contract
from contracts.errors import InvalidInput
from engines.embedding import DIMENSIONS
from fastapi import APIRouter
from pydantic import BaseModel, Field, StringConstraints

from ai_worker.serve.openai.models import check_model
from ai_worker.serve.services import ServicesDep

MAX_TEXTS = 256
MAX_CHARS = 100_000

Text = Annotated[str, StringConstraints(min_length=1, max_length=MAX_CHARS)]

router = APIRouter(prefix="/v1", tags=["openai"])


class EmbeddingRequest(BaseModel):
    """OpenAI's; texts, because the engines do not share OpenAI's tokens."""

    model: str
    input: Text | Annotated[list[Text], Field(min_length=1, max_length=MAX_TEXTS)]
    encoding_format: Literal["float", "base64"] = "float"
    dimensions: int | None = None


class Embedding(Contract):
    """`embedding` is a list of numbers, or their bytes (float32, little endian) in base64."""

    object: Literal["embedding"] = "embedding"
    index: int
    embedding: list[float] | str


class Embeddings(Contract):
    """Without OpenAI's `usage`: not every engine here counts tokens."""

    object: Literal["list"] = "list"
    model: str
    data: list[Embedding]


@router.post("/embeddings")
async def create_embeddings(services: ServicesDep, wanted: EmbeddingRequest) -> Embeddings:
    """Unit vectors of 1024 numbers, one a text, in order."""
    check_model(services, wanted.model, "embeddings")
    if wanted.dimensions not in {None, DIMENSIONS}:
        raise InvalidInput(fields={"dimensions": f"vectors here have {DIMENSIONS}"})
    texts = [wanted.input] if isinstance(wanted.input, str) else wanted.input
    vectors = await asyncio.to_thread(services.embedder.embed, texts)
    return Embeddings(
        model=wanted.model,
        data=[
            Embedding(index=index, embedding=_in_base64(vector) if wanted.encoding_format == "base64" else vector)
            for index, vector in enumerate(vectors)
        ],
    )


def _in_base64(vector: list[float]) -> str:
    return base64.b64encode(np.array(vector, "<f4").tobytes()).decode()
