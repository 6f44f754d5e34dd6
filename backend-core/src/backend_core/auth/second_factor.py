"""A second factor at sign-in: the codes of an authenticator app (TOTP, RFC 6238), and codes to recover with."""

import base64
import hmac
import secrets

from contracts.audit import AuditAction, AuditSubject
from contracts.errors import SecondFactorNeeded, SecondFactorOff, SecondFactorOn, WeakPassword, WrongCode
from persistence.columns import utc_now
from persistence.database import run_sync
from persistence.people.second_factors import SecondFactor
from persistence.record import audit
from persistence.record.audit import Actor
from persistence.tables import User
from pyotp import TOTP
from runtime.storage.encrypted import FILE_KEY, Keyring
from runtime.tokens import fingerprint
from sqlmodel import Session, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.auth.passwords import least_length
from backend_core.auth.schemas import NewSecondFactor, RecoveryCodes, SecondFactorState

ISSUER = "Visavis"
SECRET_BYTES = 20
"""Of an app's secret, as RFC 4226 recommends; what is kept is as long as all that a keyring wraps."""
STEPS_OFF = 1
"""A phone's clock may be half a minute away from ours."""
RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


async def state_of(session: AsyncSession, user: User) -> SecondFactorState:
    confirmed = select(SecondFactor).where(SecondFactor.user_id == user.id, col(SecondFactor.confirmed_at).is_not(None))
    row = (await session.exec(confirmed)).one_or_none()
    return SecondFactorState(is_on=row is not None, recovery_codes_left=len(row.recovery_codes) if row else 0)


async def is_on(session: AsyncSession, user: User) -> bool:
    return (await state_of(session, user)).is_on


async def begin(session: AsyncSession, user: User, keyring: Keyring) -> NewSecondFactor:
    """A secret for an app, which counts once a code has confirmed it; beginning anew replaces it.

    Raises `SecondFactorOn`.
    """
    before = await _row_of(session, user)
    if before is not None and before.confirmed_at is not None:
        raise SecondFactorOn
    if before is not None:
        await session.delete(before)
        await session.flush()
    secret = secrets.token_bytes(FILE_KEY)
    row = SecondFactor(user_id=user.id, secret="")
    row.secret = keyring.wrap(secret, FILE_KEY, row.secret_name)
    session.add(row)
    app = _app(secret)
    return NewSecondFactor(secret=app.secret, uri=app.provisioning_uri(name=user.email, issuer_name=ISSUER))


async def confirm(session: AsyncSession, user: User, code: str, keyring: Keyring) -> RecoveryCodes:
    """From now on sign-in asks for a code. Raises `SecondFactorOff`, `SecondFactorOn` and `WrongCode`."""
    row = await _row_of(session, user)
    if row is None:
        raise SecondFactorOff
    if row.confirmed_at is not None:
        raise SecondFactorOn
    _take_step(row, code, keyring)
    codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
    row.recovery_codes = [fingerprint(one) for one in codes]
    row.confirmed_at = utc_now()
    await run_sync(session, _record, user, AuditAction.SECOND_FACTOR_SET, user)
    return RecoveryCodes(codes=codes)


async def require(session: AsyncSession, user: User, code: str | None, keyring: Keyring) -> bool:
    """Whether `user` has one, and has shown it. Raises `SecondFactorNeeded` and `WrongCode`."""
    row = await _confirmed(session, user)
    if row is None:
        return False
    if not code:
        raise SecondFactorNeeded
    _take(row, code, keyring)
    return True


async def turn_off(session: AsyncSession, user: User, password: str, code: str, keyring: Keyring) -> None:
    """Raises `SecondFactorOff`, `WrongCode`, and `WeakPassword` where the password is too short to stand alone."""
    row = await _confirmed(session, user)
    if row is None:
        raise SecondFactorOff
    if len(password) < (least := least_length(user.role, has_second_factor=False)):
        raise WeakPassword(fields={"password": "weak"}, least=str(least))
    _take(row, code, keyring)
    await run_sync(session, remove, user, user)


def remove(session: Session, actor: Actor, user: User) -> None:
    """Take it off the account of somebody, who may have lost it; nothing where there is none."""
    row = session.exec(select(SecondFactor).where(SecondFactor.user_id == user.id).with_for_update()).one_or_none()
    if row is not None:
        session.delete(row)
        _record(session, actor, AuditAction.SECOND_FACTOR_REMOVED, user)


async def _row_of(session: AsyncSession, user: User) -> SecondFactor | None:
    """Locked, so that of two who show the same code one is refused."""
    rows = select(SecondFactor).where(SecondFactor.user_id == user.id).with_for_update()
    return (await session.exec(rows)).one_or_none()


async def _confirmed(session: AsyncSession, user: User) -> SecondFactor | None:
    row = await _row_of(session, user)
    return row if row is not None and row.confirmed_at is not None else None


def _take(row: SecondFactor, code: str, keyring: Keyring) -> None:
    """Use a code up, of the app or to recover with. Raises `WrongCode`."""
    recovered = fingerprint(code.strip().lower())
    if recovered in row.recovery_codes:
        row.recovery_codes = [one for one in row.recovery_codes if one != recovered]
        return
    _take_step(row, code, keyring)


def _take_step(row: SecondFactor, code: str, keyring: Keyring) -> None:
    """Raises `WrongCode`, also for a code that is not newer than the last one that was taken."""
    secret, _ = keyring.unwrap(row.secret, row.secret_name)
    app = _app(secret)
    given = "".join(code.split())
    now = app.timecode(utc_now())
    for step in range(max(now - STEPS_OFF, row.last_step + 1), now + STEPS_OFF + 1):
        if hmac.compare_digest(app.generate_otp(step).encode(), given.encode()):
            row.last_step = step
            return
    raise WrongCode(fields={"code": "wrong"})


def _app(secret: bytes) -> TOTP:
    return TOTP(base64.b32encode(secret[:SECRET_BYTES]).decode())


def _recovery_code() -> str:
    """About fifty bits, in letters that are not taken for others."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(10))
    return f"{letters[:5]}-{letters[5:]}"


def _record(session: Session, actor: Actor, action: AuditAction, user: User) -> None:
    audit.record(session, actor, action, AuditSubject.USER, user.id)
