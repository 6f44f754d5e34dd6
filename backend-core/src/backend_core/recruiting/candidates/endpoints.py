"""`/candidates`: for members of an organisation, and for programs with one of its tokens. Looking is audited."""

from datetime import datetime
from typing import Annotated

from contracts.audit import AuditAction, AuditSubject, Detail
from contracts.base import Contract, Id, Text
from contracts.errors import NotComparable
from contracts.recruiting import TokenScope
from fastapi import Depends, Query, Request
from fastapi.responses import StreamingResponse
from persistence.columns import utc_now
from persistence.database import run_sync
from persistence.hiring.recruiting import JobPosting
from persistence.record import audit
from pydantic import StringConstraints, TypeAdapter, ValidationError
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.dependencies import DatabaseDep, SessionDep
from backend_core.recruiting.candidates import comparison, export, listing, search
from backend_core.recruiting.candidates.schemas import (
    CandidateFilters,
    CandidateListing,
    CandidatePage,
    Comparison,
    PassageSearch,
    PassagesFound,
)
from backend_core.recruiting.readers import Reader, reader_with
from backend_core.routing import AreaRouter
from backend_core.spreadsheets import CSV

router = AreaRouter(prefix="/candidates", tags=["recruiting"])

CandidatesReader = Annotated[Reader, Depends(reader_with(TokenScope.CANDIDATES_READ))]
JSON = "application/json"
CANDIDATE = {"$ref": "#/components/schemas/CandidateOut"}
_IDS: TypeAdapter[list[Id]] = TypeAdapter(list[Id])


@router.get("")
async def list_candidates(
    reader: CandidatesReader, asked: Annotated[CandidateListing, Query()], session: SessionDep
) -> CandidatePage:
    """The organisation's screening interviews. Scores are withheld from members who have not given their own bands."""
    await reader.admit(session, asked.organisation_id)
    page = await listing.read(session, reader, asked)
    details = _given(asked) | {"shown": len(page.candidates)}
    await _record(session, reader, AuditAction.CANDIDATES_LISTED, asked.organisation_id, details)
    return page


@router.get("/compare")
async def compare_candidates(
    reader: CandidatesReader,
    interviews: Annotated[Text, StringConstraints(max_length=200), Query(description="Two to four ids, with commas")],
    session: SessionDep,
) -> Comparison:
    """Interviews of one posting by competency. Scores of different plans or judges stand on different axes."""
    try:
        wanted = _IDS.validate_python(interviews.split(","))
    except ValidationError as error:
        raise NotComparable from error
    compared = await comparison.compare(session, reader, wanted)
    posting = await session.get_one(JobPosting, compared.job_posting_id)
    for one in compared.interviews:
        others = [other.interview_id for other in compared.interviews if other is not one]
        await run_sync(
            session,
            audit.record,
            reader.actor,
            AuditAction.INTERVIEW_COMPARED,
            AuditSubject.INTERVIEW,
            one.interview_id,
            organisation_id=posting.organisation_id,
            details={"with": others},
        )
    return compared


@router.get("/search")
async def search_candidates(
    request: Request, reader: CandidatesReader, asked: Annotated[PassageSearch, Query()], session: SessionDep
) -> PassagesFound:
    """Answers, and passages of candidates' résumés, by what they are about, best first: by words, morphemes and vectors
    together. Résumés only of interviews whose scores the caller sees.
    """
    await reader.admit(session, asked.organisation_id)
    passages = await search.search(session, request.app.state.query_reader, reader, asked)
    resumes = sum(passage.kind == "resume" for passage in passages.found)
    details: dict[str, Detail] = {"found": len(passages.found), "of_resumes": resumes}
    if asked.job_posting_id:
        details["job_posting_id"] = asked.job_posting_id
    await _record(session, reader, AuditAction.CANDIDATES_SEARCHED, asked.organisation_id, details)
    return passages


@router.get(
    "/export.csv",
    response_class=StreamingResponse,
    responses={200: {"content": {CSV: {"schema": {"type": "string", "format": "binary"}}}}},
)
async def export_candidates_as_csv(
    reader: CandidatesReader,
    filters: Annotated[CandidateFilters, Query()],
    session: SessionDep,
    database: DatabaseDep,
) -> StreamingResponse:
    """What the list shows, as a table for spreadsheets. A score that was not measured has its reason beside it."""
    await _admit_export(session, reader, filters, "csv")
    return StreamingResponse(export.as_csv(database, reader, filters), media_type=CSV, headers=_as_file("csv"))


@router.get(
    "/export.json",
    response_class=StreamingResponse,
    responses={200: {"content": {JSON: {"schema": {"type": "array", "items": CANDIDATE}}}}},
)
async def export_candidates_as_json(
    reader: CandidatesReader,
    filters: Annotated[CandidateFilters, Query()],
    session: SessionDep,
    database: DatabaseDep,
) -> StreamingResponse:
    """What the list shows, as one JSON array."""
    await _admit_export(session, reader, filters, "json")
    return StreamingResponse(export.as_json(database, reader, filters), media_type=JSON, headers=_as_file("json"))


async def _admit_export(session: AsyncSession, reader: Reader, filters: CandidateFilters, form: str) -> None:
    await reader.admit(session, filters.organisation_id)
    details = _given(filters) | {"format": form}
    await _record(session, reader, AuditAction.CANDIDATES_EXPORTED, filters.organisation_id, details)


def _as_file(ending: str) -> dict[str, str]:
    return {
        "Content-Disposition": f'attachment; filename="visavis-candidates-{utc_now():%Y-%m-%d}.{ending}"',
        "Cache-Control": "private, no-store",
    }


def _given(asked: Contract) -> dict[str, Detail]:
    """The filters, without what only tells the page."""
    given = asked.model_dump(exclude_none=True, exclude={"organisation_id", "after", "limit", "sort"})
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in given.items()}


async def _record(
    session: AsyncSession, reader: Reader, action: AuditAction, organisation_id: str, details: dict[str, Detail]
) -> None:
    await run_sync(
        session,
        audit.record,
        reader.actor,
        action,
        AuditSubject.ORGANISATION,
        organisation_id,
        organisation_id=organisation_id,
        details=details,
    )
