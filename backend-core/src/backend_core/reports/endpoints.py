"""`GET /interviews/{id}/report`."""

from contracts.base import Id
from contracts.errors import ReportNotReady
from contracts.evaluation import Report
from fastapi import APIRouter
from persistence.tables import EvaluationReport
from sqlmodel import select

from backend_core.dependencies import CurrentUser, Transaction
from backend_core.interviews.access import own_interview

router = APIRouter(tags=["outcome"])


@router.get("/interviews/{interview_id}/report")
async def read_report(interview_id: Id, user: CurrentUser, session: Transaction) -> Report:
    """The judgement of the answers, with the words it rests on."""
    await own_interview(session, interview_id, user.id)
    rows = await session.exec(select(EvaluationReport).where(EvaluationReport.interview_id == interview_id))
    report = rows.one_or_none()
    if report is None:
        raise ReportNotReady
    return Report.model_validate(report.details_json)
