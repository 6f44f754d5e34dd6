"""Judging all answers of a screening interview anew: a deliberate act with a reason, never the effect of another."""

from contracts.errors import BeingJudged, PlanAsksOtherwise, PlanVersionNotFound
from persistence.hiring.recruiting import PostingPlan, PostingQuestion
from persistence.hiring.reviews import Reevaluation
from persistence.tables import Interview, InterviewQuestion
from sqlmodel import Session, col, select

from backend_core.interviews.service import ask_for_report
from backend_core.recruiting.reviews.reading import version_of
from backend_core.recruiting.reviews.schemas import NewReevaluation
from backend_core.reports.service import judge_anew


def reevaluate(session: Session, interview: Interview, user_id: str, wanted: NewReevaluation) -> Reevaluation:
    """By the rubrics of another version of the posting's plan where one is named; earlier judgements are kept.

    Raises `PlanVersionNotFound`, `PlanAsksOtherwise` and `BeingJudged`.
    """
    version = wanted.plan_version or version_of(session, interview)
    if version != interview.plan_version:
        _require_same_questions(session, interview, version)
    if not ask_for_report(session, interview.id):
        raise BeingJudged
    row = Reevaluation(interview_id=interview.id, plan_version=version, reason=wanted.reason, made_by=user_id)
    session.add(row)
    judge_anew(session, interview.id, version)
    return row


def _require_same_questions(session: Session, interview: Interview, version: int) -> None:
    """A rubric says nothing of an answer to another question."""
    if session.get(PostingPlan, (interview.job_posting_id, version)) is None:
        raise PlanVersionNotFound
    asked = session.exec(
        select(InterviewQuestion.plan_order, InterviewQuestion.planned_text).where(
            InterviewQuestion.interview_id == interview.id, col(InterviewQuestion.plan_order).is_not(None)
        )
    )
    asks = session.exec(
        select(PostingQuestion.number, PostingQuestion.content).where(
            PostingQuestion.posting_id == interview.job_posting_id, PostingQuestion.version == version
        )
    )
    in_that_version: dict[int | None, str | None] = {
        number: content.get(interview.language) for number, content in asks
    }
    if any(in_that_version.get(number) != text for number, text in asked):
        raise PlanAsksOtherwise
