"""An answer that was tried again, beside the one of before."""

from datetime import datetime

from contracts.evaluation import AnswerEvaluation, CriterionJudgement, Report, ReportedAnswer
from contracts.progress import CriterionAttempt, EarlierAttempt
from sqlmodel import Session, col, select

from persistence.tables import EvaluationReport, Interview


def earlier_attempt(session: Session, interview: Interview, report: Report) -> EarlierAttempt | None:
    """None where `interview` tries no question again, and where the earlier one was erased or has no report."""
    if interview.retry_of is None:
        return None
    row = session.exec(
        select(EvaluationReport.details_json, Interview.end_time)
        .join(Interview, col(Interview.id) == EvaluationReport.interview_id)
        .where(Interview.id == interview.retry_of, Interview.candidate_id == interview.candidate_id)
    ).one_or_none()
    if row is None:
        return None
    details, ended_at = row
    answers = Report.model_validate(details).answers
    before = next((answer for answer in answers if answer.turn == interview.retry_number), None)
    if before is None or ended_at is None or not report.answers:
        return None
    return beside(interview.retry_of, ended_at, before, report.answers[0])


def beside(interview_id: str, ended_at: datetime, before: ReportedAnswer, now: ReportedAnswer) -> EarlierAttempt:
    """`before`, of that interview, as what `now` is compared with."""
    past, present = before.evaluation, now.evaluation
    return EarlierAttempt(
        interview_id=interview_id,
        ended_at=ended_at,
        answer=before,
        comparable=past is not None and present is not None and _are_comparable(past, present),
        criteria=_criteria(past, present) if past and present else [],
    )


def _are_comparable(past: AnswerEvaluation, present: AnswerEvaluation) -> bool:
    return past.versions == present.versions and past.transcript_reliable and present.transcript_reliable


def _criteria(past: AnswerEvaluation, present: AnswerEvaluation) -> list[CriterionAttempt]:
    before = {criterion.criterion: criterion for criterion in past.criteria}
    return [
        CriterionAttempt(
            criterion=criterion.criterion,
            name=criterion.name,
            before=before[criterion.criterion].band,
            now=criterion.band,
            within_stability=_overlap(before[criterion.criterion], criterion),
        )
        for criterion in present.criteria
        if criterion.criterion in before
    ]


def _overlap(before: CriterionJudgement, now: CriterionJudgement) -> bool | None:
    past = [band for band in before.repeats if band is not None]
    present = [band for band in now.repeats if band is not None]
    if len(past) < 2 or len(present) < 2:
        return None
    return min(past) <= max(present) and min(present) <= max(past)
