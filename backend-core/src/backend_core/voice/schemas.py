"""What the endpoints of voice over HTTP receive and return."""

from typing import Literal

from contracts.base import Contract, Id, Language
from contracts.preferences import VoicePreferences
from pydantic import BaseModel, Field

QuestionType = Literal["main", "followup"]


class VoiceSessionStart(Contract):
    """Without `interview_id`: the caller's live practice interview, or a new one."""

    user_id: Id
    mode: Literal["voice"]
    interview_id: Id | None = None


class SampleWanted(Contract):
    """A voice to be tried out, in either language."""

    language: Language
    voice: VoicePreferences


class Spoken(Contract):
    """`audio_url` is a path of the platform's own origin; it plays without a header, for 45 minutes."""

    text: str
    audio_url: str


class VoiceQuestion(Spoken):
    id: Id
    type: QuestionType


class VoiceSession(Contract):
    """`session_id` is the interview's id."""

    session_id: Id
    question: VoiceQuestion


class AnswerForm(BaseModel):
    """The fields of `/answer/complete` beside the recording."""

    session_id: Id
    question_id: Id
    turn_type: QuestionType


class AnswerMetrics(Contract):
    """`wpm` is null below 2 s of speech; the voice's measures are null outside of practice, and where an answer is sent
    once more and they were not kept."""

    duration_sec: float | None
    wpm: float | None
    filler_count: int | None


class AnswerTaken(Contract):
    answer_text: str
    metrics: AnswerMetrics
    next_question: VoiceQuestion


class LastAnswerTaken(Contract):
    """There is no further question; `closing` is what the interviewer says."""

    answer_text: str
    metrics: AnswerMetrics
    next_question: None = Field(default=None)
    closing: Spoken
