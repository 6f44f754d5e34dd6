"""An organisation's candidates: listed, compared, searched and exported, and what is withheld from whom."""

import base64
import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from ai_worker.runners import make_runners
from ai_worker.settings import WorkerSettings
from answered_question import RUBRIC, VAGUE
from contracts.base import Language
from contracts.recruiting import MemberRole
from contracts.reviews import Outcome
from engines.llm.rubric import RubricJudge
from organisations import add_plan, open_posting, screening_interview
from persistence.columns import utc_now
from persistence.hiring.recruiting import JobPosting
from persistence.hiring.reviews import Decision, Review
from persistence.interviews import answer_search
from persistence.people.tokens import OrganisationToken
from persistence.record import jobs
from persistence.record.audit import AuditEntry
from persistence.tables import Interview, Job, User
from sqlalchemy import text, update
from sqlmodel import col, select

from conftest import Core, Person

TOLD = {
    Language.EN: "First I run every test. If it breaks I do a rollback, and we monitor all services with Prometheus.",
    Language.KO: "먼저 테스트를 모두 돌립니다. 잘못되면 롤백하고, 프로메테우스로 모니터링을 계속합니다.",
}


@dataclass
class Hiring:
    """A posting, its organisation's members, and interviews that have ended and been judged."""

    core: Core
    posting: JobPosting
    reviewer: Person
    owner: Person
    interviews: list[str]

    def asked(self, **params: object) -> dict[str, object]:
        return {"organisation_id": self.posting.organisation_id, **params}

    def listed(self, who: Person, **params: object) -> list[dict[str, object]]:
        response = who.get("/candidates", params=self.asked(**params))
        assert response.status_code == 200, response.text
        return response.json()["candidates"]

    def review(self, who: Person, *interview_ids: str) -> None:
        with self.core.database.transaction() as session:
            for interview_id in interview_ids:
                session.add(
                    Review(interview_id=interview_id, reviewer_id=who.id, plan_version=1, submitted_at=utc_now())
                )

    def decide(self, interview_id: str, outcome: Outcome) -> None:
        with self.core.database.transaction() as session:
            session.add(Decision(interview_id=interview_id, outcome=outcome, reason="-", made_by=self.owner.id))


def held(core: Core, posting: JobPosting, name: str, language: Language, answer: str) -> str:
    """An interview on the posting's newest plan, from its start to its report."""
    candidate = core.person()
    with core.database.transaction() as session:
        session.get_one(User, candidate.id).full_name = name
        interview = screening_interview(session, session.get_one(JobPosting, posting.id), candidate.id, language)
    question = candidate.post(f"/interviews/{interview.id}/start").json()["question"]
    while question:
        said = {"interview_id": interview.id, "turn": question["turn"], "question_id": question["id"]}
        reply = candidate.post("/transcripts", said | {"text": answer, "source": "typed"})
        assert reply.status_code == 200, reply.text
        question = reply.json().get("question")
    candidate.http.close()
    runners = make_runners(
        WorkerSettings.model_construct(job_lease=timedelta(seconds=30), job_patience=jobs.PATIENCE),
        core.database,
        RubricJudge(),
    )
    for kind in ("tasks.evaluator.analyze_answer", "tasks.evaluator.generate_final_report", "tasks.answer.index"):
        with core.database.transaction() as session:
            waiting = session.exec(select(Job.id).where(Job.interview_id == interview.id, Job.name == kind)).all()
        for job_id in waiting:
            runners[kind].run(job_id)
    return interview.id


@pytest.fixture(scope="module")
def hiring(core: Core) -> Iterator[Hiring]:
    owner, reviewer = core.staff(), core.staff()
    with core.database.transaction() as session:
        posting = open_posting(session, {owner.id: MemberRole.OWNER, reviewer.id: MemberRole.REVIEWER})
    interviews = [
        held(core, posting, "Ahn Good", Language.EN, TOLD[Language.EN]),
        held(core, posting, "=Bad()", Language.EN, VAGUE[Language.EN]),
        held(core, posting, "최지우", Language.KO, TOLD[Language.KO]),
    ]
    yield Hiring(core, posting, reviewer, owner, interviews)
    for person in (owner, reviewer):
        person.http.close()


@pytest.fixture(autouse=True)
def nobody_has_reviewed(hiring: Hiring) -> Iterator[None]:
    yield
    with hiring.core.database.transaction() as session:
        for review in session.exec(select(Review).where(col(Review.interview_id).in_(hiring.interviews))):
            session.delete(review)


def test_scores_are_withheld_until_one_has_reviewed_also_from_filters_and_order(hiring):
    good, bad, korean = hiring.interviews
    shown = hiring.listed(hiring.reviewer)
    assert {one["interview_id"] for one in shown} == set(hiring.interviews)
    assert all(one["scores"] is None and one["must_review_first"] for one in shown)
    assert hiring.listed(hiring.reviewer, overall_min=0) == []
    assert hiring.listed(hiring.reviewer, overall_max=100) == []
    blind_order = [one["interview_id"] for one in hiring.listed(hiring.reviewer, sort="overall")]
    assert blind_order == sorted(hiring.interviews, reverse=True), "an order by what is withheld would tell"

    hiring.review(hiring.reviewer, good, bad)
    found = {one["interview_id"]: one["scores"] for one in hiring.listed(hiring.reviewer)}
    assert found[korean] is None
    assert found[good]["overall"]["value"] > found[bad]["overall"]["value"]
    assert [one["interview_id"] for one in hiring.listed(hiring.reviewer, sort="overall")] == [good, bad, korean]
    between = found[bad]["overall"]["value"] + 1
    assert [one["interview_id"] for one in hiring.listed(hiring.reviewer, overall_min=between)] == [good]
    assert all(one["scores"] is None for one in hiring.listed(hiring.owner)), "others have not reviewed"


def test_overrides_count_wherever_scores_are_shown_ordered_or_exported(hiring):
    good, bad, _ = hiring.interviews
    hiring.review(hiring.owner, *hiring.interviews)
    before = {one["interview_id"]: one["scores"]["overall"]["value"] for one in hiring.listed(hiring.owner)}
    places = [(question, criterion.slug) for question in (1, 2) for criterion in RUBRIC.criteria]

    def override(to_band: int | None) -> None:
        for question, criterion in places:
            wanted = {"question": question, "criterion": criterion, "to_band": to_band, "reason": "Heard it."}
            made = hiring.owner.post(f"/interviews/{bad}/overrides", wanted)
            assert made.status_code == 201, made.text

    override(4)
    found = {one["interview_id"]: one for one in hiring.listed(hiring.owner)}
    assert {id_ for id_, one in found.items() if one["overridden"]} == {bad}
    assert found[bad]["scores"]["overall"] | {"stability": None} == {
        "value": 100.0,
        "reason": None,
        "criteria_measured": len(places),
        "criteria_total": len(places),
        "stability": None,
    }
    assert found[good]["scores"]["overall"]["value"] == before[good] < 100
    assert [one["interview_id"] for one in hiring.listed(hiring.owner, overall_min=100)] == [bad]
    assert hiring.listed(hiring.owner, sort="overall")[0]["interview_id"] == bad
    first, second = compared(hiring, hiring.owner, good, bad)["interviews"]
    assert [one["overridden"] for one in (first["competencies"][0], second["competencies"][0])] == [False, True]
    assert second["competencies"][0]["score"]["value"] == 100.0
    exported = hiring.owner.get("/candidates/export.csv", params=hiring.asked()).text.removeprefix("\ufeff")
    rows = {row["interview_id"]: row for row in csv.DictReader(io.StringIO(exported))}
    assert (rows[bad]["overall"], rows[bad]["overridden"], rows[good]["overridden"]) == ("100.0", "True", "False")
    assert not any(one["overridden"] for one in hiring.listed(hiring.reviewer)), "which would tell before a review"
    override(None)
    again = {one["interview_id"]: one for one in hiring.listed(hiring.owner)}
    assert again[bad]["scores"]["overall"]["value"] == before[bad]
    assert again[bad]["overridden"] is False


def test_filters_and_pages_show_each_candidate_once(hiring):
    *_, korean = hiring.interviews
    assert [one["interview_id"] for one in hiring.listed(hiring.owner, language="ko")] == [korean]
    assert hiring.listed(hiring.owner, status="live") == []
    assert [one["name"] for one in hiring.listed(hiring.owner, sort="name")] == ["=Bad()", "Ahn Good", "최지우"]
    ended = hiring.listed(hiring.owner)[0]["completed_at"]
    assert [one["interview_id"] for one in hiring.listed(hiring.owner, completed_from=ended)] == [korean]
    for sort in ("completed", "name", "overall"):
        seen, after = [], None
        while True:
            page = hiring.owner.get(
                "/candidates", params=hiring.asked(sort=sort, limit=1, **({"after": after} if after else {}))
            )
            assert page.status_code == 200, page.text
            seen += [one["interview_id"] for one in page.json()["candidates"]]
            after = page.json()["next"]
            if after is None:
                break
        assert sorted(seen) == sorted(hiring.interviews), sort
    unstorable = base64.urlsafe_b64encode(json.dumps(["\0", hiring.interviews[0]]).encode()).decode()
    for sort, nonsense in (
        ("completed", "x"),
        ("completed", "W10="),
        ("overall", "WyJ4IiwgIngiXQ=="),
        ("name", unstorable),
    ):
        refused = hiring.owner.get("/candidates", params=hiring.asked(sort=sort, after=nonsense))
        assert (refused.status_code, refused.json()["error"]) == (422, "InvalidInput")


def test_the_newest_decision_counts(hiring):
    good, bad, korean = hiring.interviews
    hiring.decide(good, Outcome.HOLD)
    hiring.decide(good, Outcome.ADVANCE)
    assert hiring.listed(hiring.owner, decision="advance") == [], "others' decisions are no hint"
    hiring.review(hiring.owner, *hiring.interviews)
    assert [one["interview_id"] for one in hiring.listed(hiring.owner, decision="advance")] == [good]
    assert hiring.listed(hiring.owner, decision="hold") == []
    assert {one["interview_id"] for one in hiring.listed(hiring.owner, decision="none")} == {bad, korean}


def compared(hiring: Hiring, who: Person, *interview_ids: str) -> dict[str, object]:
    response = who.get("/candidates/compare", params={"interviews": ",".join(interview_ids)})
    assert response.status_code == 200, response.text
    return response.json()


def test_interviews_are_compared_by_competency_with_quotes(hiring):
    good, bad, korean = hiring.interviews
    hiring.review(hiring.reviewer, good, bad)
    result = compared(hiring, hiring.reviewer, good, bad, korean)
    assert [one["slug"] for one in result["competencies"]] == ["reliability"]
    assert result["differs"] == []
    first, second, withheld = result["interviews"]
    assert (first["axis"], second["axis"], withheld["axis"]) == (1, 1, None)
    assert (withheld["competencies"], withheld["withheld"]) == (None, "must_review_first")
    (strong,), (weak,) = first["competencies"], second["competencies"]
    assert strong["questions"] == [1, 2]
    assert strong["score"]["value"] > weak["score"]["value"]
    assert strong["quotes"]
    assert all(one["quote"] in TOLD[Language.EN] for one in strong["quotes"])


def test_another_version_of_the_plan_stands_on_another_axis(hiring):
    good, *_ = hiring.interviews
    with hiring.core.database.transaction() as session:
        posting = session.get_one(JobPosting, hiring.posting.id)
        add_plan(session, posting, RUBRIC.model_copy(update={"version": 2}))
    later = held(hiring.core, posting, "Later", Language.EN, TOLD[Language.EN])
    try:
        hiring.review(hiring.owner, good, later)
        result = compared(hiring, hiring.owner, good, later)
        assert result["differs"] == ["plan_version"], "one judge, by the rubrics of two versions"
        assert [(one["axis"], one["judged_on"]) for one in result["interviews"]] == [(1, 1), (2, 2)]
    finally:
        with hiring.core.database.transaction() as session:
            session.delete(session.get_one(Interview, later))


@pytest.mark.parametrize("chosen", [[0], [0, 0], [0, 1, 2, 0, 1]])
def test_two_to_four_interviews_are_compared(hiring, chosen):
    ids = ",".join(hiring.interviews[index] for index in chosen)
    response = hiring.owner.get("/candidates/compare", params={"interviews": ids})
    assert (response.status_code == 200) == (len(set(chosen)) > 1)
    for nonsense in ("x", ids[:-1], ""):
        refused = hiring.owner.get("/candidates/compare", params={"interviews": nonsense})
        assert (refused.status_code, refused.json()["error"]) == (422, "NotComparable")


@pytest.mark.usefixtures("reach")
@pytest.mark.parametrize(
    ("sought", "language"), [("Prometheus monitoring", Language.EN), ("프로메테우스 모니터링", Language.KO)]
)
def test_answers_are_found_within_the_organisation(hiring, sought, language):
    response = hiring.owner.get("/candidates/search", params=hiring.asked(q=sought))
    assert response.status_code == 200, response.text
    best = response.json()["found"][0]
    assert best["language"] == language
    assert best["quote"] in TOLD[language]
    assert "score" not in response.text
    with hiring.core.database.transaction() as session:
        other = open_posting(session, {hiring.owner.id: MemberRole.OWNER})
    elsewhere = {"organisation_id": other.organisation_id, "q": sought}
    assert hiring.owner.get("/candidates/search", params=elsewhere).json()["found"] == []


def test_a_search_that_fails_leaves_no_words_in_the_log(hiring, monkeypatch, caplog):
    def fail(session, sought, *_):
        refused = text("INSERT INTO transcripts (id, text) VALUES (gen_random_uuid(), :said)")
        session.exec(refused, params={"said": " ".join(sought.words)})

    monkeypatch.setattr(answer_search, "search", fail)
    answer = hiring.owner.get("/candidates/search", params=hiring.asked(q="zebrafish"))
    assert (answer.status_code, answer.json()["error"]) == (500, "VisavisError")
    assert answer.headers["Connection"] == "close"
    assert "unexpected error" in caplog.text
    assert "NotNullViolation" in caplog.text
    assert "zebrafish" not in caplog.text


def test_a_table_opens_in_spreadsheets_and_runs_nothing(hiring):
    good, *_ = hiring.interviews
    hiring.review(hiring.owner, good)
    response = hiring.owner.get("/candidates/export.csv", params=hiring.asked())
    assert response.content.startswith("\ufeff".encode())
    rows = list(csv.DictReader(io.StringIO(response.text.removeprefix("\ufeff"))))
    assert {row["name"] for row in rows} == {"Ahn Good", "'=Bad()", "최지우"}
    by_id = {row["interview_id"]: row for row in rows}
    assert float(by_id[good]["overall"]) > 0
    assert [row["overall"] for row in rows if row["interview_id"] != good] == ["", ""]
    as_json = hiring.owner.get("/candidates/export.json", params=hiring.asked()).json()
    assert as_json == hiring.listed(hiring.owner)


def token_of(hiring: Hiring, *scopes: str) -> dict[str, str]:
    made = hiring.owner.post(
        f"/organisations/{hiring.posting.organisation_id}/tokens", {"name": "ATS", "scopes": scopes}
    )
    assert made.status_code == 201, made.text
    return {"Authorization": f"Bearer {made.json()['token']}"}


def test_a_program_reads_with_its_token_what_people_have_decided_on(hiring):
    *_, korean = hiring.interviews
    hiring.decide(korean, Outcome.DECLINE)
    with hiring.core.client() as http:
        http.headers.update(token_of(hiring, "candidates:read"))
        listed = http.get("/candidates", params=hiring.asked()).json()["candidates"]
        assert all((one["scores"] is None) == (one["decision"] is None) for one in listed)
        assert korean in {one["interview_id"] for one in listed if one["scores"]}
        assert http.get("/candidates/export.csv", params=hiring.asked()).status_code == 200
        with hiring.core.database.transaction() as session:
            other = open_posting(session)
        refused = http.get("/candidates", params={"organisation_id": other.organisation_id})
        assert (refused.status_code, refused.json()["error"]) == (404, "OrganisationNotFound")
        for path in ("/users/me", "/interviews", f"/organisations/{hiring.posting.organisation_id}/tokens"):
            assert http.get(path).status_code == 401, path


def test_a_token_works_until_it_is_revoked_or_expires(hiring):
    with hiring.core.client() as http:
        http.headers.update(token_of(hiring, "candidates:read"))
        assert http.get("/candidates", params=hiring.asked()).status_code == 200
        newest = select(OrganisationToken).order_by(col(OrganisationToken.id).desc()).limit(1)
        with hiring.core.database.transaction() as session:
            token = session.exec(newest).one()
            assert token.last_used_at is not None
            token.expires_at = utc_now()
        assert http.get("/candidates", params=hiring.asked()).status_code == 401
        with hiring.core.database.transaction() as session:
            session.exec(
                update(OrganisationToken)
                .where(col(OrganisationToken.id) == token.id)
                .values(expires_at=None, revoked_at=utc_now())
            )
        assert http.get("/candidates", params=hiring.asked()).status_code == 401
        http.headers["Authorization"] = "Bearer vvo_nobodys"
        assert http.get("/candidates", params=hiring.asked()).status_code == 401


def test_whoever_looks_is_on_the_audit_log_and_no_words_are(hiring):
    good, bad, _ = hiring.interviews
    hiring.listed(hiring.reviewer, language="en")
    compared(hiring, hiring.reviewer, good, bad)
    hiring.reviewer.get("/candidates/search", params=hiring.asked(q="Prometheus"))
    hiring.reviewer.get("/candidates/export.json", params=hiring.asked(overall_min=10))
    with hiring.core.database.transaction() as session:
        entries = session.exec(
            select(AuditEntry)
            .where(AuditEntry.actor_id == hiring.reviewer.id)
            .order_by(col(AuditEntry.id).desc())
            .limit(5)
        ).all()
    assert [entry.action for entry in reversed(entries)] == [
        "candidates.listed",
        "interview.compared",
        "interview.compared",
        "candidates.searched",
        "candidates.exported",
    ]
    assert {entry.subject_id for entry in entries if entry.action == "interview.compared"} == {good, bad}
    assert {entry.organisation_id for entry in entries} == {hiring.posting.organisation_id}
    assert "Prometheus" not in str([entry.details for entry in entries])
