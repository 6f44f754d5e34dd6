"""Postings as files of YAML: what is exported comes in again, and what is wrong is named by its line."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import yaml
from answered_question import RUBRIC
from backend_core.yaml_text import YamlRefused, read_yaml
from contracts.audit import AuditAction
from contracts.recruiting import MemberRole
from persistence.hiring.recruiting import Company, JobPosting, Membership, Organisation
from persistence.ids import new_id
from persistence.record.audit import AuditEntry
from sqlalchemy import delete
from sqlmodel import col, func, select

from conftest import Core, Person

IDEAL = "We want people who ask before they break something. They write down what they learned."
SMALL = """\
title: 백엔드 엔지니어
position: backend
languages: [ko, en]
question_count: 2
company:
  name: 한빛
  ideal_candidate: 먼저 묻는 사람을 찾습니다.
"""


class Desk:
    """A recruiter's, of an organisation that has nothing yet."""

    def __init__(self, core: Core, person: Person, organisation_id: str) -> None:
        self.core = core
        self.person = person
        self.organisation_id = organisation_id

    def load(self, text: str | bytes, language: str = "en") -> httpx.Response:
        return self.person.http.post(
            f"/job-postings/import?organisation_id={self.organisation_id}",
            files={"file": ("posting.yaml", text)},
            headers=self.person.headers | {"Accept-Language": language},
        )

    def loaded(self, text: str) -> dict[str, Any]:
        made = self.load(text)
        assert made.status_code == 201, made.text
        return made.json()

    def export(self, posting_id: str) -> str:
        answer = self.person.get(f"/job-postings/{posting_id}/export.yaml")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/yaml")
        return answer.text

    def questions(self, posting_id: str) -> list[dict[str, Any]]:
        questions = self.person.get(f"/job-postings/{posting_id}/plan").json()["questions"]
        for question in questions:
            question["rubric"].pop("version")
        return questions

    def refused(self, text: str | bytes, language: str = "en") -> dict[str, str]:
        answer = self.load(text, language)
        assert (answer.status_code, answer.json()["error"]) == (422, "PostingFileInvalid"), answer.text
        with self.core.database.transaction() as session:
            for table in (JobPosting, Company):
                kept = select(func.count()).where(table.organisation_id == self.organisation_id)
                assert session.exec(kept).one() == 0, "nothing is made of a file that is refused"
        return answer.json()["fields"]


@pytest.fixture
def desks(core: Core, cast: dict[str, Person]) -> Iterator[tuple[Desk, Desk]]:
    """Of two organisations of one recruiter."""
    person = cast["recruiter"]
    organisations = [Organisation(name="Hanbit Works"), Organisation(name="Saebyeok")]
    with core.database.transaction() as session:
        session.add_all(organisations)
        session.flush()
        session.add_all(
            Membership(organisation_id=one.id, user_id=person.id, role=MemberRole.RECRUITER) for one in organisations
        )
    one, other = (Desk(core, person, organisation.id) for organisation in organisations)
    yield one, other
    with core.database.transaction() as session:
        ids = [organisation.id for organisation in organisations]
        session.exec(delete(Organisation).where(col(Organisation.id).in_(ids)))


@pytest.fixture
def desk(desks: tuple[Desk, Desk]) -> Desk:
    return desks[0]


def own_question(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "own",
        "competency": "databases",
        "category": "technical",
        "content": {"ko": "왜 한빛입니까?\n두 가지만 말해 주세요.", "en": "Why Hanbit: two reasons?"},
        "rubric": RUBRIC.model_dump(mode="json"),
    } | changes


def test_what_is_exported_comes_in_again_as_it_was(desks: tuple[Desk, Desk]):
    here, elsewhere = desks
    company = {
        "organisation_id": here.organisation_id,
        "name": "Hanbit",
        "about": "Payments.",
        "ideal_candidate": IDEAL,
    }
    company_id = here.person.post("/companies", company).json()["id"]
    wanted = {
        "organisation_id": here.organisation_id,
        "company_id": company_id,
        "title": "백엔드: 결제 #1",
        "position": "backend",
        "description": "PostgreSQL\n- 결제\n",
        "languages": ["ko", "en"],
        "window_opens": "2026-12-01T09:00:00+09:00",
        "difficulty": "hard",
        "question_count": 5,
        "follow_ups": 0,
        "competencies": [{"slug": "databases", "name": "No", "description": "null"}],
        "accommodations": {"typed_answers": False},
        "retention_days": 30,
        "shows_answers_live": True,
        "asks_for_resume": "required",
        "names_key_points": True,
    }
    made = here.person.post("/job-postings", wanted)
    assert made.status_code == 201, made.text
    posting_id = made.json()["id"]
    weighted = {"kind": "bank", "slug": "backend-slow-query", "competency": "databases", "weights": {"diagnosis": 0.7}}
    planned = here.person.post(f"/job-postings/{posting_id}/plan", {"questions": [weighted, own_question()]})
    assert planned.status_code == 201, planned.text

    copy = elsewhere.loaded(here.export(posting_id))

    with here.core.database.transaction() as session:
        exports = select(AuditEntry.subject_id).where(AuditEntry.action == AuditAction.POSTING_EXPORTED)
        assert session.exec(exports.where(AuditEntry.actor_id == here.person.id)).all() == [posting_id]
    changed = {"id", "organisation_id", "company_id", "created_at", "updated_at"}
    before = here.person.get(f"/job-postings/{posting_id}").json()
    assert {name for name in before if before[name] != copy[name]} == changed
    companies = elsewhere.person.get(f"/companies?organisation_id={elsewhere.organisation_id}").json()["companies"]
    assert [{name: one[name] for name in ("name", "about", "ideal_candidate")} for one in companies] == [
        {name: company[name] for name in ("name", "about", "ideal_candidate")}
    ]
    questions = here.questions(posting_id)
    assert [(question["slug"] is None, question["is_pinned"]) for question in questions] == [
        (False, True),
        (True, True),
        (False, False),
        (False, False),
        (False, False),
    ]
    assert {question["category"] for question in questions} >= {"cultural_fit"}, "held against the company too"
    assert elsewhere.questions(copy["id"]) == questions
    assert elsewhere.export(copy["id"]) == here.export(posting_id)


def test_a_company_of_that_name_is_taken_as_it_is(desk: Desk):
    first, second = desk.loaded(SMALL), desk.loaded(SMALL.replace("먼저 묻는", "오래 쉬는"))
    assert first["company_id"] == second["company_id"]
    company = desk.person.get(f"/companies/{first['company_id']}").json()
    assert company["ideal_candidate"] == "먼저 묻는 사람을 찾습니다."


def test_a_plan_by_hand_names_questions_of_the_bank_and_leaves_the_rest_to_be_chosen(desk: Desk):
    plan = "plan:\n- {kind: bank, slug: backend-slow-query}\n"
    posting = desk.loaded(SMALL + plan)
    questions = desk.questions(posting["id"])
    assert (posting["state"], posting["plan_version"]) == ("draft", 1)
    assert [question["is_pinned"] for question in questions] == [True, False]
    assert questions[0]["slug"] == "backend-slow-query"
    assert desk.loaded(SMALL)["plan_version"] == 0, "no plan where the file has none"


def test_a_question_that_the_bank_words_otherwise_is_the_organisations_own(desk: Desk):
    file = yaml.safe_load(desk.export(desk.loaded(f"{SMALL}plan: []\n")["id"]))
    changed, kept = file["plan"]
    changed["asked"]["content"]["en"] = "In the words of another time."
    first, second = desk.questions(desk.loaded(yaml.safe_dump(file))["id"])
    assert (first["slug"], first["is_pinned"], first["content"]["en"]) == (None, True, "In the words of another time.")
    assert (second["slug"], second["is_pinned"]) == (kept["slug"], False)


@pytest.mark.parametrize(
    ("text", "place", "line"),
    [
        (SMALL.replace("title: 백엔드 엔지니어", "title:"), "title", 1),
        (SMALL.replace("[ko, en]", "\n- ko\n- no"), "languages.2", 5),
        (SMALL.replace("[ko, en]", "[ko, ko]"), "languages", 3),
        (SMALL + "retention: 30\n", "retention", 8),
        (SMALL.replace("  name: 한빛\n", ""), "company.name", 5),
        (SMALL + "window_opens: 2026-12-01\nwindow_closes: 2026-12-02T09:00:00Z\n", "window_opens", 8),
        (SMALL + "plan:\n- kind: bank\n- kind: own\n", "plan.1.slug", 9),
        (SMALL + "plan:\n- slug: backend-slow-query\n", "plan.1", 9),
        (SMALL + "plan:\n- kind: kept\n", "plan.1", 9),
        (SMALL + "plan:\n- kind: planned\n- kind: bank\n  slug: no-such-question\n", "plan.2.slug", 11),
        (SMALL + "plan: [{kind: planned}, {kind: planned}, {kind: planned}]\n", "plan", 8),
        ("- a list", "file", 1),
        ("", "file", 1),
    ],
)
def test_what_does_not_fit_is_named_by_its_line(desk: Desk, text: str, place: str, line: int):
    assert desk.refused(text)[place].startswith(f"Line {line}: ")
    assert desk.refused(text, "ko")[place].startswith(f"{line}번째 줄: ")


def test_no_weight_of_a_rubric_gets_lost_in_a_file(desk: Desk):
    question = own_question(competency=None)
    question["rubric"]["criteria"][0]["weight"] = 0.9
    text = SMALL + yaml.safe_dump({"plan": [question]}, allow_unicode=True)
    line = next(number for number, each in enumerate(text.split("\n"), 1) if each.strip() == "rubric:")
    assert desk.refused(text)["plan.1.rubric"].startswith(f"Line {line}: The weights of the criteria sum to ")


@pytest.mark.parametrize(
    ("text", "kind", "line"),
    [
        ("a: [1\nb: 2", "yaml_syntax", 2),
        ("a: &x b\nc: *x", "yaml_alias", 1),
        ("a: b\nc: *x", "yaml_alias", 2),
        ("a: b\nc: !!python/object:os.system x", "yaml_tag", 2),
        ("a: 1\nb: 2\na: 3", "yaml_twice", 3),
        ("a: 1\n? [b]\n: c", "yaml_key", 2),
        ("a: 1\n--- \nb: 2", "yaml_documents", 2),
        ("a: 1\nb: " + "[" * 100_000, "yaml_deep", 2),
        ("a: [" + "b," * 100_001 + "]", "yaml_long", 1),
        ("a: 1\nb: \x07", "character", 2),
        ('a: 1\nb: "\\0"', "character", 2),
    ],
)
def test_yaml_that_is_more_than_words_is_refused(text: str, kind: str, line: int):
    with pytest.raises(YamlRefused) as refused:
        read_yaml(text.encode())
    problem = refused.value.problem
    assert (problem.kind, getattr(problem, "line", None)) == (kind, line)


def test_another_encoding_is_refused(desk: Desk):
    assert desk.refused(SMALL.encode("cp949")) == {"file": "The file has to be saved as UTF-8."}


def test_a_file_that_is_too_large_is_refused(desk: Desk):
    refused = desk.load(SMALL.encode() + b"#" * 2**21)
    assert (refused.status_code, refused.json()["error"]) == (413, "PostingFileTooLarge")


def test_a_reviewer_exports_and_imports_nothing(desk: Desk):
    posting_id = desk.loaded(SMALL)["id"]
    with desk.core.database.transaction() as session:
        member = session.exec(select(Membership).where(Membership.organisation_id == desk.organisation_id)).one()
        member.role = MemberRole.REVIEWER
    assert "company:" in desk.export(posting_id)
    refused = desk.load(SMALL)
    assert (refused.status_code, refused.json()["error"]) == (403, "MemberRoleTooLow")
    assert desk.person.get(f"/job-postings/{new_id()}/export.yaml").status_code == 404
