"""What the interview endpoints receive and return."""

from datetime import datetime
from typing import Annotated, Any, Literal

from contracts.base import AnswerSource, Contract, Id, InterviewMode, InterviewStatus, Language, Speaker
from contracts.questions import AskedQuestion, Difficulty, QuestionCategory, Scenario, Slug
from contracts.sound import SoundTrouble
from contracts.speech import CorrectedRun
from contracts.turns import MAX_ANSWER_CHARS
from engines.llm.follow_up import MOST_FOLLOW_UPS
from pydantic import ConfigDict, Field, StringConstraints

GivenText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]


class NewInterview(Contract):
    """A practice interview; screening starts from an invitation.

    Without a `difficulty` it mixes all. Technical questions come near `job_description` and the candidate's own
    résumé, questions of cultural fit near `company_profile`: what a company says of itself and whom it looks for.
    """

    mode: Literal[InterviewMode.PRACTICE] = InterviewMode.PRACTICE
    position: Slug
    language: Language
    question_count: Annotated[int, Field(ge=1, le=10)] = 3
    """Questions of the plan."""
    follow_ups: Annotated[int, Field(ge=0, le=MOST_FOLLOW_UPS)] = MOST_FOLLOW_UPS
    """At most, to each of them."""
    difficulty: Difficulty | None = None
    scenario: Scenario = Scenario.STANDARD
    resume_id: Id | None = None
    job_description: GivenText | None = None
    company_profile: GivenText | None = None


class Retry(Contract):
    """Which question of an interview's plan is to be tried again, counted from 1."""

    number: Annotated[int, Field(ge=1)]


class InterviewOut(Contract):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: Id
    candidate_id: Id
    mode: InterviewMode
    status: InterviewStatus
    position: str
    language: Language
    question_count: int
    follow_ups: int
    scenario: Scenario
    difficulty: Difficulty | None
    retry_of: Id | None
    """The interview whose question it asks again, that of `retry_number` there."""
    retry_number: int | None
    scheduled_time: datetime | None
    start_time: datetime | None
    end_time: datetime | None
    created_at: datetime
    overall_score: float | None
    """0–100; null until a report has measured it."""


class InterviewPage(Contract):
    """`next` is null on the last page."""

    interviews: list[InterviewOut]
    next: Id | None


class Rating(Contract):
    """Satisfaction with an interview: 1, not at all, to 5, very much."""

    rating: Annotated[int, Field(ge=1, le=5)]


class FeedbackOut(Contract):
    """`rating` is null until the candidate has given one."""

    rating: int | None


class StartedInterview(Contract):
    interview: InterviewOut
    question: AskedQuestion


class QuestionOut(Contract):
    """A question of this interview that has been asked; `number` and `follow_up` as of the question when it was."""

    id: Id
    turn: int
    number: int
    follow_up: bool
    text: str
    category: QuestionCategory
    asked_at: datetime
    answered: bool


class Correction(Contract):
    """An answer as its candidate says that it was said."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_ANSWER_CHARS)]


class TranscriptOut(Contract):
    """What was asked, or answered. `text` is as its candidate `corrected` it, and the spans of `words` count in it;
    their times and their own texts are those that were heard.

    `checked` is whether the candidate has corrected it, or confirmed that it was heard right; `correctable`, whether
    they may do so now.
    """

    id: Id
    turn: int
    speaker: Speaker
    text: str
    corrected: list[CorrectedRun]
    checked: bool
    correctable: bool
    source: AnswerSource | None
    words: list[dict[str, Any]]
    timestamp: datetime
    unreliable_reason: str | None
    sound_troubles: list[SoundTrouble]
