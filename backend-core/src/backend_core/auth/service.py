"""Accounts, refresh sessions and consents."""

from dataclasses import dataclass

import structlog
from contracts.base import ConsentPurpose, Role
from contracts.errors import (
    AccountDeactivated,
    Conflict,
    EmailTaken,
    PasswordTooShort,
    SessionExpired,
    WrongCredentials,
)
from contracts.preferences import Preferences
from persistence.columns import utc_now
from persistence.database import run_sync
from persistence.interviews.calls import end_calls
from persistence.people import consents
from persistence.people.consents import CONSENT_VERSION
from persistence.removal import erasure
from persistence.tables import Consent, RefreshSession, User
from runtime.tokens import fingerprint, make_opaque_token
from sqlalchemy import ColumnElement, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, exists, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.auth import second_factor, tokens
from backend_core.auth.passwords import check_strength, hash_password, least_length, verify_password
from backend_core.auth.schemas import ProfileChange, Registration
from backend_core.settings import CoreSettings

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class SignedIn:
    user: User
    access_token: str
    refresh_token: str


async def register(session: AsyncSession, registration: Registration, role: Role = Role.CANDIDATE) -> User:
    """Create an account. Raises `WeakPassword`, `EmailTaken`, `Conflict` (the username is taken)."""
    email = registration.email.lower()
    least = least_length(role, has_second_factor=False)
    await check_strength(registration.password, least, email, registration.username, registration.full_name)
    user = User(
        email=email,
        username=registration.username,
        role=role,
        password_hash=await hash_password(registration.password),
        full_name=registration.full_name,
    )
    try:
        async with session.begin_nested():
            session.add(user)
    except IntegrityError as error:
        if "email" in str(error.orig):
            raise EmailTaken(fields={"email": "taken"}) from error
        raise Conflict(fields={"username": "taken"}) from error
    return user


async def sign_in(
    session: AsyncSession, email: str, password: str, code: str | None, settings: CoreSettings
) -> SignedIn:
    """Raises `WrongCredentials`, the same for a wrong password and an unknown address; with the right password
    `AccountDeactivated`, `SecondFactorNeeded`, `WrongCode` and `PasswordTooShort`.
    """
    account = User.email == email.strip().lower()
    password_hash = (await session.exec(select(User.password_hash).where(account))).one_or_none()
    if not await verify_password(password, password_hash):
        raise WrongCredentials
    # Another password may have been chosen while this one was looked at.
    user = await _held(session, account, User.password_hash == password_hash)
    if user is None:
        raise WrongCredentials
    if user.deactivated_at is not None:
        raise AccountDeactivated
    has_second_factor = await second_factor.require(session, user, code, settings.keyring())
    if len(password) < (least := least_length(user.role, has_second_factor)):
        raise PasswordTooShort(least=str(least))
    return await _open(session, user, make_opaque_token(), settings)


async def refresh(session: AsyncSession, refresh_token: str, settings: CoreSettings) -> SignedIn | None:
    """Rotate a refresh token.

    Returns None when a token that was used before comes back: the whole family is then revoked, and the caller must
    let that commit before it refuses. Raises `SessionExpired` for an unknown, expired or revoked token.
    """
    this = RefreshSession.token_hash == fingerprint(refresh_token)
    user = await _held(session, col(User.id).in_(select(RefreshSession.user_id).where(this)))
    row = (await session.exec(select(RefreshSession).where(this))).one_or_none()
    now = utc_now()
    if user is None or row is None or row.revoked_at is not None or row.expires_at <= now:
        raise SessionExpired
    if row.used_at is not None and now - row.used_at > settings.refresh_reuse_leeway:
        log.warning("refresh token reused", user_id=row.user_id)
        await run_sync(session, end_sessions, row.user_id, row.family)
        return None
    row.used_at = row.used_at or now
    if user.deactivated_at is not None:
        raise SessionExpired
    return await _open(session, user, row.family, settings)


async def sign_out(session: AsyncSession, refresh_token: str) -> None:
    """Revoke the family of a refresh token; an unknown one is signed out already."""
    row = (
        await session.exec(select(RefreshSession).where(RefreshSession.token_hash == fingerprint(refresh_token)))
    ).one_or_none()
    if row is not None:
        await run_sync(session, end_sessions, row.user_id, row.family)


def end_sessions(session: Session, user_id: str, family: str | None = None) -> None:
    """Sign somebody out, of one family of refresh tokens or everywhere. With the last session calls end, too.

    Whoever opens a session, or renews one, holds the user's row: it is there to be ended, or finds that it may not be.
    """
    session.exec(select(User.id).where(User.id == user_id).with_for_update(key_share=True)).one_or_none()
    own = col(RefreshSession.user_id) == user_id, col(RefreshSession.revoked_at).is_(None)
    ended = update(RefreshSession).where(*own).values(revoked_at=utc_now())
    session.exec(ended if family is None else ended.where(col(RefreshSession.family) == family))
    if not session.exec(select(exists().where(*own, col(RefreshSession.expires_at) > utc_now()))).one():
        end_calls(session, user_id)


def change_profile(user: User, change: ProfileChange) -> None:
    if change.full_name is not None:
        user.full_name = change.full_name
    stored = Preferences.model_validate(user.preferences).model_dump()
    for part, settings in change.preferences.model_dump(exclude_unset=True).items():
        stored[part] |= settings
    user.preferences = stored


async def decide_consent(session: AsyncSession, user: User, purpose: ConsentPurpose, granted: bool) -> Consent:
    """Withdrawing a consent deletes what is kept on its strength alone. Whoever writes on the strength of a consent,
    holding the user's row, has written before it is withdrawn, or finds none."""
    await session.get_one(User, user.id, with_for_update=True)
    # Of whatever version: what was agreed to in an older text is withdrawn all the same.
    decided = await run_sync(session, consents.latest_consents, user.id)
    if not granted and any(one.purpose is purpose and one.granted for one in decided):
        await run_sync(session, erasure.withdraw_consent, user.id, purpose)
    consent = Consent(user_id=user.id, purpose=purpose, granted=granted, version=CONSENT_VERSION)
    session.add(consent)
    await session.flush()
    return consent


async def granted_purposes(session: AsyncSession, user_id: str) -> list[ConsentPurpose]:
    return await run_sync(session, consents.granted_purposes, user_id)


async def _held(session: AsyncSession, *where: ColumnElement[bool] | bool) -> User | None:
    """The account as it is now, and stays until the end of the transaction."""
    accounts = select(User).where(*where).with_for_update(key_share=True)
    return (await session.exec(accounts.execution_options(populate_existing=True))).one_or_none()


async def _open(session: AsyncSession, user: User, family: str, settings: CoreSettings) -> SignedIn:
    refresh_token = make_opaque_token()
    session.add(
        RefreshSession(
            user_id=user.id,
            family=family,
            token_hash=fingerprint(refresh_token),
            expires_at=utc_now() + settings.refresh_token_lifetime,
        )
    )
    key = settings.secret_key.get_secret_value()
    access_token = tokens.make_access_token(
        tokens.Access(user.id, family), user.role, key, settings.access_token_lifetime
    )
    return SignedIn(user, access_token, refresh_token)
