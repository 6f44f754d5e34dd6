"""A report is its candidate's: read beside the earlier ones, and fetched as a document that a worker makes."""

import pytest
from backend_core.reports import service
from contracts.base import Language, Unmeasured
from contracts.evaluation import MeasuredScore, Report
from contracts.tasks import RENDER_REPORT
from persistence import jobs, reports
from persistence.columns import utc_now
from persistence.ids import new_id
from persistence.tables import EvaluationReport, Interview, JobState

NOTHING = MeasuredScore(value=None, reason=Unmeasured.NOT_ASKED, criteria_measured=0, criteria_total=0)


@pytest.fixture
def reported(core, person):
    """The id of a completed interview with a report, as a worker leaves it."""
    interview_id, _ = person.live_interview()
    person.post(f"/interviews/{interview_id}/complete").raise_for_status()
    report = Report(
        id=new_id(),
        interview_id=interview_id,
        language=Language.EN,
        position="backend",
        overall=NOTHING,
        technical=NOTHING,
        communication=NOTHING,
        cultural_fit=NOTHING,
        summary="Nothing was answered.",
        strengths=[],
        next_steps=[],
        answers=[],
        evaluator_model="none",
        created_at=utc_now(),
    )
    with core.database.transaction() as session:
        session.add(
            EvaluationReport(
                interview_id=interview_id,
                summary_text=report.summary,
                details_json=report.model_dump(mode="json"),
                evaluator_model="none",
            )
        )
    return interview_id


def test_a_document_that_is_not_there_is_asked_for_once_and_given_out_when_it_is(core, person, reported, monkeypatch):
    monkeypatch.setattr(service, "PATIENCE", service.LOOK_EVERY)
    address = f"/interviews/{reported}/report.pdf"
    for _ in range(2):
        early = person.get(address, params={"language": "ko"})
        assert (early.status_code, early.json()["error"]) == (503, "PdfNotReady")
        assert early.headers["retry-after"] == "2"
    with core.database.transaction() as session:
        assert jobs.state_of(session, RENDER_REPORT, f"{reported}:ko") is JobState.QUEUED
        report = reports.read(session, session.get_one(Interview, reported))
        assert report
        reports.keep_pdf(session, report, Language.KO, b"%PDF-made")
    ready = person.get(address, params={"language": "ko"})
    assert (ready.status_code, ready.content) == (200, b"%PDF-made")
    assert ready.headers["content-type"] == "application/pdf"
    assert ready.headers["content-disposition"].startswith('attachment; filename="visavis-report-2')
    assert person.get(address, params={"language": "fr"}).status_code == 422
    with core.database.transaction() as session:
        assert jobs.state_of(session, RENDER_REPORT, f"{reported}:en") is None
    stranger = core.person()
    assert stranger.get(address).status_code == 404
