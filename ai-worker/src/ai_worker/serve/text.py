"""`POST /generate`: text from a prompt."""

from contextlib import aclosing

from contracts.model_server import GeneratedText, GenerateRequest
from engines.llm import Message
from fastapi import APIRouter, Response

from ai_worker.serve.services import ServicesDep

router = APIRouter(tags=["text"])


@router.post("/generate")
async def generate(services: ServicesDep, wanted: GenerateRequest, response: Response) -> GeneratedText:
    """At most `max_tokens` of text. The header X-Engine says who wrote it: `template` is no language model."""
    pieces = services.generator.generate([Message("user", wanted.prompt)], max_tokens=wanted.max_tokens)
    async with aclosing(pieces):
        text = "".join([piece.text async for piece in pieces])
    response.headers["X-Engine"] = services.generator.name
    return GeneratedText(text=text)
