"""The bank as those see it who hire and who run the platform."""

from persistence.database import run_sync
from persistence.questions import question_search
from persistence.questions.question_search import Filters
from persistence.tables import Question
from sqlalchemy import ColumnElement, func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.questions.schemas import (
    BankQuestionOut,
    FoundQuestion,
    FoundQuestions,
    QuestionFilters,
    QuestionListing,
    QuestionPage,
    QuestionSearch,
)
from backend_core.questions.search import QueryReader, Remembered


async def search(
    session: AsyncSession, reader: QueryReader, remembered: Remembered, asked: QuestionSearch
) -> FoundQuestions:
    """Raises `EngineFailed` where Korean cannot be read."""
    version = await _version(session, reader.embedder_name)
    known = await remembered.get(version, asked)
    if known is not None:
        return FoundQuestions.model_validate_json(known)
    sought = await reader.read(asked.q)
    filters = Filters(asked.language, asked.category, asked.difficulty, asked.position, asked.is_active)
    rows = await run_sync(session, question_search.search, sought, filters, asked.limit)
    found = FoundQuestions(
        ways=["words", "morphemes", *(["vectors"] if sought.vector is not None else [])],
        found=[FoundQuestion(question=BankQuestionOut.model_validate(row.question), score=row.score) for row in rows],
    )
    if sought.vector is not None:
        await remembered.put(version, asked, found)
    return found


async def list_bank(session: AsyncSession, remembered: Remembered, asked: QuestionListing) -> QuestionPage:
    version = await _version(session, "")
    known = await remembered.get(version, asked)
    if known is not None:
        return QuestionPage.model_validate_json(known)
    admitted = list(_admitted(asked))
    total = (await session.exec(select(func.count()).select_from(Question).where(*admitted))).one()
    rows = await session.exec(
        select(Question)
        .where(*admitted)
        .order_by(col(Question.slug), col(Question.language))
        .offset(asked.offset)
        .limit(asked.limit)
    )
    page = QuestionPage(total=total, questions=[BankQuestionOut.model_validate(row) for row in rows])
    await remembered.put(version, asked, page)
    return page


async def _version(session: AsyncSession, embedder: str) -> str:
    """Changes whenever the bank is loaded anew or changed, or is searched with another model."""
    changed = (await session.exec(select(func.max(col(Question.updated_at)), func.count()))).one()
    return f"{changed[0]}:{changed[1]}:{embedder}"


def _admitted(filters: QuestionFilters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    for column, value in (
        (Question.is_active, filters.is_active),
        (Question.language, filters.language),
        (Question.category, filters.category),
        (Question.difficulty, filters.difficulty),
    ):
        if value is not None:
            conditions.append(col(column) == value)
    if filters.position is not None:
        position = col(Question.position)
        conditions.append(or_(func.cardinality(position) == 0, position.contains([filters.position])))
    return conditions
