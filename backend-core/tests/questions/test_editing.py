"""Questions of the bank as administrators change them, and what stays as it was."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from backend_core.questions.bank import load_bank
from backend_core.seed import load_questions
from contracts.base import Language
from engines.embedding import DIMENSIONS
from persistence.questions import bank
from persistence.questions.bank import QuestionVersion
from persistence.record.audit import AuditEntry
from persistence.tables import InterviewQuestion, Question
from sqlalchemy import delete, update
from sqlmodel import col, select

from conftest import Core, Person

SLUG = "backend-slow-query"
NEW = "backend-own-question"
BANK = {question.slug: question for question in load_bank()}


class OtherEmbedder:
    name = "other"

    def embed(self, texts: list[str]) -> list[list[float]]:
        return [[1.0] + [0.0] * (DIMENSIONS - 1) for _ in texts]


@pytest.fixture
def admin(core: Core, cast: dict[str, Person]) -> Iterator[Person]:
    """An administrator; the bank is as it was when they are done."""
    yield cast["admin"]
    with core.database.transaction() as session:
        session.exec(delete(QuestionVersion).where(col(QuestionVersion.slug).in_([SLUG, NEW])))
        session.exec(delete(Question).where(col(Question.slug).in_([SLUG, NEW])))
        load_questions(session, [BANK[SLUG]])


@pytest.fixture
def shipped(core: Core, admin: Person) -> dict[str, Any]:
    """A question of the bank, as it is read."""
    with core.database.transaction() as session:
        question_id = session.exec(
            select(Question.id).where(Question.slug == SLUG, Question.language == Language.EN)
        ).one()
    return read(admin, question_id)


def read(admin: Person, question_id: str) -> dict[str, Any]:
    response = admin.get(f"/questions/{question_id}")
    assert response.status_code == 200, response.text
    return dict(response.json())


def patch(admin: Person, whole: dict[str, Any], **edit: Any) -> httpx.Response:
    body = {"version": whole["version"], **edit}
    return admin.http.patch(f"/questions/{whole['id']}", json=body, headers=admin.headers)


def saved(admin: Person, whole: dict[str, Any], **edit: Any) -> dict[str, Any]:
    response = patch(admin, whole, **edit)
    assert response.status_code == 200, response.text
    return dict(response.json())


def reworded(whole: dict[str, Any], content: str) -> dict[str, Any]:
    question: dict[str, Any] = whole["question"]
    return {**question, "content": {**question["content"], "en": content}}


def with_other_rubric(whole: dict[str, Any]) -> dict[str, Any]:
    question: dict[str, Any] = whole["question"]
    first, *others = question["rubric"]["criteria"]
    first = {**first, "name": {"ko": "원인 찾기", "en": "Finding the cause"}}
    return {**question, "rubric": {**question["rubric"], "criteria": [first, *others]}}


def versions(admin: Person, whole: dict[str, Any]) -> list[dict[str, Any]]:
    return list(admin.get(f"/questions/{whole['id']}/versions").json())


def test_a_change_is_a_new_version_that_is_found_at_once(core: Core, admin: Person, shipped: dict[str, Any]) -> None:
    assert (shipped["version"], shipped["is_own"], shipped["is_shipped"]) == (1, False, True)
    edited = saved(admin, shipped, question=reworded(shipped, "Our zeppelin timetable is slow. What do you do?"))
    assert (edited["version"], edited["is_own"]) == (2, True)
    assert edited["question"]["rubric"]["version"] == 1, "another question, the same rubric"
    found = admin.get("/questions/search", params={"q": "zeppelin timetable", "limit": 3}).json()["found"]
    assert found[0]["question"]["id"] == shipped["id"]
    newest, first = versions(admin, shipped)
    assert (newest["change"], newest["changed_by"], first["change"], first["changed_by"]) == (
        "edited",
        "Somebody",
        "loaded",
        None,
    )
    assert first["question"] == shipped["question"]
    with core.database.transaction() as session:
        audited = session.exec(
            select(AuditEntry).where(AuditEntry.subject_id == SLUG).order_by(col(AuditEntry.id).desc())
        ).first()
    assert audited is not None
    assert (audited.actor_id, audited.details) == (admin.id, {"change": "edited", "version": 2, "rubric": 1})


def test_saving_what_is_there_is_no_new_version(admin: Person, shipped: dict[str, Any]) -> None:
    assert saved(admin, shipped, question=shipped["question"])["version"] == 1
    assert len(versions(admin, shipped)) == 1


def test_another_rubric_gets_another_number_and_an_earlier_one_its_own_again(
    admin: Person, shipped: dict[str, Any]
) -> None:
    changed = saved(admin, shipped, question=with_other_rubric(shipped))
    assert changed["question"]["rubric"]["version"] == 2
    back = saved(admin, changed, question=shipped["question"])
    assert (back["version"], back["question"]["rubric"]["version"]) == (3, 1)


def test_an_interview_keeps_the_rubric_that_it_was_planned_with(
    core: Core, admin: Person, shipped: dict[str, Any], person: Person
) -> None:
    others = col(Question.slug) != SLUG
    with core.database.transaction() as session:
        session.exec(update(Question).where(others).values(is_active=False))
    try:
        interview_id = person.interview(questions=1)
        saved(admin, shipped, question=with_other_rubric(shipped))
        later_id = person.interview(questions=1)
    finally:
        with core.database.transaction() as session:
            session.exec(update(Question).where(others).values(is_active=True))
    with core.database.transaction() as session:
        rubrics = [
            session.exec(select(InterviewQuestion.rubric_json).where(InterviewQuestion.interview_id == planned)).one()
            for planned in (interview_id, later_id)
        ]
    assert [rubric["version"] for rubric in rubrics] == [1, 2]
    assert rubrics[0] == shipped["question"]["rubric"]


def test_who_saves_second_is_told_and_overwrites_nothing(admin: Person, shipped: dict[str, Any]) -> None:
    saved(admin, shipped, question=reworded(shipped, "The page is slow. What do you do first?"))
    response = patch(admin, shipped, question=reworded(shipped, "The page is slow. And now?"))
    assert response.status_code == 409
    assert response.json()["error"] == "QuestionChanged"
    assert "version 2" in response.json()["detail"]
    assert read(admin, shipped["id"])["question"]["content"]["en"] == "The page is slow. What do you do first?"


def test_loading_the_bank_leaves_what_an_administrator_wrote(
    core: Core, admin: Person, shipped: dict[str, Any]
) -> None:
    edited = saved(admin, shipped, question=reworded(shipped, "The page is slow. What do you do first?"))
    new_release = BANK[SLUG].model_copy(update={"content": BANK[SLUG].content.model_copy(update={"en": "Why slow?"})})
    with core.database.transaction() as session:
        assert load_questions(session, [new_release]) == 0
        assert load_questions(session, [new_release], OtherEmbedder()) == 2, "embedded anew, as it is"
        row = session.get_one(Question, shipped["id"])
        assert (row.content, row.embedder, row.is_own) == ("The page is slow. What do you do first?", "other", True)
    assert versions(admin, edited)[0]["version"] == 2

    restored = admin.post(f"/questions/{shipped['id']}/restore?version=2").json()
    assert (restored["version"], restored["is_own"]) == (3, False)
    assert restored["question"]["content"] == shipped["question"]["content"]
    with core.database.transaction() as session:
        assert load_questions(session, [new_release]) == 2
        assert bank.history(session, SLUG)[0].version == 4


def test_a_question_is_made_put_away_and_taken_out_again(admin: Person, shipped: dict[str, Any]) -> None:
    question = {**reworded(shipped, "The zeppelin page is slow. What do you do?"), "slug": NEW}
    response = admin.post("/questions", {"question": question})
    assert response.status_code == 201, response.text
    made = response.json()
    assert (made["version"], made["is_own"], made["is_shipped"], made["is_active"]) == (1, True, False, True)

    put_away = admin.http.delete(f"/questions/{made['id']}?version=1", headers=admin.headers).json()
    assert (put_away["version"], put_away["is_active"]) == (2, False)
    listed = {"category": "technical", "position": "backend", "limit": 50}
    assert NEW not in slugs(admin, **listed)
    assert slugs(admin, **listed, state="inactive") == {NEW}
    sought = {"q": "zeppelin page", "state": "inactive"}
    found = admin.get("/questions/search", params=sought).json()["found"]
    assert {entry["question"]["slug"] for entry in found} == {NEW}
    assert saved(admin, put_away, is_active=True)["is_active"]
    assert NEW in slugs(admin, **listed)
    assert [state["change"] for state in versions(admin, made)] == ["activated", "deactivated", "made"]

    again = admin.post("/questions", {"question": question})
    assert (again.status_code, again.json()["error"]) == (409, "QuestionSlugTaken")
    restored = admin.post(f"/questions/{made['id']}/restore?version=3")
    assert (restored.status_code, restored.json()["error"]) == (409, "QuestionNotShipped")


def slugs(admin: Person, **asked: object) -> set[str]:
    return {question["slug"] for question in admin.get("/questions", params=asked).json()["questions"]}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_saved(
    admin: Person, shipped: dict[str, Any], language: str
) -> None:
    headers = {**admin.headers, "Accept-Language": language}
    wrong = with_other_rubric(shipped)
    wrong["rubric"]["criteria"][0]["weight"] = 0.9
    wrong["rubric"]["criteria"][0] = {**wrong["rubric"]["criteria"][0], "bands": []}
    body = {"version": 1, "question": wrong}
    answer = admin.http.patch(f"/questions/{shipped['id']}", json=body, headers=headers)
    assert answer.status_code == 422
    fields = answer.json()["fields"]
    assert fields["question.rubric.criteria.0.bands"].startswith("5" if language == "ko" else "At least 5")

    heavy = with_other_rubric(shipped)
    heavy["rubric"]["criteria"][0]["weight"] = 0.9
    fields = admin.http.post("/questions/check", json={"question": heavy}, headers=headers).json()["fields"]
    assert "1.5" in fields["question.rubric"]

    silent = {**shipped["question"], "slug": "another-slug"}
    fields = admin.http.patch(
        f"/questions/{shipped['id']}", json={"version": 1, "question": silent}, headers=headers
    ).json()["fields"]
    assert set(fields) == {"question.slug"}
    assert len(versions(admin, shipped)) == 1


def test_nobody_changes_a_question_while_the_bank_is_loaded(core: Core, admin: Person, shipped: dict[str, Any]) -> None:
    with core.database.transaction() as session:
        bank.load_alone(session)
        response = patch(admin, shipped, is_active=False)
    assert (response.status_code, response.json()["error"]) == (503, "BankBeingLoaded")
    assert saved(admin, shipped, is_active=False)["is_active"] is False
    saved(admin, read(admin, shipped["id"]), is_active=True)


def test_a_question_that_does_not_exist_is_said(admin: Person) -> None:
    response = admin.get(f"/questions/{admin.id}")
    assert (response.status_code, response.json()["error"]) == (404, "QuestionNotFound")
