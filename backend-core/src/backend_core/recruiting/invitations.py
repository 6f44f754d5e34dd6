"""Inviting people to a posting, and what has become of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from contracts.base import InterviewStatus, Language
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
from contracts.tasks import SEND_LETTER
from persistence import letters
from persistence.columns import utc_now
from persistence.database import run_sync
from persistence.invitations import end_links, make_link
from persistence.recruiting import Invitation, JobPosting
from persistence.tables import Interview, Job, JobState, User
from sqlalchemy import ColumnElement, and_, case, func, or_
from sqlmodel import Session, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.interviews.service import require_open_posting
from backend_core.recruiting.access import posting_of_member
from backend_core.recruiting.invitation_schemas import (
    DAYS_OPEN,
    InvitationMade,
    InvitationOut,
    InvitationPage,
    LetterState,
    NewInvitation,
)
from backend_core.settings import CoreSettings

PAGE = 100
REMIND_BEFORE, REMIND_AFTER = timedelta(days=3), timedelta(days=1)
"""A reminder by itself comes this long before an invitation expires, and not sooner than this after it went out."""
LETTERS = (LetterKind.INVITATION, LetterKind.REMINDER, LetterKind.EXPIRY_REMINDER)


async def invite(
    session: AsyncSession, settings: CoreSettings, posting: JobPosting, wanted: NewInvitation, by: User
) -> InvitationMade:
    """Raises `PostingNotOpen`, `LanguageNotOffered`, `AlreadyInvited`. The caller has locked `posting`."""
    require_offered(posting, wanted.language)
    if wanted.email and await invited_addresses(session, posting.id, [wanted.email]):
        raise AlreadyInvited(fields={"email": "invited"})
    invitation, link = await run_sync(session, make, settings, posting, wanted, by.id)
    return InvitationMade(invitation=await shown(session, invitation), link=link)


def make(
    session: Session, settings: CoreSettings, posting: JobPosting, wanted: NewInvitation, by: str
) -> tuple[Invitation, str | None]:
    """An invitation, on its way by letter or else with its link."""
    invitation = Invitation(
        posting_id=posting.id,
        email=wanted.email.lower() if wanted.email else None,
        full_name=wanted.full_name,
        language=wanted.language,
        expires_at=_expiry(posting, wanted.days),
        created_by=by,
    )
    session.add(invitation)
    session.flush()
    return invitation, _deliver(session, settings, invitation)


async def invited_addresses(session: AsyncSession, posting_id: str, emails: Iterable[str]) -> set[str]:
    """Those of `emails` who need no further invitation: one is waiting or was accepted."""
    now = utc_now()
    rows = await session.exec(
        select(Invitation.email).where(
            Invitation.posting_id == posting_id,
            col(Invitation.email).in_([email.lower() for email in emails]),
            or_(in_state(InvitationState.WAITING, now), in_state(InvitationState.ACCEPTED, now)),
        )
    )
    return {email for email in rows if email}


async def page(
    session: AsyncSession,
    settings: CoreSettings,
    posting: JobPosting,
    *,
    state: InvitationState | None,
    q: str,
    after: str | None,
) -> InvitationPage:
    """Newest first."""
    now = utc_now()
    statement = select(Invitation).where(Invitation.posting_id == posting.id)
    if state is not None:
        statement = statement.where(in_state(state, now))
    if q:
        statement = statement.where(
            or_(
                col(Invitation.email).icontains(q, autoescape=True),
                col(Invitation.full_name).icontains(q, autoescape=True),
            )
        )
    if after is not None:
        statement = statement.where(col(Invitation.id) < after)
    rows = (await session.exec(statement.order_by(col(Invitation.id).desc()).limit(PAGE + 1))).all()
    counted = case(*((in_state(each, now), each.value) for each in InvitationState))
    counts = await session.exec(
        select(counted, func.count()).where(Invitation.posting_id == posting.id).group_by(counted)
    )
    return InvitationPage(
        items=await run_sync(session, _shown, rows[:PAGE]),
        counts=dict.fromkeys(InvitationState, 0) | {InvitationState(each): count for each, count in counts},
        next=rows[PAGE - 1].id if len(rows) > PAGE else None,
        sends_letters=settings.mail_way is not None,
    )


async def invitation_of_member(
    session: AsyncSession, user_id: str, invitation_id: str
) -> tuple[Invitation, JobPosting]:
    """Locked, for a recruiter. Raises `InvitationNotFound`, also for another organisation's, and `MemberRoleTooLow`."""
    statement = select(Invitation).where(Invitation.id == invitation_id).with_for_update()
    invitation = (await session.exec(statement)).one_or_none()
    if invitation is None:
        raise InvitationNotFound
    try:
        posting = await posting_of_member(session, user_id, invitation.posting_id, MemberRole.RECRUITER)
    except PostingNotFound as error:
        raise InvitationNotFound from error
    return invitation, posting


async def remind(session: AsyncSession, settings: CoreSettings, invitation: Invitation) -> InvitationOut:
    """Raises `InvitationNotWaiting`, `InvitationWithoutAddress`, `MailNotSet`."""
    if invitation.state(utc_now()) is not InvitationState.WAITING:
        raise InvitationNotWaiting
    if invitation.email is None:
        raise InvitationWithoutAddress
    if settings.mail_way is None:
        raise MailNotSet
    await run_sync(session, letters.ask_for, LetterKind.REMINDER, invitation.id, invitation.language)
    return await shown(session, invitation)


async def revoke(session: AsyncSession, invitation: Invitation) -> InvitationOut:
    """Revoking it again changes nothing. Raises `InvitationNotWaiting` for one that was answered."""
    now = utc_now()
    if invitation.state(now) in {InvitationState.ACCEPTED, InvitationState.DECLINED}:
        raise InvitationNotWaiting
    invitation.revoked_at = invitation.revoked_at or now
    return await shown(session, invitation)


async def resend(
    session: AsyncSession, settings: CoreSettings, posting: JobPosting, invitation: Invitation
) -> InvitationMade:
    """Have it waiting again, with a new link and as much time as a new one; earlier links work no longer.

    Raises `InvitationNotWaiting` for one that was accepted, `PostingNotOpen`.
    """
    if invitation.accepted_at is not None:
        raise InvitationNotWaiting
    require_open_posting(posting)
    invitation.revoked_at = invitation.declined_at = invitation.opened_at = invitation.reminded_at = None
    invitation.sent_at = None
    invitation.expires_at = _expiry(posting, DAYS_OPEN)
    await run_sync(session, end_links, invitation)
    link = await run_sync(session, _deliver, settings, invitation)
    return InvitationMade(invitation=await shown(session, invitation), link=link)


def require_offered(posting: JobPosting, language: Language) -> None:
    """Raises `PostingNotOpen`, `LanguageNotOffered`."""
    require_open_posting(posting)
    if language not in posting.languages:
        raise LanguageNotOffered(fields={"language": "not offered"})


async def shown(session: AsyncSession, invitation: Invitation) -> InvitationOut:
    (out,) = await run_sync(session, _shown, [invitation])
    return out


def _deliver(session: Session, settings: CoreSettings, invitation: Invitation) -> str | None:
    """By letter, with a reminder to come, or else by the link that this returns."""
    if invitation.email is None or settings.mail_way is None:
        return settings.page("invitation", make_link(session, invitation))
    letters.ask_for(session, LetterKind.INVITATION, invitation.id, invitation.language)
    due = invitation.expires_at - REMIND_BEFORE
    if due > utc_now() + REMIND_AFTER:
        letters.ask_for(session, LetterKind.EXPIRY_REMINDER, invitation.id, invitation.language, due_at=due)
    return None


def _expiry(posting: JobPosting, days: int) -> datetime:
    expiry = utc_now() + timedelta(days=days)
    return min(expiry, posting.window_closes) if posting.window_closes else expiry


def in_state(state: InvitationState, now: datetime) -> ColumnElement[bool]:
    """As `Invitation.state`, for a query."""
    accepted, declined, revoked = (
        col(moment).is_not(None) for moment in (Invitation.accepted_at, Invitation.declined_at, Invitation.revoked_at)
    )
    expired = col(Invitation.expires_at) <= now
    match state:
        case InvitationState.ACCEPTED:
            return accepted
        case InvitationState.DECLINED:
            return and_(~accepted, declined)
        case InvitationState.REVOKED:
            return and_(~accepted, ~declined, revoked)
        case InvitationState.EXPIRED:
            return and_(~accepted, ~declined, ~revoked, expired)
        case InvitationState.WAITING:
            return and_(~accepted, ~declined, ~revoked, ~expired)


def _shown(session: Session, invitations: Sequence[Invitation]) -> list[InvitationOut]:
    now = utc_now()
    letter_of = _letters(session, invitations)
    of_interviews: dict[str, InterviewStatus] = {
        interview_id: InterviewStatus(status)
        for interview_id, status in session.exec(
            select(Interview.id, Interview.status).where(
                col(Interview.id).in_([each.interview_id for each in invitations if each.interview_id])
            )
        )
    }
    people = [each.candidate_id for each in invitations if each.candidate_id]
    addresses = dict(session.exec(select(User.id, User.email).where(col(User.id).in_(people))).all())
    return [
        InvitationOut.model_validate(
            each.model_dump(exclude={"posting_id", "created_by", "candidate_id", "shows_answers_live"})
            | {
                "state": each.state(now),
                "letter": letter_of.get(each.id),
                "interview_status": of_interviews.get(each.interview_id or ""),
                "accepted_with_other_address": each.email is not None
                and addresses.get(each.candidate_id or "", each.email) != each.email,
            }
        )
        for each in invitations
    ]


def _letters(session: Session, invitations: Sequence[Invitation]) -> dict[str, LetterState]:
    """Where the newest letter of each is that was to go out by now."""
    keys = {f"{SEND_LETTER.name}:{letters.job_key(kind, each.id)}": each.id for each in invitations for kind in LETTERS}
    jobs = session.exec(
        select(Job.unique_key, Job.state)
        .where(col(Job.unique_key).in_(keys), or_(col(Job.state) != JobState.QUEUED, col(Job.due_at) <= utc_now()))
        .order_by(col(Job.created_at))
    )
    states = {JobState.DONE: LetterState.SENT, JobState.DEAD: LetterState.REFUSED}
    return {keys[key]: states.get(JobState(state), LetterState.ON_ITS_WAY) for key, state in jobs}
