"""Organisations, their members and what each may do. One owner stays."""

from collections.abc import Sequence

from contracts.audit import AuditAction, AuditSubject
from contracts.base import Role
from contracts.errors import (
    AccountDeactivated,
    CandidateCannotOwn,
    LastOwner,
    MemberNotFound,
    OrganisationNotFound,
    OrganisationOwned,
)
from contracts.recruiting import MemberRole
from persistence.database import run_sync
from persistence.hiring.recruiting import Membership, Organisation
from persistence.people.member_invitations import MemberInvitation
from persistence.record import audit
from persistence.record.audit import Actor
from persistence.tables import User
from runtime.mail.settings import MailSettings
from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.recruiting.access import membership
from backend_core.recruiting.organisations import joining
from backend_core.recruiting.organisations.schemas import (
    FirstOwner,
    MadeOrganisation,
    MemberOut,
    NewMember,
    NewOrganisation,
    OrganisationChange,
    OrganisationOut,
)


async def of_user(session: AsyncSession, user_id: str) -> list[OrganisationOut]:
    """The organisations that the user is a member of, by name."""
    rows = await session.exec(
        select(Organisation, Membership)
        .join(Membership, col(Membership.organisation_id) == Organisation.id)
        .where(Membership.user_id == user_id)
        .order_by(col(Organisation.name), col(Organisation.id))
    )
    return [_out(organisation, member.role) for organisation, member in rows]


async def create(
    session: AsyncSession, settings: MailSettings, administrator: User, wanted: NewOrganisation
) -> MadeOrganisation:
    """With its first owner. Raises `CandidateCannotOwn` and `AccountDeactivated`, by whose the address is."""
    return await _give(session, settings, administrator, await found(session, administrator, wanted.name), wanted)


async def give_owner(
    session: AsyncSession, settings: MailSettings, administrator: User, organisation_id: str, wanted: FirstOwner
) -> MadeOrganisation:
    """To one that nobody owns, in the place of whoever was invited to.

    Raises `OrganisationNotFound`, `OrganisationOwned`, `CandidateCannotOwn`, `AccountDeactivated`.
    """
    organisation = await session.get(Organisation, organisation_id, with_for_update=True)
    if organisation is None:
        raise OrganisationNotFound
    if await _is_owned(session, organisation_id):
        raise OrganisationOwned
    await session.exec(
        delete(MemberInvitation).where(
            col(MemberInvitation.organisation_id) == organisation_id, col(MemberInvitation.role) == MemberRole.OWNER
        )
    )
    return await _give(session, settings, administrator, organisation, wanted)


async def _give(
    session: AsyncSession, settings: MailSettings, administrator: User, organisation: Organisation, wanted: FirstOwner
) -> MadeOrganisation:
    owner = (await session.exec(select(User).where(User.email == wanted.owner_email.lower()))).one_or_none()
    if owner is not None and owner.role is Role.CANDIDATE:
        raise CandidateCannotOwn(fields={"owner_email": "candidate"})
    if owner is not None and owner.deactivated_at is not None:
        raise AccountDeactivated(fields={"owner_email": "deactivated"})
    if owner is None:
        first = NewMember(email=wanted.owner_email, role=MemberRole.OWNER, language=wanted.language)
        invited = await joining.invite(session, settings, administrator, organisation.id, first)
    else:
        await _make_owner(session, administrator, organisation.id, owner)
        invited = None
    return MadeOrganisation(id=organisation.id, name=organisation.name, invited=invited)


async def _is_owned(session: AsyncSession, organisation_id: str) -> bool:
    """Whether there is an owner who may sign in."""
    owning = (
        select(Membership.id)
        .join(User, col(User.id) == Membership.user_id)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.role == MemberRole.OWNER,
            col(User.deactivated_at).is_(None),
        )
    )
    return (await session.exec(owning)).first() is not None


async def _make_owner(session: AsyncSession, administrator: User, organisation_id: str, user: User) -> None:
    member = next((one for one in await _locked(session, organisation_id) if one.user_id == user.id), None)
    if member is None:
        await joining.add_member(session, user, organisation_id, MemberRole.OWNER)
    else:
        await _give_role(session, administrator, member, MemberRole.OWNER)


async def found(session: AsyncSession, actor: Actor, name: str) -> Organisation:
    """Without anybody in it yet."""
    organisation = Organisation(name=name)
    session.add(organisation)
    await session.flush()
    await run_sync(
        session,
        audit.record,
        actor,
        AuditAction.ORGANISATION_CREATED,
        AuditSubject.ORGANISATION,
        organisation.id,
        organisation_id=organisation.id,
    )
    return organisation


async def rename(
    session: AsyncSession, user_id: str, organisation_id: str, wanted: OrganisationChange
) -> OrganisationOut:
    """Raises `OrganisationNotFound`, `MemberRoleTooLow`."""
    member = await membership(session, user_id, organisation_id, MemberRole.OWNER)
    organisation = await session.get_one(Organisation, organisation_id)
    organisation.name = wanted.name
    return _out(organisation, member.role)


async def listed(session: AsyncSession, organisation_id: str) -> list[MemberOut]:
    """By name."""
    rows = await session.exec(
        select(Membership, User)
        .join(User, col(User.id) == Membership.user_id)
        .where(Membership.organisation_id == organisation_id)
        .order_by(col(User.full_name), col(User.id))
    )
    return [_member(member, user) for member, user in rows]


async def change_role(
    session: AsyncSession, owner: User, organisation_id: str, user_id: str, role: MemberRole
) -> MemberOut:
    """Raises `OrganisationNotFound`, `MemberRoleTooLow`, `MemberNotFound` and `LastOwner`."""
    await membership(session, owner.id, organisation_id, MemberRole.OWNER)
    members = await _locked(session, organisation_id)
    member = _found(members, user_id)
    if role is not member.role:
        if member.role is MemberRole.OWNER:
            _require_another_owner(members, user_id)
        await _give_role(session, owner, member, role)
    return _member(member, await session.get_one(User, user_id))


async def remove(session: AsyncSession, actor: User, organisation_id: str, user_id: str) -> None:
    """Owners remove others; everybody may leave. Raises as `change_role`."""
    needed = MemberRole.REVIEWER if actor.id == user_id else MemberRole.OWNER
    await membership(session, actor.id, organisation_id, needed)
    members = await _locked(session, organisation_id)
    member = _found(members, user_id)
    if member.role is MemberRole.OWNER:
        _require_another_owner(members, user_id)
    await session.delete(member)
    await run_sync(
        session,
        audit.record,
        actor,
        AuditAction.MEMBER_REMOVED,
        AuditSubject.USER,
        user_id,
        organisation_id=organisation_id,
        details={"role": member.role.value},
    )


async def _give_role(session: AsyncSession, actor: User, member: Membership, role: MemberRole) -> None:
    await run_sync(
        session,
        audit.record,
        actor,
        AuditAction.MEMBER_ROLE_CHANGED,
        AuditSubject.USER,
        member.user_id,
        organisation_id=member.organisation_id,
        details={"from": member.role.value, "to": role.value},
    )
    member.role = role


async def _locked(session: AsyncSession, organisation_id: str) -> Sequence[Membership]:
    """In one order, so that of two owners who remove each other only one succeeds."""
    rows = await session.exec(
        select(Membership)
        .where(Membership.organisation_id == organisation_id)
        .order_by(col(Membership.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return rows.all()


def _found(members: Sequence[Membership], user_id: str) -> Membership:
    member = next((member for member in members if member.user_id == user_id), None)
    if member is None:
        raise MemberNotFound
    return member


def _require_another_owner(members: Sequence[Membership], user_id: str) -> None:
    if not any(member.role is MemberRole.OWNER for member in members if member.user_id != user_id):
        raise LastOwner


def _out(organisation: Organisation, role: MemberRole) -> OrganisationOut:
    return OrganisationOut(id=organisation.id, name=organisation.name, created_at=organisation.created_at, role=role)


def _member(member: Membership, user: User) -> MemberOut:
    return MemberOut(
        user_id=user.id, full_name=user.full_name, email=user.email, role=member.role, since=member.created_at
    )
