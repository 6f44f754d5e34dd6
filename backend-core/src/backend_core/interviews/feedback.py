"""How satisfied a candidate was with an interview: one rating, which they may change."""

from contracts.base import InterviewStatus
from contracts.errors import InterviewNotEnded
from persistence.columns import utc_now
from persistence.interviews.feedback import Feedback
from persistence.tables import Interview
from sqlalchemy.dialects.postgresql import insert
from sqlmodel.ext.asyncio.session import AsyncSession

ENDED = {InterviewStatus.COMPLETED, InterviewStatus.CANCELLED}


async def rating_of(session: AsyncSession, interview: Interview) -> int | None:
    given = await session.get(Feedback, interview.id)
    return given.rating if given else None


async def rate(session: AsyncSession, interview: Interview, rating: int) -> None:
    """The last one counts. Raises `InterviewNotEnded`."""
    if interview.status not in ENDED:
        raise InterviewNotEnded
    values = {"rating": rating, "rated_at": utc_now()}
    statement = insert(Feedback).values(interview_id=interview.id, **values)
    await session.exec(statement.on_conflict_do_update(index_elements=["interview_id"], set_=values))
