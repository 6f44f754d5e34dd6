"""A report as it is read: beside what the same candidate's earlier interviews came to.

Only what the same judge scored with the same prompt, and by the same rubrics where both were asked the same, is
compared as numbers; the rest is listed and said to be not comparable. Nothing of it is stored: an interview that is
erased vanishes from all later ones' reports.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.base import Contract, Id, Timestamp
from contracts.evaluation import Band, MeasuredScore, Report, ReportedAnswer, Score
from contracts.questions import ScoreArea, Slug

MeanBand = Annotated[float, Field(ge=0, le=4)]


class ReportScore(StrEnum):
    """The scores of a report: the overall one and one an area."""

    OVERALL = "overall"
    TECHNICAL = ScoreArea.TECHNICAL.value
    COMMUNICATION = ScoreArea.COMMUNICATION.value
    CULTURAL_FIT = ScoreArea.CULTURAL_FIT.value


class EarlierInterview(Contract):
    """What an earlier interview came to. `comparable`: its scores were made as this report's were."""

    interview_id: Id
    position: str
    ended_at: Timestamp
    comparable: bool
    overall: MeasuredScore
    technical: MeasuredScore
    communication: MeasuredScore
    cultural_fit: MeasuredScore


class ScoreChange(Contract):
    """From the latest comparable interview in which this score was measured, which ended at `since`.

    `within_stability`: repeated judging moved either score so much that their bands overlap.
    """

    score: ReportScore
    before: Score
    now: Score
    since: Timestamp
    within_stability: bool


class CriterionChange(Contract):
    """The mean band of a criterion here, and in all comparable interviews before."""

    criterion: Slug
    name: str
    before: MeanBand
    now: MeanBand
    interviews: Annotated[int, Field(ge=1)]
    """How many earlier interviews `before` rests on."""


class CriterionAttempt(Contract):
    """A criterion's band in the earlier answer and in this one, null where it was not measured.

    `within_stability`: repeated judging moved the bands so much that they overlap; null where either was judged once.
    """

    criterion: Slug
    name: str
    before: Band | None
    now: Band | None
    within_stability: bool | None


class EarlierAttempt(Contract):
    """The answer to the same question in the interview that this one tries again, which ended at `ended_at`.

    `comparable`: the same judge held both against the same rubric, and heard both well enough.
    """

    interview_id: Id
    ended_at: Timestamp
    answer: ReportedAnswer
    comparable: bool
    criteria: list[CriterionAttempt]


class Progress(Contract):
    """`earlier` is in order of time, the oldest first."""

    earlier: list[EarlierInterview] = []
    changes: list[ScoreChange] = []
    criteria: list[CriterionChange] = []


class ReportedPosting(Contract):
    """What a screening interview was held for."""

    organisation: str
    company: str
    title: str


class ReportAsRead(Report):
    """`ended_at` is the interview's end; `being_made`: a newer report of this interview is on its way.

    `names_key_points`: whether it says what answers were held against. Where it does not, remarks name their criterion
    alone, and judgements have neither rationale nor a description of the band, nor what was missing.
    """

    posting: ReportedPosting | None
    """Null of practice."""
    ended_at: Timestamp
    progress: Progress
    """Of one that tries a question again it is empty, and such a one is in no other's."""
    earlier_attempt: EarlierAttempt | None = None
    """Null of all that try no question again, and where the earlier interview was erased."""
    being_made: bool
    names_key_points: bool
