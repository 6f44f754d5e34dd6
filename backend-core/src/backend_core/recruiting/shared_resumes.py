"""Résumés in screening interviews: added by candidates when they accept, read by members of the organisation.

No question, follow-up or score depends on one: everybody on a posting is asked the same plan and judged by the same
rubrics, with a résumé or without. A résumé carries a school, former employers and often an age, which would colour the
bands that a reviewer is to give on answers alone. So it is shown, and found by searches, only once the interview is
open to who asks (`reviews.blind`).
"""

from contracts.errors import NoSharedResume, ResumeNotRead, ResumeNotWanted, ResumeWanted
from contracts.recruiting import AskForResume
from contracts.resumes import ResumeState
from persistence.hiring.recruiting import JobPosting
from persistence.people.resumes import ResumeRow, SharedResume
from persistence.tables import Interview, User
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.recruiting.reviews.schemas import ResumePart, ResumeToReview
from backend_core.resumes.service import own_resume, sections_of


async def chosen(
    session: AsyncSession, candidate: User, posting: JobPosting, resume_id: str | None
) -> ResumeRow | None:
    """The résumé that a candidate adds, locked, or none where the posting does not need one.

    Raises `ResumeWanted`, `ResumeNotWanted`, `ResumeNotFound` and `ResumeNotRead`.
    """
    if resume_id is None:
        if posting.asks_for_resume is AskForResume.REQUIRED:
            raise ResumeWanted(fields={"resume_id": "missing"})
        return None
    if posting.asks_for_resume is AskForResume.NONE:
        raise ResumeNotWanted(fields={"resume_id": "unknown"})
    resume = await own_resume(session, resume_id, candidate.id, for_update=True)
    if resume.state is not ResumeState.PARSED:
        raise ResumeNotRead
    return resume


async def read(session: AsyncSession, interview: Interview) -> ResumeToReview:
    """As its candidate has corrected it. Raises `NoSharedResume`."""
    rows = await session.exec(
        select(ResumeRow, SharedResume)
        .join(SharedResume, col(SharedResume.resume_id) == col(ResumeRow.id))
        .where(SharedResume.interview_id == interview.id)
    )
    found = rows.one_or_none()
    if found is None:
        raise NoSharedResume
    resume, shared = found
    return ResumeToReview(
        file_name=resume.file_name,
        language=resume.language,
        target_role=resume.target_role,
        added_at=shared.created_at,
        sections=[
            ResumePart(kind=section.kind, heading=section.heading, text=section.text)
            for section in await sections_of(session, resume.id)
        ],
    )
