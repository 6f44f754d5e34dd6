"""How somebody becomes a member: an owner invites an address, and whoever holds the link joins once."""

from collections.abc import Sequence
from datetime import timedelta

from contracts.audit import AuditAction, AuditSubject
from contracts.base import Role
from contracts.errors import AlreadyMember, CandidateCannotJoin, MemberInvitationGone
from contracts.mail import LetterKind
from contracts.recruiting import MemberRole
from persistence.columns import utc_now
from persistence.database import run_sync
from persistence.hiring.recruiting import Membership, Organisation
from persistence.links import make_link
from persistence.people.member_invitations import MemberInvitation, MemberInvitationLink
from persistence.record import audit, letters
from persistence.tables import User
from runtime.mail.settings import MailSettings
from runtime.tokens import fingerprint
from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.auth.service import register
from backend_core.recruiting.organisations.schemas import (
    JoiningRegistration,
    MadeInvitation,
    MemberInvitationOut,
    NewMember,
    WaitingInvitation,
)

LIFETIME = timedelta(days=7)


async def invite(
    session: AsyncSession, settings: MailSettings, actor: User, organisation_id: str, wanted: NewMember
) -> MadeInvitation:
    """In place of an earlier one to the same address, with a letter where there is mail. Raises `AlreadyMember`."""
    email = wanted.email.lower()
    if await _is_member(session, organisation_id, email):
        raise AlreadyMember(fields={"email": "member"})
    # Of two owners who invite one address at once, the later one replaces the other's invitation.
    await session.get_one(Organisation, organisation_id, with_for_update=True)
    await session.exec(
        delete(MemberInvitation).where(
            col(MemberInvitation.organisation_id) == organisation_id, col(MemberInvitation.email) == email
        )
    )
    invitation = MemberInvitation(
        organisation_id=organisation_id,
        email=email,
        role=wanted.role,
        language=wanted.language,
        expires_at=utc_now() + LIFETIME,
        created_by=actor.id,
    )
    session.add(invitation)
    token = await run_sync(session, make_link, MemberInvitationLink, invitation.id)
    await run_sync(
        session,
        audit.record,
        actor,
        AuditAction.MEMBER_INVITED,
        AuditSubject.ORGANISATION,
        organisation_id,
        organisation_id=organisation_id,
        details={"role": wanted.role.value},
    )
    by_letter = settings.mail_way is not None
    if by_letter:
        await run_sync(session, letters.ask_for, LetterKind.MEMBER_INVITATION, invitation.id, wanted.language)
    return MadeInvitation(invitation=MemberInvitationOut.model_validate(invitation), token=token, by_letter=by_letter)


async def waiting(session: AsyncSession, organisation_id: str) -> Sequence[MemberInvitation]:
    """Newest first, those that have expired too."""
    rows = await session.exec(
        select(MemberInvitation)
        .where(MemberInvitation.organisation_id == organisation_id)
        .order_by(col(MemberInvitation.id).desc())
    )
    return rows.all()


async def take_back(session: AsyncSession, organisation_id: str, invitation_id: str) -> None:
    """One that is gone already is taken back."""
    await session.exec(
        delete(MemberInvitation).where(
            col(MemberInvitation.id) == invitation_id, col(MemberInvitation.organisation_id) == organisation_id
        )
    )


async def read(session: AsyncSession, token: str) -> WaitingInvitation:
    """Raises `MemberInvitationGone`."""
    invitation = await _opened(session, token)
    organisation = await session.get_one(Organisation, invitation.organisation_id)
    return WaitingInvitation(
        organisation=organisation.name,
        email=invitation.email,
        role=invitation.role,
        expires_at=invitation.expires_at,
    )


async def accept(session: AsyncSession, user: User, token: str) -> Membership:
    """Raises `CandidateCannotJoin`, `MemberInvitationGone` and `AlreadyMember`, which leaves the invitation."""
    if user.role is Role.CANDIDATE:
        raise CandidateCannotJoin
    invitation = await _opened(session, token)
    if await _is_member(session, invitation.organisation_id, user.email):
        raise AlreadyMember
    await session.delete(invitation)
    return await add_member(session, user, invitation.organisation_id, invitation.role)


async def register_and_accept(session: AsyncSession, registration: JoiningRegistration) -> User:
    """Make a recruiter's account and join with it. Raises as `register`, and `MemberInvitationGone`."""
    invitation = await _opened(session, registration.token)
    user = await register(session, registration, Role.RECRUITER)
    await session.delete(invitation)
    await add_member(session, user, invitation.organisation_id, invitation.role)
    return user


async def add_member(session: AsyncSession, user: User, organisation_id: str, role: MemberRole) -> Membership:
    member = Membership(organisation_id=organisation_id, user_id=user.id, role=role)
    session.add(member)
    await session.flush()
    await run_sync(
        session,
        audit.record,
        user,
        AuditAction.MEMBER_JOINED,
        AuditSubject.ORGANISATION,
        organisation_id,
        organisation_id=organisation_id,
        details={"role": role.value},
    )
    return member


async def _opened(session: AsyncSession, token: str) -> MemberInvitation:
    """Locked, so that a link pressed twice is used once."""
    invitation = (
        await session.exec(
            select(MemberInvitation)
            .join(MemberInvitationLink, col(MemberInvitationLink.invitation_id) == col(MemberInvitation.id))
            .where(
                MemberInvitationLink.token_hash == fingerprint(token),
                col(MemberInvitation.expires_at) > utc_now(),
            )
            .with_for_update(of=MemberInvitation)
        )
    ).one_or_none()
    if invitation is None:
        raise MemberInvitationGone
    return invitation


async def _is_member(session: AsyncSession, organisation_id: str, email: str) -> bool:
    found = await session.exec(
        select(Membership.id)
        .join(User, col(User.id) == Membership.user_id)
        .where(Membership.organisation_id == organisation_id, User.email == email)
    )
    return found.first() is not None
