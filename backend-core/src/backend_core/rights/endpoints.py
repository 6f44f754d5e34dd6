"""`DELETE /interviews/{id}`, `DELETE /users/me`."""

from http import HTTPStatus

from contracts.base import Id
from fastapi import APIRouter, Request, Response

from backend_core.auth.rate_limits import RateLimiter
from backend_core.dependencies import Candidate, CurrentUser, Settings, Transaction
from backend_core.interviews.media_servers import MediaServers
from backend_core.rights import erasure
from backend_core.rights.schemas import AccountErasure

router = APIRouter()


@router.delete("/interviews/{interview_id}", status_code=HTTPStatus.NO_CONTENT, tags=["interviews"])
async def erase_interview(request: Request, interview_id: Id, candidate: Candidate, session: Transaction) -> Response:
    """Erase an interview with all that hangs on it, for good. From a screening interview this is to withdraw: the
    organisation keeps that somebody did, and not who.
    """
    await erasure.withdraw(session, interview_id, candidate)
    await _media_servers(request).forget(interview_id)
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.delete("/users/me", status_code=HTTPStatus.NO_CONTENT, tags=["sign-in"])
async def erase_me(
    request: Request, confirmation: AccountErasure, *, user: CurrentUser, session: Transaction, settings: Settings
) -> Response:
    """Erase the account with all that hangs on it, for good."""
    limiter: RateLimiter = request.app.state.rate_limiter
    await limiter.count("erase-account", f"account:{user.id}")
    gone = await erasure.erase_account(session, user, confirmation.password)
    await _media_servers(request).forget(*gone)
    response = Response(status_code=HTTPStatus.NO_CONTENT)
    response.delete_cookie(
        settings.refresh_cookie, path="/", secure=not settings.demo_mode, httponly=True, samesite="strict"
    )
    return response


def _media_servers(request: Request) -> MediaServers:
    servers: MediaServers = request.app.state.media_servers
    return servers
