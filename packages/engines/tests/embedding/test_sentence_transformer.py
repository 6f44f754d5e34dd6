"""A sentence-transformers model by its real loading path, with random weights."""

import math
from pathlib import Path

import pytest
from contracts.base import Language
from contracts.errors import EngineFailed, ModelMissing, ModelTooWide
from engines.embedding import DIMENSIONS
from engines.embedding.factory import embedder_from
from engines.embedding.sentence_transformer import SentenceTransformerEmbedder
from engines.settings import EngineSettings
from tiny_models import tiny_embedder

for package in ("torch", "sentence_transformers"):
    pytest.importorskip(package, reason="local models are not installed; `make models-environment` installs them")

NARROW = 16


@pytest.fixture(scope="module")
def embedder(tmp_path_factory: pytest.TempPathFactory) -> SentenceTransformerEmbedder:
    models = tmp_path_factory.mktemp("embedders")
    tiny_embedder(models / "narrow", NARROW).rename(models / "kure-v1")
    return SentenceTransformerEmbedder("nlpai-lab/KURE-v1", models)


def test_vectors_are_unit_and_padded(embedder: SentenceTransformerEmbedder) -> None:
    vectors = embedder.embed(["search index", "angry customer", "database"])

    assert [len(vector) for vector in vectors] == [DIMENSIONS] * 3
    assert [math.hypot(*vector) for vector in vectors] == pytest.approx([1, 1, 1])
    assert all(vector[NARROW:] == [0.0] * (DIMENSIONS - NARROW) for vector in vectors)
    assert vectors[0] != vectors[1]


def test_a_text_without_words_is_the_zero_vector_and_no_texts_are_no_vectors(
    embedder: SentenceTransformerEmbedder,
) -> None:
    assert embedder.embed(["", "?!"]) == [[0.0] * DIMENSIONS] * 2
    assert embedder.embed([]) == []


def test_the_same_text_has_the_same_vector_whatever_stands_beside_it(embedder: SentenceTransformerEmbedder) -> None:
    alone = embedder.embed(["search index"])[0]
    beside = embedder.embed(["search index", "database " * 20])[0]

    assert sum(one * other for one, other in zip(alone, beside, strict=True)) == pytest.approx(1)


def test_settings_name_it(tmp_path: Path) -> None:
    settings = EngineSettings.model_validate({"embedding_model": "nlpai-lab/KURE-v1", "models_dir": tmp_path})

    assert embedder_from(settings).name == "sentence-transformers/KURE-v1"


def test_a_model_of_too_many_dimensions_is_refused(tmp_path: Path) -> None:
    wide = SentenceTransformerEmbedder(str(tiny_embedder(tmp_path / "wide", DIMENSIONS + 2)), tmp_path)

    with pytest.raises(ModelTooWide) as refused:
        wide.embed(["search"])

    assert "1026 dimensions" in refused.value.body(Language.EN).detail


def test_a_model_that_is_missing_or_broken_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing):
        SentenceTransformerEmbedder("bge-m3", tmp_path).embed(["search"])
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "config.json").write_text("{")

    with pytest.raises(EngineFailed):
        SentenceTransformerEmbedder("broken", tmp_path).embed(["search"])
