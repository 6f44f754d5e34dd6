"""Erasing one interview, or the caller's whole account."""

from contracts.base import Role
from contracts.errors import LastAdministrator, LastOwner
from contracts.recruiting import MemberRole
from contracts.rights import Erased, ErasureCause
from persistence.database import run_sync
from persistence.hiring.recruiting import Membership, Organisation
from persistence.removal import erasure
from persistence.removal.erasure import ErasedAccount
from persistence.tables import User
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.administration.people import administrators
from backend_core.auth.passwords import require_password
from backend_core.interviews.access import own_interview


async def withdraw(session: AsyncSession, interview_id: str, candidate: User) -> Erased:
    """Erase one interview, in whatever state it is. Raises `InterviewNotFound`, also when it has been erased before."""
    interview = await own_interview(session, interview_id, candidate.id, for_update=True)
    return await run_sync(session, erasure.erase_interview, interview, ErasureCause.WITHDRAWN, candidate)


async def erase_account(session: AsyncSession, user: User, password: str) -> ErasedAccount:
    """The account and all that hangs on it.

    Raises `WrongPassword`, and `LastAdministrator` or `LastOwner` for those without whom nobody could decide.
    """
    await require_password(user, password)
    if user.role is Role.ADMIN and not [one for one in await administrators(session) if one.id != user.id]:
        raise LastAdministrator
    await _require_other_owners(session, user)
    return await run_sync(session, erasure.erase_account, user, user)


async def _require_other_owners(session: AsyncSession, user: User) -> None:
    owned = (
        select(Membership.organisation_id)
        .where(Membership.user_id == user.id, Membership.role == MemberRole.OWNER)
        .order_by(col(Membership.organisation_id))
    )
    for organisation_id in (await session.exec(owned)).all():
        # Two owners who leave at the same moment count each other.
        await session.get_one(Organisation, organisation_id, with_for_update=True)
        others = select(Membership.id).where(
            Membership.organisation_id == organisation_id,
            Membership.role == MemberRole.OWNER,
            Membership.user_id != user.id,
        )
        if (await session.exec(others)).first() is None:
            raise LastOwner
