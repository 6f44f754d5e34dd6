"""The bank as those see it who hire and who run the platform."""

from hashlib import sha256

from persistence.columns import left_out
from persistence.database import run_sync
from persistence.fused_search import FOUND_BY
from persistence.questions import question_search
from persistence.questions.question_search import Filters
from persistence.tables import Question
from pydantic import TypeAdapter
from pydantic_core import to_json
from sqlalchemy import func
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

_ANSWERS = to_json(TypeAdapter(FoundQuestions | QuestionPage).json_schema())
SHAPE = sha256(_ANSWERS).hexdigest()[:12]
"""What is remembered leaves as it is: after an upgrade to other answers it is not found again."""


async def search(
    session: AsyncSession, reader: QueryReader, remembered: Remembered, asked: QuestionSearch
) -> str | bytes:
    """`FoundQuestions` as JSON. Raises `EngineFailed` where Korean cannot be read."""
    version = await _version(session, reader.embedder_name)
    known = await remembered.get(version, asked)
    if known is not None:
        return known
    sought = await reader.read(asked.q)
    rows = await run_sync(session, question_search.search, sought, _filters(asked), asked.limit)
    found = FoundQuestions(
        ways=["words", "morphemes", *(["vectors"] if sought.vector is not None else [])],
        found=[FoundQuestion(question=BankQuestionOut.model_validate(row.question), score=row.score) for row in rows],
    )
    json = found.model_dump_json()
    if sought.vector is not None:
        await remembered.put(version, asked, json)
    return json


async def list_bank(session: AsyncSession, remembered: Remembered, asked: QuestionListing) -> str | bytes:
    """A `QuestionPage` as JSON."""
    version = await _version(session, "")
    known = await remembered.get(version, asked)
    if known is not None:
        return known
    admitted = question_search.admitted(_filters(asked))
    total = (await session.exec(select(func.count()).select_from(Question).where(*admitted))).one()
    rows = await session.exec(
        select(Question)
        .where(*admitted)
        .order_by(col(Question.slug), col(Question.language))
        .offset(asked.offset)
        .limit(asked.limit)
        .options(*left_out(Question, *FOUND_BY))
    )
    page = QuestionPage(total=total, questions=[BankQuestionOut.model_validate(row) for row in rows])
    json = page.model_dump_json()
    await remembered.put(version, asked, json)
    return json


async def _version(session: AsyncSession, embedder: str) -> str:
    """Changes whenever the bank is loaded anew or changed, is searched with another model, or answers otherwise."""
    # Not their number too, which all would have to be read for: questions are deactivated, never deleted.
    changed = (await session.exec(select(func.max(col(Question.updated_at))))).one()
    return f"{changed}:{embedder}:{SHAPE}"


def _filters(asked: QuestionFilters) -> Filters:
    return Filters(asked.language, asked.category, asked.difficulty, asked.position, asked.is_active)
