"""`GET /interviews/{id}/report`, also as PDF."""

from typing import Annotated

from contracts.base import Id, Language
from contracts.progress import ReportAsRead
from fastapi import APIRouter, Depends, Query, Response

from backend_core.dependencies import CurrentUser, DatabaseDep, Transaction
from backend_core.interviews.access import own_interview
from backend_core.reports import service

router = APIRouter(tags=["outcome"])

PDF = "application/pdf"


@router.get("/interviews/{interview_id}/report")
async def read_report(interview_id: Id, user: CurrentUser, session: Transaction) -> ReportAsRead:
    """The judgement of the answers, with the words it rests on, beside the candidate's earlier ones."""
    return await service.read(session, await own_interview(session, interview_id, user.id))


# A dependency, so that no transaction is open while the document is being made.
async def find_report(interview_id: Id, user: CurrentUser, session: Transaction) -> ReportAsRead:
    return await read_report(interview_id, user, session)


@router.get(
    "/interviews/{interview_id}/report.pdf",
    response_class=Response,
    responses={200: {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}},
)
async def read_report_pdf(
    report: Annotated[ReportAsRead, Depends(find_report, scope="function")],
    database: DatabaseDep,
    language: Annotated[Language | None, Query()] = None,
) -> Response:
    """The report as a document; what it says itself in `language`, by default the interview's.

    `PdfNotReady` while it is being made: ask again after the seconds of `Retry-After`.
    """
    data = await service.pdf(database, report, language or report.language)
    name = f"visavis-report-{report.ended_at:%Y-%m-%d}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(data, media_type=PDF, headers=headers)
