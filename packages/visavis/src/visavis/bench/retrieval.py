"""How often a question of the bank is found by other words: recall among the first five, by the product's query."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import yaml
from backend_core.questions.bank import load_bank
from backend_core.seed import load_questions
from contracts.base import Contract, Language
from contracts.questions import Slug
from engines.embedding import Embedder
from engines.embedding.factory import embedder_from
from engines.settings import PlatformEngineSettings
from engines.text.folding import fold
from engines.text.words import content_tokens, morphemes_of
from persistence.database import connect_args, sqlalchemy_url
from persistence.fused_search import Sought
from persistence.questions.question_search import Filters, search
from pydantic import TypeAdapter
from sqlalchemy import create_engine
from sqlmodel import Session

from visavis.testing import embedded_postgres, temporary_home

FIRST = 5


class Paraphrase(Contract):
    """A question of the bank in other words."""

    slug: Slug
    ko: str
    en: str

    def in_language(self, language: Language) -> str:
        return self.ko if language is Language.KO else self.en


class Looked(Contract):
    """`place` counts from 1; null where the question is not among the first ten."""

    slug: Slug
    language: Language
    place: int | None


class RetrievalResults(Contract):
    embedder: str
    questions: int
    recall_at_5: dict[Language, float]
    looked: list[Looked]


def paraphrases() -> list[Paraphrase]:
    text = files(__package__).joinpath("retrieval.yaml").read_text(encoding="utf-8")
    return TypeAdapter(list[Paraphrase]).validate_python(yaml.safe_load(text))


def measure() -> RetrievalResults:
    """With the embedder that the settings name, on a database of its own. Raises `EngineFailed`."""
    embedder = embedder_from(PlatformEngineSettings())
    bank = load_bank()
    with temporary_home() as home, _database(home) as session:
        load_questions(session, bank, embedder)
        looked = list(look(session, embedder))
    found = {language: [row.place for row in looked if row.language is language] for language in Language}
    return RetrievalResults(
        embedder=embedder.name,
        questions=len(bank),
        recall_at_5={
            language: sum(1 for place in places if place is not None and place <= FIRST) / len(places)
            for language, places in found.items()
        },
        looked=looked,
    )


def look(session: Session, embedder: Embedder) -> Iterator[Looked]:
    """Look for every paraphrase in both languages, in a bank that is loaded with vectors of `embedder`."""
    for language in Language:
        texts = [paraphrase.in_language(language) for paraphrase in paraphrases()]
        for paraphrase, text, vector in zip(paraphrases(), texts, embedder.embed(texts), strict=True):
            sought = Sought(content_tokens(fold(text).text), morphemes_of(text, language), vector, embedder.name)
            slugs = [found.question.slug for found in search(session, sought, Filters(language=language), 10)]
            place = slugs.index(paraphrase.slug) + 1 if paraphrase.slug in slugs else None
            yield Looked(slug=paraphrase.slug, language=language, place=place)


@contextmanager
def _database(home: Path) -> Iterator[Session]:
    with embedded_postgres(home) as url:
        migrate = [sys.executable, "-m", "persistence.migrate"]
        subprocess.run(migrate, check=True, env={**os.environ, "DATABASE_URL": url})
        engine = create_engine(sqlalchemy_url(url), connect_args=connect_args())
        try:
            with Session(engine) as session:
                yield session
        finally:
            engine.dispose()
