"""One question of a practice interview, answered again in an interview of its own."""

from contracts.base import InterviewMode, InterviewStatus
from contracts.errors import InterviewNotOver, QuestionNotAsked, ScreeningNotRetried
from contracts.trace import PlannedTrace
from persistence.database import run_sync
from persistence.tables import Interview, InterviewQuestion
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.interviews.access import own_interview
from backend_core.interviews.service import announce_state, speak_ahead


async def create(session: AsyncSession, candidate_id: str, interview_id: str, number: int) -> Interview:
    """Schedule an interview that asks question `number` of an earlier one again, as it was put and judged then.

    Raises `InterviewNotFound`, `ScreeningNotRetried`, `InterviewNotOver`, and `QuestionNotAsked` for a number that is
    not in the plan, or that the interview did not come to.
    """
    earlier = await own_interview(session, interview_id, candidate_id)
    if earlier.mode is InterviewMode.SCREENING:
        raise ScreeningNotRetried
    if earlier.status is not InterviewStatus.COMPLETED:
        raise InterviewNotOver
    question = await _asked(session, earlier.id, number)
    interview = Interview(
        candidate_id=candidate_id,
        position=earlier.position,
        mode=InterviewMode.PRACTICE,
        language=earlier.language,
        question_count=1,
        follow_ups=earlier.follow_ups,
        scenario=earlier.scenario,
        difficulty=earlier.difficulty,
        retry_of=earlier.id,
        retry_number=number,
    )
    session.add(interview)
    await session.flush()
    trace = PlannedTrace.model_validate(question.trace or {"source": "bank"})
    session.add(
        InterviewQuestion(
            interview_id=interview.id,
            question_id=question.question_id,
            plan_order=1,
            planned_text=question.planned_text,
            category=question.category,
            rubric_json=question.rubric_json,
            trace=trace.model_copy(update={"decision": None}).model_dump(mode="json"),
        )
    )
    await run_sync(session, announce_state, interview)
    await run_sync(session, speak_ahead, interview)
    return interview


async def _asked(session: AsyncSession, interview_id: str, number: int) -> InterviewQuestion:
    rows = await session.exec(
        select(InterviewQuestion).where(
            InterviewQuestion.interview_id == interview_id,
            InterviewQuestion.plan_order == number,
            col(InterviewQuestion.turn).is_not(None),
        )
    )
    question = rows.one_or_none()
    if question is None:
        raise QuestionNotAsked
    return question
