"""Who comes to an organisation's things: one of its members, or a program that shows one of its tokens."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

import structlog
from contracts.errors import NotSignedIn, OrganisationNotFound, PostingNotFound, ScopeMissing, SessionExpired
from contracts.recruiting import MemberRole, TokenScope
from fastapi import Depends, Request
from limits import RateLimitItemPerMinute
from persistence.columns import utc_now
from persistence.hiring.recruiting import JobPosting
from persistence.hiring.reviews import Decision, is_open_to
from persistence.people.tokens import OrganisationToken
from persistence.record.audit import Actor
from persistence.tables import Interview, User
from runtime.tokens import fingerprint
from sqlalchemy import BindParameter, ColumnElement, exists
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.auth.rate_limits import RateLimiter
from backend_core.dependencies import SessionDep, Settings, get_user, user_scheme
from backend_core.recruiting.access import find_posting, membership, posting_of_member
from backend_core.recruiting.integrations.tokens import PREFIX

REQUESTS = RateLimitItemPerMinute(120)
"""Of one token."""
NOTED_EVERY = timedelta(minutes=1)
"""How exactly it is kept when a token was last used: a row that every request writes would queue them."""

_IS_DECIDED = exists().where(col(Decision.interview_id) == Interview.id)


@dataclass(frozen=True)
class Reader:
    """`who` is a `User` or an `OrganisationToken`."""

    who: User | OrganisationToken

    @property
    def actor(self) -> Actor:
        return self.who

    @property
    def is_member(self) -> bool:
        return isinstance(self.who, User)

    @property
    def is_open(self) -> ColumnElement[bool]:
        """As `is_open_to_reader`."""
        return is_open_to_reader(self.who.id, is_member=self.is_member)

    async def admit(self, session: AsyncSession, organisation_id: str) -> None:
        """Raises `OrganisationNotFound` where it is not the reader's."""
        if isinstance(self.who, User):
            await membership(session, self.who.id, organisation_id)
        elif self.who.organisation_id != organisation_id:
            raise OrganisationNotFound

    async def posting(
        self,
        session: AsyncSession,
        posting_id: str,
        needed: MemberRole = MemberRole.REVIEWER,
        *,
        for_update: bool = False,
    ) -> JobPosting:
        """Raises `PostingNotFound` where it is not the reader's, and for members `MemberRoleTooLow`."""
        if isinstance(self.who, User):
            return await posting_of_member(session, self.who.id, posting_id, needed, for_update=for_update)
        posting = await find_posting(session, posting_id, for_update=for_update)
        if posting.organisation_id != self.who.organisation_id:
            raise PostingNotFound
        return posting


def is_open_to_reader(reader_id: str | BindParameter[str], *, is_member: bool) -> ColumnElement[bool]:
    """Of rows of `interviews`: whether this reader may see what the machine and others made of them. A member gives
    their own bands first; a program, which gives none, waits for a person's decision.
    """
    return is_open_to(reader_id) if is_member else _IS_DECIDED


def reader_with(scope: TokenScope) -> Callable[..., Awaitable[Reader]]:
    """What an endpoint depends on that programs with `scope` may call beside members."""

    async def get_reader(
        request: Request,
        settings: Settings,
        session: SessionDep,
        token: Annotated[str | None, Depends(user_scheme)],
    ) -> Reader:
        if token is None or not token.startswith(PREFIX):
            return Reader(await get_user(settings, session, token))
        shown = await _find(session, token)
        limiter: RateLimiter = request.app.state.rate_limiter
        await limiter.count("organisation-token", f"token:{shown.id}", limit=REQUESTS)
        if not shown.allows(scope):
            raise ScopeMissing(scope=scope.value)
        return Reader(shown)

    return get_reader


async def _find(session: AsyncSession, token: str) -> OrganisationToken:
    rows = await session.exec(select(OrganisationToken).where(OrganisationToken.token_hash == fingerprint(token)))
    shown = rows.one_or_none()
    if shown is None:
        raise NotSignedIn
    now = utc_now()
    if not shown.works(now):
        raise SessionExpired
    structlog.contextvars.bind_contextvars(token_id=shown.id)
    if shown.last_used_at is None or shown.last_used_at < now - NOTED_EVERY:
        shown.last_used_at = now
    return shown
