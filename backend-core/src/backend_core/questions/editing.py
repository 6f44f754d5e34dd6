"""Questions of the bank as administrators make, change, put away and restore them: each change a version on record."""

import asyncio
from collections.abc import Sequence
from functools import cache

import structlog
from contracts.audit import AuditAction, AuditSubject
from contracts.base import Language
from contracts.errors import (
    BankBeingLoaded,
    FieldProblem,
    InvalidInput,
    QuestionChanged,
    QuestionNotFound,
    QuestionNotShipped,
    QuestionSlugTaken,
)
from contracts.questions import BankQuestion, QuestionChange
from persistence.database import run_sync
from persistence.questions import bank
from persistence.questions.bank import QuestionVersion
from persistence.record import audit
from persistence.tables import Question, User
from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.questions.bank import load_bank
from backend_core.questions.record import QuestionRow, Vector
from backend_core.questions.rules import broken_rules
from backend_core.questions.schemas import QuestionEdit, QuestionVersionOut, WholeQuestion
from backend_core.questions.search import QueryReader

log = structlog.get_logger(__name__)


async def read(session: AsyncSession, question_id: str) -> WholeQuestion:
    """Raises `QuestionNotFound`."""
    return await run_sync(session, _whole, question_id, await asyncio.to_thread(_shipped))


async def versions(session: AsyncSession, question_id: str) -> list[QuestionVersionOut]:
    """The states of a question, the newest first. Raises `QuestionNotFound`."""
    return await run_sync(session, _versions, question_id)


async def check(question: BankQuestion) -> None:
    """Raises `InvalidInput` with what is wrong where, `EngineFailed` where Korean cannot be read."""
    wrong = await asyncio.to_thread(broken_rules, question)
    if wrong:
        raise InvalidInput(fields={f"question.{broken.field}": broken.problem for broken in wrong})


async def make(session: AsyncSession, reader: QueryReader, user: User, question: BankQuestion) -> WholeQuestion:
    """Raises `QuestionSlugTaken`, `InvalidInput`, `BankBeingLoaded`, `EngineFailed`."""
    await check(question)
    rows = await _indexed(reader, question)
    question_id = await run_sync(session, _make, user, rows)
    return await read(session, question_id)


async def edit(
    session: AsyncSession, reader: QueryReader, user: User, question_id: str, edit: QuestionEdit
) -> WholeQuestion:
    """Raises `QuestionNotFound`, `QuestionChanged`, `InvalidInput`, `BankBeingLoaded`, `EngineFailed`."""
    rows = None
    if edit.question is not None:
        await check(edit.question)
        rows = await _indexed(reader, edit.question)
    await run_sync(session, _edit, user, question_id, edit, rows)
    return await read(session, question_id)


async def restore(
    session: AsyncSession, reader: QueryReader, user: User, question_id: str, version: int
) -> WholeQuestion:
    """Make it what the bank says; from then on, loading the bank changes it again.

    Raises `QuestionNotFound`, `QuestionNotShipped`, `QuestionChanged`, `BankBeingLoaded`, `EngineFailed`.
    """
    before = await read(session, question_id)
    shipped = (await asyncio.to_thread(_shipped)).get(before.question.slug)
    if shipped is None:
        raise QuestionNotShipped
    await run_sync(session, _restore, user, question_id, version, await _indexed(reader, shipped))
    return await read(session, question_id)


@cache
def _shipped() -> dict[str, BankQuestion]:
    return {question.slug: question for question in load_bank()}


async def _indexed(reader: QueryReader, question: BankQuestion) -> list[QuestionRow]:
    """Found by words alone, until the bank is loaded again, where the model for vectors does not answer."""
    vectors = [await reader.vector_of(question.content.in_language(language)) for language in Language]
    return [
        await asyncio.to_thread(QuestionRow.of, question, language, Vector(vector, reader.embedder_name))
        for language, vector in zip(Language, vectors, strict=True)
    ]


def _make(session: Session, user: User, rows: list[QuestionRow]) -> str:
    _require_nobody_loads(session)
    slug = rows[0].question.slug
    ids = select(Question.id).where(Question.slug == slug, Question.language == Language.KO)
    taken = QuestionSlugTaken(fields={"question.slug": FieldProblem("slug_taken")})
    if session.exec(ids).first() is not None:
        raise taken
    try:
        _save(session, user, rows, QuestionChange.MADE)
    except IntegrityError as error:  # somebody made one at the same moment
        raise taken from error
    return session.exec(ids).one()


def _edit(session: Session, user: User, question_id: str, edit: QuestionEdit, rows: list[QuestionRow] | None) -> None:
    held = _held(session, question_id, edit.version)
    newest = bank.history(session, held[0].slug)[0]
    question = newest.question
    if rows is not None:
        if rows[0].question.slug != question.slug:
            raise InvalidInput(fields={"question.slug": FieldProblem("slug_stays")})
        if not rows[0].question.says_the_same_as(question):
            question = _save(session, user, rows, QuestionChange.EDITED).question
    if edit.is_active is not None and edit.is_active != held[0].is_active:
        change = QuestionChange.ACTIVATED if edit.is_active else QuestionChange.DEACTIVATED
        state = bank.add_version(session, question, change, user.id)
        now = session.exec(select(func.clock_timestamp())).one()
        for row in held:
            row.is_active, row.version, row.updated_at = edit.is_active, state.version, now
        session.flush()
        _record(session, user, state)


def _restore(session: Session, user: User, question_id: str, version: int, rows: list[QuestionRow]) -> None:
    held = _held(session, question_id, version)
    if held[0].is_own:
        _save(session, user, rows, QuestionChange.RESTORED)


def _held(session: Session, question_id: str, version: int) -> Sequence[Question]:
    """Both rows of a question, locked, at that version."""
    _require_nobody_loads(session)
    slug = _slug(session, question_id)
    held = session.exec(
        select(Question).where(Question.slug == slug).order_by(col(Question.language)).with_for_update()
    ).all()
    if held[0].version != version:
        raise QuestionChanged(version=str(held[0].version))
    return held


def _save(session: Session, user: User, rows: list[QuestionRow], change: QuestionChange) -> QuestionVersion:
    state = bank.add_version(session, rows[0].question, change, user.id)
    for row in rows:
        row.write(session, version=state.version, rubric=state.rubric, is_own=change is not QuestionChange.RESTORED)
    _record(session, user, state)
    return state


def _record(session: Session, user: User, state: QuestionVersion) -> None:
    audit.record(
        session,
        user,
        AuditAction.QUESTION_CHANGED,
        AuditSubject.QUESTION,
        state.slug,
        details={"change": state.change, "version": state.version, "rubric": state.rubric},
    )
    log.info("a question of the bank changed", slug=state.slug, version=state.version, change=state.change)


def _require_nobody_loads(session: Session) -> None:
    if not bank.may_change(session):
        raise BankBeingLoaded


def _slug(session: Session, question_id: str) -> str:
    question = session.get(Question, question_id)
    if question is None:
        raise QuestionNotFound
    return question.slug


def _whole(session: Session, question_id: str, shipped: dict[str, BankQuestion]) -> WholeQuestion:
    slug = _slug(session, question_id)
    rows = session.exec(select(Question).where(Question.slug == slug).execution_options(populate_existing=True)).all()
    newest = bank.history(session, slug)[0]
    return WholeQuestion(
        id=question_id,
        version=newest.version,
        question=newest.question,
        is_own=rows[0].is_own,
        is_shipped=slug in shipped,
        is_active=rows[0].is_active,
        usage_count=sum(row.usage_count for row in rows),
        updated_at=max(row.updated_at for row in rows),
    )


def _versions(session: Session, question_id: str) -> list[QuestionVersionOut]:
    states = bank.history(session, _slug(session, question_id))
    authors = {state.changed_by for state in states}
    names = dict(session.exec(select(User.id, User.full_name).where(col(User.id).in_(authors))).all())
    return [
        QuestionVersionOut(
            version=state.version,
            change=state.change,
            question=state.question,
            changed_by=names.get(state.changed_by or ""),
            created_at=state.created_at,
        )
        for state in states
    ]
