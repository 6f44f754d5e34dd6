"""Blind first; then beside the machine and others; a person's band, reason and decision on the record."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from answered_question import RUBRIC
from backend_core.reports import service as reports_service
from callers import MATRIX, Scene
from contracts.audit import AuditAction
from contracts.base import InterviewStatus, Language
from contracts.recruiting import MemberRole
from contracts.tasks import ANALYZE_ANSWER
from judged_screening import ANSWER, judge, judged
from organisations import add_plan, open_posting, screening_interview
from persistence.hiring.recruiting import JobPosting, PostingQuestion
from persistence.hiring.reviews import Decision, Review, ReviewNote
from persistence.interviews import reports
from persistence.people.resumes import ResumeSectionRow, SharedResume
from persistence.record import audit
from persistence.record.audit import AuditEntry
from persistence.tables import Interview, Job, Transcript
from sqlalchemy import update
from sqlmodel import col, select

from conftest import Core, Person

SENTINEL = "Sentinel"
CRITERIA = [(question, criterion.slug) for question in (1, 2) for criterion in RUBRIC.criteria]


@dataclass
class Screening:
    """A judged interview, and two members who may review it."""

    id: str
    posting: JobPosting
    recruiter: Person
    reviewer: Person

    def path(self, rest: str = "review") -> str:
        return f"/interviews/{self.id}/{rest}"


@pytest.fixture
def screening(core: Core, person: Person) -> Iterator[Screening]:
    recruiter, reviewer = core.staff(), core.staff()
    with core.database.transaction() as session:
        members = {recruiter.id: MemberRole.RECRUITER, reviewer.id: MemberRole.REVIEWER}
        posting = open_posting(session, members)
        interview = screening_interview(session, posting, person.id, Language.EN)
        judged(session, interview, 3, rationale=SENTINEL)
    yield Screening(interview.id, posting, recruiter, reviewer)
    for member in (recruiter, reviewer):
        member.http.close()


def put(person: Person, screening: Screening, bands: list[int | None]) -> Any:
    given = [
        {"question": question, "criterion": criterion, "band": band}
        for (question, criterion), band in zip(CRITERIA, bands, strict=False)
    ]
    return person.http.put(screening.path(), json={"bands": given}, headers=person.headers)


def submitted(person: Person, screening: Screening, bands: list[int | None]) -> dict[str, Any]:
    put(person, screening, bands).raise_for_status()
    answer = person.post(screening.path("review/submit"))
    assert answer.status_code == 200, answer.text
    return answer.json()


def refusal(response: Any) -> tuple[int, str]:
    return response.status_code, response.json()["error"]


def test_no_route_shows_a_member_a_band_or_score_before_their_own_review(core: Core, scene: Scene, cast):
    """Every route of the matrix is called as a member; nothing of what the machine or others made of it comes back."""
    other = core.staff()
    with core.database.transaction() as session:
        interview = session.get_one(Interview, scene.screening_id)
        judged(session, interview, 3, rationale=SENTINEL)
        by = {"interview_id": interview.id, "made_by": other.id}
        session.add_all(
            [
                ReviewNote(text=SENTINEL, **by),
                Decision(outcome="hold", reason=SENTINEL, **by),
                Review(
                    interview_id=interview.id,
                    reviewer_id=other.id,
                    plan_version=1,
                    bands=[{"question": 1, "criterion": "care", "band": 1, "note": SENTINEL}],
                    submitted_at=interview.end_time,
                ),
                ResumeSectionRow(resume_id=scene.resume_id, order=0, kind="education", text=SENTINEL),
                SharedResume(interview_id=interview.id, resume_id=scene.resume_id),
            ]
        )
    on_it = replace(scene, interview_id=scene.screening_id)
    opening = "POST /api/interviews/{interview_id}/review/waive"
    reached = 0
    for operation in sorted(set(MATRIX) - {opening}, key=lambda one: not one.startswith("GET")):
        status, body = body_of(on_it, operation)
        reached += status == 200
        assert SENTINEL.encode() not in body, operation
        assert b"75.0" not in body, operation
        if body.startswith((b"{", b"[")):
            assert list(bands_in(json.loads(body))) == [], operation
    assert reached > 5
    on_it.call("member", opening)
    for document in ("resume", "review", "report"):
        _, body = body_of(on_it, f"GET /api/interviews/{{interview_id}}/{document}")
        assert SENTINEL.encode() in body, "so the search above can find something"
    for document in ("review", "report"):
        _, body = body_of(on_it, f"GET /api/interviews/{{interview_id}}/{document}")
        assert list(bands_in(json.loads(body)))
    other.http.close()


def body_of(scene: Scene, operation: str) -> tuple[int, bytes]:
    """The status and the bytes that a member gets; of a stream that does not end, how it begins."""
    client, got = scene.callers["member"], []

    def keep(response: httpx.Response) -> None:
        endless = response.headers.get("content-type", "").startswith("text/event-stream")
        got.append((response.status_code, next(response.iter_bytes(), b"") if endless else response.read()))

    client.event_hooks = {"response": [keep]}
    try:
        scene.call("member", operation)
    finally:
        client.event_hooks = {}
    return got[0]


def bands_in(node: Any) -> Iterator[Any]:
    """Every band and score in a body, wherever it stands."""
    if isinstance(node, dict):
        for key, value in node.items():
            if (key.endswith(("band", "_score")) or key == "kappa") and value is not None:
                yield key, value
            yield from bands_in(value)
    elif isinstance(node, list):
        for value in node:
            yield from bands_in(value)


def test_a_review_is_kept_as_typed_and_final_once_submitted(screening: Screening):
    read = screening.recruiter.get(screening.path()).json()
    assert read["opened"] is None
    assert [question["text"] for question in read["questions"]] == [ANSWER, ANSWER]
    assert read["questions"][0]["criteria"][0]["bands"] == [f"Band {band}." for band in range(5)]
    assert put(screening.recruiter, screening, [3, None]).json()["bands"][1]["band"] is None
    left = screening.recruiter.post(screening.path("review/submit"))
    assert refusal(left) == (409, "ReviewIncomplete")
    assert len(left.json()["fields"]) == 4
    opened = submitted(screening.recruiter, screening, [3, None, 3, 2, 3, 3])["opened"]
    assert {one["number"]: one["evaluation"]["score"] for one in opened["judged"]} == {1: 75.0, 2: 75.0}
    assert refusal(put(screening.recruiter, screening, [4])) == (409, "ReviewSubmitted")
    assert screening.reviewer.get(screening.path()).json()["opened"] is None


def test_what_the_rubrics_do_not_know_is_refused(screening: Screening):
    for given in ({"question": 3, "criterion": "care"}, {"question": 1, "criterion": "charm"}):
        answer = screening.recruiter.http.put(
            screening.path(), json={"bands": [{**given, "band": 1}]}, headers=screening.recruiter.headers
        )
        assert refusal(answer) == (422, "UnknownCriterion")
    unbounded = {"bands": [{"question": 1, "criterion": "care", "band": 5}]}
    headers = screening.recruiter.headers
    assert screening.recruiter.http.put(screening.path(), json=unbounded, headers=headers).status_code == 422


def test_a_waiver_needs_a_reason_and_ends_blindness(screening: Screening):
    assert screening.recruiter.post(screening.path("review/waive"), {"reason": " "}).status_code == 422
    seen = screening.recruiter.post(screening.path("review/waive"), {"reason": "I only take the notes."}).json()
    assert seen["own"]["waiver_reason"] == "I only take the notes."
    assert seen["opened"]["as_judged"]["overall"]["value"] == 75.0
    assert submitted(screening.recruiter, screening, [3] * 6)["own"]["is_blind"] is False
    assert submitted(screening.reviewer, screening, [2] * 6)["own"]["is_blind"] is True


def test_an_override_needs_a_reason_and_leaves_what_was_judged(core: Core, screening: Screening):
    wanted = {"question": 1, "criterion": "care", "to_band": 1, "reason": "The tests are only claimed."}
    address = screening.path("overrides")
    assert refusal(screening.recruiter.post(address, wanted)) == (409, "ReviewFirst")
    submitted(screening.recruiter, screening, [3] * 6)
    assert screening.recruiter.post(address, wanted | {"reason": ""}).status_code == 422
    assert refusal(screening.recruiter.post(address, wanted | {"criterion": "charm"})) == (409, "NothingToOverride")
    opened = screening.recruiter.post(address, wanted).json()["opened"]
    # 5 criteria at 3 and one of weight 0.5 at 1, of two questions: (2 · 3 - 0.5 · 2) / 2 of 4.
    assert (opened["as_judged"]["overall"]["value"], opened["as_overridden"]["overall"]["value"]) == (75.0, 62.5)
    assert opened["overrides"][0] | {"at": 0} == {
        **wanted,
        "from_band": 3,
        "counts": True,
        "by": "Somebody",
        "at": 0,
    }
    withdrawn = screening.recruiter.post(address, wanted | {"to_band": None}).json()["opened"]
    assert withdrawn["as_overridden"] == withdrawn["as_judged"]
    assert [one["counts"] for one in withdrawn["overrides"]] == [True, False]
    assert logged(core, screening.id, AuditAction.REVIEW_OVERRIDDEN) == [
        {"question": 1, "criterion": "care", "from_band": 3, "to_band": 1},
        {"question": 1, "criterion": "care", "from_band": 1, "to_band": None},
    ]


def test_a_decision_is_a_recruiters_with_a_reason_and_a_later_one_supersedes_it(core: Core, screening: Screening):
    wanted = {"outcome": "hold", "reason": "Two more to hear."}
    for member in (screening.recruiter, screening.reviewer):
        submitted(member, screening, [3] * 6)
    assert refusal(screening.reviewer.post(screening.path("decision"), wanted)) == (403, "MemberRoleTooLow")
    assert screening.recruiter.post(screening.path("decision"), wanted | {"reason": ""}).status_code == 422
    screening.recruiter.post(screening.path("decision"), wanted).raise_for_status()
    opened = screening.recruiter.post(screening.path("decision"), wanted | {"outcome": "advance"}).json()["opened"]
    assert [one["outcome"] for one in opened["decisions"]] == ["advance", "hold"]
    assert logged(core, screening.id, AuditAction.DECISION_MADE) == [{"outcome": "hold"}, {"outcome": "advance"}]


def test_notes_are_the_writers_own_until_the_interview_is_open_to_the_reader(screening: Screening):
    screening.recruiter.post(screening.path("notes"), {"text": "Ask about rollbacks."}).raise_for_status()
    assert len(screening.recruiter.get(screening.path()).json()["notes"]) == 1
    assert screening.reviewer.get(screening.path()).json()["notes"] == []
    assert len(submitted(screening.reviewer, screening, [3] * 6)["notes"]) == 1


def test_two_reviewers_agree_beyond_chance_or_the_figure_is_null_with_its_reason(screening: Screening):
    submitted(screening.recruiter, screening, [0, 1, 2, 3, 4, 2])
    opened = submitted(screening.reviewer, screening, [0, 1, 2, 3, 3, 2])["opened"]
    together, *with_machine = opened["agreement"]
    # 1 - E[(a-b)²] / (E[a²] + E[b²] - 2 E[a] E[b]) over the six pairs.
    expected = 1 - (1 / 6) / (34 / 6 + 27 / 6 - 2 * 2 * (11 / 6))
    assert together["kappa"] == {"value": round(expected, 2), "reason": None, "n": 6}
    assert [pair["machine"] for pair in with_machine] == [True, True]
    of_posting = screening.recruiter.get(f"/job-postings/{screening.posting.id}/agreement").json()
    assert of_posting["interviews"] == 1
    assert of_posting["pairs"][0]["kappa"] == together["kappa"]


def test_agreement_is_null_where_too_little_was_banded_or_nothing_varies(screening: Screening):
    few = [3, 3, None, None, None, None]
    opened = submitted(screening.recruiter, screening, few)["opened"]
    assert opened["agreement"][0]["kappa"] == {"value": None, "reason": "too_few", "n": 2}
    opened = submitted(screening.reviewer, screening, [3] * 6)["opened"]
    flat = [pair["kappa"] for pair in opened["agreement"] if pair["machine"]][1]
    assert flat == {"value": None, "reason": "no_variance", "n": 6}


def test_reevaluation_is_deliberate_logged_and_never_mixes_rubrics(core: Core, screening: Screening):
    clearer = RUBRIC.model_copy(update={"version": 2})
    with core.database.transaction() as session:
        add_plan(session, session.merge(screening.posting), clearer)
    address = screening.path("reevaluate")
    submitted(screening.recruiter, screening, [3] * 6)
    assert refusal(screening.reviewer.post(address, {"reason": "why not"})) == (403, "MemberRoleTooLow")
    assert screening.recruiter.post(address, {"plan_version": 2, "reason": ""}).status_code == 422
    missing = screening.recruiter.post(address, {"plan_version": 7, "reason": "Clearer bands."})
    assert refusal(missing) == (404, "PlanVersionNotFound")
    asked = screening.recruiter.post(address, {"plan_version": 2, "reason": "Clearer bands."})
    assert asked.status_code == 202
    assert refusal(screening.recruiter.post(address, {"reason": "Again."})) == (409, "BeingJudged")
    view = asked.json()
    assert (view["held_on"], view["plan_version"], view["being_judged"]) == (1, 2, True)
    assert [one["evaluation"] for one in view["opened"]["judged"]] == [None, None], "those of version 1 do not count"
    with core.database.transaction() as session:
        jobs = session.exec(select(Job).where(Job.interview_id == screening.id, Job.name == ANALYZE_ANSWER.name)).all()
        assert {(job.payload["version"], job.payload["plan_version"]) for job in jobs} == {(2, 2)}
        interview = session.get_one(Interview, screening.id)
        answers = session.exec(select(Transcript).where(Transcript.interview_id == screening.id)).all()
        judge(session, interview, answers[0], clearer, 1, version=2, plan_version=2)
    judged_now = screening.recruiter.get(screening.path()).json()["opened"]
    assert [one["evaluation"] and one["evaluation"]["score"] for one in judged_now["judged"]] == [25.0, None]
    assert judged_now["as_judged"]["overall"]["value"] == 25.0
    assert logged(core, screening.id, AuditAction.REPORT_REEVALUATED) == [{"plan_version": 2}]


def test_a_version_that_asks_something_else_judges_nothing(core: Core, screening: Screening):
    with core.database.transaction() as session:
        posting = session.merge(screening.posting)
        add_plan(session, posting, RUBRIC)
        session.exec(
            update(PostingQuestion)
            .where(col(PostingQuestion.posting_id) == posting.id, col(PostingQuestion.version) == 2)
            .values(content={"en": "Something else?", "ko": "다른 질문인가요?"})
        )
    refused = screening.recruiter.post(screening.path("reevaluate"), {"plan_version": 2, "reason": "Try it."})
    assert refusal(refused) == (409, "PlanAsksOtherwise")


def test_members_read_the_report_once_it_is_open_to_them_and_every_view_is_logged(core: Core, screening: Screening):
    for document in ("report", "report.pdf"):
        assert refusal(screening.recruiter.get(screening.path(document))) == (409, "ReviewFirst")
    submitted(screening.recruiter, screening, [3] * 6)
    report = screening.recruiter.get(screening.path("report")).json()
    assert (report["plan_version"], report["overall"]["value"]) == (1, 75.0)
    screening.recruiter.get(screening.path())
    assert len(logged(core, screening.id, AuditAction.REPORT_VIEWED)) == 1
    assert len(logged(core, screening.id, AuditAction.INTERVIEW_VIEWED)) == 1
    assert logged(core, screening.id, AuditAction.REVIEW_SUBMITTED) == [{"bands": 6, "blind": True}]


def test_every_document_that_a_member_takes_is_logged(core: Core, person: Person, screening: Screening, monkeypatch):
    monkeypatch.setattr(reports_service, "PATIENCE", timedelta())
    submitted(screening.recruiter, screening, [3] * 6)
    assert refusal(screening.recruiter.get(screening.path("report.pdf"))) == (503, "PdfNotReady")
    with core.database.transaction() as session:
        for named in (False, True):
            report = reports.read(session, session.get_one(Interview, screening.id), names_key_points=named)
            assert report
            reports.keep_pdf(session, report, Language.EN, b"%PDF with" if named else b"%PDF without")
    for reader, given in ((person, b"%PDF without"), *[(screening.recruiter, b"%PDF with")] * 2):
        assert reader.get(screening.path("report.pdf?language=en")).content == given
    assert logged(core, screening.id, AuditAction.REPORT_EXPORTED) == [{}, {}], "the candidate's own is theirs"


def test_a_page_that_looks_again_and_again_is_one_view_an_hour(core: Core, screening: Screening, monkeypatch):
    def look() -> int:
        for member in (screening.recruiter, screening.reviewer, screening.recruiter, screening.recruiter):
            member.get(screening.path()).raise_for_status()
        return len(logged(core, screening.id, AuditAction.INTERVIEW_VIEWED))

    assert look() == 2, "one of each member's"
    assert look() == 2
    monkeypatch.setattr(audit, "ONE_VIEW", timedelta())
    assert look() == 6, "once the hour is over, looking is another view"


def test_nobody_reviews_an_interview_before_its_end(core: Core, screening: Screening):
    with core.database.transaction() as session:
        session.get_one(Interview, screening.id).status = InterviewStatus.LIVE
    assert refusal(screening.recruiter.get(screening.path())) == (409, "NotReviewableYet")
    assert refusal(put(screening.recruiter, screening, [3])) == (409, "NotReviewableYet")


def logged(core: Core, interview_id: str, action: AuditAction) -> list[dict[str, Any]]:
    with core.database.transaction() as session:
        entries = session.exec(
            select(AuditEntry)
            .where(AuditEntry.subject_id == interview_id, AuditEntry.action == action)
            .order_by(col(AuditEntry.id))
        )
        return [entry.details for entry in entries]
