"""`tasks.evaluator.generate_final_report`: the report of an interview, once every answer is evaluated or has failed."""

from collections.abc import Callable

from contracts.errors import BeingJudged
from contracts.evaluation import Report
from contracts.events import ReportReady
from contracts.tasks import FinalReportPayload
from contracts.webhooks import WebhookKind
from engines.llm.scoring import competencies, scores
from persistence.columns import utc_now
from persistence.database import Database
from persistence.hiring import overrides, webhooks
from persistence.ids import new_id
from persistence.interviews.answers import AnsweredQuestion, answered_questions, basis, evaluations_of
from persistence.record import events, jobs
from persistence.tables import EvaluationReport, Interview
from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col

from ai_worker.evaluation import remarks


def generate_report(database: Database, payload: FinalReportPayload) -> Callable[[Session], None]:
    """All in the transaction that writes it, which nobody can correct an answer during. Raises `BeingJudged` there."""

    def write(session: Session) -> None:
        interview = session.get_one(Interview, payload.interview_id, with_for_update=True)
        if jobs.are_pending(session, evaluations_of(interview.id)):
            raise BeingJudged
        report = _compose(interview, basis(session, interview), answered_questions(session, interview))
        _store(session, interview, report)

    return write


def _compose(interview: Interview, plan_version: int | None, questions: list[AnsweredQuestion]) -> Report:
    answers = [question.answer for question in questions]
    totals = scores(answers)
    models = sorted({answer.evaluation.versions.model for answer in answers if answer.evaluation})
    return Report(
        id=new_id(),
        interview_id=interview.id,
        language=interview.language,
        position=interview.position,
        plan_version=plan_version,
        overall=totals.overall,
        technical=totals.technical,
        communication=totals.communication,
        cultural_fit=totals.cultural_fit,
        competencies=competencies(answers),
        summary=remarks.summarise(answers, totals.overall, interview.language),
        strengths=remarks.strengths(questions, interview.language),
        next_steps=remarks.next_steps(questions, interview.language, interview.mode),
        answers=answers,
        evaluator_model=", ".join(models) or "none",
        created_at=utc_now(),
    )


def _store(session: Session, interview: Interview, report: Report) -> None:
    values = {
        "technical_score": report.technical.value,
        "communication_score": report.communication.value,
        "cultural_fit_score": report.cultural_fit.value,
        "summary_text": report.summary,
        "details_json": report.model_dump(mode="json"),
        "evaluator_model": report.evaluator_model,
        "updated_at": report.created_at,
    }
    session.exec(
        insert(EvaluationReport)
        .values(id=report.id, interview_id=report.interview_id, created_at=report.created_at, **values)
        .on_conflict_do_update(index_elements=["interview_id"], set_=values)
    )
    session.exec(
        update(Interview).where(col(Interview.id) == report.interview_id).values(overall_score=report.overall.value)
    )
    overrides.keep_scores(session, report, scores)
    events.append(session, report.interview_id, ReportReady(report_id=report.id))
    webhooks.announce(session, WebhookKind.REPORT_READY, interview, report_id=report.id)
