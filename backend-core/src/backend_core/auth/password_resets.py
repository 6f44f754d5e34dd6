"""A new password for somebody who has forgotten theirs, by a link that goes to their address."""

from contracts.base import Language
from contracts.errors import ResetLinkExpired
from contracts.mail import LetterKind
from persistence.columns import utc_now
from persistence.database import run_sync
from persistence.people.password_resets import PasswordReset
from persistence.record import letters
from persistence.tables import User
from runtime.tokens import fingerprint
from sqlalchemy import update
from sqlmodel import Session, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.auth import second_factor
from backend_core.auth.passwords import check_strength, hash_password, least_length
from backend_core.auth.service import end_sessions

NOBODY = "00000000-0000-0000-0000-000000000000"


async def send_link(session: AsyncSession, email: str, language: Language) -> None:
    """Have a link sent to the address if an account has it.

    A letter to nobody is asked for as well, and never written: the answer takes as long, and tells no one apart.
    """
    user_id = (await session.exec(select(User.id).where(User.email == email.lower()))).one_or_none()
    await run_sync(session, letters.ask_for, LetterKind.PASSWORD_RESET, user_id or NOBODY, language)


async def choose_password(session: AsyncSession, token: str, password: str) -> None:
    """Set the password of whom the link was sent to.

    Raises `ResetLinkExpired`, and `WeakPassword` and `CommonPassword`, which spend no link.
    """
    links = select(PasswordReset).where(PasswordReset.token_hash == fingerprint(token))
    link = (await session.exec(links.with_for_update())).one_or_none()
    if link is None or link.used_at is not None or link.expires_at <= utc_now():
        raise ResetLinkExpired
    user = await session.get_one(User, link.user_id)
    has_second_factor = await second_factor.is_on(session, user)
    least = least_length(user.role, has_second_factor)
    await check_strength(password, least, user.email, user.username, user.full_name)
    await run_sync(session, replace_password, user, await hash_password(password))


def replace_password(session: Session, user: User, password_hash: str) -> None:
    """Whoever knew the old one is signed out, and no link that was sent before works any more."""
    user.password_hash = password_hash
    end_sessions(session, user.id)
    session.exec(
        update(PasswordReset)
        .where(col(PasswordReset.user_id) == user.id, col(PasswordReset.used_at).is_(None))
        .values(used_at=utc_now())
    )
