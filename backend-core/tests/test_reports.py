"""A report is its candidate's: read beside the earlier ones, and fetched as a document that a worker makes."""

import pytest
from backend_core.reports import endpoints, service
from contracts.base import Language, Unmeasured
from contracts.evaluation import MeasuredScore, Report
from contracts.tasks import ANALYZE_ANSWER, GENERATE_FINAL_REPORT, RENDER_REPORT
from limits import RateLimitItemPerHour
from persistence.columns import utc_now
from persistence.ids import new_id
from persistence.interviews import reports
from persistence.record import jobs
from persistence.tables import Evaluation, EvaluationReport, Interview, Job, JobState, Transcript
from sqlalchemy import update
from sqlmodel import col, select

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
        report = reports.read(session, session.get_one(Interview, reported), names_key_points=True)
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


def test_a_report_is_made_again_once_at_a_time_and_judged_anew_as_a_new_version(core, person):
    interview_id, question = person.live_interview()
    address = f"/interviews/{interview_id}/report/regenerate"
    early = person.post(address)
    assert (early.status_code, early.json()["error"]) == (409, "InterviewNotOver")
    answer = {"interview_id": interview_id, "turn": 1, "question_id": question["id"], "text": "Yes.", "source": "typed"}
    person.post("/transcripts", answer).raise_for_status()
    person.post(f"/interviews/{interview_id}/complete").raise_for_status()
    assert person.post(f"{address}?reevaluate=true").json() == {"begun": False}  # the first one is being made
    assert _versions(core, interview_id) == [1]
    _end_jobs(core, interview_id, JobState.DONE)
    assert person.post(address).json() == {"begun": True}
    assert person.post(address).json() == {"begun": False}
    assert _versions(core, interview_id) == [1]
    _end_jobs(core, interview_id, JobState.DONE)
    with core.database.transaction() as session:
        said = session.exec(
            select(Transcript).where(Transcript.interview_id == interview_id, Transcript.speaker == "User")
        ).one()
        session.add(
            Evaluation(
                interview_id=interview_id,
                transcript_id=said.id,
                criteria=[],
                transcript_reliable=True,
                engine="rubric",
                model="visavis-rubric-1",
                prompt="none",
                rubric=1,
            )
        )
    anew = person.post(f"{address}?reevaluate=true")
    assert (anew.status_code, anew.json()) == (202, {"begun": True})
    assert _versions(core, interview_id) == [1, 2]
    with core.database.transaction() as session:
        assert jobs.state_of(session, GENERATE_FINAL_REPORT, interview_id) is JobState.QUEUED
    assert core.person().post(address).status_code == 404


def test_a_report_that_could_not_be_made_says_so_and_can_be_made_again(core, person):
    interview_id, _ = person.live_interview()
    person.post(f"/interviews/{interview_id}/complete").raise_for_status()
    assert person.get(f"/interviews/{interview_id}/report").json()["error"] == "ReportNotReady"
    _end_jobs(core, interview_id, JobState.DEAD)
    assert person.get(f"/interviews/{interview_id}/report").json()["error"] == "ReportFailed"
    assert person.post(f"/interviews/{interview_id}/report/regenerate").json() == {"begun": True}
    assert person.get(f"/interviews/{interview_id}/report").json()["error"] == "ReportNotReady"


def test_reports_are_not_made_again_without_end(core, monkeypatch):
    monkeypatch.setattr(endpoints, "REMAKES", RateLimitItemPerHour(1))
    person = core.person()
    interview_id, _ = person.live_interview()
    address = f"/interviews/{interview_id}/report/regenerate"
    assert person.post(address).status_code == 409
    refused = person.post(address)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "3600")


def _versions(core, interview_id: str) -> list[int]:
    """Of the judgements asked for."""
    with core.database.transaction() as session:
        found = session.exec(select(Job).where(Job.interview_id == interview_id, Job.name == ANALYZE_ANSWER.name)).all()
    return sorted(job.payload["version"] for job in found)


def _end_jobs(core, interview_id: str, state: JobState) -> None:
    with core.database.transaction() as session:
        session.exec(update(Job).where(col(Job.interview_id) == interview_id).values(state=state))
