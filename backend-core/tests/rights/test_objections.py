"""Candidates object, organisations answer in time, and a person's review is answered by a person's review."""

from datetime import UTC, datetime

import pytest
from backend_core.rights.objections import deadline
from contracts.audit import AuditAction
from contracts.base import InterviewStatus, Language
from contracts.mail import LetterKind
from contracts.recruiting import MemberRole
from contracts.tasks import SEND_LETTER
from organisations import open_posting, screening_interview
from persistence.columns import utc_now
from persistence.hiring.recruiting import JobPosting
from persistence.hiring.reviews import Review
from persistence.record import jobs, letters
from persistence.record.audit import AuditEntry
from persistence.tables import Interview
from sqlmodel import select

from conftest import Core, Person

OBJECTION = {"kind": "objection", "text": "The recogniser wrote “cash” where I said “cache”."}
HUMAN_REVIEW = {"kind": "human_review", "text": "Please have a person read it."}


@pytest.fixture
def recruiter(core: Core) -> Person:
    return core.person()


@pytest.fixture
def screening(core: Core, person: Person, recruiter: Person) -> tuple[Interview, JobPosting]:
    with core.database.transaction() as session:
        posting = open_posting(session, {recruiter.id: MemberRole.RECRUITER})
        interview = screening_interview(session, posting, person.id, Language.EN)
        interview.status, interview.end_time = InterviewStatus.COMPLETED, utc_now()
    return interview, posting


def test_an_objection_is_answered_and_its_candidate_reads_the_answer(core, person, recruiter, screening):
    interview, posting = screening
    made = person.post(f"/interviews/{interview.id}/objections", OBJECTION)
    assert (made.status_code, made.json()["answer"]) == (201, None)
    assert 13 <= made.json()["days_left"] <= 16
    again = person.post(f"/interviews/{interview.id}/objections", OBJECTION)
    assert (again.status_code, again.json()["error"]) == (409, "ObjectionOpen")
    (received,) = recruiter.get(f"/organisations/{posting.organisation_id}/objections").json()
    assert (received["text"], received["interview_id"], received["answerable"]) == (
        OBJECTION["text"],
        interview.id,
        True,
    )
    count = recruiter.get(f"/organisations/{posting.organisation_id}/objections/count").json()
    assert count == {"open": 1, "overdue": 0}
    answer = f"/objections/{received['id']}/answer"
    assert recruiter.post(answer, {"text": " "}).status_code == 422
    answered = recruiter.post(answer, {"text": "We read it as “cache”."})
    assert answered.status_code == 200, answered.text
    assert answered.json()["letter"] is False  # no mail server is set here
    assert recruiter.post(answer, {"text": "Once more."}).json()["error"] == "ObjectionAnswered"
    (own,) = person.get(f"/interviews/{interview.id}/objections").json()
    assert (own["answer"], own["days_left"]) == ("We read it as “cache”.", None)
    assert person.post(f"/interviews/{interview.id}/objections", OBJECTION).status_code == 201
    with core.database.transaction() as session:
        entries = session.exec(select(AuditEntry).where(AuditEntry.actor_id == recruiter.id)).all()
    assert {entry.action for entry in entries} == {AuditAction.OBJECTIONS_VIEWED, AuditAction.OBJECTION_ANSWERED}


def test_a_request_for_a_person_is_not_answered_before_a_person_has_judged(core, person, recruiter, screening):
    interview, posting = screening
    person.post(f"/interviews/{interview.id}/objections", HUMAN_REVIEW).raise_for_status()
    (received,) = recruiter.get(f"/organisations/{posting.organisation_id}/objections").json()
    assert received["answerable"] is False
    answer = f"/objections/{received['id']}/answer"
    draft = Review(interview_id=interview.id, reviewer_id=recruiter.id, plan_version=1)
    with core.database.transaction() as session:
        session.add(draft)
    refused = recruiter.post(answer, {"text": "The judge was right."})
    assert (refused.status_code, refused.json()["error"]) == (409, "HumanReviewMissing")
    with core.database.transaction() as session:
        session.get_one(Review, draft.id).submitted_at = utc_now()
    assert recruiter.post(answer, {"text": "One of us has read it."}).status_code == 200


def test_only_after_a_screening_interview_is_there_something_to_object_to(core, person, screening):
    interview, _ = screening
    practice = person.interview()
    assert person.post(f"/interviews/{practice}/objections", OBJECTION).json()["error"] == "OnlyScreening"
    with core.database.transaction() as session:
        session.get_one(Interview, interview.id).status = InterviewStatus.LIVE
    assert person.post(f"/interviews/{interview.id}/objections", OBJECTION).json()["error"] == "OnlyAfterInterview"
    assert person.post(f"/interviews/{interview.id}/objections", OBJECTION | {"text": "x" * 2001}).status_code == 422


def test_a_letter_that_there_is_an_answer_is_asked_for_by_its_kind_and_id_alone(core, screening):
    interview, _ = screening
    with core.database.transaction() as session:
        letters.ask_for(session, LetterKind.OBJECTION_ANSWERED, interview.id, Language.KO)
        key = letters.job_key(LetterKind.OBJECTION_ANSWERED, interview.id)
        assert jobs.state_of(session, SEND_LETTER, key) is not None


@pytest.mark.parametrize(
    ("made", "due"),
    [
        ("2026-11-02T09:30", "2026-11-17"),  # a Monday: the second Monday after it is the last day
        ("2026-11-02T23:59", "2026-11-17"),
        ("2026-11-06T12:00", "2026-11-21"),
        ("2026-11-07T12:00", "2026-11-24"),  # the fourteenth day is a Saturday
        ("2026-11-08T12:00", "2026-11-24"),
    ],
)
def test_the_day_itself_does_not_count_and_no_deadline_ends_on_a_weekend(made: str, due: str):
    begin = datetime.fromisoformat(made).replace(tzinfo=UTC)
    assert deadline(begin, 14) == datetime.fromisoformat(due).replace(tzinfo=UTC)
