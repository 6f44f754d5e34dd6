"""Loads the question bank, and what the demo begins with: `python -m backend_core.seed --demo-users`.

Loading again changes what has changed and nothing else; another model's vectors are made anew, those of résumés by
jobs. For each demo user that is new, a line of JSON with the generated password goes to standard output, once. The
fingerprint, a number for all that loading rests on, is kept in the record where nothing was left to do.
"""

import argparse
import asyncio
import json
from collections.abc import Sequence

import structlog
from contracts.base import Language
from contracts.errors import EngineFailed, EngineNotInstalled, VisavisError
from contracts.questions import BankQuestion, QuestionChange
from contracts.tasks import EMBED_RESUME, INDEX_ANSWERS, EmbedResumePayload, IndexAnswersPayload
from engines.embedding import Embedder
from engines.embedding.factory import embedder_from
from engines.embedding.hashing import HashingEmbedder
from engines.settings import PlatformEngineSettings
from persistence.interviews.answer_search import AnswerVector
from persistence.people.resumes import ResumeSectionRow
from persistence.questions.bank import QuestionVersion, add_version, history, load_alone, note_load, own_questions
from persistence.record import jobs
from persistence.tables import Question, Transcript
from runtime.logging import configure_logging
from runtime.settings import DatabaseSettings
from sqlalchemy import or_
from sqlmodel import Session, col, select

from backend_core import demo
from backend_core.auth.accounts import commanded_transaction
from backend_core.questions.bank import load_bank
from backend_core.questions.index import Indexed, fingerprint
from backend_core.questions.record import QuestionRow, Vector

log = structlog.get_logger(__name__)


def load(session: Session, bank: list[BankQuestion], embedder: Embedder) -> bool:
    """Load the bank, and ask for the vectors that another model made. Returns whether nothing was left to ask for."""
    note_load(session, None)
    load_questions(session, bank, embedder)
    if isinstance(embedder, _NoEmbedder):  # the worker may still have the model that made them
        return False
    return embed_resumes_anew(session, embedder) + embed_answers_anew(session, embedder) == 0


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
    """Ask for the vectors of résumés that `embedder` did not make, and for what else is missing that their sections are
    found by. Returns of how many.
    """
    stale = session.exec(
        select(ResumeSectionRow.resume_id)
        .where(
            or_(col(ResumeSectionRow.embedder).is_distinct_from(embedder.name), col(ResumeSectionRow.words).is_(None))
        )
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demo-users", action="store_true", help="create a user of each role, and an organisation")
    parser.add_argument("--fingerprint", help="at most 64 characters")
    arguments = parser.parse_args()
    settings = DatabaseSettings()
    # Standard output is for the users alone.
    configure_logging("seed", settings.log_level, settings.log_format)
    with commanded_transaction() as session:
        is_done = load(session, load_bank(), _configured_embedder())
        created = demo.create_users(session) if arguments.demo_users else []
    for user in created:
        print(json.dumps(user))
    if arguments.demo_users:
        is_done &= _found_demo_organisation(settings)
    with commanded_transaction() as session:
        note_load(session, arguments.fingerprint if is_done else None)


def _found_demo_organisation(settings: DatabaseSettings) -> bool:
    """Whether it is there: a platform whose bank has lost a question of the demo's starts without it."""
    try:
        asyncio.run(demo.found_organisation(settings))
    except VisavisError as error:
        log.error("the demo has no organisation; the next start tries again", error=error.code)
        return False
    return True


if __name__ == "__main__":
    main()
