"""`tasks.question.generate`: plan an interview's questions after the first, and have them spoken ahead."""

from collections.abc import Callable

from contracts.tasks import SYNTHESIZE_SPEECH, PlanQuestionsPayload, SynthesizeSpeechPayload
from persistence import jobs, plans
from persistence.database import Database
from sqlmodel import Session


def plan_questions(database: Database, payload: PlanQuestionsPayload) -> Callable[[Session], None]:
    del database  # choosing takes milliseconds, and stands in the transaction that writes
    return lambda session: _plan(session, payload.interview_id)


def _plan(session: Session, interview_id: str) -> None:
    plans.plan(session, interview_id)
    jobs.add(
        session,
        SYNTHESIZE_SPEECH,
        SynthesizeSpeechPayload(interview_id=interview_id),
        unique_key=f"{interview_id}:plan",
        interview_id=interview_id,
    )
