"""A résumé that a candidate adds to a screening interview: who reads it, when, and how it goes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest
from ai_worker.runners import make_runners
from ai_worker.settings import WorkerSettings
from contracts.base import Language, Role
from contracts.recruiting import AskForResume, MemberRole
from contracts.resumes import ResumeState, SectionKind
from contracts.rights import ErasureCause
from contracts.tasks import EMBED_RESUME, EmbedResumePayload
from engines.llm.rubric import RubricJudge
from judged_screening import judged
from organisations import invitation_to, open_posting
from persistence.columns import utc_now
from persistence.hiring.recruiting import JobPosting
from persistence.people.resumes import ResumeRow, ResumeSectionRow, SharedResume
from persistence.people.rights import ErasedScreening
from persistence.record import jobs
from persistence.record.audit import AuditEntry
from persistence.removal import erasure
from persistence.tables import Interview, InterviewQuestion
from sqlmodel import col, select

from conftest import Core, Person

SCHOOL = "Seorabeol University, B.Sc. in oceanography"
WORK = "Kept the ferry timetable of Ulleungdo running.\nWrote a tide gauge in Erlang."


@dataclass
class Office:
    """An open posting and who may read what comes of it."""

    core: Core
    posting: JobPosting
    recruiter: Person
    reviewer: Person

    def asks(self, ask: AskForResume) -> None:
        with self.core.database.transaction() as session:
            session.get_one(JobPosting, self.posting.id).asks_for_resume = ask

    def invitation(self) -> str:
        with self.core.database.transaction() as session:
            _, token = invitation_to(session, session.get_one(JobPosting, self.posting.id))
        return token

    def accept(self, candidate: Person, resume_id: str | None, token: str | None = None) -> httpx.Response:
        agreed = {"token": token or self.invitation(), "language": "en", "transcription": True}
        return candidate.post("/invitations/accept", agreed | {"resume_id": resume_id})

    def held(self, candidate: Person, resume_id: str | None) -> str:
        """An interview that was accepted, and is over and judged."""
        accepted = self.accept(candidate, resume_id)
        assert accepted.status_code == 200, accepted.text
        with self.core.database.transaction() as session:
            judged(session, session.get_one(Interview, accepted.json()["id"]), 3)
        return str(accepted.json()["id"])

    def search(self, reader: Person, sought: str) -> list[dict[str, Any]]:
        found = reader.get("/candidates/search", params={"organisation_id": self.posting.organisation_id, "q": sought})
        assert found.status_code == 200, found.text
        return found.json()["found"]

    def resumes_found(self, reader: Person, sought: str = "tide gauge Erlang") -> list[str]:
        return [one["quote"] for one in self.search(reader, sought) if one["kind"] == "resume"]

    def has_resume(self, reader: Person) -> list[bool | None]:
        listed = reader.get("/candidates", params={"organisation_id": self.posting.organisation_id}).json()
        return [one["has_resume"] for one in listed["candidates"]]


@pytest.fixture
def office(core: Core) -> Iterator[Office]:
    recruiter, reviewer = core.staff(), core.staff()
    with core.database.transaction() as session:
        posting = open_posting(session, {recruiter.id: MemberRole.RECRUITER, reviewer.id: MemberRole.REVIEWER})
    yield Office(core, posting, recruiter, reviewer)
    for member in (recruiter, reviewer):
        member.http.close()


def resume_of(core: Core, candidate: Person) -> str:
    """As the worker leaves it: read, and found by words and vectors."""
    resume_id = str(candidate.upload(f"{SCHOOL}\n{WORK}".encode()).json()["id"])
    with core.database.transaction() as session:
        row = session.get_one(ResumeRow, resume_id)
        row.state, row.language, row.revision = ResumeState.PARSED, Language.EN, 1
        session.add_all(
            ResumeSectionRow(resume_id=resume_id, order=order, kind=kind, text=text)
            for order, (kind, text) in enumerate([(SectionKind.EDUCATION, SCHOOL), (SectionKind.EXPERIENCE, WORK)])
        )
    index(core, resume_id)
    return resume_id


def index(core: Core, resume_id: str) -> None:
    settings = WorkerSettings.model_construct(job_lease=timedelta(seconds=30), job_patience=jobs.PATIENCE)
    with core.database.transaction() as session:
        payload = EmbedResumePayload(resume_id=resume_id)
        job = jobs.add(session, EMBED_RESUME, payload, unique_key=resume_id, resume_id=resume_id, again=True)
    assert job
    make_runners(settings, core.database, RubricJudge())[EMBED_RESUME.name].run(job)


def read(reader: Person, interview_id: str) -> httpx.Response:
    return reader.get(f"/interviews/{interview_id}/resume")


def waive(reader: Person, interview_id: str) -> dict[str, Any]:
    opened = reader.post(f"/interviews/{interview_id}/review/waive", {"reason": "I only read it."})
    assert opened.status_code == 200, opened.text
    return dict(opened.json()["opened"])


def refusal(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["error"]


def test_members_read_it_once_their_bands_are_given_and_every_look_is_logged(core, office, person):
    resume_id = resume_of(core, person)
    interview_id = office.held(person, resume_id)
    assert refusal(read(office.reviewer, interview_id)) == (409, "ReviewFirst")
    assert office.has_resume(office.reviewer) == [None]
    assert "Seorabeol" not in office.reviewer.get(f"/interviews/{interview_id}/review").text

    assert waive(office.reviewer, interview_id)["has_resume"] is True
    assert office.has_resume(office.reviewer) == [True]
    for _ in range(2):
        shown = read(office.reviewer, interview_id)
        assert shown.status_code == 200, shown.text
    assert [section["text"] for section in shown.json()["sections"]] == [SCHOOL, WORK]
    assert refusal(read(office.recruiter, interview_id)) == (409, "ReviewFirst"), "who has not reviewed stays blind"
    with core.database.transaction() as session:
        looks = session.exec(
            select(AuditEntry).where(AuditEntry.subject_id == interview_id, AuditEntry.action == "resume.viewed")
        ).all()
    assert [look.actor_id for look in looks] == [office.reviewer.id], "one entry an hour, and none of who was refused"

    explained = person.get(f"/interviews/{interview_id}/explanation").json()
    assert explained["posting"]["resume"]["id"] == resume_id
    assert "resume.viewed" in [act["action"] for act in explained["acts"]]
    (own,) = person.get("/resumes").json()
    assert own["read_by"] == ["Hanbit Works"]


def test_nobody_else_reads_it(core, office, person):
    interview_id = office.held(person, resume_of(core, person))
    waive(office.reviewer, interview_id)
    outsider, administrator = core.staff(), core.staff(Role.ADMIN)
    for other in (outsider, administrator, person):
        assert refusal(read(other, interview_id)) == (404, "InterviewNotFound")
    outsider.http.close()
    administrator.http.close()


def test_a_posting_takes_one_or_none_as_it_says_and_nothing_is_accepted_otherwise(core, office, person):
    token = office.invitation()
    own, other = resume_of(core, person), core.person()
    unread = person.upload(b"A few words").json()["id"]
    office.asks(AskForResume.REQUIRED)
    assert person.post("/invitations/open", {"token": token}).json()["asks_for_resume"] == "required"
    refused = office.accept(person, None, token)
    assert (refusal(refused), list(refused.json()["fields"])) == ((422, "ResumeWanted"), ["resume_id"])
    assert refusal(office.accept(person, resume_of(core, other), token)) == (404, "ResumeNotFound")
    assert refusal(office.accept(person, unread, token)) == (409, "ResumeNotRead")
    office.asks(AskForResume.NONE)
    assert refusal(office.accept(person, own, token)) == (422, "ResumeNotWanted")
    assert person.get("/invitations").json()["invitations"] == [], "none of these accepted it"
    office.asks(AskForResume.REQUIRED)
    assert office.accept(person, own, token).status_code == 200
    again = office.accept(person, unread, token)
    assert again.status_code == 200, "who accepts again has the interview as it was"
    with core.database.transaction() as session:
        assert session.get_one(SharedResume, again.json()["id"]).resume_id == own
    other.http.close()


def test_everybody_is_asked_and_scored_the_same_with_a_resume_or_without(core, office, person):
    other = core.person()
    interviews = [office.held(person, resume_of(core, person)), office.held(other, None)]
    with core.database.transaction() as session:
        asked = [
            [
                (one.plan_order, one.planned_text, one.rubric_json, one.trace)
                for one in session.exec(
                    select(InterviewQuestion)
                    .where(InterviewQuestion.interview_id == interview_id)
                    .order_by(col(InterviewQuestion.plan_order))
                )
            ]
            for interview_id in interviews
        ]
        scores = {session.get_one(Interview, interview_id).overall_score for interview_id in interviews}
    assert asked[0] == asked[1]
    assert len(asked[0]) == office.posting.question_count
    assert len(scores) == 1
    assert waive(office.reviewer, interviews[1])["has_resume"] is False
    assert refusal(read(office.reviewer, interviews[1])) == (404, "NoSharedResume")
    other.http.close()


@pytest.mark.usefixtures("reach")
@pytest.mark.parametrize("sought", ["tide gauge Erlang", "oceanography university"])
def test_searches_find_it_beside_answers_only_where_the_interview_is_open_to_who_asks(core, office, person, sought):
    resume_id = resume_of(core, person)
    interview_id = office.held(person, resume_id)
    assert office.resumes_found(office.reviewer, sought) == []
    waive(office.reviewer, interview_id)
    best = office.search(office.reviewer, sought)[0]
    assert (best["kind"], best["interview_id"]) == ("resume", interview_id)
    assert best["quote"] in (SCHOOL, *WORK.split("\n"))
    assert best["section"] in ("education", "experience")
    assert office.resumes_found(office.recruiter, sought) == []
    with core.database.transaction() as session:
        other = open_posting(session, {office.reviewer.id: MemberRole.REVIEWER})
    elsewhere = Office(core, other, office.recruiter, office.reviewer)
    assert elsewhere.search(office.reviewer, sought) == []


def test_a_resume_that_was_added_nowhere_is_found_by_nobody(core, office, person):
    resume_of(core, person)
    waive(office.reviewer, office.held(person, None))
    assert office.resumes_found(office.reviewer) == []


def test_what_the_candidate_corrects_is_corrected_for_the_organisation(core, office, person):
    resume_id = resume_of(core, person)
    interview_id = office.held(person, resume_id)
    waive(office.reviewer, interview_id)
    resume = person.get(f"/resumes/{resume_id}").json()
    corrected = [{"id": resume["sections"][0]["id"], "kind": "education", "text": "Self-taught"}]
    change = {"revision": resume["revision"], "sections": corrected}
    person.http.patch(f"/resumes/{resume_id}", json=change, headers=person.headers).raise_for_status()
    assert office.resumes_found(office.reviewer, "oceanography") == [], "found by no word that is there no longer"
    index(core, resume_id)
    assert [section["text"] for section in read(office.reviewer, interview_id).json()["sections"]] == ["Self-taught"]
    assert office.resumes_found(office.reviewer, "self-taught") == ["Self-taught"]


def test_withdrawing_takes_it_from_the_organisation_and_leaves_it_to_the_candidate(core, office, person):
    resume_id = resume_of(core, person)
    interview_id = office.held(person, resume_id)
    waive(office.reviewer, interview_id)
    assert office.resumes_found(office.reviewer)
    assert person.http.delete(f"/interviews/{interview_id}", headers=person.headers).status_code == 200
    assert refusal(read(office.reviewer, interview_id)) == (404, "InterviewNotFound")
    assert office.resumes_found(office.reviewer) == []
    kept = person.get(f"/resumes/{resume_id}").json()
    assert [section["text"] for section in kept["sections"]] == [SCHOOL, WORK]
    assert kept["read_by"] == []


def test_retention_takes_it_along(core, office, person):
    resume_id = resume_of(core, person)
    interview_id = office.held(person, resume_id)
    with core.database.transaction() as session:
        session.get_one(Interview, interview_id).end_time = utc_now() - timedelta(days=181)
    with core.database.transaction() as session:
        erasure.erase_due(session)
    with core.database.transaction() as session:
        gone = session.exec(select(ErasedScreening).where(ErasedScreening.posting_id == office.posting.id)).one()
        assert gone.cause is ErasureCause.RETENTION
        assert session.get(SharedResume, interview_id) is None
        assert session.get(ResumeRow, resume_id) is not None


def test_deleting_the_resume_takes_it_from_the_organisation_and_leaves_the_interview(core, office, person):
    resume_id = resume_of(core, person)
    interview_id = office.held(person, resume_id)
    waive(office.reviewer, interview_id)
    assert person.http.delete(f"/resumes/{resume_id}", headers=person.headers).status_code == 204
    assert refusal(read(office.reviewer, interview_id)) == (404, "NoSharedResume")
    assert office.resumes_found(office.reviewer) == []
    assert office.has_resume(office.reviewer) == [False]
    assert office.reviewer.get(f"/interviews/{interview_id}/review").json()["opened"]["has_resume"] is False
    assert person.get(f"/interviews/{interview_id}/explanation").json()["posting"]["resume"] is None
