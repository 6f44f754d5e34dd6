"""Embeddings of a sentence-transformers model: KURE-v1, bge-m3 and their like, which find meaning."""

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import structlog
from contracts.errors import EngineFailed, ModelTooWide

from engines.embedding import DIMENSIONS
from engines.installed import require
from engines.models import model_path

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

log = structlog.get_logger(__name__)

NAME = "sentence-transformers"
BATCH = 16


class SentenceTransformerEmbedder:
    """One model, in this process. It works for seconds on a processor: call it from a thread or a worker."""

    def __init__(self, model: str, models_dir: Path, device: str = "auto") -> None:
        """`model` is a name that `visavis models` knows, or a folder. Raises `EngineNotInstalled`."""
        require("torch", "sentence_transformers", engine=NAME)
        self.name = f"{NAME}/{Path(model).name}"
        self._source = model
        self._models_dir = models_dir
        self._device = None if device == "auto" else device
        self._model: SentenceTransformer | None = None
        self._one_at_a_time = threading.Lock()

    def embed(self, texts: list[str]) -> list[list[float]]:
        """As the interface says. Raises `EngineFailed`, `ModelMissing`, `ModelTooWide`."""
        with self._one_at_a_time:
            model = self._loaded()
            vectors = model.encode(
                texts, batch_size=BATCH, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
            )
        padded = np.zeros((len(texts), DIMENSIONS))
        for row, (text, vector) in enumerate(zip(texts, vectors, strict=True)):
            if any(map(str.isalnum, text)):
                padded[row, : len(vector)] = vector
        return padded.tolist()

    def _loaded(self) -> "SentenceTransformer":
        if self._model is None:
            from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - takes seconds, and loads torch

            folder = model_path(self._models_dir, self._source, engine=NAME)
            try:
                model = SentenceTransformer(str(folder), device=self._device, local_files_only=True)
            except (OSError, ValueError, RuntimeError) as error:
                log.error("the embedding model cannot be loaded", engine=self.name, error=type(error).__name__)
                raise EngineFailed(engine=self.name) from error
            dimensions = model.get_embedding_dimension()
            if dimensions is None or dimensions > DIMENSIONS:
                log.error("the model's vectors do not fit", engine=self.name, dimensions=dimensions, most=DIMENSIONS)
                raise ModelTooWide(engine=self.name, dimensions=str(dimensions), most=str(DIMENSIONS))
            self._model = model
        return self._model
