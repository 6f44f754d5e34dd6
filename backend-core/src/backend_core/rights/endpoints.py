"""`DELETE /interviews/{id}`, `DELETE /users/me`; `/interviews/{id}/explanation`, `…/objections`, `…/groups`."""

from http import HTTPStatus

from contracts.base import Id
from contracts.rights import DeclaredGroups
from fastapi import APIRouter, Request, Response

from backend_core.auth.rate_limits import RateLimiter
from backend_core.dependencies import Candidate, CurrentUser, Settings, Transaction
from backend_core.interviews.access import own_interview
from backend_core.interviews.media_servers import MediaServers
from backend_core.rights import erasure, explanation, groups, objections
from backend_core.rights.schemas import AccountErasure, Explanation, NewObjection, ObjectionOut

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
    await _media_servers(request).forget(user.id, *gone)
    response = Response(status_code=HTTPStatus.NO_CONTENT)
    response.delete_cookie(
        settings.refresh_cookie, path="/", secure=not settings.demo_mode, httponly=True, samesite="strict"
    )
    return response


@router.get("/interviews/{interview_id}/explanation", tags=["outcome"])
async def read_explanation(
    interview_id: Id, user: CurrentUser, session: Transaction, settings: Settings
) -> Explanation:
    """How the result came about, who of the organisation did what with it, and until when it is kept."""
    interview = await own_interview(session, interview_id, user.id)
    return await explanation.explain(session, interview, settings.objection_days)


@router.post("/interviews/{interview_id}/objections", status_code=HTTPStatus.CREATED, tags=["outcome"])
async def object_to_interview(
    interview_id: Id, objection: NewObjection, *, candidate: Candidate, session: Transaction, settings: Settings
) -> ObjectionOut:
    """Object to a screening interview, or ask that a person judges it. The organisation is to answer in time."""
    return await objections.object_to(session, interview_id, candidate, objection, settings.objection_days)


@router.get("/interviews/{interview_id}/objections", tags=["outcome"])
async def read_own_objections(interview_id: Id, user: CurrentUser, session: Transaction) -> list[ObjectionOut]:
    """With their answers, newest first."""
    return await objections.own(session, await own_interview(session, interview_id, user.id))


@router.get("/interviews/{interview_id}/groups", tags=["outcome"])
async def read_declared_groups(interview_id: Id, user: CurrentUser, session: Transaction) -> DeclaredGroups:
    """What the candidate has said of themselves for the bias audit."""
    return await groups.declared(session, interview_id, user.id)


@router.put("/interviews/{interview_id}/groups", status_code=HTTPStatus.NO_CONTENT, tags=["outcome"])
async def declare_groups(
    interview_id: Id, declared: DeclaredGroups, candidate: Candidate, session: Transaction
) -> Response:
    """Say it, as much of it as one likes, or take it back. Nobody who judges or decides can read it."""
    await groups.declare(session, interview_id, candidate.id, declared)
    return Response(status_code=HTTPStatus.NO_CONTENT)


def _media_servers(request: Request) -> MediaServers:
    servers: MediaServers = request.app.state.media_servers
    return servers
