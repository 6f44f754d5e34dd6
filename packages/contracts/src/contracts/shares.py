"""Reports that candidates show to others: what of a report a link opens, and nothing beside.

Each shape here names what may be read, field by field, so that what a report gains later is in no link before somebody
decides so. Delivery, voice, recordings and expressions have no field. Nor have earlier interviews, where a question
came from (which may be a résumé), and which engine heard an answer.
"""

from enum import StrEnum

from contracts.base import AnswerSource, Contract, Language, Timestamp, Unmeasured
from contracts.evaluation import AnswerSummary, Band, EvidenceSpan, MeasuredCompetency, Score, Scores, TiedRemark
from contracts.questions import QuestionCategory, Slug
from contracts.speech import CorrectedRun


class SharePart(StrEnum):
    """What a candidate chooses from; the role, the date and the questions of the plan are in every link.

    What rests on two parts, such as why the words come to a band, is there only where both are.
    """

    SCORES = "scores"
    """Scores and bands, with what describes a band."""
    WORDS = "words"
    """What was said: answers, follow-ups, quotes and summaries of answers."""
    COACHING = "coaching"
    """Strengths, next steps, what was missing, model answers."""


class ShareState(StrEnum):
    WORKING = "working"
    EXPIRED = "expired"
    REVOKED = "revoked"


class SharedCriterion(Contract):
    """Neither `band` nor `reason`: scores were not chosen."""

    criterion: Slug
    name: str
    band: Band | None
    reason: Unmeasured | None
    band_description: str | None
    rationale: str
    evidence: list[EvidenceSpan]
    missing: list[str]


class SharedEvaluation(Contract):
    score: Score | None
    summary: AnswerSummary | None
    criteria: list[SharedCriterion]


class SharedFollowUp(Contract):
    turn: int
    question: str
    text: str
    corrected: list[CorrectedRun]
    unreliable_reason: str | None


class SharedAnswer(Contract):
    """`text` is null where words were not chosen. Without `evaluation`, `reason` says why, where scores were chosen."""

    turn: int
    question: str
    category: QuestionCategory
    text: str | None
    corrected: list[CorrectedRun]
    source: AnswerSource | None
    unreliable_reason: str | None
    follow_ups: list[SharedFollowUp]
    evaluation: SharedEvaluation | None
    reason: Unmeasured | None
    model_answer: str | None


class SharedReport(Contract):
    """A report as somebody with a link reads it.

    `name` is what the candidate wants to be called there, null for nothing. `scores`, `competencies`, `summary` and
    `evaluator_model` are null where scores were not chosen, remarks where coaching was not.
    """

    name: str | None
    parts: list[SharePart]
    expires_at: Timestamp
    language: Language
    position: str
    ended_at: Timestamp
    created_at: Timestamp
    scores: Scores | None
    competencies: list[MeasuredCompetency] | None
    summary: str | None
    evaluator_model: str | None
    strengths: list[TiedRemark] | None
    next_steps: list[TiedRemark] | None
    answers: list[SharedAnswer]
