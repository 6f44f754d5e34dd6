"""`DELETE /interviews/{id}`, `DELETE /users/me`, `/users/me/export`; `/interviews/{id}/explanation`, `…/objections`,
`…/groups`.
"""

from http import HTTPStatus
from typing import Annotated

from contracts.audit import AuditAction, AuditSubject
from contracts.base import Id, Language
from contracts.rights import DeclaredGroups
from fastapi import Query, Request, Response
from fastapi.responses import StreamingResponse
from limits import RateLimitItemPerHour
from persistence.columns import utc_now
from persistence.database import run_sync
from persistence.record import audit
from runtime.http import request_language

from backend_core.auth.passwords import require_password
from backend_core.auth.rate_limits import RateLimiter
from backend_core.auth.schemas import PasswordAgain
from backend_core.auth.tokens import EXPORT_LIFETIME, make_export_token, read_export_token
from backend_core.dependencies import (
    Candidate,
    CurrentAccess,
    CurrentUser,
    DatabaseDep,
    SessionDep,
    Settings,
    user_of,
)
from backend_core.interviews.access import own_interview
from backend_core.interviews.media_servers import MediaServers
from backend_core.rights import erasure, explanation, groups, objections
from backend_core.rights.export.archive import zipped
from backend_core.rights.export.parts import Sources, parts_of
from backend_core.rights.schemas import ErasureReceipt, Explanation, NewObjection, ObjectionOut
from backend_core.routing import AreaRouter

router = AreaRouter()

ZIP = "application/zip"
EXPORT_COOKIE = "visavis_export"
EXPORTS = RateLimitItemPerHour(6)
"""An account's: each reads all that is kept of it."""


@router.delete("/interviews/{interview_id}", tags=["interviews"])
async def erase_interview(
    request: Request, interview_id: Id, candidate: Candidate, session: SessionDep
) -> ErasureReceipt:
    """Erase an interview with all that hangs on it, for good. From a screening interview this is to withdraw: the
    organisation keeps that somebody did, and not who.
    """
    erased = await erasure.withdraw(session, interview_id, candidate)
    await _media_servers(request).forget(interview_id)
    return ErasureReceipt.model_validate(erased)


@router.delete("/users/me", tags=["sign-in"])
async def erase_me(
    request: Request,
    response: Response,
    confirmation: PasswordAgain,
    *,
    user: CurrentUser,
    session: SessionDep,
    settings: Settings,
) -> ErasureReceipt:
    """Erase the account with all that hangs on it, for good."""
    limiter: RateLimiter = request.app.state.rate_limiter
    await limiter.count("erase-account", f"account:{user.id}")
    erased = await erasure.erase_account(session, user, confirmation.password)
    await _media_servers(request).forget(user.id, *erased.interviews)
    response.delete_cookie(
        settings.refresh_cookie, path="/", secure=not settings.demo_mode, httponly=True, samesite="strict"
    )
    return ErasureReceipt.model_validate(erased.receipt)


@router.post("/users/me/export", status_code=HTTPStatus.NO_CONTENT, tags=["sign-in"])
async def open_export(
    request: Request, confirmation: PasswordAgain, *, user: CurrentUser, access: CurrentAccess, settings: Settings
) -> Response:
    """Let this browser fetch all that is held on the account, for five minutes: a download sends no access token."""
    limiter: RateLimiter = request.app.state.rate_limiter
    await limiter.count("open-export", f"account:{user.id}")
    await require_password(user, confirmation.password)
    response = Response(status_code=HTTPStatus.NO_CONTENT)
    response.set_cookie(
        EXPORT_COOKIE,
        make_export_token(access, settings.secret_key.get_secret_value()),
        max_age=int(EXPORT_LIFETIME.total_seconds()),
        path="/api/users/me/export",
        secure=not settings.demo_mode,
        httponly=True,
        samesite="strict",
    )
    return response


@router.get(
    "/users/me/export",
    tags=["sign-in"],
    response_class=StreamingResponse,
    responses={200: {"content": {ZIP: {"schema": {"type": "string", "format": "binary"}}}}},
)
async def export_me(
    request: Request,
    settings: Settings,
    database: DatabaseDep,
    language: Annotated[Language | None, Query()] = None,
) -> Response:
    """All that is held on the account, as one ZIP, explained in `language`; by the cookie of `POST` alone."""
    access = read_export_token(request.cookies.get(EXPORT_COOKIE, ""), settings.secret_key.get_secret_value())
    limiter: RateLimiter = request.app.state.rate_limiter
    await limiter.count("export", f"account:{access.user_id}", limit=EXPORTS)
    async with database.transaction() as session:
        user = await user_of(session, access)
        await run_sync(session, audit.record, user, AuditAction.USER_EXPORTED, AuditSubject.USER, user.id)
    store = settings.private_store() if settings.storage_url else None
    parts = parts_of(Sources(database, store, settings.objection_days), user.id, language or request_language(request))
    now = utc_now()
    return StreamingResponse(
        zipped(parts, now),
        media_type=ZIP,
        headers={
            "Content-Disposition": f'attachment; filename="visavis-{now:%Y-%m-%d}.zip"',
            "Cache-Control": "private, no-store",
        },
    )


@router.get("/interviews/{interview_id}/explanation", tags=["outcome"])
async def read_explanation(interview_id: Id, user: CurrentUser, session: SessionDep, settings: Settings) -> Explanation:
    """How the result came about, who of the organisation did what with it, and until when it is kept."""
    interview = await own_interview(session, interview_id, user.id)
    return await explanation.explain(session, interview, settings.objection_days)


@router.post("/interviews/{interview_id}/objections", status_code=HTTPStatus.CREATED, tags=["outcome"])
async def object_to_interview(
    interview_id: Id, objection: NewObjection, *, candidate: Candidate, session: SessionDep, settings: Settings
) -> ObjectionOut:
    """Object to a screening interview, or ask that a person judges it. The organisation is to answer in time."""
    return await objections.object_to(session, interview_id, candidate, objection, settings.objection_days)


@router.get("/interviews/{interview_id}/objections", tags=["outcome"])
async def read_own_objections(interview_id: Id, user: CurrentUser, session: SessionDep) -> list[ObjectionOut]:
    """With their answers, newest first."""
    return await objections.own(session, await own_interview(session, interview_id, user.id))


@router.get("/interviews/{interview_id}/groups", tags=["outcome"])
async def read_declared_groups(interview_id: Id, user: CurrentUser, session: SessionDep) -> DeclaredGroups:
    """What the candidate has said of themselves for the bias audit."""
    return await groups.declared(session, interview_id, user.id)


@router.put("/interviews/{interview_id}/groups", status_code=HTTPStatus.NO_CONTENT, tags=["outcome"])
async def declare_groups(
    interview_id: Id, declared: DeclaredGroups, candidate: Candidate, session: SessionDep
) -> Response:
    """Say it, as much of it as one likes, or take it back. Nobody who judges or decides can read it."""
    await groups.declare(session, interview_id, candidate.id, declared)
    return Response(status_code=HTTPStatus.NO_CONTENT)


def _media_servers(request: Request) -> MediaServers:
    servers: MediaServers = request.app.state.media_servers
    return servers
