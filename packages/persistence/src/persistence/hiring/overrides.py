"""People's bands in the place of automatic ones: which of them count, and what the scores come to with them.

An override was for one judgement: after judging anew, or by another version of the rubrics, it counts no more. Scores
are kept beside the report and not in it: the report says what the machine gave.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from contracts.evaluation import CriterionJudgement, Report, ReportedAnswer, Scores
from sqlalchemy import delete
from sqlmodel import Session, col, select

from persistence.columns import created_now, json_column, reference
from persistence.hiring.reviews import BandOverride
from persistence.tables import Table

OverriddenBands = dict[tuple[int, str], BandOverride]
"""The newest override of each criterion of a question, for the judgement as it stands."""


class OverriddenScores(Table, table=True):
    """What the scores of an interview's report come to with the overrides that count for it, for lists that filter and
    order by them. Of a report without such overrides there is none. `scores` is a contracts.evaluation.Scores.
    """

    __tablename__ = "overridden_scores"

    interview_id: str = reference("interviews.id", primary=True)
    scores: dict[str, Any] = json_column()
    made_at: datetime = created_now()


def overrides_of(session: Session, interview_id: str) -> list[BandOverride]:
    """In order of time."""
    return by_interview(session, [interview_id])[interview_id]


def by_interview(session: Session, interview_ids: Sequence[str]) -> dict[str, list[BandOverride]]:
    """Of each, in order of time."""
    rows = session.exec(
        select(BandOverride)
        .where(col(BandOverride.interview_id).in_(interview_ids))
        .order_by(col(BandOverride.created_at), col(BandOverride.id))
    )
    made: dict[str, list[BandOverride]] = {interview_id: [] for interview_id in interview_ids}
    for row in rows:
        made[row.interview_id].append(row)
    return made


def that_count(
    overrides: Sequence[BandOverride], answers: Sequence[ReportedAnswer], plan_version: int | None
) -> OverriddenBands:
    """Of `overrides`, in order of time. Without `to_band` the automatic band counts again."""
    judged = {answer.turn: answer.evaluation_version for answer in answers}
    return {
        (one.question, one.criterion): one
        for one in overrides
        if one.plan_version == plan_version and one.evaluation_version == judged.get(one.question)
    }


def with_overrides(answers: Sequence[ReportedAnswer], overridden: OverriddenBands) -> list[ReportedAnswer]:
    return [_with_bands(answer, overridden) for answer in answers]


def with_those_that_count(session: Session, report: Report) -> list[ReportedAnswer]:
    """The answers of a report, as people see them by now."""
    return as_seen(report, overrides_of(session, report.interview_id))


def as_seen(report: Report, overrides: Sequence[BandOverride]) -> list[ReportedAnswer]:
    """The answers of a report with those of its `overrides`, in order of time, that count."""
    return with_overrides(report.answers, that_count(overrides, report.answers, report.plan_version))


def keep_scores(session: Session, report: Report, scores: Callable[[list[ReportedAnswer]], Scores]) -> None:
    """Whenever a report is made, or a band of it overridden. `scores` is the one of `engines.llm.scoring`."""
    answers = with_those_that_count(session, report)
    if answers == report.answers:
        session.exec(delete(OverriddenScores).where(col(OverriddenScores.interview_id) == report.interview_id))
    else:
        kept = scores(answers).model_dump(mode="json")
        session.merge(OverriddenScores(interview_id=report.interview_id, scores=kept))


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
