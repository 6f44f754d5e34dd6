"""Companies, postings and their plans: what everybody is asked is chosen once, and changes by versions only."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from answered_question import RUBRIC
from backend_core.engines import EngineList
from backend_core.operations import EngineOut, EnginesOut
from contracts.audit import AuditAction
from contracts.base import Language
from contracts.questions import Rubric
from contracts.recruiting import MemberRole
from contracts.rights import ErasureCause
from engines.llm.reference import FIT
from organisations import screening_interview
from persistence.hiring.recruiting import JobPosting, Membership, Organisation
from persistence.people.rights import ErasedScreening
from persistence.record.audit import AuditEntry
from sqlalchemy import delete
from sqlmodel import col, select

from conftest import Core, Person

IDEAL = "We want people who ask before they break something. They write down what they learned."
COMPETENCIES = [
    {"slug": "reliability", "name": "Keeping services reliable", "description": "Incidents, alerts, rollbacks."},
    {"slug": "databases", "name": "Databases", "description": "Indexes, transactions, slow queries."},
]


@dataclass
class Desk:
    """A recruiter's, with a company."""

    core: Core
    person: Person
    organisation_id: str
    company_id: str

    def put(self, path: str, body: object) -> httpx.Response:
        return self.person.http.put(path, json=body, headers=self.person.headers)

    def wanted(self, **changes: Any) -> dict[str, Any]:
        return {
            "organisation_id": self.organisation_id,
            "company_id": self.company_id,
            "title": "Backend engineer",
            "position": "backend",
            "description": "You keep our payment service running on PostgreSQL.",
            "languages": ["ko", "en"],
            "question_count": 5,
            "competencies": COMPETENCIES,
        } | changes

    def posting(self, **changes: Any) -> str:
        made = self.person.post("/job-postings", self.wanted(**changes))
        assert made.status_code == 201, made.text
        return str(made.json()["id"])

    def plan(self, posting_id: str, **wanted: Any) -> dict[str, Any]:
        made = self.person.post(f"/job-postings/{posting_id}/plan", wanted)
        assert made.status_code == 201, made.text
        return made.json()

    def state(self, posting_id: str, state: str) -> httpx.Response:
        return self.person.post(f"/job-postings/{posting_id}/state", {"state": state})


@pytest.fixture
def desk(core: Core, cast: dict[str, Person]) -> Iterator[Desk]:
    person = cast["recruiter"]
    with core.database.transaction() as session:
        organisation = Organisation(name="Hanbit Works")
        session.add(organisation)
        session.flush()
        session.add(Membership(organisation_id=organisation.id, user_id=person.id, role=MemberRole.RECRUITER))
    company = person.post(
        "/companies", {"organisation_id": organisation.id, "name": "Hanbit", "ideal_candidate": IDEAL}
    )
    assert company.status_code == 201, company.text
    yield Desk(core, person, organisation.id, company.json()["id"])
    with core.database.transaction() as session:
        session.exec(delete(Organisation).where(col(Organisation.id) == organisation.id))


def test_a_plan_asks_the_same_in_both_languages_near_the_posting(desk: Desk):
    plan = desk.plan(desk.posting())
    questions = plan["questions"]
    assert [question["number"] for question in questions] == [1, 2, 3, 4, 5]
    assert len({question["slug"] for question in questions}) == 5
    assert all(set(question["content"]) == {"ko", "en"} for question in questions)
    technical = [question["competency"] for question in questions if question["category"] == "technical"]
    assert technical == ["reliability", "databases"]
    assert all(not question["is_pinned"] for question in questions)


def test_cultural_fit_is_held_against_what_the_company_says_of_itself(desk: Desk):
    rubrics = {
        question["category"]: Rubric.model_validate(question["rubric"])
        for question in desk.plan(desk.posting())["questions"]
    }
    culture = rubrics.pop("cultural_fit")
    fit = culture.criteria[-1]
    assert (fit.slug, round(fit.weight, 6)) == (FIT, 0.3)
    assert [point.en for point in fit.key_points] == [[sentence.strip() + "."] for sentence in IDEAL.split(".")[:2]]
    assert all(criterion.slug != FIT for rubric in rubrics.values() for criterion in rubric.criteria)


def test_a_posting_that_takes_only_speech_opens_in_languages_that_are_heard(desk: Desk):
    """PocketSphinx, which the tests hear with, knows no Korean."""
    spoken = {"accommodations": {"typed_answers": False}}
    refused = []
    posting_id = desk.posting(**spoken)
    desk.plan(posting_id)
    refused.append(desk.state(posting_id, "open"))
    heard = desk.posting(**spoken, languages=["en"])
    desk.plan(heard)
    assert desk.state(heard, "open").json()["state"] == "open"
    typed = desk.posting()
    desk.plan(typed)
    assert desk.state(typed, "open").json()["state"] == "open"
    changed = {name: value for name, value in desk.wanted(**spoken).items() if name != "organisation_id"}
    refused.append(desk.put(f"/job-postings/{typed}", changed))
    assert [(answer.status_code, answer.json()["error"]) for answer in refused] == [(409, "PostingUnheard")] * 2
    assert all("ko" in answer.json()["detail"] for answer in refused)
    assert desk.person.get(f"/job-postings/{typed}").json()["accommodations"]["typed_answers"] is True


def test_a_posting_that_takes_only_speech_opens_while_the_recogniser_does_not_answer(desk: Desk, monkeypatch):
    described = EngineList.describe

    async def without_an_ear(engines: EngineList) -> EnginesOut:
        return (await described(engines)).model_copy(update={"stt": EngineOut(name="remote", languages=[])})

    monkeypatch.setattr(EngineList, "describe", without_an_ear)
    posting_id = desk.posting(accommodations={"typed_answers": False})
    desk.plan(posting_id)
    opened = desk.state(posting_id, "open")
    assert (opened.status_code, opened.json()["state"]) == (200, "open")


def test_a_new_version_changes_nothing_of_the_old_one(desk: Desk, person: Person):
    posting_id = desk.posting()
    first = desk.plan(posting_id)
    assert desk.state(posting_id, "open").json()["state"] == "open"
    with desk.core.database.transaction() as session:
        screening_interview(session, session.get_one(JobPosting, posting_id), person.id, Language.KO)
    desk.put(f"/companies/{desk.company_id}", {"name": "Hanbit", "ideal_candidate": "They rest well."})
    own = {
        "kind": "own",
        "content": {"ko": "왜 한빛입니까?", "en": "Why Hanbit?"},
        "category": "technical",
        "competency": "databases",
        "rubric": RUBRIC.model_dump(mode="json"),
    }
    weights = {criterion["slug"]: 1 for criterion in first["questions"][0]["rubric"]["criteria"]}
    kept = [{"kind": "kept", "number": number, "weights": weights if number == 1 else {}} for number in (1, 3, 4, 5)]
    refused = desk.person.post(f"/job-postings/{posting_id}/plan", {"questions": [kept[0], own, *kept[1:]]})
    assert list(refused.json()["fields"]) == ["reason"]
    second = desk.plan(posting_id, reason="One of our own", questions=[kept[0], own, *kept[1:]])
    assert [question["slug"] for question in second["questions"]] == [
        None if number == 1 else question["slug"] for number, question in enumerate(first["questions"])
    ]
    even = [criterion["weight"] for criterion in second["questions"][0]["rubric"]["criteria"]]
    assert even == pytest.approx([1 / len(even)] * len(even))
    culture = second["questions"][4]["rubric"]["criteria"]
    assert culture[-1]["key_points"][0]["en"] == ["They rest well."]
    assert sum(criterion["weight"] for criterion in culture) == pytest.approx(1)
    assert [(one["version"], one["interviews"], one["reason"]) for one in second["versions"]] == [
        (2, 0, "One of our own"),
        (1, 1, ""),
    ]
    assert desk.person.get(f"/job-postings/{posting_id}/plan?version=1").json()["questions"] == first["questions"]
    counts = desk.person.get(f"/job-postings/{posting_id}").json()["interviews"]
    assert counts == {"scheduled": 1, "live": 0, "completed": 0, "cancelled": 0}
    with desk.core.database.transaction() as session:
        changes = session.exec(
            select(AuditEntry.details).where(
                AuditEntry.action == AuditAction.PLAN_CHANGED, AuditEntry.subject_id == posting_id
            )
        ).all()
    assert sorted(change["version"] for change in changes) == [1, 2]


def test_a_question_of_the_bank_is_pinned_and_stays_out_of_the_rest(desk: Desk):
    slug = desk.plan(desk.posting())["questions"][1]["slug"]
    questions = desk.plan(desk.posting(), questions=[{"kind": "bank", "slug": slug}])["questions"]
    assert (questions[0]["slug"], questions[0]["is_pinned"]) == (slug, True)
    assert slug not in {question["slug"] for question in questions[1:]}


@pytest.mark.parametrize(
    ("place", "field"),
    [
        ({"kind": "bank", "slug": "no-such-question"}, "questions.1.slug"),
        ({"kind": "kept", "number": 1}, "questions.1.number"),
        ({"kind": "planned", "competency": "juggling"}, "questions.1.competency"),
        (
            {
                "kind": "own",
                "content": {"ko": "왜?", "en": "Why?"},
                "category": "technical",
                "model_answer": "…",
            },
            "questions.1.model_answer",
        ),
        (
            {
                "kind": "own",
                "content": {"ko": "왜 한빛입니까?"},
                "category": "technical",
                "rubric": RUBRIC.model_dump(mode="json"),
            },
            "questions.1.content",
        ),
    ],
)
def test_what_does_not_fit_is_named_by_its_place_and_leaves_no_version(desk: Desk, place: dict[str, Any], field: str):
    posting_id = desk.posting()
    refused = desk.person.post(f"/job-postings/{posting_id}/plan", {"questions": [place]})
    assert (refused.status_code, refused.json()["error"]) == (422, "PlanInvalid"), refused.text
    assert list(refused.json()["fields"]) == [field]
    assert desk.person.get(f"/job-postings/{posting_id}").json()["plan_version"] == 0


def test_a_posting_opens_with_a_plan_that_fits_and_then_stays_the_same_for_everybody(desk: Desk):
    posting_id = desk.posting(languages=["ko"])
    assert desk.state(posting_id, "closed").json()["error"] == "PostingStateRefused"
    assert desk.state(posting_id, "open").json()["error"] == "PlanMissing"
    desk.plan(posting_id)
    assert desk.state(posting_id, "open").status_code == 200
    changed = {name: value for name, value in desk.wanted().items() if name != "organisation_id"}
    refused = desk.put(f"/job-postings/{posting_id}", changed)
    assert (refused.json()["error"], list(refused.json()["fields"])) == ("PostingOpen", ["languages"])
    asking = changed | {"languages": ["ko"], "asks_for_resume": "required"}
    refused = desk.put(f"/job-postings/{posting_id}", asking)
    assert (refused.json()["error"], list(refused.json()["fields"])) == ("PostingOpen", ["asks_for_resume"])
    retitled = desk.put(f"/job-postings/{posting_id}", changed | {"languages": ["ko"], "title": "Platform engineer"})
    assert retitled.json()["title"] == "Platform engineer"
    assert desk.state(posting_id, "closed").json()["state"] == "closed"
    assert desk.put(f"/job-postings/{posting_id}", changed).status_code == 200
    assert desk.state(posting_id, "open").json()["error"] == "PlanMissing", "the plan has no English"
    desk.plan(posting_id, reason="English too", questions=[{"kind": "kept", "number": n} for n in range(1, 6)])
    assert desk.state(posting_id, "open").status_code == 200


def test_owners_delete_what_nobody_was_interviewed_on(desk: Desk, person: Person):
    def deleted(path: str) -> tuple[int, str | None]:
        answer = desk.person.http.delete(path, headers=desk.person.headers)
        return answer.status_code, answer.json()["error"] if answer.content else None

    held, erased, empty = (f"/job-postings/{desk.posting(question_count=1)}" for _ in range(3))
    assert deleted(empty) == (403, "MemberRoleTooLow"), "recruiters do not"
    desk.plan(held.rpartition("/")[2])
    with desk.core.database.transaction() as session:
        session.exec(
            select(Membership).where(Membership.organisation_id == desk.organisation_id)
        ).one().role = MemberRole.OWNER
        screening_interview(session, session.get_one(JobPosting, held.rpartition("/")[2]), person.id, Language.KO)
        session.add(ErasedScreening(posting_id=erased.rpartition("/")[2], cause=ErasureCause.WITHDRAWN))
    assert deleted(f"/companies/{desk.company_id}") == (409, "CompanyInUse")
    assert deleted(held) == (409, "PostingHasInterviews")
    assert deleted(erased) == (409, "PostingHasInterviews"), "that there was an interview stays on the record"
    assert deleted(empty) == (204, None)
    listed = desk.person.get(f"/job-postings?organisation_id={desk.organisation_id}").json()["postings"]
    assert {f"/job-postings/{one['id']}" for one in listed} == {held, erased}
    unused = desk.person.post("/companies", {"organisation_id": desk.organisation_id, "name": "Saebyeok"}).json()["id"]
    assert deleted(f"/companies/{unused}") == (204, None)
    with desk.core.database.transaction() as session:
        entries = session.exec(
            select(AuditEntry.action, AuditEntry.subject_id)
            .where(AuditEntry.organisation_id == desk.organisation_id, col(AuditEntry.action).endswith(".deleted"))
            .order_by(col(AuditEntry.id))
        ).all()
    assert entries == [("posting.deleted", empty.rpartition("/")[2]), ("company.deleted", unused)]


def test_a_reviewer_reads_and_changes_nothing(desk: Desk):
    posting_id = desk.posting()
    with desk.core.database.transaction() as session:
        member = session.exec(select(Membership).where(Membership.organisation_id == desk.organisation_id)).one()
        member.role = MemberRole.REVIEWER
    assert desk.person.get(f"/job-postings/{posting_id}").status_code == 200
    for refused in (
        desk.person.post("/job-postings", desk.wanted()),
        desk.person.post(f"/job-postings/{posting_id}/plan", {}),
        desk.state(posting_id, "open"),
        desk.put(f"/companies/{desk.company_id}", {"name": "Hanbit"}),
    ):
        assert (refused.status_code, refused.json()["error"]) == (403, "MemberRoleTooLow")


def test_another_organisations_company_is_no_choice(desk: Desk, cast: dict[str, Person]):
    with desk.core.database.transaction() as session:
        other = Organisation(name="Elsewhere")
        session.add(other)
        session.flush()
        session.add(Membership(organisation_id=other.id, user_id=desk.person.id, role=MemberRole.OWNER))
    refused = desk.person.post("/job-postings", desk.wanted(organisation_id=other.id))
    assert refused.json()["error"] == "CompanyNotFound"
    with desk.core.database.transaction() as session:
        session.delete(session.get_one(Organisation, other.id))
