"""What the endpoints of candidates receive and return."""

from enum import StrEnum
from typing import Annotated, Literal

from contracts.base import Contract, Id, InterviewStatus, Language, Timestamp
from contracts.evaluation import Band, MeasuredScore, Score, Scores
from contracts.questions import Slug
from contracts.resumes import SectionKind
from contracts.reviews import Outcome
from pydantic import AwareDatetime, Field, StringConstraints

MOST_CANDIDATES = 100
MOST_FOUND = 50


class CandidateFilters(Contract):
    """Which screening interviews of an organisation. Scores are 0–100; who does not see an interview's scores yet does
    not find it by them either.
    """

    organisation_id: Id
    job_posting_id: Id | None = None
    status: InterviewStatus | None = None
    language: Language | None = None
    decision: Outcome | Literal["none"] | None = None
    completed_from: AwareDatetime | None = None
    completed_to: AwareDatetime | None = Field(None, description="Up to, not including")
    overall_min: Score | None = None
    overall_max: Score | None = None
    technical_min: Score | None = None
    technical_max: Score | None = None
    communication_min: Score | None = None
    communication_max: Score | None = None
    cultural_fit_min: Score | None = None
    cultural_fit_max: Score | None = None


class CandidateSort(StrEnum):
    """By name from the first letter on, otherwise the latest or highest first; what has none comes last."""

    COMPLETED = "completed"
    NAME = "name"
    OVERALL = "overall"


class CandidateListing(CandidateFilters):
    sort: CandidateSort = CandidateSort.COMPLETED
    after: Annotated[str, StringConstraints(max_length=400)] | None = Field(
        None, description="The `next` of the page before, sorted the same way"
    )
    limit: Annotated[int, Field(ge=1, le=MOST_CANDIDATES)] = 50


class CandidateOut(Contract):
    """A screening interview. `scores` is null before there is a report, and to who `must_review_first`, as is what was
    decided, and whether the candidate added a résumé: nobody is to judge by what others made of it, or by who it is.

    `plan_version` is the one that it was held on, `judged_on` the one whose rubrics its scores rest on.
    """

    interview_id: Id
    name: str
    email: str
    job_posting_id: Id
    job_posting: str
    status: InterviewStatus
    language: Language
    plan_version: int
    judged_on: int | None
    started_at: Timestamp | None
    completed_at: Timestamp | None
    scores: Scores | None
    overridden: bool
    """Bands that people gave count in the scores, in the place of automatic ones."""
    must_review_first: bool
    decision: Outcome | None
    decided_at: Timestamp | None
    has_resume: bool | None


class CandidatePage(Contract):
    candidates: list[CandidateOut]
    next: str | None


class ComparedCompetency(Contract):
    slug: Slug
    name: str


class CompetencyQuote(Contract):
    """Words that a band rests on, from the answer to the `question`-th question."""

    question: int
    criterion: str
    band: Band
    quote: str


class CompetencyScore(Contract):
    """What the bands of the competency's questions come to, with the quotes that they rest on."""

    competency: Slug
    score: MeasuredScore
    overridden: bool
    """As of `CandidateOut`."""
    questions: list[int]
    quotes: list[CompetencyQuote]


class ComparedInterview(Contract):
    """`axis` is shared by interviews whose scores were made by the same version of the plan and the same judge: only
    these may be read beside each other. `competencies` is null with the reason in `withheld`.
    """

    interview_id: Id
    name: str
    language: Language
    plan_version: int
    judged_on: int | None
    completed_at: Timestamp | None
    axis: int | None
    competencies: list[CompetencyScore] | None
    withheld: Literal["must_review_first", "report_not_ready"] | None


class Comparison(Contract):
    """Two to four interviews of a posting. `differs` says what keeps them from standing on one axis."""

    job_posting_id: Id
    job_posting: str
    competencies: list[ComparedCompetency]
    interviews: list[ComparedInterview]
    differs: list[Literal["plan_version", "judge"]]


class PassageSearch(Contract):
    organisation_id: Id
    q: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
    job_posting_id: Id | None = None
    limit: Annotated[int, Field(ge=1, le=MOST_FOUND)] = 20


class PassageFound(Contract):
    """`quote` is the part of it in which most of what was sought stands."""

    interview_id: Id
    name: str
    job_posting_id: Id
    job_posting: str
    language: Language
    completed_at: Timestamp | None
    quote: str


class AnswerFound(PassageFound):
    kind: Literal["answer"] = "answer"
    turn: int
    question: str
    is_corrected: bool
    """Whether its candidate put right what was heard of it."""


class ResumeFound(PassageFound):
    """Of the résumé that the candidate added to the interview."""

    kind: Literal["resume"] = "resume"
    section: SectionKind
    heading: str | None


class PassagesFound(Contract):
    """Best first; without the vectors where their model does not answer."""

    ways: list[Literal["words", "morphemes", "vectors"]]
    found: list[Annotated[AnswerFound | ResumeFound, Field(discriminator="kind")]]
