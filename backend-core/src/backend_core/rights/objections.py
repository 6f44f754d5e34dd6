"""Objections and requests for a person's review: made by the candidate, answered by the organisation in time."""

from collections.abc import Collection, Set
from datetime import UTC, datetime, time, timedelta

from contracts.audit import AuditAction, AuditSubject
from contracts.base import InterviewMode, InterviewStatus
from contracts.errors import (
    HumanReviewMissing,
    InterviewNotFound,
    ObjectionAnswered,
    ObjectionNotFound,
    ObjectionOpen,
    OnlyAfterInterview,
    OnlyScreening,
)
from contracts.mail import LetterKind
from contracts.recruiting import MemberRole
from contracts.rights import ObjectionKind
from persistence.columns import utc_now
from persistence.database import run_sync
from persistence.hiring.recruiting import JobPosting
from persistence.hiring.reviews import Review
from persistence.people.rights import Objection
from persistence.record import audit, letters
from persistence.tables import Interview, User
from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.interviews.access import own_interview
from backend_core.recruiting.access import screening_of_member
from backend_core.rights.schemas import NewObjection, ObjectionCount, ObjectionOut, ReceivedObjection

MOST_LISTED = 200
SATURDAY = 5


def deadline(now: datetime, days: int) -> datetime:
    """The end of the `days`-th day after today, in UTC; of the next Monday where that is a Saturday or a Sunday.

    The day itself does not count, as in Korea's Civil Act (art. 157, 161) and the EU's Regulation 1182/71.
    """
    last = now.astimezone(UTC).date() + timedelta(days=days)
    while last.weekday() >= SATURDAY:
        last += timedelta(days=1)
    return datetime.combine(last + timedelta(days=1), time(), UTC)


async def object_to(
    session: AsyncSession, interview_id: str, candidate: User, wanted: NewObjection, days: int
) -> ObjectionOut:
    """Raises `InterviewNotFound`, `OnlyScreening`, `OnlyAfterInterview`, and `ObjectionOpen` for a second of a kind."""
    interview = await own_interview(session, interview_id, candidate.id, for_update=True)
    if interview.mode is not InterviewMode.SCREENING:
        raise OnlyScreening
    if interview.status not in (InterviewStatus.COMPLETED, InterviewStatus.CANCELLED):
        raise OnlyAfterInterview
    now = utc_now()
    waiting = select(Objection.id).where(
        Objection.interview_id == interview_id, Objection.kind == wanted.kind, col(Objection.answered_at).is_(None)
    )
    if (await session.exec(waiting)).first() is not None:
        raise ObjectionOpen
    objection = Objection(
        interview_id=interview_id, kind=wanted.kind, text=wanted.text, due_at=deadline(now, days), created_at=now
    )
    session.add(objection)
    await session.flush()
    return _out(objection, now)


async def own(session: AsyncSession, interview: Interview) -> list[ObjectionOut]:
    """Of one interview, newest first."""
    rows = await session.exec(
        select(Objection).where(Objection.interview_id == interview.id).order_by(col(Objection.created_at).desc())
    )
    return [_out(row, utc_now()) for row in rows]


async def received(session: AsyncSession, organisation_id: str) -> list[ReceivedObjection]:
    """Those to an organisation's interviews: what is open by when it is due, then what was answered last."""
    rows = await session.exec(
        select(Objection, JobPosting)
        .join(Interview, col(Interview.id) == Objection.interview_id)
        .join(JobPosting, col(JobPosting.id) == Interview.job_posting_id)
        .where(JobPosting.organisation_id == organisation_id)
        .order_by(col(Objection.answered_at).desc().nulls_first(), col(Objection.due_at))
        .limit(MOST_LISTED)
    )
    found = rows.all()
    reviewed = await _reviewed(session, [objection.interview_id for objection, _ in found])
    return [_received(objection, posting, reviewed) for objection, posting in found]


async def count(session: AsyncSession, organisation_id: str) -> ObjectionCount:
    rows = await session.exec(
        select(func.count(), func.count().filter(col(Objection.due_at) <= utc_now()))
        .select_from(Objection)
        .join(Interview, col(Interview.id) == Objection.interview_id)
        .join(JobPosting, col(JobPosting.id) == Interview.job_posting_id)
        .where(JobPosting.organisation_id == organisation_id, col(Objection.answered_at).is_(None))
    )
    waiting, overdue = rows.one()
    return ObjectionCount(open=waiting, overdue=overdue)


async def answer(
    session: AsyncSession, objection_id: str, member: User, text: str, *, by_letter: bool
) -> ReceivedObjection:
    """Answer, and have the candidate told `by_letter`.

    Raises `ObjectionNotFound`, `MemberRoleTooLow`, `ObjectionAnswered`, `HumanReviewMissing`.
    """
    objection = await session.get(Objection, objection_id, with_for_update=True)
    if objection is None:
        raise ObjectionNotFound
    try:
        interview = await screening_of_member(session, member.id, objection.interview_id, MemberRole.RECRUITER)
    except InterviewNotFound as error:
        raise ObjectionNotFound from error
    if objection.answered_at is not None:
        raise ObjectionAnswered
    reviewed = await _reviewed(session, [interview.id])
    if not _is_answerable(objection, reviewed):
        raise HumanReviewMissing
    posting = await session.get_one(JobPosting, interview.job_posting_id)
    objection.answer, objection.answered_at, objection.answered_by = text, utc_now(), member.id
    await run_sync(
        session,
        audit.record,
        member,
        AuditAction.OBJECTION_ANSWERED,
        AuditSubject.INTERVIEW,
        interview.id,
        organisation_id=posting.organisation_id,
        details={"objection": objection.id, "kind": objection.kind.value},
    )
    if by_letter:
        await run_sync(session, letters.ask_for, LetterKind.OBJECTION_ANSWERED, objection.id, interview.language)
    return _received(objection, posting, reviewed)


async def _reviewed(session: AsyncSession, interview_ids: Collection[str]) -> set[str]:
    """Those of the interviews that a person has submitted a review of."""
    submitted = select(Review.interview_id).where(
        col(Review.interview_id).in_(interview_ids), col(Review.submitted_at).is_not(None)
    )
    return set(await session.exec(submitted))


def _is_answerable(objection: Objection, reviewed: Set[str]) -> bool:
    """A request for a person's review is answered by nobody before a person has submitted one."""
    asks_for_review = objection.kind is ObjectionKind.HUMAN_REVIEW and objection.answered_at is None
    return not asks_for_review or objection.interview_id in reviewed


def _received(objection: Objection, posting: JobPosting, reviewed: Set[str]) -> ReceivedObjection:
    return ReceivedObjection(
        **dict(_out(objection, utc_now())),
        interview_id=objection.interview_id,
        posting_id=posting.id,
        posting_title=posting.title,
        answerable=_is_answerable(objection, reviewed),
    )


def _out(objection: Objection, now: datetime) -> ObjectionOut:
    return ObjectionOut(
        id=objection.id,
        kind=objection.kind,
        text=objection.text,
        created_at=objection.created_at,
        due_at=objection.due_at,
        days_left=None if objection.answered_at else (objection.due_at - now).days,
        answer=objection.answer,
        answered_at=objection.answered_at,
    )
