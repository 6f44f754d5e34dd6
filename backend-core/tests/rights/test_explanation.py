"""The candidate reads how a result came about, and who of the organisation saw it: by role, never by name."""

from contracts.audit import AuditAction, AuditSubject
from contracts.base import InterviewStatus, Language
from contracts.recruiting import MemberRole
from organisations import open_posting, screening_interview
from persistence import audit
from persistence.audit import PLATFORM
from persistence.columns import utc_now
from persistence.recruiting import Membership
from persistence.tables import Interview, User
from sqlmodel import delete, select

from conftest import Core, Person


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
