"""Finding questions by other words than theirs."""

import os

import pytest
from backend_core.questions.bank import load_bank
from backend_core.seed import load_questions
from contracts.base import Language
from engines.embedding import Embedder
from engines.embedding.factory import embedder_from
from engines.embedding.hashing import HashingEmbedder
from engines.settings import PlatformEngineSettings
from persistence.database import sqlalchemy_url
from sqlalchemy import create_engine
from sqlmodel import Session
from visavis.bench.retrieval import FIRST, look, paraphrases

OF_HASHED_WORDS = 0.6
OF_A_MODEL = 0.9


def test_there_are_thirty_paraphrases_of_questions_that_exist() -> None:
    slugs = [paraphrase.slug for paraphrase in paraphrases()]
    assert len(set(slugs)) == len(slugs) == 30
    assert set(slugs) <= {question.slug for question in load_bank()}


def test_most_are_found_by_words_alone(postgres_url: str) -> None:
    _assert_found(postgres_url, HashingEmbedder(), OF_HASHED_WORDS)


@pytest.mark.skipif("EMBEDDING_MODEL" not in os.environ, reason="EMBEDDING_MODEL names no model that finds meaning")
def test_a_real_model_finds_nearly_all(postgres_url: str) -> None:
    _assert_found(postgres_url, embedder_from(PlatformEngineSettings()), OF_A_MODEL)


def _assert_found(postgres_url: str, embedder: Embedder, share: float) -> None:
    engine = create_engine(sqlalchemy_url(postgres_url))
    with Session(engine) as session:
        load_questions(session, load_bank(), embedder)
        looked = list(look(session, embedder))
        session.rollback()
    engine.dispose()
    for language in Language:
        places = [row.place for row in looked if row.language is language]
        assert sum(1 for place in places if place is not None and place <= FIRST) >= share * len(places), language
