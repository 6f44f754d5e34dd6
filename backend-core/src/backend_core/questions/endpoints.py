"""`/questions`: the bank with its rubrics. Those who hire and those who run the platform read it; the latter change it.

A rubric lives with its question (ADR 0019): it has no endpoints of its own.
"""

from http import HTTPStatus
from typing import Annotated

from contracts.base import Id
from fastapi import Depends, Query, Request, Response

from backend_core.dependencies import Administrator, SessionDep, require_staff
from backend_core.questions import editing, service
from backend_core.questions.schemas import (
    FoundQuestions,
    NewQuestion,
    QuestionEdit,
    QuestionListing,
    QuestionPage,
    QuestionSearch,
    QuestionVersionOut,
    WholeQuestion,
)
from backend_core.questions.search import QueryReader, Remembered
from backend_core.routing import AreaRouter

router = AreaRouter(prefix="/questions", tags=["questions"], dependencies=[Depends(require_staff)])


async def get_reader(request: Request) -> QueryReader:
    reader: QueryReader = request.app.state.query_reader
    return reader


Reader = Annotated[QueryReader, Depends(get_reader)]


@router.get("/search", response_model=FoundQuestions)
async def search_questions(
    request: Request, reader: Reader, asked: Annotated[QuestionSearch, Query()], session: SessionDep
) -> Response:
    """Questions by what they are about, best first: by words, morphemes and vectors together."""
    return _json(await service.search(session, reader, Remembered(request.app.state.redis), asked))


@router.get("", response_model=QuestionPage)
async def list_questions(request: Request, asked: Annotated[QuestionListing, Query()], session: SessionDep) -> Response:
    """The bank by slug and language, page by page."""
    return _json(await service.list_bank(session, Remembered(request.app.state.redis), asked))


@router.post("", status_code=HTTPStatus.CREATED)
async def make_question(user: Administrator, reader: Reader, new: NewQuestion, session: SessionDep) -> WholeQuestion:
    """Add a question to the bank, in both languages."""
    return await editing.make(session, reader, user, new.question)


@router.post("/check", status_code=HTTPStatus.NO_CONTENT)
async def check_question(_: Administrator, new: NewQuestion) -> None:
    """What saving would refuse, without saving: `InvalidInput` names each field and what is wrong there."""
    await editing.check(new.question)


@router.get("/{question_id}")
async def read_question(question_id: Id, session: SessionDep) -> WholeQuestion:
    """A question in both languages, by the id of either."""
    return await editing.read(session, question_id)


@router.patch("/{question_id}")
async def change_question(
    user: Administrator, reader: Reader, question_id: Id, edit: QuestionEdit, session: SessionDep
) -> WholeQuestion:
    """Save a new version. Interviews that were planned before keep the question and the rubric that they have."""
    return await editing.edit(session, reader, user, question_id, edit)


@router.delete("/{question_id}")
async def deactivate_question(
    user: Administrator, reader: Reader, question_id: Id, version: Annotated[int, Query()], session: SessionDep
) -> WholeQuestion:
    """Ask it of nobody any more. Nothing is deleted, and it can be made active again."""
    return await editing.edit(session, reader, user, question_id, QuestionEdit(version=version, is_active=False))


@router.post("/{question_id}/restore")
async def restore_question(
    user: Administrator, reader: Reader, question_id: Id, version: Annotated[int, Query()], session: SessionDep
) -> WholeQuestion:
    """Go back to what the bank says that the product brings along."""
    return await editing.restore(session, reader, user, question_id, version)


@router.get("/{question_id}/versions")
async def read_question_versions(_: Administrator, question_id: Id, session: SessionDep) -> list[QuestionVersionOut]:
    """Every state that the question was in, the newest first."""
    return await editing.versions(session, question_id)


def _json(remembered: str | bytes) -> Response:
    return Response(remembered, media_type="application/json")
