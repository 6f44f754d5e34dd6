"""`/interviews/{id}/shares` for the candidate, and `/shares/open` for whoever has a link."""

from http import HTTPStatus

from contracts.base import Id
from contracts.shares import SharedReport
from fastapi import Depends, Request, Response
from limits import RateLimitItemPerHour, RateLimitItemPerMinute

from backend_core.auth.rate_limits import RateLimiter, count_attempt
from backend_core.auth.schemas import LinkToken
from backend_core.dependencies import Candidate, CurrentUser, SessionDep, Settings
from backend_core.reports.shares import service
from backend_core.reports.shares.schemas import MadeShare, NewShare, ShareOut
from backend_core.routing import AreaRouter

router = AreaRouter(tags=["outcome"])

MAKINGS = RateLimitItemPerHour(30)
OPENINGS = RateLimitItemPerMinute(60)


async def count_making(request: Request, candidate: Candidate) -> None:
    """Raises `TooManyRequests`."""
    limiter: RateLimiter = request.app.state.rate_limiter
    await limiter.count("make-share", f"account:{candidate.id}", limit=MAKINGS)


async def count_opening(request: Request) -> None:
    """Raises `TooManyRequests`."""
    await count_attempt(request, "open-share", limit=OPENINGS)


@router.get("/interviews/{interview_id}/shares")
async def list_shares(interview_id: Id, user: CurrentUser, session: SessionDep) -> list[ShareOut]:
    """The links to the report, newest first."""
    return await service.listed(session, interview_id, user.id)


@router.post("/interviews/{interview_id}/shares", status_code=HTTPStatus.CREATED, dependencies=[Depends(count_making)])
async def make_share(
    interview_id: Id, wanted: NewShare, candidate: Candidate, settings: Settings, session: SessionDep
) -> MadeShare:
    """A link that shows the chosen parts of a practice interview's report to whoever has it."""
    return await service.make(session, settings, interview_id, candidate, wanted)


@router.delete("/interviews/{interview_id}/shares/{share_id}", status_code=HTTPStatus.NO_CONTENT)
async def revoke_share(interview_id: Id, share_id: Id, candidate: Candidate, session: SessionDep) -> None:
    """From now on the link opens nothing."""
    await service.revoke(session, interview_id, candidate, share_id)


@router.post("/shares/open", dependencies=[Depends(count_opening)])
async def open_share(response: Response, link: LinkToken, session: SessionDep) -> SharedReport:
    """What a link shows. Its token is the credential; it comes in the body, for addresses stand in logs."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return await service.open_report(session, link.token)
