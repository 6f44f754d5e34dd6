"""The accounts of the platform: who there is, who they are, who may come in."""

import re

from contracts.audit import AuditAction, AuditSubject
from contracts.base import Role
from contracts.errors import LastAdministrator, NotFound
from persistence.columns import utc_now
from persistence.database import run_sync
from persistence.people.second_factors import SecondFactor
from persistence.record import audit
from persistence.tables import User
from sqlalchemy import Boolean, Text, bindparam, exists, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.administration.schemas import PeopleListing, PeoplePage, PersonChange, PersonOut
from backend_core.auth import second_factor
from backend_core.auth.service import end_sessions
from backend_core.pages import Given, ListStatement, Rows, columns_of, newest_first, rows_of


async def listed(session: AsyncSession, asked: PeopleListing) -> PeoplePage:
    """Accounts by when they were made, newest first."""
    wanted = {
        "q": f"%{_escaped(asked.q)}%" if asked.q else None,
        "role": asked.role,
        "active": asked.active,
        "after": asked.before,
    }
    shown, following = await _accounts.page(session, wanted, asked.limit)
    return PeoplePage.model_validate({"people": shown, "older": following})


@ListStatement
def _accounts(given: Given) -> Rows:
    confirmed = exists().where(col(SecondFactor.user_id) == User.id, col(SecondFactor.confirmed_at).is_not(None))
    rows = rows_of(*columns_of(User, PersonOut), confirmed.label("second_factor"))
    if "q" in given:
        sought = bindparam("q", type_=Text)
        rows = rows.where(or_(*(column.ilike(sought) for column in (col(User.full_name), col(User.email)))))
    if "role" in given:
        rows = rows.where(col(User.role) == bindparam("role"))
    if "active" in given:
        rows = rows.where(col(User.deactivated_at).is_(None) == bindparam("active", type_=Boolean))
    return newest_first(rows, User.id, given)


def _escaped(sought: str) -> str:
    """What LIKE takes for itself."""
    return re.sub(r"([\\%_])", r"\\\1", sought)


async def change(session: AsyncSession, administrator: User, user_id: str, wanted: PersonChange) -> PersonOut:
    """Give somebody another role, shut them out and let them in again, or take a second factor that they have lost off
    their account; asking for what is so changes nothing.

    Raises `NotFound` and `LastAdministrator`.
    """
    # Locked in one order, so that of two administrators who take each other's rights away only one succeeds.
    others = [one for one in await administrators(session) if one.id != user_id]
    person = (
        await session.exec(
            select(User)
            .where(User.id == user_id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )
    ).one_or_none()
    if person is None:
        raise NotFound
    role = person.role if wanted.role is None else wanted.role
    is_active = person.deactivated_at is None
    active = is_active if wanted.active is None else wanted.active
    if person.role is Role.ADMIN and is_active and not (role is Role.ADMIN and active) and not others:
        raise LastAdministrator
    if role is not person.role:
        await run_sync(
            session,
            audit.record,
            administrator,
            AuditAction.USER_ROLE_CHANGED,
            AuditSubject.USER,
            person.id,
            details={"from": person.role.value, "to": role.value},
        )
        person.role = role
    if active != is_active:
        action = AuditAction.USER_REACTIVATED if active else AuditAction.USER_DEACTIVATED
        await run_sync(session, audit.record, administrator, action, AuditSubject.USER, person.id)
        person.deactivated_at = None if active else utc_now()
    if not active:
        await run_sync(session, end_sessions, person.id)
    if wanted.second_factor is False:
        await run_sync(session, second_factor.remove, administrator, person)
    return _shown(person, await second_factor.is_on(session, person))


def _shown(person: User, has_second_factor: bool) -> PersonOut:
    return PersonOut(
        id=person.id,
        email=person.email,
        full_name=person.full_name,
        role=person.role,
        created_at=person.created_at,
        deactivated_at=person.deactivated_at,
        second_factor=has_second_factor,
    )


async def administrators(session: AsyncSession) -> list[User]:
    """Those who may come in, locked until the transaction ends."""
    rows = await session.exec(
        select(User)
        .where(col(User.role) == Role.ADMIN, col(User.deactivated_at).is_(None))
        .order_by(col(User.id))
        .with_for_update(key_share=True)
    )
    return list(rows)
