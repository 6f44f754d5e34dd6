"""Blind first: nobody sees what the machine or others made of an interview before they gave their own bands, or said
for the log why they would not. Whatever serves a member scores, bands, words about them or the candidate's résumé asks
here.
"""

from contracts.audit import AuditAction, AuditSubject, Detail
from contracts.errors import ReviewFirst
from persistence.database import run_sync
from persistence.hiring.recruiting import JobPosting
from persistence.hiring.reviews import is_open_to
from persistence.record import audit
from persistence.tables import Interview, User
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.recruiting.access import screening_of_member


async def is_open(session: AsyncSession, user_id: str, interview_id: str) -> bool:
    rows = await session.exec(select(Interview.id).where(Interview.id == interview_id, is_open_to(user_id)))
    return rows.one_or_none() is not None


async def require_open(session: AsyncSession, user_id: str, interview_id: str) -> None:
    """Raises `ReviewFirst`."""
    if not await is_open(session, user_id, interview_id):
        raise ReviewFirst


async def interview_for_report(session: AsyncSession, user: User, interview_id: str) -> Interview:
    """An interview whose report a member may read; the view goes into the audit log.

    Raises `InterviewNotFound` and `ReviewFirst`.
    """
    interview = await screening_of_member(session, user.id, interview_id)
    await require_open(session, user.id, interview.id)
    await log_view(session, user, AuditAction.REPORT_VIEWED, interview)
    return interview


async def log_view(session: AsyncSession, user: User, action: AuditAction, interview: Interview) -> None:
    """Write down, once an hour, that a member looks at one of the organisation's interviews."""
    posting = await session.get_one(JobPosting, interview.job_posting_id)
    await run_sync(
        session,
        audit.record_view,
        user,
        action,
        AuditSubject.INTERVIEW,
        interview.id,
        organisation_id=posting.organisation_id,
    )


async def log(
    session: AsyncSession,
    user: User,
    action: AuditAction,
    interview: Interview,
    details: dict[str, Detail] | None = None,
) -> None:
    """Write down what a member did with one of the organisation's interviews."""
    posting = await session.get_one(JobPosting, interview.job_posting_id)
    await run_sync(
        session,
        audit.record,
        user,
        action,
        AuditSubject.INTERVIEW,
        interview.id,
        organisation_id=posting.organisation_id,
        details=details,
    )
