"""What a report is beside the same candidate's earlier ones. docs/scoring.md says what is compared, and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import mean

from contracts.evaluation import CriterionJudgement, JudgeVersions, MeasuredScore, Report
from contracts.progress import CriterionChange, EarlierInterview, Progress, ReportScore, ScoreChange


@dataclass(frozen=True)
class EndedReport:
    """A report and when its interview ended."""

    report: Report
    ended_at: datetime


def progress(report: Report, earlier: list[EndedReport]) -> Progress:
    """How `report` compares with `earlier` ones, in any order, of the same candidate and language."""
    in_time = sorted(earlier, key=lambda one: one.ended_at)
    comparable = [one for one in in_time if is_comparable(report, one.report)]
    return Progress(
        earlier=[_entry(one, is_comparable=one in comparable) for one in in_time],
        changes=[change for score in ReportScore if (change := _change(score, report, comparable))],
        criteria=list(_criteria(report, [one.report for one in comparable])),
    )


def is_comparable(report: Report, other: Report) -> bool:
    """Whether the same judge and prompt stand behind both, and no question that both asked had another rubric."""
    judges = _judges(report)
    rubrics, others = _rubrics(report), _rubrics(other)
    agree = all(rubrics[question] == others[question] for question in rubrics.keys() & others.keys())
    return bool(judges) and judges == _judges(other) and agree


def _judges(report: Report) -> set[JudgeVersions]:
    # Each question has a rubric of its own: their numbers compare for the same question only.
    return {
        answer.evaluation.versions.model_copy(update={"rubric": 1}) for answer in report.answers if answer.evaluation
    }


def _rubrics(report: Report) -> dict[str, int]:
    """Their numbers by question: by its id in the bank, and by its words, which are all that earlier reports have."""
    return {
        known: answer.evaluation.versions.rubric
        for answer in report.answers
        if answer.evaluation
        for known in (answer.bank_question, answer.question)
        if known
    }


def _entry(ended: EndedReport, *, is_comparable: bool) -> EarlierInterview:
    report = ended.report
    return EarlierInterview(
        interview_id=report.interview_id,
        position=report.position,
        ended_at=ended.ended_at,
        comparable=is_comparable,
        overall=report.overall,
        technical=report.technical,
        communication=report.communication,
        cultural_fit=report.cultural_fit,
    )


def _change(score: ReportScore, report: Report, comparable: list[EndedReport]) -> ScoreChange | None:
    now = measured(report, score)
    for one in reversed(comparable):
        before = measured(one.report, score)
        if now.value is not None and before.value is not None:
            return ScoreChange(
                score=score,
                before=before.value,
                now=now.value,
                since=one.ended_at,
                within_stability=_overlap(before, now),
            )
    return None


def _overlap(before: MeasuredScore, now: MeasuredScore) -> bool:
    if before.stability is None or now.stability is None:
        return False
    return before.stability.low <= now.stability.high and now.stability.low <= before.stability.high


def measured(report: Report | EarlierInterview, score: ReportScore) -> MeasuredScore:
    value: MeasuredScore = getattr(report, score.value)
    return value


def _criteria(report: Report, comparable: list[Report]) -> Iterable[CriterionChange]:
    before = [_bands(one) for one in comparable]
    for (slug, name), bands in _bands(report).items():
        past = [one[slug, name] for one in before if (slug, name) in one]
        if past:
            yield CriterionChange(
                criterion=slug,
                name=name,
                before=round(mean(band for bands in past for band in bands), 2),
                now=round(mean(bands), 2),
                interviews=len(past),
            )


def _bands(report: Report) -> dict[tuple[str, str], list[int]]:
    """The measured bands by slug and name: the bank gives one slug to different criteria of different questions."""
    bands: dict[tuple[str, str], list[int]] = {}
    for criterion in _counted(report):
        if criterion.band is not None:
            bands.setdefault((criterion.criterion, criterion.name), []).append(criterion.band)
    return bands


def _counted(report: Report) -> Iterable[CriterionJudgement]:
    """The judgements that count towards scores: those of reliable transcripts."""
    for answer in report.answers:
        if answer.evaluation and answer.evaluation.transcript_reliable:
            yield from answer.evaluation.criteria
