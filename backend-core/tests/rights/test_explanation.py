"""The candidate reads how a result came about, and who of the organisation saw it: by role, never by name."""

from typing import Any

from contracts.audit import AuditAction, AuditSubject
from contracts.base import InterviewStatus, Language
from contracts.recruiting import MemberRole
from judged_screening import ANSWER, judged
from organisations import open_posting, screening_interview
from persistence.columns import utc_now
from persistence.hiring.recruiting import JobPosting, Membership
from persistence.record import audit
from persistence.record.audit import PLATFORM
from persistence.tables import EvaluationReport, Interview, User
from sqlmodel import delete, select

from conftest import Core, Person


def test_what_answers_were_held_against_is_for_candidates_where_the_posting_says_so(core: Core, person: Person):
    """Until then report and explanation give each criterion's name, band and quotes, and nothing that tells others."""
    recruiter = core.person()
    with core.database.transaction() as session:
        posting = open_posting(session, {recruiter.id: MemberRole.RECRUITER})
        interview = screening_interview(session, posting, person.id, Language.EN)
        judged(session, interview, 3, rationale="Missing: rollback.", missing=["rollback"])
        row = session.exec(select(EvaluationReport).where(EvaluationReport.interview_id == interview.id)).one()
        remark = {"text": "Not found for “The care”: rollback", "turn": 1, "criterion": "care", "quote": ANSWER[:16]}
        row.details_json = row.details_json | {"next_steps": [remark]}

    def read(rest: str) -> dict[str, Any]:
        answer = person.get(f"/interviews/{interview.id}/{rest}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    for rest in ("report", "explanation"):
        document = read(rest)
        assert document["names_key_points"] is False
        assert "Missing" not in str(document)
        assert "rollback" not in str(document)
        assert "Band 3." not in str(document)
        judgement = document["answers"][0]["evaluation"]["criteria"][0]
        assert (judgement["name"], judgement["band"]) == ("The care", 3)
        assert judgement["evidence"][0]["quote"] == ANSWER[:16]
    assert [step["text"] for step in read("report")["next_steps"]] == ["The care"]
    with core.database.transaction() as session:
        session.get_one(JobPosting, posting.id).names_key_points = True
    for rest in ("report", "explanation"):
        document = read(rest)
        assert document["names_key_points"] is True
        assert document["answers"][0]["evaluation"]["criteria"][0]["missing"] == ["rollback"]
    assert [step["text"] for step in read("report")["next_steps"]] == [remark["text"]]


def test_who_looked_at_it_and_until_when_it_is_kept(core: Core, person: Person):
    reviewer, former = core.person(), core.person()
    with core.database.transaction() as session:
        posting = open_posting(session, {reviewer.id: MemberRole.REVIEWER, former.id: MemberRole.OWNER})
        interview = screening_interview(session, posting, person.id, Language.EN)
        for user_id, action in (
            (reviewer.id, AuditAction.INTERVIEW_VIEWED),
            (former.id, AuditAction.DECISION_MADE),
            (None, AuditAction.CANDIDATES_EXPORTED),
        ):
            actor = session.get_one(User, user_id) if user_id else PLATFORM
            subject = AuditSubject.INTERVIEW
            audit.record(session, actor, action, subject, interview.id, organisation_id=posting.organisation_id)
            session.flush()
        session.exec(delete(Membership).where(Membership.user_id == former.id))
    before = person.get(f"/interviews/{interview.id}/explanation").json()
    assert before["kept_until"] is None
    with core.database.transaction() as session:
        held = session.get_one(Interview, interview.id)
        held.status, held.end_time = InterviewStatus.COMPLETED, utc_now()
    answer = person.get(f"/interviews/{interview.id}/explanation")
    explanation = answer.json()
    assert [(act["action"], act["role"]) for act in explanation["acts"]] == [
        ("candidates.exported", "platform"),
        ("decision.made", "former_member"),
        ("interview.viewed", "reviewer"),
    ]
    assert not any(secret in answer.text for secret in (reviewer.id, former.id, "Kim Minseo"))
    assert (explanation["posting"]["organisation"], explanation["posting"]["plan_version"]) == ("Hanbit Works", 1)
    assert explanation["follow_ups_by"] == "rules"
    assert explanation["kept_until"] > str(utc_now().date())
    assert reviewer.get(f"/interviews/{interview.id}/explanation").status_code == 404


def test_a_practice_interview_is_seen_by_nobody_and_kept_until_it_is_erased(person: Person):
    explanation = person.get(f"/interviews/{person.interview()}/explanation").json()
    assert (explanation["posting"], explanation["acts"], explanation["kept_until"]) == (None, [], None)


def test_views_of_other_interviews_are_not_in_it(core: Core, person: Person):
    with core.database.transaction() as session:
        posting = open_posting(session)
        mine, other = (screening_interview(session, posting, person.id, Language.EN) for _ in range(2))
        action, subject = AuditAction.REPORT_VIEWED, AuditSubject.INTERVIEW
        audit.record(session, PLATFORM, action, subject, other.id, organisation_id=posting.organisation_id)
    assert person.get(f"/interviews/{mine.id}/explanation").json()["acts"] == []
    assert len(person.get(f"/interviews/{other.id}/explanation").json()["acts"]) == 1
    with core.database.transaction() as session:
        assert session.exec(select(Interview).where(Interview.id == mine.id)).one()
