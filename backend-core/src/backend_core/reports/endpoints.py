"""`GET /interviews/{id}/report`, also as PDF; `POST /interviews/{id}/report/regenerate`."""

from http import HTTPStatus
from typing import Annotated

from contracts.audit import AuditAction
from contracts.base import Contract, Id, Language
from contracts.progress import ReportAsRead
from fastapi import Query, Request, Response
from limits import RateLimitItemPerHour
from persistence.database import run_sync
from persistence.interviews import key_points

from backend_core.auth.rate_limits import RateLimiter
from backend_core.dependencies import Candidate, CurrentAccess, CurrentUser, DatabaseDep, SessionDep, user_of
from backend_core.interviews.access import find_interview
from backend_core.recruiting.reviews.blind import interview_for_report, log
from backend_core.reports import service
from backend_core.routing import AreaRouter

router = AreaRouter(tags=["outcome"])

PDF = "application/pdf"
REMAKES = RateLimitItemPerHour(20)


class Remaking(Contract):
    """`begun` is false where the report was being made already."""

    begun: bool


@router.get("/interviews/{interview_id}/report")
async def read_report(interview_id: Id, user: CurrentUser, session: SessionDep) -> ReportAsRead:
    """The judgement of the answers, with the words it rests on, beside the candidate's earlier ones.

    A screening interview's is for members of the organisation too, once they have given bands of their own. Its
    candidate reads what answers were held against where the posting says so.
    """
    interview = await find_interview(session, interview_id)
    if interview.candidate_id == user.id:
        named = await run_sync(session, key_points.are_named, interview)
        return await service.read(session, interview, names_key_points=named)
    interview = await interview_for_report(session, user, interview_id)
    return await service.read(session, interview, names_key_points=True)


@router.get(
    "/interviews/{interview_id}/report.pdf",
    response_class=Response,
    responses={200: {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}},
)
async def read_report_pdf(
    interview_id: Id,
    access: CurrentAccess,
    database: DatabaseDep,
    language: Annotated[Language | None, Query()] = None,
) -> Response:
    """The report as a document; what it says itself in `language`, by default the interview's.

    `PdfNotReady` while it is being made: ask again after the seconds of `Retry-After`.
    """
    async with database.transaction() as session:
        user = await user_of(session, access)
        report = await read_report(interview_id, user, session)
    data = await service.pdf(database, report, language or report.language)
    async with database.transaction() as session:
        interview = await find_interview(session, interview_id)
        if interview.candidate_id != user.id:
            await log(session, user, AuditAction.REPORT_EXPORTED, interview)
    name = f"visavis-report-{report.ended_at:%Y-%m-%d}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(data, media_type=PDF, headers=headers)


@router.post("/interviews/{interview_id}/report/regenerate", status_code=HTTPStatus.ACCEPTED)
async def remake_report(
    request: Request,
    interview_id: Id,
    candidate: Candidate,
    session: SessionDep,
    reevaluate: Annotated[bool, Query()] = False,
) -> Remaking:
    """Make the report again from the newest judgements; with `reevaluate`, judge every answer anew before.

    The report of before is there until the new one is. While one is being made, asking again changes nothing.
    """
    limiter: RateLimiter = request.app.state.rate_limiter
    await limiter.count("remake-report", f"account:{candidate.id}", limit=REMAKES)
    return Remaking(begun=await service.remake(session, interview_id, candidate.id, reevaluate=reevaluate))
