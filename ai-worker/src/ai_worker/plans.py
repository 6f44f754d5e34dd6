"""`tasks.question.generate`: plan an interview's questions after the first, and have them spoken ahead.

With a language model some of them are written for this candidate. The job waits for it a few seconds and never for its
return: whoever needs a question meanwhile takes the bank's, and so does the job where nothing came of it.
"""

import asyncio
from collections.abc import Callable, Mapping

from contracts.base import InterviewStatus
from contracts.tasks import SYNTHESIZE_SPEECH, PlanQuestionsPayload, SynthesizeSpeechPayload
from contracts.trace import Decision, WrittenQuestion
from engines.llm.factory import writer_from
from engines.llm.settings import InterviewerSettings
from engines.llm.writer import PlanToWrite, QuestionWriter
from persistence.database import Database
from persistence.questions import plans
from persistence.record import jobs
from persistence.tables import Interview, InterviewQuestion
from sqlmodel import Session, col, select

from ai_worker.subjects import subjects_of

Written = Mapping[int, WrittenQuestion | Decision]


class QuestionPlanning:
    """Plans with the model that `settings` name, or without one."""

    def __init__(self, settings: InterviewerSettings) -> None:
        self._settings = settings

    def __call__(self, database: Database, payload: PlanQuestionsPayload) -> Callable[[Session], None]:
        with database.transaction() as session:
            to_write = _to_write(session, payload.interview_id)
        written: Written = {}
        if to_write.subjects and (writer := writer_from(self._settings, payload.interview_id)):
            written = asyncio.run(_write(writer, to_write))
        return lambda session: _plan(session, payload.interview_id, written)


def _to_write(session: Session, interview_id: str) -> PlanToWrite:
    interview = session.get_one(Interview, interview_id)
    planned = session.exec(
        select(InterviewQuestion).where(
            InterviewQuestion.interview_id == interview_id, col(InterviewQuestion.plan_order).is_not(None)
        )
    ).all()
    is_over = interview.status not in (InterviewStatus.SCHEDULED, InterviewStatus.LIVE)
    subjects = {} if is_over else subjects_of(session, interview, planned)
    return PlanToWrite(
        language=interview.language,
        position=interview.position,
        taken=[question.planned_text for question in planned],
        subjects=subjects,
        late=frozenset(question.plan_order for question in planned if question.plan_order in subjects),
    )


async def _write(writer: QuestionWriter, plan: PlanToWrite) -> Written:
    try:
        return await writer.write(plan)
    finally:
        await writer.close()


def _plan(session: Session, interview_id: str, written: Written) -> None:
    plans.plan(session, interview_id, written=written)
    jobs.add(
        session,
        SYNTHESIZE_SPEECH,
        SynthesizeSpeechPayload(interview_id=interview_id),
        unique_key=f"{interview_id}:plan",
        interview_id=interview_id,
    )
