"""Text to vectors."""

from typing import Protocol

DIMENSIONS = 1024
"""Of every stored vector; engines of fewer dimensions pad with zeros, which leaves cosine similarity as it is."""


class Embedder(Protocol):
    name: str

    def embed(self, texts: list[str]) -> list[list[float]]:
        """Unit vectors of `DIMENSIONS` floats, one a text; the zero vector for a text without words."""
        ...
