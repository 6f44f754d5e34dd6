"""What candidates say of themselves for the bias audit: apart from all that those who judge or decide can read."""

from contracts.base import InterviewMode, InterviewStatus
from contracts.errors import OnlyAfterInterview, OnlyScreening
from contracts.rights import DeclaredGroups, GroupDimension
from persistence.people.rights import DeclaredGroup
from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.interviews.access import own_interview


async def declare(session: AsyncSession, interview_id: str, candidate_id: str, groups: DeclaredGroups) -> None:
    """In the place of what was said before; saying nothing takes it back.

    Raises `InterviewNotFound`, `OnlyScreening`, and `OnlyAfterInterview`: what is said must not weigh in the answers.
    """
    interview = await own_interview(session, interview_id, candidate_id, for_update=True)
    if interview.mode is not InterviewMode.SCREENING:
        raise OnlyScreening
    if interview.status not in (InterviewStatus.COMPLETED, InterviewStatus.CANCELLED):
        raise OnlyAfterInterview
    await session.exec(delete(DeclaredGroup).where(col(DeclaredGroup.interview_id) == interview_id))
    session.add_all(
        DeclaredGroup(interview_id=interview_id, dimension=GroupDimension(dimension), value=value)
        for dimension, value in groups.model_dump(mode="json", exclude_none=True).items()
    )


async def declared(session: AsyncSession, interview_id: str, candidate_id: str) -> DeclaredGroups:
    """Raises `InterviewNotFound`."""
    await own_interview(session, interview_id, candidate_id)
    rows = await session.exec(select(DeclaredGroup).where(DeclaredGroup.interview_id == interview_id))
    return DeclaredGroups.model_validate({row.dimension.value: row.value for row in rows})
