"""What the interview endpoints receive and return."""

from datetime import datetime
from typing import Annotated, Any, Literal

from contracts.base import AnswerSource, Contract, Id, InterviewMode, InterviewStatus, Language, Speaker
from contracts.questions import AskedQuestion, QuestionCategory, Slug
from contracts.sound import SoundTrouble
from pydantic import ConfigDict, Field


class NewInterview(Contract):
    """A practice interview; screening starts from an invitation."""

    mode: Literal[InterviewMode.PRACTICE] = InterviewMode.PRACTICE
    position: Slug
    language: Language
    question_count: Annotated[int, Field(ge=1, le=10)] = 3


class InterviewOut(Contract):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: Id
    candidate_id: Id
    mode: InterviewMode
    status: InterviewStatus
    position: str
    language: Language
    question_count: int
    scheduled_time: datetime | None
    start_time: datetime | None
    end_time: datetime | None
    created_at: datetime
    overall_score: float | None
    """0–100; null until a report has measured it."""


class StartedInterview(Contract):
    interview: InterviewOut
    question: AskedQuestion


class QuestionOut(Contract):
    """A question of this interview that has been asked."""

    id: Id
    turn: int
    text: str
    category: QuestionCategory
    asked_at: datetime
    answered: bool


class TranscriptOut(Contract):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: Id
    turn: int
    speaker: Speaker
    text: str
    source: AnswerSource | None
    words: list[dict[str, Any]]
    timestamp: datetime
    unreliable_reason: str | None
    sound_troubles: list[SoundTrouble]
