"""The embedder that settings name."""

from engines.embedding import Embedder
from engines.embedding.hashing import HashingEmbedder
from engines.embedding.remote import RemoteEmbedder
from engines.embedding.sentence_transformer import SentenceTransformerEmbedder
from engines.settings import EngineSettings


def embedder_from(settings: EngineSettings) -> Embedder:
    """A model elsewhere (EMBEDDING_URL) or here (EMBEDDING_MODEL), else hashed n-grams. Raises `EngineNotInstalled`."""
    if settings.embedding_server:
        assert settings.embedding_model  # noqa: S101 — the settings refuse a server without it
        return RemoteEmbedder(settings.embedding_server, settings.embedding_model)
    if settings.embedding_model:
        return SentenceTransformerEmbedder(settings.embedding_model, settings.models_dir, settings.embedding_device)
    return HashingEmbedder()
