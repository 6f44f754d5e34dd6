"""Interviews on a posting: the same for everybody, on the version they began with, and the organisation's to judge."""

import pytest
from answered_question import RUBRIC
from contracts.base import InterviewMode, InterviewStatus, Language
from contracts.questions import Rubric
from contracts.recruiting import MemberRole
from judged_screening import judged
from organisations import add_plan, open_posting, screening_interview
from persistence.hiring.recruiting import Company, JobPosting, Membership, Organisation
from persistence.tables import Interview, InterviewQuestion
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from conftest import Core, Person


def planned(session: Session, interview: Interview) -> list[tuple[str, int]]:
    """The words of the plan and the version of the rubric beside each."""
    questions = session.exec(
        select(InterviewQuestion)
        .where(InterviewQuestion.interview_id == interview.id)
        .order_by(col(InterviewQuestion.plan_order))
    )
    return [(question.planned_text, Rubric.model_validate(question.rubric_json).version) for question in questions]


@pytest.mark.parametrize("language", Language)
def test_everybody_is_asked_the_same_on_the_version_they_began_with(core: Core, language: Language):
    people = [core.person() for _ in range(3)]
    with core.database.transaction() as session:
        posting = open_posting(session)
        first, second = (screening_interview(session, posting, person.id, language) for person in people[:2])
        add_plan(session, posting, RUBRIC.model_copy(update={"version": 2}))
        third = screening_interview(session, posting, people[2].id, language)
        assert planned(session, first) == planned(session, second)
        assert [words for words, _ in planned(session, third)] == [words for words, _ in planned(session, first)]
        assert [version for _, version in planned(session, first)] == [1, 1]
        assert [version for _, version in planned(session, third)] == [2, 2]
        assert (first.plan_version, third.plan_version) == (1, 2)


def test_a_screening_interview_has_a_posting_and_practice_has_none(core: Core, person: Person):
    practice = person.interview()
    with core.database.transaction() as session:
        posting = open_posting(session)
        screening = screening_interview(session, posting, person.id, Language.EN)
    for interview_id, change in (
        (practice, {"job_posting_id": posting.id}),
        (practice, {"mode": InterviewMode.SCREENING}),
        (screening.id, {"job_posting_id": None}),
        (screening.id, {"mode": InterviewMode.PRACTICE}),
    ):
        with pytest.raises(IntegrityError), core.database.transaction() as session:
            session.get_one(Interview, interview_id).sqlmodel_update(change)


def test_candidates_have_no_screening_interview_judged_anew(core: Core, person: Person):
    with core.database.transaction() as session:
        interview = screening_interview(session, open_posting(session), person.id, Language.EN)
        interview.status = InterviewStatus.COMPLETED
    for reevaluate in (False, True):
        refused = person.post(f"/interviews/{interview.id}/report/regenerate?reevaluate={str(reevaluate).lower()}")
        assert (refused.status_code, refused.json()["error"]) == (403, "JudgedByOrganisation")


def test_a_screening_report_names_its_posting_and_gives_no_model_answer(core: Core, person: Person):
    with core.database.transaction() as session:
        interview = screening_interview(session, open_posting(session), person.id, Language.EN)
        judged(session, interview, 2)
    report = person.get(f"/interviews/{interview.id}/report").json()
    assert report["posting"] == {"organisation": "Hanbit Works", "company": "Hanbit", "title": "Backend engineer"}
    assert report["plan_version"] == 1
    explanation = person.get(f"/interviews/{interview.id}/explanation").json()
    for answers in (report["answers"], explanation["answers"]):
        assert [answer["model_answer"] for answer in answers] == [None, None]


def test_an_organisation_takes_what_it_owns_along(core: Core, person: Person):
    with core.database.transaction() as session:
        posting = open_posting(session, {person.id: MemberRole.OWNER})
        interview = screening_interview(session, posting, person.id, Language.KO)
    with core.database.transaction() as session:
        session.delete(session.get_one(Organisation, posting.organisation_id))
    with core.database.transaction() as session:
        assert session.get(Interview, interview.id) is None
        for table in (JobPosting, Company, Membership):
            rows = session.exec(select(table).where(table.organisation_id == posting.organisation_id))
            assert rows.all() == []


def test_roles_include_those_below_them():
    allowed = {role: [needed for needed in MemberRole if role.includes(needed)] for role in MemberRole}
    assert [len(needed) for needed in allowed.values()] == [1, 2, 3]
