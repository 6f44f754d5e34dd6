"""Loads the question bank, and the demo's users: `python -m backend_core.seed [--demo-users]`.

Loading again changes what has changed and nothing else; another model's vectors are made anew, those of résumés by
jobs. For each demo user that is new, a line of JSON with the generated password goes to standard output, once.
"""

import argparse
import json
import secrets
from collections.abc import Sequence

import structlog
from contracts.base import Language, Role
from contracts.errors import EmailTaken, EngineFailed, EngineNotInstalled
from contracts.questions import BankQuestion, QuestionChange
from contracts.tasks import EMBED_RESUME, INDEX_ANSWERS, EmbedResumePayload, IndexAnswersPayload
from engines.embedding import Embedder
from engines.embedding.factory import embedder_from
from engines.embedding.hashing import HashingEmbedder
from engines.settings import PlatformEngineSettings
from persistence import jobs
from persistence.answer_search import AnswerVector
from persistence.bank import QuestionVersion, add_version, history, load_alone, own_questions
from persistence.resumes import ResumeSectionRow
from persistence.tables import Question, Transcript
from sqlmodel import Session, col, select

from backend_core.auth.accounts import commanded_transaction, create_user
from backend_core.questions.bank import load_bank
from backend_core.questions.index import Indexed, fingerprint
from backend_core.questions.record import QuestionRow, Vector

log = structlog.get_logger(__name__)

DEMO_USERS = {
    Role.CANDIDATE: "candidate@demo.visavis.local",
    Role.RECRUITER: "recruiter@demo.visavis.local",
    Role.ADMIN: "admin@demo.visavis.local",
}


def load_questions(session: Session, bank: list[BankQuestion], embedder: Embedder | None = None) -> int:
    """Insert or update what `session` holds of the bank otherwise, in both languages. Returns how many rows changed.

    A row is written again where the bank says something else than it did, which is a new version of the question, and
    embedded again where another model embeds than did. Where that model gives no vectors, its questions are found by
    words until this is run again. What an administrator made or changed stays as it is, and is embedded alike.
    """
    embedder = embedder or HashingEmbedder()
    load_alone(session)
    own = {question.slug: question for question in own_questions(session)}
    known = {
        (slug, language): (fingerprint, name)
        for slug, language, fingerprint, name in session.exec(
            select(Question.slug, Question.language, Question.fingerprint, Question.embedder)
        )
    }
    changed = [
        (question, language)
        for question in [*(question for question in bank if question.slug not in own), *own.values()]
        for language in Language
        if known.get((question.slug, language)) != (fingerprint(question, language), embedder.name)
    ]
    vectors = _embedded(embedder, [Indexed.of(question, language).embedded for question, language in changed])
    states: dict[str, QuestionVersion] = {}
    for (question, language), vector in zip(changed, vectors, strict=True):
        state = states.get(question.slug) or _state(session, question)
        states[question.slug] = state
        row = QuestionRow.of(question, language, Vector(vector, embedder.name))
        row.write(session, version=state.version, rubric=state.rubric, is_own=question.slug in own)
    return len(changed)


def _state(session: Session, question: BankQuestion) -> QuestionVersion:
    """Its newest version, which is a new one where the question is another."""
    newest = next(iter(history(session, question.slug)), None)
    if newest is not None and newest.question.says_the_same_as(question):
        return newest
    return add_version(session, question, QuestionChange.LOADED)


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


def embed_answers_anew(session: Session, embedder: Embedder) -> int:
    """Ask for the vectors of answers that `embedder` did not make. Returns of how many interviews."""
    stale = session.exec(
        select(Transcript.interview_id)
        .join(AnswerVector, col(AnswerVector.transcript_id) == Transcript.id)
        .where(col(AnswerVector.embedder).is_distinct_from(embedder.name))
        .distinct()
    ).all()
    for interview_id in stale:
        jobs.add(
            session,
            INDEX_ANSWERS,
            IndexAnswersPayload(interview_id=interview_id),
            unique_key=interview_id,
            interview_id=interview_id,
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
            embed_answers_anew(session, embedder)
        created = _create_demo_users(session) if arguments.demo_users else []
    for user in created:
        print(json.dumps(user))


if __name__ == "__main__":
    main()
