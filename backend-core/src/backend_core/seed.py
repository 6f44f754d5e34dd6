"""Loads the question bank, and the demo's users: `python -m backend_core.seed [--demo-users]`.

Loading again changes what has changed and nothing else; another model's vectors are made anew, those of résumés by
jobs. For each demo user that is new, a line of JSON with the generated password goes to standard output, once.
"""

import argparse
import json
import secrets
from collections.abc import Sequence
from typing import Any

import structlog
from contracts.base import Language, Role
from contracts.errors import EmailTaken, EngineFailed, EngineNotInstalled
from contracts.questions import BankQuestion
from contracts.tasks import EMBED_RESUME, EmbedResumePayload
from engines.embedding import Embedder
from engines.embedding.factory import embedder_from
from engines.embedding.hashing import HashingEmbedder
from engines.settings import PlatformEngineSettings
from persistence import jobs
from persistence.ids import new_id
from persistence.resumes import ResumeSectionRow
from persistence.tables import Question
from sqlalchemy import ColumnElement, func, literal_column
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from backend_core.auth.accounts import commanded_transaction, create_user
from backend_core.questions.bank import load_bank
from backend_core.questions.index import Indexed, fingerprint, morphemes_of

log = structlog.get_logger(__name__)

DEMO_USERS = {
    Role.CANDIDATE: "candidate@demo.visavis.local",
    Role.RECRUITER: "recruiter@demo.visavis.local",
    Role.ADMIN: "admin@demo.visavis.local",
}


def load_questions(session: Session, bank: list[BankQuestion], embedder: Embedder | None = None) -> int:
    """Insert or update what `session` holds of the bank otherwise, in both languages. Returns how many rows changed.

    A row is written again where the bank says something else than it did, and embedded again where another model
    embeds than did. Where that model gives no vectors, its questions are found by words until this is run again.
    """
    embedder = embedder or HashingEmbedder()
    known = {
        (slug, language): (fingerprint, name)
        for slug, language, fingerprint, name in session.exec(
            select(Question.slug, Question.language, Question.fingerprint, Question.embedder)
        )
    }
    changed = [
        (question, language)
        for question in bank
        for language in Language
        if known.get((question.slug, language)) != (fingerprint(question, language), embedder.name)
    ]
    indexed = [Indexed.of(question, language) for question, language in changed]
    vectors = _embedded(embedder, [index.embedded for index in indexed])
    for (question, language), index, vector in zip(changed, indexed, vectors, strict=True):
        row = _row(question, language) | {
            "words": _weighted(index.content, index.points),
            "morphemes": _weighted(*(" ".join(morphemes_of(text, language)) for text in (index.content, index.points))),
            "embedding": vector,
            "embedder": embedder.name if vector else None,
            "updated_at": func.now(),
        }
        statement = insert(Question).values(id=new_id(), is_active=True, usage_count=0, **row)
        session.exec(statement.on_conflict_do_update(index_elements=["slug", "language"], set_=row))
    return len(changed)


def embed_resumes_anew(session: Session, embedder: Embedder) -> int:
    """Ask for the vectors of résumés that `embedder` did not make. Returns of how many."""
    stale = session.exec(
        select(ResumeSectionRow.resume_id)
        .where(col(ResumeSectionRow.embedder).is_distinct_from(embedder.name))
        .distinct()
    ).all()
    for resume_id in stale:
        jobs.add(
            session,
            EMBED_RESUME,
            EmbedResumePayload(resume_id=resume_id),
            unique_key=f"{resume_id}:anew",
            resume_id=resume_id,
            again=True,
        )
    return len(stale)


def _configured_embedder() -> Embedder:
    try:
        return embedder_from(PlatformEngineSettings())
    except EngineNotInstalled as error:
        return _NoEmbedder(error)


class _NoEmbedder:
    """Of a model that is not installed here."""

    name = "none"

    def __init__(self, error: EngineNotInstalled) -> None:
        self._error = error

    def embed(self, texts: list[str]) -> list[list[float]]:
        raise self._error


def _embedded(embedder: Embedder, texts: list[str]) -> Sequence[list[float] | None]:
    if not texts:
        return []
    try:
        return embedder.embed(texts)
    except EngineFailed:
        log.error("questions are found by words only, until the bank is loaded again", engine=embedder.name)
        return [None] * len(texts)


def _row(question: BankQuestion, language: Language) -> dict[str, Any]:
    """The columns that say what the bank does; `Any` as the columns are of many types."""
    named = question.project_content
    return {
        "slug": question.slug,
        "language": language,
        "content": question.content.in_language(language),
        "project_content": named.in_language(language) if named else None,
        "category": question.category,
        "difficulty": question.difficulty,
        "position": list(question.positions),
        "scenario": question.scenario,
        "rubric_json": question.rubric.model_dump(mode="json"),
        "fingerprint": fingerprint(question, language),
    }


def _weighted(content: str, points: str) -> ColumnElement[str]:
    important = func.setweight(func.to_tsvector("simple", content), literal_column("'A'"))
    return important.op("||")(func.setweight(func.to_tsvector("simple", points), literal_column("'B'")))


def _create_demo_users(session: Session) -> list[dict[str, str]]:
    created = []
    for role, email in DEMO_USERS.items():
        password = secrets.token_urlsafe(12)
        try:
            create_user(session, email, f"Demo {role.value}", password, role)
        except EmailTaken:
            continue
        created.append({"email": email, "role": role.value, "password": password})
    return created


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demo-users", action="store_true", help="create a user of each role where missing")
    arguments = parser.parse_args()
    with commanded_transaction() as session:
        embedder = _configured_embedder()
        load_questions(session, load_bank(), embedder)
        if not isinstance(embedder, _NoEmbedder):  # the worker may still have the model that made them
            embed_resumes_anew(session, embedder)
        created = _create_demo_users(session) if arguments.demo_users else []
    for user in created:
        print(json.dumps(user))


if __name__ == "__main__":
    main()
