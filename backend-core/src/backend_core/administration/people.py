"""The accounts of the platform: who there is, who they are, who may come in."""

from contracts.audit import AuditAction, AuditSubject
from contracts.base import Role
from contracts.errors import LastAdministrator, NotFound
from persistence.columns import utc_now
from persistence.database import run_sync
from persistence.record import audit
from persistence.tables import User
from sqlalchemy import ColumnElement, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.administration.schemas import PeopleListing, PeoplePage, PersonChange, PersonOut
from backend_core.auth import second_factor
from backend_core.auth.service import end_sessions


async def listed(session: AsyncSession, asked: PeopleListing) -> PeoplePage:
    """Accounts by when they were made, newest first."""
    rows = await session.exec(
        select(User).where(*_admitted(asked)).order_by(col(User.id).desc()).limit(asked.limit + 1)
    )
    found = rows.all()
    people = found[: asked.limit]
    with_second_factor = await second_factor.owners_among(session, [one.id for one in people])
    return PeoplePage(
        people=[_shown(one, one.id in with_second_factor) for one in people],
        older=people[-1].id if len(found) > asked.limit else None,
    )


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
    return _shown(person, bool(await second_factor.owners_among(session, [person.id])))


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


def _admitted(asked: PeopleListing) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if asked.q:
        conditions.append(
            or_(
                col(User.full_name).icontains(asked.q, autoescape=True),
                col(User.email).icontains(asked.q, autoescape=True),
            )
        )
    if asked.role is not None:
        conditions.append(col(User.role) == asked.role)
    if asked.active is not None:
        deactivated = col(User.deactivated_at)
        conditions.append(deactivated.is_(None) if asked.active else deactivated.is_not(None))
    if asked.before is not None:
        conditions.append(col(User.id) < asked.before)
    return conditions
