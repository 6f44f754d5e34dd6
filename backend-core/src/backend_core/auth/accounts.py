"""Accounts as commands make, change and erase them, in the record at `DATABASE_URL`."""

import asyncio
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from contracts.audit import AuditAction, AuditSubject
from contracts.base import Id, Role
from contracts.errors import EmailTaken, NotFound
from persistence.database import Database, Doorbell
from persistence.record import audit
from persistence.record.audit import PLATFORM
from persistence.removal import erasure
from persistence.tables import User
from runtime.settings import DatabaseSettings
from sqlmodel import Session, select

from backend_core.auth import second_factor
from backend_core.auth.password_resets import replace_password
from backend_core.auth.passwords import check_strength, hash_password, least_length


def create_user(session: Session, email: str, full_name: str, password: str, role: Role) -> User:
    """Create an account of any role. Raises `WeakPassword`, `CommonPassword`, `EmailTaken`."""
    email = email.strip().lower()
    asyncio.run(check_strength(password, least_length(role, has_second_factor=False), email, full_name))
    if session.exec(select(User.id).where(User.email == email)).one_or_none() is not None:
        raise EmailTaken
    user = User(
        email=email,
        username=f"{role.value}-{secrets.token_hex(3)}",
        role=role,
        password_hash=asyncio.run(hash_password(password)),
        full_name=full_name,
    )
    session.add(user)
    session.flush()
    if role is Role.ADMIN:
        audit.record(session, PLATFORM, AuditAction.ADMIN_CREATED, AuditSubject.USER, user.id)
    return user


def create_admin(email: str, full_name: str, password: str) -> None:
    """Raises `WeakPassword`, `CommonPassword`, `EmailTaken`."""
    with commanded_transaction() as session:
        create_user(session, email, full_name, password, Role.ADMIN)


def set_password(email: str, password: str) -> None:
    """Give an account another password and sign it out everywhere. Raises as `create_user`, and `NotFound`."""
    with commanded_transaction() as session:
        user = _user_of(session, email)
        least = least_length(user.role, has_second_factor=False)
        asyncio.run(check_strength(password, least, user.email, user.full_name))
        replace_password(session, user, asyncio.run(hash_password(password)))
        audit.record(session, PLATFORM, AuditAction.USER_PASSWORD_SET, AuditSubject.USER, user.id)


def remove_second_factor(email: str) -> None:
    """Let somebody who has lost theirs sign in with the password alone. Raises `NotFound`."""
    with commanded_transaction() as session:
        second_factor.remove(session, PLATFORM, _user_of(session, email))


def erase_user(email: str) -> Id:
    """Erase an account and all that hangs on it: interviews, transcripts, judgements, reports, delivery, consents,
    résumés. Their originals can be read by nobody from then on, and a worker deletes them. Returns the receipt's id.
    Raises `NotFound`.
    """
    with commanded_transaction() as session:
        return erasure.erase_account(session, _user_of(session, email), PLATFORM).receipt.id


def _user_of(session: Session, email: str) -> User:
    user = session.exec(select(User).where(User.email == email.strip().lower())).one_or_none()
    if user is None:
        raise NotFound
    return user


@contextmanager
def commanded_transaction() -> Iterator[Session]:
    """One transaction of a command, with the settings of the environment."""
    with commanded_database() as database, database.transaction() as session:
        yield session


@contextmanager
def commanded_database() -> Iterator[Database]:
    """The record as a command reaches it, with the settings of the environment."""
    settings = DatabaseSettings()
    database = Database(
        str(settings.database_url),
        Doorbell(str(settings.redis_url)),
        pool_size=1,
        statement_timeout=settings.database_statement_timeout,
    )
    try:
        yield database
    finally:
        database.close()
