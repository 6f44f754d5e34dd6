"""What the review endpoints receive and return."""

from datetime import datetime
from typing import Annotated

from contracts.base import AnswerSource, Contract, Id, Language, Unmeasured
from contracts.evaluation import AnswerEvaluation, Band, ReportedFollowUp, Scores
from contracts.questions import QuestionCategory, ScoreArea, Slug
from contracts.recruiting import MemberRole
from contracts.resumes import SectionKind
from contracts.reviews import GivenBand, Kappa, Outcome, Reason
from contracts.speech import CorrectedRun
from pydantic import Field

MOST_BANDS = 200
"""Above what a plan's questions and their rubrics can come to."""


class ReviewDraft(Contract):
    """All bands given so far, in the place of those before."""

    bands: Annotated[list[GivenBand], Field(max_length=MOST_BANDS)]


class Waiver(Contract):
    reason: Reason


class NewOverride(Contract):
    """Without `to_band` the automatic band counts again."""

    question: Annotated[int, Field(ge=1)]
    criterion: Slug
    to_band: Band | None
    reason: Reason


class NewDecision(Contract):
    outcome: Outcome
    reason: Reason


class NewNote(Contract):
    text: Reason


class NewReevaluation(Contract):
    """By the rubrics of another version of the posting's plan, or of the one that the judgements rest on now."""

    plan_version: Annotated[int, Field(ge=1)] | None = None
    reason: Reason


class CriterionToReview(Contract):
    """`bands` describes 0–4; `key_points` names what a good answer says."""

    slug: Slug
    name: str
    area: ScoreArea
    weight: float
    bands: list[str]
    key_points: list[str]


class QuestionToReview(Contract):
    """What was asked and answered, and what answers are held against; nothing of what anybody made of it."""

    number: int
    question: str
    competency: str | None
    """Its name, where the posting ties the question to one."""
    category: QuestionCategory
    text: str
    corrected: list[CorrectedRun]
    source: AnswerSource | None
    recognizer: str | None
    unreliable_reason: str | None
    follow_ups: list[ReportedFollowUp]
    model_answer: str
    criteria: list[CriterionToReview]


class OwnReview(Contract):
    """On the rubrics of `plan_version`. `is_blind` once submitted: given before anything else was seen."""

    plan_version: int
    bands: list[GivenBand]
    is_blind: bool
    submitted_at: datetime | None
    waived_at: datetime | None
    waiver_reason: str | None


class OthersReview(Contract):
    """`reviewer` is null where the account was erased."""

    reviewer: str | None
    plan_version: int
    bands: list[GivenBand]
    is_blind: bool
    submitted_at: datetime


class Contribution(Contract):
    """`by` is null where the account was erased."""

    by: str | None
    at: datetime


class NoteOut(Contribution):
    text: str


class DecisionOut(Contribution):
    outcome: Outcome
    reason: str


class OverrideOut(Contribution):
    """`counts`: it is the newest one for the judgement as it stands."""

    question: int
    criterion: Slug
    from_band: Band | None
    to_band: Band | None
    reason: str
    counts: bool


class ReevaluationOut(Contribution):
    plan_version: int
    reason: str


class Judged(Contract):
    """The automatic judgement of a question's answers, or the reason why there is none."""

    number: int
    evaluation: AnswerEvaluation | None
    reason: Unmeasured | None


class PairAgreement(Contract):
    """Of the blind reviews of two people, or with `machine` of one person with the automatic bands."""

    reviewer: str | None
    other: str | None
    machine: bool
    kappa: Kappa


class PostingAgreement(Contract):
    """Over the `interviews` of a posting that are open to the caller."""

    interviews: int
    pairs: list[PairAgreement]


class OpenedReview(Contract):
    """What the machine and others made of it. `overrides`, `decisions` and `reevaluations`: the newest first.

    `has_resume`: the candidate added one, which is read by a request of its own.
    """

    judged: list[Judged]
    as_judged: Scores
    as_overridden: Scores
    reviews: list[OthersReview]
    agreement: list[PairAgreement]
    overrides: list[OverrideOut]
    decisions: list[DecisionOut]
    reevaluations: list[ReevaluationOut]
    has_resume: bool


class InterviewToReview(Contract):
    """`plan_version` is the version of the posting's plan whose rubrics count, `held_on` the one it was held on, and
    `newest_version` the posting's. `notes` are the caller's own until `opened`, which is null until they have submitted
    bands of their own or waived that.
    """

    interview_id: Id
    posting_id: Id
    posting_title: str
    candidate: str
    position: str
    language: Language
    ended_at: datetime | None
    plan_version: int
    held_on: int
    newest_version: int
    role: MemberRole
    being_judged: bool
    questions: list[QuestionToReview]
    own: OwnReview | None
    notes: list[NoteOut]
    opened: OpenedReview | None


class ResumePart(Contract):
    kind: SectionKind
    heading: str | None
    text: str


class ResumeToReview(Contract):
    """What was read in the résumé that a candidate added, as they have corrected it."""

    file_name: str
    language: Language | None
    target_role: str | None
    added_at: datetime
    sections: list[ResumePart]
