"""`tasks.report.render_pdf`: the report of an interview as a PDF, kept for whoever asked for it."""

from collections.abc import Callable

from contracts.errors import ReportNotReady
from contracts.tasks import RenderReportPayload
from persistence.database import Database
from persistence.interviews import reports
from persistence.tables import Interview
from sqlmodel import Session


def render_report(database: Database, payload: RenderReportPayload) -> Callable[[Session], None]:
    # It takes a second and a half to import, and not every worker is asked for a PDF.
    from ai_worker.report_pdf.document import render  # noqa: PLC0415

    with database.transaction() as session:
        interview = session.get_one(Interview, payload.interview_id)
        report = reports.read(session, interview, names_key_points=payload.names_key_points)
    if report is None:
        raise ReportNotReady
    data = render(report, payload.language)
    return lambda session: reports.keep_pdf(session, report, payload.language, data)
