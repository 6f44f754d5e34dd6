"""`tasks.report.render_pdf`: the report of an interview as a PDF, kept for whoever asked for it."""

from collections.abc import Callable

from contracts.errors import ReportNotReady
from contracts.tasks import RenderReportPayload
from persistence import reports
from persistence.database import Database
from persistence.tables import Interview
from sqlmodel import Session

from ai_worker.report_pdf.document import render


def render_report(database: Database, payload: RenderReportPayload) -> Callable[[Session], None]:
    with database.transaction() as session:
        report = reports.read(session, session.get_one(Interview, payload.interview_id))
    if report is None:
        raise ReportNotReady
    data = render(report, payload.language)
    return lambda session: reports.keep_pdf(session, report, payload.language, data)
