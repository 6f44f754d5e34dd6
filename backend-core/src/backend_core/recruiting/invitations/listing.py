"""What has become of the invitations of a posting."""

from collections.abc import Sequence
from datetime import datetime

from contracts.base import InterviewStatus
from contracts.mail import LetterKind
from contracts.recruiting import InvitationState
from contracts.tasks import SEND_LETTER
from persistence.columns import utc_now
from persistence.database import run_sync
from persistence.hiring.recruiting import Invitation, JobPosting
from persistence.record import letters
from persistence.tables import Interview, Job, JobState, User
from sqlalchemy import ColumnElement, and_, case, func, or_
from sqlmodel import Session, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.recruiting.invitations.schemas import InvitationOut, InvitationPage, LetterState
from backend_core.settings import CoreSettings

PAGE = 100
LETTERS = (LetterKind.INVITATION, LetterKind.REMINDER, LetterKind.EXPIRY_REMINDER)


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


async def shown(session: AsyncSession, invitation: Invitation) -> InvitationOut:
    (out,) = await run_sync(session, _shown, [invitation])
    return out


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
            each.model_dump(include=set(InvitationOut.model_fields))
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
