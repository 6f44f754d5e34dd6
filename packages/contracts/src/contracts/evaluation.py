"""Judgements: bands with the exact words they rest on, or null with a reason."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from contracts.base import AnswerSource, Contract, Id, Language, Timestamp, Unmeasured
from contracts.questions import QuestionCategory, ScoreArea, Slug
from contracts.sound import SoundTrouble
from contracts.speech import CorrectedRun
from contracts.trace import PlanSource

Band = Annotated[int, Field(ge=0, le=4)]
Score = Annotated[float, Field(ge=0, le=100)]


class EvidenceSpan(Contract):
    """A quote and where it stands: `transcript.text[start:end] == quote`, counted in code points.

    `turn` is that of the follow-up whose answer it is from; null for the answer to the question itself.
    """

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(gt=0)]
    quote: Annotated[str, Field(min_length=1)]
    turn: int | None = None

    def is_in(self, text: str) -> bool:
        return self.end <= len(text) and text[self.start : self.end] == self.quote


class JudgementFlag(StrEnum):
    """What was wrong with what a judge said of a criterion, so that it counts for nothing."""

    INVALID = "invalid"
    INVENTED_QUOTE = "invented_quote"
    NO_EVIDENCE = "no_evidence"


class Stability(Contract):
    """Between which scores `n` judgements of the same words lay."""

    low: Score
    high: Score
    n: Annotated[int, Field(ge=2)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.low > self.high:
            raise ValueError("the lowest score is above the highest")
        return self


class TokenCount(Contract):
    """What a language model read and wrote, by its own count."""

    prompt: Annotated[int, Field(ge=0)]
    completion: Annotated[int, Field(ge=0)]


class CriterionJudgement(Contract):
    """One criterion's band with its evidence and rationale, or null with the reason.

    `flag` says what was wrong where that reason is a judge's failure. `repeats` are the bands of repeated judgements,
    of which `band` is the median.
    `coverage` is how much of the criterion's key points was found, where the judge looks for them one by one.
    """

    criterion: Slug
    name: str
    area: ScoreArea
    weight: float
    band: Band | None
    reason: Unmeasured | None = None
    evidence: list[EvidenceSpan] = []
    rationale: str
    band_description: str | None = None
    missing: list[str] = []
    flag: JudgementFlag | None = None
    repeats: list[Band | None] = []
    coverage: Annotated[float, Field(ge=0, le=1)] | None = None

    @model_validator(mode="after")
    def _band_or_reason(self) -> Self:
        if (self.band is None) == (self.reason is None):
            raise ValueError("a judgement has a band or a reason, and not both")
        return self


class JudgeVersions(Contract):
    """What judged: stored with every evaluation, so that scores of different judges are never mixed silently.

    `variant` is the one of several judges that are compared; `prompt` ends with a hash of its text.
    """

    engine: str
    model: str
    prompt: str
    rubric: int
    variant: str | None = None


class AnswerSummary(Contract):
    """What an answer comes to, in a sentence or two, with the words it rests on; or null with the reason.

    A summary in the speaker's own words is its spans, joined.
    """

    text: str | None
    spans: list[EvidenceSpan] = []
    reason: Unmeasured | None = None

    @model_validator(mode="after")
    def _text_or_reason(self) -> Self:
        if (self.text is None) == (self.reason is None):
            raise ValueError("a summary has a text or a reason, and not both")
        if (self.text is None) != (not self.spans):
            raise ValueError("a summary rests on words, and without a text there are none")
        return self


class AnswerEvaluation(Contract):
    """The judgement of one answer. `score` is computed from the bands in code, 0–100, or null with a reason.
    `summary` is null only for answers that were judged before there were summaries, `stability` where an answer was
    judged once, `tokens` where no language model judged, or one that does not count.
    """

    criteria: list[CriterionJudgement]
    summary: AnswerSummary | None = None
    score: Score | None
    reason: Unmeasured | None = None
    transcript_reliable: bool
    sentiment: Annotated[float, Field(ge=-1, le=1)] | None = None
    versions: JudgeVersions
    stability: Stability | None = None
    tokens: TokenCount | None = None


class MeasuredScore(Contract):
    """A report's score: the value and how many criteria it rests on, or null with the reason.

    `stability` is null where answers were judged once.
    """

    value: Score | None
    reason: Unmeasured | None = None
    criteria_measured: int
    criteria_total: int
    stability: Stability | None = None

    @model_validator(mode="after")
    def _value_or_reason(self) -> Self:
        if (self.value is None) == (self.reason is None):
            raise ValueError("a score has a value or a reason, and not both")
        return self


class Scores(Contract):
    """What a report's answers come to, in all and by area."""

    overall: MeasuredScore
    technical: MeasuredScore
    communication: MeasuredScore
    cultural_fit: MeasuredScore


class MeasuredCompetency(Contract):
    """What the answers come to in one thing that people can do: the matter of the questions of a `category`, or a
    `criterion` of how they are put, such as structure, over all questions; `name` is that criterion's.
    """

    category: QuestionCategory | None = None
    criterion: Slug | None = None
    name: str | None = None
    score: MeasuredScore

    @model_validator(mode="after")
    def _category_or_criterion(self) -> Self:
        if (self.category is None) == (self.criterion is None) or (self.criterion is None) != (self.name is None):
            raise ValueError("a competency is a category, or a criterion with its name")
        return self


class TiedRemark(Contract):
    """A strength or a next step, tied to the question and, where there is one, the quote it rests on.

    Of screening a next step says what was not found in the answer, and advises nothing.

    `turns` are all answers that it speaks of, `turn` the one in which it shows most; `example` is the sentence of that
    question's model answer that says what is missing, null of screening.
    """

    text: str
    turn: int
    turns: list[int] = []
    criterion: Slug
    quote: str | None = None
    example: str | None = None


class ReportedFollowUp(Contract):
    """A follow-up that was asked in exchange `turn`, and what was answered. Its quotes are in the evaluation of the
    question that it follows, unless its transcript is unreliable: then it was left out.
    """

    turn: int
    question: str
    text: str
    corrected: list[CorrectedRun] = []
    source: AnswerSource | None
    recognizer: str | None = None
    unreliable_reason: str | None = None
    sound_troubles: list[SoundTrouble] = []


class QuestionOrigin(Contract):
    """Where a question came from, and what of it: `about` is a heading of the résumé, or a project or job there."""

    source: PlanSource
    about: str | None = None
    by_model: bool = False
    """Whether a language model wrote it; the bank has all others."""


class ReportedAnswer(Contract):
    """One question of the plan, the `turn`-th of it, asked in exchange `asked_in` if it was.

    `text` is the transcript that the spans of `evaluation` count in, but for those that are from one of the
    `follow_ups`: all answers are judged as one. A spoken answer says which `recognizer` heard it, and where its
    candidate `corrected` that.
    """

    turn: int
    asked_in: int | None = None
    question_id: Id
    bank_question: Id | None = None
    """The question of the bank that it is; null in earlier reports, and where a language model wrote it."""
    question: str
    origin: QuestionOrigin | None = None
    """Null in earlier reports."""
    category: QuestionCategory
    text: str
    corrected: list[CorrectedRun] = []
    source: AnswerSource | None
    recognizer: str | None = None
    unreliable_reason: str | None = None
    sound_troubles: list[SoundTrouble] = []
    evaluation: AnswerEvaluation | None
    evaluation_version: int | None = None
    """The number of its judgement; one that was corrected has been judged more often than others."""
    judged_earlier: bool = False
    """Whether judging it anew failed, so that it still is as it was judged before."""
    reason: Unmeasured | None = None
    model_answer: str | None
    """Null of screening: it teaches, and others are still to be asked the same."""
    follow_ups: list[ReportedFollowUp] = []


class Report(Contract):
    """A report as the API returns it; judgement of answers only, never of delivery.

    `plan_version` is the version of the posting's plan whose rubrics it rests on; null of practice.
    """

    id: Id
    interview_id: Id
    language: Language
    position: str
    plan_version: int | None = None
    overall: MeasuredScore
    technical: MeasuredScore
    communication: MeasuredScore
    cultural_fit: MeasuredScore
    competencies: list[MeasuredCompetency] = []
    """Empty in earlier reports."""
    summary: str
    strengths: list[TiedRemark]
    next_steps: list[TiedRemark]
    answers: list[ReportedAnswer]
    evaluator_model: str
    validation: Literal["not_validated_for_selection"] = "not_validated_for_selection"
    created_at: Timestamp
