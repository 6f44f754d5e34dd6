"""The plan of an interview: which questions of the bank, in which order."""

from itertools import cycle

from contracts.errors import BankTooSmall
from contracts.questions import QuestionCategory
from persistence.tables import Interview, InterviewQuestion, Question
from sqlalchemy import func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

ORDER = (
    QuestionCategory.BEHAVIORAL,
    QuestionCategory.TECHNICAL,
    QuestionCategory.SITUATIONAL,
    QuestionCategory.TECHNICAL,
    QuestionCategory.CULTURAL_FIT,
)
"""Opens with what the candidate has done, then alternates; repeated for longer interviews."""


async def plan_questions(session: AsyncSession, interview: Interview) -> list[InterviewQuestion]:
    """Plan `interview.question_count` questions. Raises `BankTooSmall`.

    A candidate gets the questions first that they have met least often; among equals the draw is fixed by the
    interview's id, so that a plan can be explained afterwards.
    """
    candidates = await _candidates(session, interview)
    if len(candidates) < interview.question_count:
        raise BankTooSmall(available=str(len(candidates)))
    chosen = _compose(candidates, interview.question_count)
    for question in chosen:
        question.usage_count += 1
    return [
        InterviewQuestion(
            interview_id=interview.id,
            question_id=question.id,
            plan_order=number,
            planned_text=question.content,
            category=question.category,
            rubric_json=question.rubric_json,
        )
        for number, question in enumerate(chosen, start=1)
    ]


async def _candidates(session: AsyncSession, interview: Interview) -> list[Question]:
    """Every question that suits the interview, best first."""
    met = (
        select(InterviewQuestion.question_id, func.count().label("times"))
        .join(Interview, col(Interview.id) == InterviewQuestion.interview_id)
        .where(Interview.candidate_id == interview.candidate_id)
        .group_by(col(InterviewQuestion.question_id))
        .subquery()
    )
    rows = await session.exec(
        select(Question)
        .join(met, met.c.question_id == Question.id, isouter=True)
        .where(
            col(Question.is_active),
            Question.language == interview.language,
            or_(func.cardinality(Question.position) == 0, col(Question.position).contains([interview.position])),
        )
        .order_by(
            func.coalesce(met.c.times, 0),
            func.cardinality(Question.position).desc(),
            func.md5(func.concat(interview.id, Question.slug)),
        )
    )
    return list(rows)


def _compose(candidates: list[Question], count: int) -> list[Question]:
    """Take `count` of `candidates`, following `ORDER`; where a category has run out, the best of the others."""
    left = list(candidates)
    chosen: list[Question] = []
    for category in cycle(ORDER):
        if len(chosen) == count:
            break
        question = next((q for q in left if q.category is category), left[0])
        left.remove(question)
        chosen.append(question)
    return chosen
