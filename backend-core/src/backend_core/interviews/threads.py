"""The questions of an interview on the record: those of the plan, and the follow-ups that hang on them."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.base import InterviewMode, Speaker
from contracts.questions import Rubric
from contracts.trace import Decision, PlannedTrace
from contracts.turns import Chosen
from engines.llm import NextQuestion, PastTurn, Thread
from engines.llm.follow_up import MOST_FOLLOW_UPS
from persistence.database import run_sync
from persistence.interviews import corrections
from persistence.interviews.corrections import CountedAnswer
from persistence.questions import plans
from persistence.tables import Interview, InterviewQuestion, Transcript
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession


@dataclass(frozen=True)
class Said:
    """An answer, which need not be on the record."""

    text: str
    unreliable_reason: str | None


@dataclass(frozen=True)
class _Exchange:
    question: InterviewQuestion
    answer: Said

    def as_past(self) -> PastTurn:
        return PastTurn(self.question.text or "", self.answer.text)


async def choices(session: AsyncSession, interview: Interview, provisional: Said | None = None) -> NextQuestion:
    """What the interviewer chooses from after the last answer, or after a `provisional` one to the open question.

    Plans the next question where nobody has yet.
    """
    exchanges = await _exchanges(session, interview.id, provisional)
    planned = await next_of_plan(session, interview)
    plan = await session.exec(
        select(InterviewQuestion.planned_text).where(InterviewQuestion.interview_id == interview.id)
    )
    return NextQuestion(
        language=interview.language,
        position=interview.position,
        planned=planned.planned_text if planned else None,
        history=[exchange.as_past() for exchange in exchanges],
        thread=_thread(interview, exchanges),
        taken=list(plan),
        interview=interview.id,
        by_rubric=interview.mode is InterviewMode.SCREENING,
    )


async def next_of_plan(session: AsyncSession, interview: Interview) -> InterviewQuestion | None:
    """The first question of the plan that has not been asked; planned now where the job for it has not come to it."""
    question = await _planned_next(session, interview)
    if question is None:
        asked = await session.exec(
            select(func.count()).where(
                InterviewQuestion.interview_id == interview.id,
                col(InterviewQuestion.plan_order).is_not(None),
                col(InterviewQuestion.turn).is_not(None),
            )
        )
        number = asked.one() + 1
        if number <= interview.question_count:
            await run_sync(session, plans.plan, interview.id, number)
            question = await _planned_next(session, interview)
    return question


async def _planned_next(session: AsyncSession, interview: Interview) -> InterviewQuestion | None:
    rows = await session.exec(
        select(InterviewQuestion)
        .where(
            InterviewQuestion.interview_id == interview.id,
            col(InterviewQuestion.plan_order).is_not(None),
            col(InterviewQuestion.turn).is_(None),
        )
        .order_by(col(InterviewQuestion.plan_order))
        .limit(1)
    )
    return rows.one_or_none()


async def chosen_question(
    session: AsyncSession, interview: Interview, text: str, chosen: Chosen
) -> InterviewQuestion | None:
    """The question that was chosen, as yet without a turn; None where the plan is at its end."""
    if isinstance(chosen, Decision):
        question = await next_of_plan(session, interview)
        if question is not None:
            trace = PlannedTrace.model_validate(question.trace or {"source": "bank"})
            question.trace = trace.model_copy(update={"decision": chosen}).model_dump(mode="json")
        return question
    main = await _open_of_plan(session, interview)
    follow_up = InterviewQuestion(
        interview_id=interview.id,
        parent_id=main.id,
        planned_text=text,
        category=main.category,
        rubric_json=main.rubric_json,
        trace=chosen.model_dump(mode="json"),
    )
    session.add(follow_up)
    return follow_up


async def number_of(session: AsyncSession, question: InterviewQuestion) -> int:
    """Its place in the plan, or that of the question it follows."""
    if question.plan_order is not None:
        return question.plan_order
    return await number_of(session, await session.get_one(InterviewQuestion, question.parent_id))


def _thread(interview: Interview, exchanges: list[_Exchange]) -> Thread | None:
    """The newest question of the plan that was answered, and what came of it."""
    begins = [index for index, exchange in enumerate(exchanges) if exchange.question.plan_order is not None]
    if not begins:
        return None
    thread = exchanges[begins[-1] :]
    main = thread[0].question
    return Thread(
        category=main.category,
        rubric=Rubric.model_validate(main.rubric_json),
        turns=[exchange.as_past() for exchange in thread],
        follow_ups_left=min(interview.follow_ups, MOST_FOLLOW_UPS) - (len(thread) - 1),
        is_reliable=all(exchange.answer.unreliable_reason is None for exchange in thread),
    )


async def asked_with_answers(
    session: AsyncSession, interview_id: str
) -> Sequence[tuple[InterviewQuestion, Transcript | None]]:
    """The questions that were asked, in order; None beside the one that waits for its answer."""
    rows = await session.exec(
        select(InterviewQuestion, Transcript)
        .join(
            Transcript,
            (col(Transcript.question_id) == InterviewQuestion.id) & (col(Transcript.speaker) == Speaker.USER),
            isouter=True,
        )
        .where(InterviewQuestion.interview_id == interview_id, col(InterviewQuestion.turn).is_not(None))
        .order_by(col(InterviewQuestion.turn))
    )
    return rows.all()


async def _exchanges(session: AsyncSession, interview_id: str, provisional: Said | None) -> list[_Exchange]:
    """The questions that were asked, in order, with their answers; without the open one, unless it has been answered
    provisionally.
    """
    asked = await asked_with_answers(session, interview_id)
    corrected = await run_sync(session, corrections.newest, [interview_id])
    answered = [
        (question, Said(CountedAnswer(row, corrected.get(row.id)).text, row.unreliable_reason) if row else provisional)
        for question, row in asked
    ]
    return [_Exchange(question, answer) for question, answer in answered if answer]


async def _open_of_plan(session: AsyncSession, interview: Interview) -> InterviewQuestion:
    rows = await session.exec(
        select(InterviewQuestion)
        .where(
            InterviewQuestion.interview_id == interview.id,
            col(InterviewQuestion.plan_order).is_not(None),
            col(InterviewQuestion.turn).is_not(None),
        )
        .order_by(col(InterviewQuestion.turn).desc())
        .limit(1)
    )
    return rows.one()
