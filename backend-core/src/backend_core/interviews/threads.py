"""The questions of an interview on the record: those of the plan, and the follow-ups that hang on them."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.base import InterviewMode, Speaker
from contracts.questions import AskedQuestion, Rubric
from contracts.trace import Decision, PlannedTrace
from contracts.turns import Chosen
from engines.llm import NextQuestion, PastTurn, Thread
from engines.llm.follow_up import MOST_FOLLOW_UPS
from persistence.columns import left_out
from persistence.database import run_sync
from persistence.interviews import corrections
from persistence.interviews.corrections import CountedAnswer
from persistence.questions import plans
from persistence.tables import Interview, InterviewQuestion, Transcript
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession


@dataclass(frozen=True)
class Said:
    """An answer, which need not be on the record."""

    text: str
    unreliable_reason: str | None


@dataclass(frozen=True)
class Course:
    """An interview's questions as they stand: those that were asked, in order, then those that are only planned. Each
    with its answer, or None; an answer's words are not loaded.
    """

    questions: Sequence[tuple[InterviewQuestion, Transcript | None]]

    @property
    def asked(self) -> list[tuple[InterviewQuestion, Transcript | None]]:
        return [(question, answer) for question, answer in self.questions if question.turn is not None]

    @property
    def asked_of_plan(self) -> list[InterviewQuestion]:
        return [question for question, _ in self.asked if question.plan_order is not None]

    @property
    def next_of_plan(self) -> InterviewQuestion | None:
        """The first that has not been asked, as far as the plan goes."""
        return next((question for question, _ in self.questions if question.turn is None), None)

    def at(self, turn: int) -> InterviewQuestion | None:
        return next((question for question, _ in self.asked if question.turn == turn), None)

    def is_answered(self, turn: int) -> bool:
        return any(question.turn == turn and answer is not None for question, answer in self.asked)

    def as_asked(self, interview: Interview, question: InterviewQuestion) -> AskedQuestion:
        return AskedQuestion.model_validate(
            {
                "id": question.id,
                "turn": question.turn,
                "number": self.number_of(question),
                "total": interview.question_count,
                "follow_up": question.plan_order is None,
                "text": question.text,
                "category": question.category,
                "language": interview.language,
            }
        )

    def number_of(self, question: InterviewQuestion) -> int:
        """Its place in the plan, or that of the question it follows."""
        if question.plan_order is not None:
            return question.plan_order
        return self.number_of(next(parent for parent, _ in self.questions if parent.id == question.parent_id))


async def course_of(session: AsyncSession, interview_id: str) -> Course:
    rows = await session.exec(
        select(InterviewQuestion, Transcript)
        .join(
            Transcript,
            (col(Transcript.question_id) == InterviewQuestion.id) & (col(Transcript.speaker) == Speaker.USER),
            isouter=True,
        )
        .where(InterviewQuestion.interview_id == interview_id)
        .order_by(col(InterviewQuestion.turn).nulls_last(), col(InterviewQuestion.plan_order))
        .options(*left_out(Transcript, "words"))
    )
    return Course(rows.all())


@dataclass(frozen=True)
class _Exchange:
    question: InterviewQuestion
    answer: Said

    def as_past(self) -> PastTurn:
        return PastTurn(self.question.text or "", self.answer.text)


async def choices(
    session: AsyncSession, interview: Interview, course: Course, provisional: Said | None = None
) -> NextQuestion:
    """What the interviewer chooses from after the last answer, or after a `provisional` one to the open question.

    Plans the next question where nobody has yet.
    """
    course = await _with_next_of_plan(session, interview, course)
    exchanges = await _exchanges(session, interview.id, course, provisional)
    return NextQuestion(
        language=interview.language,
        position=interview.position,
        planned=course.next_of_plan.planned_text if course.next_of_plan else None,
        history=[exchange.as_past() for exchange in exchanges],
        thread=_thread(interview, exchanges),
        taken=[question.planned_text for question, _ in course.questions],
        interview=interview.id,
        by_rubric=interview.mode is InterviewMode.SCREENING,
    )


async def chosen_question(
    session: AsyncSession, interview: Interview, course: Course, text: str, chosen: Chosen
) -> InterviewQuestion | None:
    """The question that was chosen, as yet without a turn; None where the plan is at its end."""
    if isinstance(chosen, Decision):
        question = (await _with_next_of_plan(session, interview, course)).next_of_plan
        if question is not None:
            trace = PlannedTrace.model_validate(question.trace or {"source": "bank"})
            question.trace = trace.model_copy(update={"decision": chosen}).model_dump(mode="json")
        return question
    main = course.asked_of_plan[-1]
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


async def _with_next_of_plan(session: AsyncSession, interview: Interview, course: Course) -> Course:
    """With the next question of the plan, unless that is at its end; planned now where its job has not come to it."""
    number = len(course.asked_of_plan) + 1
    if course.next_of_plan or number > interview.question_count:
        return course
    await run_sync(session, plans.plan, interview.id, number)
    return await course_of(session, interview.id)


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


async def _exchanges(
    session: AsyncSession, interview_id: str, course: Course, provisional: Said | None
) -> list[_Exchange]:
    """The questions that were asked, in order, with their answers; without the open one, unless it has been answered
    provisionally.
    """
    corrected = await run_sync(session, corrections.newest, [interview_id])
    answered = [
        (question, Said(CountedAnswer(row, corrected.get(row.id)).text, row.unreliable_reason) if row else provisional)
        for question, row in course.asked
    ]
    return [_Exchange(question, answer) for question, answer in answered if answer]
