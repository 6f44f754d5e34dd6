"""Who may reach an interview. A practice interview is its candidate's alone; to others it does not exist."""

from contracts.base import InterviewMode
from contracts.errors import InterviewNotFound
from persistence.tables import Interview
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.dependencies import Caller


async def own_interview(
    session: AsyncSession, interview_id: str, candidate_id: str, *, for_update: bool = False
) -> Interview:
    """Raises `InterviewNotFound`, also for an interview that is somebody else's."""
    interview = await find_interview(session, interview_id, for_update=for_update)
    if interview.candidate_id != candidate_id:
        raise InterviewNotFound
    return interview


async def interview_of_caller(session: AsyncSession, interview_id: str, caller: Caller) -> Interview:
    """The interview a turn belongs to, locked: the media server carries any, a candidate only their own."""
    if caller.user_id is None:
        return await find_interview(session, interview_id, for_update=True)
    return await own_interview(session, interview_id, caller.user_id, for_update=True)


async def practice_interview(session: AsyncSession, interview_id: str) -> Interview:
    """A practice interview, for the service that measures its delivery. Raises `InterviewNotFound` otherwise."""
    interview = await find_interview(session, interview_id)
    if interview.mode is not InterviewMode.PRACTICE:
        raise InterviewNotFound
    return interview


async def find_interview(session: AsyncSession, interview_id: str, *, for_update: bool = False) -> Interview:
    statement = select(Interview).where(Interview.id == interview_id)
    if for_update:
        statement = statement.with_for_update()
    interview = (await session.exec(statement)).one_or_none()
    if interview is None:
        raise InterviewNotFound
    return interview
