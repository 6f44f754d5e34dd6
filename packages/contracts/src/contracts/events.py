"""Durable events: rows written in the transaction that made them true, replayed to listeners in order."""

from typing import Annotated, Literal

from pydantic import Field

from contracts.base import Contract, Id, InterviewStatus, Timestamp
from contracts.questions import AskedQuestion


class QuestionAsked(Contract):
    kind: Literal["question.asked"] = "question.asked"
    question: AskedQuestion


class AnswerSaved(Contract):
    kind: Literal["answer.saved"] = "answer.saved"
    turn: int
    transcript_id: Id


class AnswerEvaluated(Contract):
    """`failed` when the evaluation ended without a judgement."""

    kind: Literal["answer.evaluated"] = "answer.evaluated"
    turn: int
    failed: bool = False


class InterviewStateChanged(Contract):
    kind: Literal["interview.state"] = "interview.state"
    status: InterviewStatus


class ReportReady(Contract):
    kind: Literal["report.ready"] = "report.ready"
    report_id: Id


EventPayload = Annotated[
    QuestionAsked | AnswerSaved | AnswerEvaluated | InterviewStateChanged | ReportReady,
    Field(discriminator="kind"),
]


class Event(Contract):
    """An event as a listener sees it. `sequence` is its SSE id and counts from 1 within the interview."""

    interview_id: Id
    sequence: Annotated[int, Field(ge=1)]
    created_at: Timestamp
    payload: EventPayload


def wake_channel(topic: str) -> str:
    """The Redis channel that wakes the listeners of that interview or posting; the message carries nothing."""
    return f"visavis:events:{topic}"
