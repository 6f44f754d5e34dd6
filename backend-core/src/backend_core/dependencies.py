"""What endpoints ask for: the settings, a transaction, the caller."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Literal

import structlog
from contracts.base import Role
from contracts.errors import AccountDeactivated, NotAllowed, NotSignedIn, ServiceOnly, SessionExpired
from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer, OAuth2PasswordBearer
from persistence.database import AsyncDatabase
from persistence.tables import RefreshSession, User
from runtime.requests import is_secret
from sqlalchemy import bindparam
from sqlmodel import col, exists, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.auth import tokens
from backend_core.auth.tokens import Access
from backend_core.settings import CoreSettings

user_scheme = OAuth2PasswordBearer(tokenUrl="/api/token", auto_error=False)
service_scheme = HTTPBearer(scheme_name="service", description="SERVICE_TOKEN", auto_error=False)


async def get_settings(request: Request) -> CoreSettings:
    settings: CoreSettings = request.app.state.settings
    return settings


async def get_database(request: Request) -> AsyncDatabase:
    database: AsyncDatabase = request.app.state.database
    return database


Settings = Annotated[CoreSettings, Depends(get_settings)]
DatabaseDep = Annotated[AsyncDatabase, Depends(get_database)]


async def get_session(request: Request, database: DatabaseDep) -> AsyncIterator[AsyncSession]:
    """A transaction, but for GET, which changes nothing: at most it notes that it was asked, in one statement."""
    async with database.autocommit() if request.method == "GET" else database.transaction() as session:
        yield session


# "function": what it wrote is committed before the response leaves.
SessionDep = Annotated[AsyncSession, Depends(get_session, scope="function")]


async def get_access(settings: Settings, token: Annotated[str | None, Depends(user_scheme)]) -> Access:
    """What the access token says. Raises `NotSignedIn` or `SessionExpired`."""
    if token is None:
        raise NotSignedIn
    return tokens.read_access_token(token, settings.secret_key.get_secret_value())


# Asked with nearly every request, and made once.
_LET_IN = select(
    User,
    exists().where(
        col(RefreshSession.family) == bindparam("session_id"),
        col(RefreshSession.revoked_at).is_(None),
    ),
).where(col(User.id) == bindparam("user_id"))

CurrentAccess = Annotated[Access, Depends(get_access)]


async def get_user(settings: Settings, session: SessionDep, token: Annotated[str | None, Depends(user_scheme)]) -> User:
    """The signed-in user. Raises `NotSignedIn`, `SessionExpired` or `AccountDeactivated`."""
    return await user_of(session, await get_access(settings, token))


async def user_of(session: AsyncSession, access: Access) -> User:
    """Whom a token of ours lets in. Raises `SessionExpired` where the account is gone or the session was ended, or
    `AccountDeactivated`.
    """
    asked = {"user_id": access.user_id, "session_id": access.session_id}
    row = (await session.exec(_LET_IN, params=asked)).one_or_none()
    if row is None:
        raise SessionExpired
    user, signed_in = row
    if user.deactivated_at is not None:
        raise AccountDeactivated
    if not signed_in:
        raise SessionExpired
    structlog.contextvars.bind_contextvars(user_id=user.id)
    return user


CurrentUser = Annotated[User, Depends(get_user)]


async def get_candidate(user: CurrentUser) -> User:
    """The signed-in user, who is a candidate. Raises `NotAllowed` for other roles."""
    if user.role is not Role.CANDIDATE:
        raise NotAllowed
    return user


Candidate = Annotated[User, Depends(get_candidate)]


async def get_administrator(user: CurrentUser) -> User:
    """The signed-in user, who is an administrator. Raises `NotAllowed` for other roles."""
    if user.role is not Role.ADMIN:
        raise NotAllowed
    return user


Administrator = Annotated[User, Depends(get_administrator)]


async def get_candidate_id(
    settings: Settings, database: DatabaseDep, token: Annotated[str | None, Depends(user_scheme)]
) -> str:
    """As `get_candidate`, for requests that last: they hold no transaction open meanwhile."""
    async with database.transaction() as session:
        return (await get_candidate(await get_user(settings, session, token))).id


CandidateId = Annotated[str, Depends(get_candidate_id)]


async def require_staff(user: CurrentUser) -> None:
    """Admit recruiters and administrators. Raises `NotAllowed` for candidates."""
    if user.role is Role.CANDIDATE:
        raise NotAllowed


ServiceCredentials = Annotated[HTTPAuthorizationCredentials | None, Security(service_scheme)]


def is_service(settings: CoreSettings, credentials: HTTPAuthorizationCredentials | None) -> bool:
    return credentials is not None and is_secret(credentials.credentials, settings.service_token)


async def require_service(settings: Settings, credentials: ServiceCredentials) -> None:
    """Admit the platform's own services only. Raises `NotSignedIn` or `ServiceOnly`."""
    if credentials is None:
        raise NotSignedIn
    if not is_service(settings, credentials):
        raise ServiceOnly


@dataclass(frozen=True)
class Caller:
    """Who submits an answer: the media server, or a candidate."""

    kind: Literal["service", "candidate"]
    user_id: str | None = None


async def get_caller(settings: Settings, database: DatabaseDep, credentials: ServiceCredentials) -> Caller:
    """The service or the candidate behind a bearer token. Raises what `get_candidate` does."""
    if is_service(settings, credentials):
        return Caller("service")
    token = credentials.credentials if credentials else None
    return Caller("candidate", await get_candidate_id(settings, database, token))


AnswerCaller = Annotated[Caller, Depends(get_caller)]
