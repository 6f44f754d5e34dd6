"""Totals from bands, the same for every judge: a model or a person places bands, code adds them up.

docs/scoring.md publishes the formula.
"""

from collections.abc import Callable, Iterable
from functools import partial

from contracts.base import Unmeasured
from contracts.evaluation import (
    CriterionJudgement,
    MeasuredCompetency,
    MeasuredScore,
    ReportedAnswer,
    Scores,
    Stability,
)
from contracts.questions import QuestionCategory, ScoreArea

TOP_BAND = 4
TELLING = (
    Unmeasured.TRANSCRIPT_UNRELIABLE,
    Unmeasured.MODEL_FAILED,
    Unmeasured.OFF_LANGUAGE,
    Unmeasured.NOT_ENOUGH_SAID,
)
"""Reasons for an unmeasured score, the one that explains most first."""


def scores(answers: list[ReportedAnswer]) -> Scores:
    return Scores(
        overall=score(answers),
        technical=score(answers, ScoreArea.TECHNICAL),
        communication=score(answers, ScoreArea.COMMUNICATION),
        cultural_fit=score(answers, ScoreArea.CULTURAL_FIT),
    )


def score(answers: list[ReportedAnswer], area: ScoreArea | None = None) -> MeasuredScore:
    """The weighted mean of the bands of `area`, by default of all areas, on 0–100.

    Bands of an unreliable transcript are shown with their answer and counted nowhere.
    """
    return _measured(answers, lambda criterion: area is None or criterion.area is area)


def competencies(answers: list[ReportedAnswer]) -> list[MeasuredCompetency]:
    """The matter of the questions of each category, then what is judged of how all answers are put."""
    return [*_matters(answers), *_manners(answers)]


def _matters(answers: list[ReportedAnswer]) -> Iterable[MeasuredCompetency]:
    for category in QuestionCategory:
        asked = [answer for answer in answers if answer.category is category]
        if asked:
            yield MeasuredCompetency(category=category, score=_measured(asked, lambda one: not _is_manner(one)))


def _manners(answers: list[ReportedAnswer]) -> Iterable[MeasuredCompetency]:
    judged: dict[str, tuple[str, list[ReportedAnswer]]] = {}
    for answer in answers:
        for criterion in answer.evaluation.criteria if answer.evaluation else []:
            if _is_manner(criterion):
                judged.setdefault(criterion.criterion, (criterion.name, []))[1].append(answer)
    for slug, (name, by_it) in judged.items():
        score = _measured(by_it, partial(_is_manner, slug=slug))
        yield MeasuredCompetency(criterion=slug, name=name, score=score)


def _is_manner(criterion: CriterionJudgement, slug: str | None = None) -> bool:
    """Questions share the criteria of communication; of the others each has its own, whatever their slugs."""
    return criterion.area is ScoreArea.COMMUNICATION and slug in (None, criterion.criterion)


def _measured(answers: list[ReportedAnswer], counts: Callable[[CriterionJudgement], bool]) -> MeasuredScore:
    judged = [
        (criterion, answer.evaluation.transcript_reliable)
        for answer in answers
        if answer.evaluation is not None
        for criterion in answer.evaluation.criteria
        if counts(criterion)
    ]
    counted = [criterion for criterion, reliable in judged if reliable and criterion.band is not None]
    value = total(counted)
    return MeasuredScore(
        value=value,
        reason=None if value is not None else _why_not(answers, judged),
        criteria_measured=len(counted),
        criteria_total=len(judged),
        stability=_stability(counted),
    )


def total(judgements: list[CriterionJudgement]) -> float | None:
    """The weighted mean of the measured bands on 0–100, to one decimal; None where no band was measured."""
    measured = [(j.weight, j.band) for j in judgements if j.band is not None]
    weight = sum(weight for weight, _ in measured)
    if not weight:
        return None
    return round(100 * sum(weight * band for weight, band in measured) / (TOP_BAND * weight), 1)


def _stability(counted: list[CriterionJudgement]) -> Stability | None:
    """Between which scores the interview's lay when each of its repeated judgements counts alone."""
    times = min((len(criterion.repeats) for criterion in counted), default=0)
    repeats = [[c.model_copy(update={"band": c.repeats[time]}) for c in counted] for time in range(times)]
    scores = [score for judgements in repeats if (score := total(judgements)) is not None]
    return Stability(low=min(scores), high=max(scores), n=len(scores)) if len(scores) > 1 else None


def _why_not(answers: list[ReportedAnswer], judged: list[tuple[CriterionJudgement, bool]]) -> Unmeasured:
    reasons = {answer.reason for answer in answers} | {criterion.reason for criterion, _ in judged}
    if any(not reliable and criterion.band is not None for criterion, reliable in judged):
        reasons.add(Unmeasured.TRANSCRIPT_UNRELIABLE)
    return next((reason for reason in TELLING if reason in reasons), Unmeasured.NOT_ASKED)
