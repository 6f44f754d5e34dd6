"""Scores as judged and as overridden, by the one formula of `engines.llm.scoring`."""

from collections.abc import Sequence

from contracts.evaluation import CriterionJudgement, ReportedAnswer
from contracts.questions import ScoreArea
from engines.llm.scoring import score
from persistence.answers import AnsweredQuestion
from persistence.reviews import BandOverride

from backend_core.recruiting.reviews.schemas import Scores

OverriddenBands = dict[tuple[int, str], BandOverride]
"""The newest override of each criterion of a question, for the judgement as it stands."""


def scores(answers: list[ReportedAnswer]) -> Scores:
    return Scores(
        overall=score(answers),
        technical=score(answers, ScoreArea.TECHNICAL),
        communication=score(answers, ScoreArea.COMMUNICATION),
        cultural_fit=score(answers, ScoreArea.CULTURAL_FIT),
    )


def that_count(
    overrides: Sequence[BandOverride], questions: Sequence[AnsweredQuestion], plan_version: int
) -> OverriddenBands:
    """Of `overrides`, in order of time. One was for a judgement of then: after judging anew it counts no more."""
    judged = {question.answer.turn: question.answer.evaluation_version for question in questions}
    return {
        (one.question, one.criterion): one
        for one in overrides
        if one.plan_version == plan_version and one.evaluation_version == judged.get(one.question)
    }


def with_overrides(answers: Sequence[ReportedAnswer], overridden: OverriddenBands) -> list[ReportedAnswer]:
    return [_with_bands(answer, overridden) for answer in answers]


def _with_bands(answer: ReportedAnswer, overridden: OverriddenBands) -> ReportedAnswer:
    if answer.evaluation is None:
        return answer
    criteria = [
        _overridden(criterion, overridden.get((answer.turn, criterion.criterion)))
        for criterion in answer.evaluation.criteria
    ]
    return answer.model_copy(update={"evaluation": answer.evaluation.model_copy(update={"criteria": criteria})})


def _overridden(criterion: CriterionJudgement, override: BandOverride | None) -> CriterionJudgement:
    """A person's band has no repeated judgements, and no stability then."""
    if override is None or override.to_band is None:
        return criterion
    return criterion.model_copy(update={"band": override.to_band, "reason": None, "repeats": []})
