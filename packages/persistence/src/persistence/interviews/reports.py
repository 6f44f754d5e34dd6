"""Reports as they are read, and as PDF.

A PDF is kept where it was asked for, beside the record, so that erasing an interview erases it too. It is given out
only while it says what the report says, and nobody's is kept for longer than a day.
"""

import hashlib
from datetime import timedelta

from contracts.base import InterviewMode, InterviewStatus, Language
from contracts.evaluation import Report
from contracts.progress import ReportAsRead, ReportedPosting
from contracts.tasks import GENERATE_FINAL_REPORT, RENDER_REPORT, RenderReportPayload
from sqlalchemy import delete
from sqlmodel import Session, col, select

from persistence.columns import utc_now
from persistence.hiring.recruiting import Company, JobPosting, Organisation
from persistence.interviews import key_points
from persistence.interviews.attempts import earlier_attempt
from persistence.interviews.progress import EndedReport, progress
from persistence.record import jobs
from persistence.tables import EvaluationReport, Interview, JobState, ReportPdf

MOST_EARLIER = 12
PDF_LAYOUT = 5
"""Counts the looks of the document, so that what looks otherwise is made anew."""
PDF_KEPT_FOR = timedelta(days=1)


def read(session: Session, interview: Interview, *, names_key_points: bool) -> ReportAsRead | None:
    """The report of `interview` beside those of the candidate's earlier practice, or None where there is none yet.

    `names_key_points`: whether who reads it may know what answers were held against, see
    `persistence.interviews.key_points`. Others read the report of a screening interview too, and learn of no other
    interview from it.
    """
    row = session.exec(select(EvaluationReport).where(EvaluationReport.interview_id == interview.id)).one_or_none()
    if row is None:
        return None
    report = Report.model_validate(row.details_json)
    shown = report if names_key_points else key_points.left_out_of(report)
    return ReportAsRead.model_validate(
        {
            **shown.model_dump(),
            "posting": _posting(session, interview),
            "ended_at": interview.end_time,
            "progress": progress(report, _earlier(session, interview)),
            "earlier_attempt": earlier_attempt(session, interview, report),
            "being_made": jobs.state_of(session, GENERATE_FINAL_REPORT, interview.id)
            in (JobState.QUEUED, JobState.RUNNING),
            "names_key_points": names_key_points,
        }
    )


def kept_pdf(session: Session, report: ReportAsRead, language: Language) -> bytes | None:
    """The PDF of exactly this report, where there is one."""
    key = (report.interview_id, language, report.names_key_points)
    kept = session.get(ReportPdf, key, populate_existing=True)
    return kept.data if kept and kept.fingerprint == _fingerprint(report, language) else None


def ask_for_pdf(session: Session, report: ReportAsRead, language: Language) -> None:
    """Have it made, unless it is being made already."""
    jobs.add(
        session,
        RENDER_REPORT,
        RenderReportPayload(
            interview_id=report.interview_id, language=language, names_key_points=report.names_key_points
        ),
        unique_key=f"{report.interview_id}:{language}" + ("" if report.names_key_points else ":without-key-points"),
        interview_id=report.interview_id,
        again=True,
    )


def keep_pdf(session: Session, report: ReportAsRead, language: Language, data: bytes) -> None:
    """In the place of an older one; whatever is old goes, whoever's it is."""
    session.merge(
        ReportPdf(
            interview_id=report.interview_id,
            language=language,
            names_key_points=report.names_key_points,
            fingerprint=_fingerprint(report, language),
            data=data,
            created_at=utc_now(),
        )
    )
    session.exec(delete(ReportPdf).where(col(ReportPdf.created_at) < utc_now() - PDF_KEPT_FOR))


def _fingerprint(report: ReportAsRead, language: Language) -> str:
    said = report.model_dump_json(exclude={"being_made"})
    return hashlib.sha256(f"{PDF_LAYOUT} {language} {said}".encode()).hexdigest()


def _posting(session: Session, interview: Interview) -> ReportedPosting | None:
    if interview.job_posting_id is None:
        return None
    organisation, company, posting = session.exec(
        select(Organisation.name, Company.name, JobPosting.title)
        .join(Company, col(Company.organisation_id) == Organisation.id)
        .join(JobPosting, col(JobPosting.company_id) == Company.id)
        .where(JobPosting.id == interview.job_posting_id)
    ).one()
    return ReportedPosting(organisation=organisation, company=company, title=posting)


def _earlier(session: Session, interview: Interview) -> list[EndedReport]:
    """The latest whole ones before `interview`, in its language; of a screening interview and of a retry none."""
    if interview.mode is not InterviewMode.PRACTICE or interview.retry_of is not None:
        return []
    rows = session.exec(
        select(EvaluationReport.details_json, Interview.end_time)
        .join(Interview, col(Interview.id) == EvaluationReport.interview_id)
        .where(
            Interview.candidate_id == interview.candidate_id,
            Interview.mode == interview.mode,
            col(Interview.retry_of).is_(None),
            Interview.language == interview.language,
            Interview.status == InterviewStatus.COMPLETED,
            col(Interview.end_time) < interview.end_time,
        )
        .order_by(col(Interview.end_time).desc())
        .limit(MOST_EARLIER)
    )
    return [EndedReport(Report.model_validate(details), ended_at) for details, ended_at in rows if ended_at]
