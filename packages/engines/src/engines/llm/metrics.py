"""What language models are asked and what it takes, counted wherever one is used."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from time import perf_counter
from typing import Literal

from contracts.errors import VisavisError
from prometheus_client import Counter, Histogram

from engines.llm import JsonSchema, Message, TextGenerator, TextPiece

Purpose = Literal["judge", "questions", "serve"]

TOKENS = Counter("visavis_llm_tokens", "Tokens read and written", ["engine", "model", "kind", "purpose"])
CACHED = Counter(
    "visavis_llm_cached_tokens", "Tokens of prompts that had been read already", ["engine", "model", "purpose"]
)
REQUESTS = Counter(
    "visavis_llm_requests", "Texts asked for, by how they ended", ["engine", "model", "purpose", "outcome"]
)
SECONDS = Histogram(
    "visavis_llm_seconds",
    "From asking for a text to its last piece",
    ["engine", "model", "purpose"],
    buckets=(0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120, 300),
)


class MeasuredGenerator:
    """A generator whose texts are counted, by what they are for."""

    def __init__(self, generator: TextGenerator, purpose: Purpose) -> None:
        self.name = generator.name
        self.model = generator.model
        self._generator = generator
        self._purpose = purpose

    async def generate(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        temperature: float = 0.0,
        schema: JsonSchema | None = None,
    ) -> AsyncGenerator[TextPiece, None]:
        """As the interface says. A text that nobody reads to its end counts as `cancelled`, an error by its name."""
        outcome, begun = "cancelled", perf_counter()
        pieces = self._generator.generate(messages, max_tokens=max_tokens, temperature=temperature, schema=schema)
        try:
            async with aclosing(pieces):
                async for piece in pieces:
                    if piece.finish_reason:
                        outcome = piece.finish_reason
                        self._count_tokens(piece)
                    yield piece
        except VisavisError as error:
            outcome = error.code
            raise
        finally:
            labels = (engine_of(self._generator), self.model, self._purpose)
            REQUESTS.labels(*labels, outcome).inc()
            SECONDS.labels(*labels).observe(perf_counter() - begun)

    async def warm_up(self) -> None:
        await self._generator.warm_up()

    async def close(self) -> None:
        await self._generator.close()

    def _count_tokens(self, last: TextPiece) -> None:
        if last.usage is None:
            return
        engine = engine_of(self._generator)
        for kind, tokens in (("prompt", last.usage.prompt_tokens), ("completion", last.usage.completion_tokens)):
            TOKENS.labels(engine, self.model, kind, self._purpose).inc(tokens)
        CACHED.labels(engine, self.model, self._purpose).inc(last.usage.cached_tokens)


def engine_of(generator: TextGenerator) -> str:
    """The engine without the model that some names carry: `remote` of `remote/llama`."""
    return generator.name.split("/")[0]
