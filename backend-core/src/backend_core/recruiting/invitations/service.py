"""Inviting people to a posting, and taking an invitation back."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from contracts.audit import AuditAction
from contracts.base import Language
from contracts.errors import (
    AlreadyInvited,
    InvitationNotFound,
    InvitationNotWaiting,
    InvitationWithoutAddress,
    LanguageNotOffered,
    MailNotSet,
    PostingNotFound,
)
from contracts.mail import LetterKind
from contracts.recruiting import InvitationState, MemberRole
from persistence.columns import utc_now
from persistence.database import run_sync
from persistence.hiring.invitations import InvitationLink, end_links, log
from persistence.hiring.recruiting import Invitation, JobPosting
from persistence.links import make_link
from persistence.record import letters
from persistence.record.audit import Actor
from persistence.tables import User
from sqlalchemy import or_
from sqlmodel import Session, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.interviews.service import require_open_posting
from backend_core.recruiting.invitations.listing import in_state, shown
from backend_core.recruiting.invitations.schemas import (
    DAYS_OPEN,
    InvitationMade,
    InvitationOut,
    NewInvitation,
)
from backend_core.recruiting.readers import Reader
from backend_core.settings import CoreSettings

REMIND_BEFORE, REMIND_AFTER = timedelta(days=3), timedelta(days=1)
"""A reminder by itself comes this long before an invitation expires, and not sooner than this after it went out."""


async def invite(
    session: AsyncSession, settings: CoreSettings, posting: JobPosting, wanted: NewInvitation, by: Actor
) -> InvitationMade:
    """Raises `PostingNotOpen`, `LanguageNotOffered`, `AlreadyInvited`. The caller has locked `posting`."""
    require_offered(posting, wanted.language)
    if wanted.email and await invited_addresses(session, posting.id, [wanted.email]):
        raise AlreadyInvited(fields={"email": "invited"})
    invitation, link = await run_sync(session, make, settings, posting, wanted, by)
    return InvitationMade(invitation=await shown(session, invitation), link=link)


def make(
    session: Session, settings: CoreSettings, posting: JobPosting, wanted: NewInvitation, by: Actor
) -> tuple[Invitation, str | None]:
    """An invitation, on its way by letter or else with its link."""
    invitation = Invitation(
        posting_id=posting.id,
        email=wanted.email.lower() if wanted.email else None,
        full_name=wanted.full_name,
        language=wanted.language,
        expires_at=_expiry(posting, wanted.days),
        created_by=by.id if isinstance(by, User) else None,
    )
    session.add(invitation)
    session.flush()
    log(session, by, AuditAction.INVITATION_MADE, invitation, posting)
    return invitation, _deliver(session, settings, invitation)


async def invited_addresses(
    session: AsyncSession, posting_id: str, emails: Iterable[str], *, beside: str | None = None
) -> set[str]:
    """Those of `emails` who need no further invitation: one is waiting or was accepted, `beside` the one of that id."""
    now = utc_now()
    rows = await session.exec(
        select(Invitation.email).where(
            Invitation.posting_id == posting_id,
            col(Invitation.id).is_distinct_from(beside),
            col(Invitation.email).in_([email.lower() for email in emails]),
            or_(in_state(InvitationState.WAITING, now), in_state(InvitationState.ACCEPTED, now)),
        )
    )
    return {email for email in rows if email}


async def invitation_of(session: AsyncSession, inviter: Reader, invitation_id: str) -> tuple[Invitation, JobPosting]:
    """Locked, for a recruiter or a program. Raises `InvitationNotFound`, also for another organisation's, and
    `MemberRoleTooLow`.
    """
    statement = select(Invitation).where(Invitation.id == invitation_id).with_for_update()
    invitation = (await session.exec(statement)).one_or_none()
    if invitation is None:
        raise InvitationNotFound
    try:
        posting = await inviter.posting(session, invitation.posting_id, MemberRole.RECRUITER)
    except PostingNotFound as error:
        raise InvitationNotFound from error
    return invitation, posting


async def remind(
    session: AsyncSession, settings: CoreSettings, posting: JobPosting, invitation: Invitation, by: Actor
) -> InvitationOut:
    """Raises `InvitationNotWaiting`, `InvitationWithoutAddress`, `MailNotSet`."""
    if invitation.state(utc_now()) is not InvitationState.WAITING:
        raise InvitationNotWaiting
    if invitation.email is None:
        raise InvitationWithoutAddress
    if settings.mail_way is None:
        raise MailNotSet
    if await run_sync(session, letters.ask_for, LetterKind.REMINDER, invitation.id, invitation.language):
        await run_sync(session, log, by, AuditAction.INVITATION_REMINDED, invitation, posting)
    return await shown(session, invitation)


async def revoke(session: AsyncSession, posting: JobPosting, invitation: Invitation, by: Actor) -> InvitationOut:
    """Revoking it again changes nothing. Raises `InvitationNotWaiting` for one that was answered."""
    now = utc_now()
    if invitation.state(now) in {InvitationState.ACCEPTED, InvitationState.DECLINED}:
        raise InvitationNotWaiting
    if invitation.revoked_at is None:
        invitation.revoked_at = now
        await run_sync(session, log, by, AuditAction.INVITATION_REVOKED, invitation, posting)
    return await shown(session, invitation)


async def resend(
    session: AsyncSession, settings: CoreSettings, posting: JobPosting, invitation: Invitation, by: Actor
) -> InvitationMade:
    """Have it waiting again, with a new link and as much time as a new one; earlier links work no longer.

    Raises `InvitationNotWaiting` for one that was accepted, `PostingNotOpen`, and `AlreadyInvited` where the address
    has another.
    """
    if invitation.accepted_at is not None:
        raise InvitationNotWaiting
    require_open_posting(posting)
    if invitation.email and await invited_addresses(session, posting.id, [invitation.email], beside=invitation.id):
        raise AlreadyInvited(fields={"email": "invited"})
    invitation.revoked_at = invitation.declined_at = invitation.opened_at = invitation.reminded_at = None
    invitation.sent_at = None
    invitation.expires_at = _expiry(posting, DAYS_OPEN)
    await run_sync(session, end_links, invitation)
    await run_sync(session, log, by, AuditAction.INVITATION_RESENT, invitation, posting)
    link = await run_sync(session, _deliver, settings, invitation)
    return InvitationMade(invitation=await shown(session, invitation), link=link)


def require_offered(posting: JobPosting, language: Language) -> None:
    """Raises `PostingNotOpen`, `LanguageNotOffered`."""
    require_open_posting(posting)
    if language not in posting.languages:
        raise LanguageNotOffered(fields={"language": "not offered"})


def _deliver(session: Session, settings: CoreSettings, invitation: Invitation) -> str | None:
    """By letter, with a reminder to come, or else by the link that this returns."""
    if invitation.email is None or settings.mail_way is None:
        return settings.page("invitation", make_link(session, InvitationLink, invitation.id))
    letters.ask_for(session, LetterKind.INVITATION, invitation.id, invitation.language)
    due = invitation.expires_at - REMIND_BEFORE
    if due > utc_now() + REMIND_AFTER:
        letters.ask_for(session, LetterKind.EXPIRY_REMINDER, invitation.id, invitation.language, due_at=due)
    return None


def _expiry(posting: JobPosting, days: int) -> datetime:
    expiry = utc_now() + timedelta(days=days)
    return min(expiry, posting.window_closes) if posting.window_closes else expiry
