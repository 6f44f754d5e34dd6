"""`/questions`: the bank with its rubrics, for those who hire and those who run the platform."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from backend_core.dependencies import Transaction, require_staff
from backend_core.questions import service
from backend_core.questions.schemas import FoundQuestions, QuestionListing, QuestionPage, QuestionSearch
from backend_core.questions.search import QueryReader, Remembered

router = APIRouter(prefix="/questions", tags=["questions"], dependencies=[Depends(require_staff)])


@router.get("/search")
async def search_questions(
    request: Request, asked: Annotated[QuestionSearch, Query()], session: Transaction
) -> FoundQuestions:
    """Questions by what they are about, best first: by words, morphemes and vectors together."""
    reader: QueryReader = request.app.state.query_reader
    return await service.search(session, reader, Remembered(request.app.state.redis), asked)


@router.get("")
async def list_questions(
    request: Request, asked: Annotated[QuestionListing, Query()], session: Transaction
) -> QuestionPage:
    """The bank by slug and language, page by page."""
    return await service.list_bank(session, Remembered(request.app.state.redis), asked)
