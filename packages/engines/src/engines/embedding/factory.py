"""The embedder that settings name."""

from engines.embedding import Embedder
from engines.embedding.hashing import HashingEmbedder
from engines.embedding.remote import RemoteEmbedder
from engines.settings import EngineSettings


def embedder_from(settings: EngineSettings) -> Embedder:
    """A model elsewhere (EMBEDDING_URL), else hashed character n-grams."""
    if settings.embedding_server:
        assert settings.embedding_model  # noqa: S101 — the settings refuse a server without it
        return RemoteEmbedder(settings.embedding_server, settings.embedding_model)
    return HashingEmbedder()
