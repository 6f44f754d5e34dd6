"""Lists: however many rows there are to show, reading them takes the same number of statements.

Every route that reads is called with few rows of everything and with three times as many. That a list did get longer is
asserted too, by what the API's own description says of its answer: nobody adds one that is not measured here.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

import httpx
import pytest
from backend_core.openapi import describe_api
from callers import MATRIX, Scene
from contracts.audit import AuditAction, AuditSubject
from contracts.base import AnswerSource, ConsentPurpose, Language, Speaker
from contracts.questions import QuestionChange, Rubric
from contracts.recruiting import MemberRole
from contracts.resumes import ResumeFormat, SectionKind
from contracts.reviews import Outcome
from contracts.rights import ObjectionKind
from contracts.shares import SharePart
from contracts.webhooks import WebhookKind
from judged_screening import judged
from organisations import add_plan, invitation_to, open_posting, screening_interview
from persistence.columns import utc_now
from persistence.hiring.recruiting import Company, JobPosting, Membership, PostingPlan, PostingQuestion
from persistence.hiring.reviews import Decision, Review, ReviewNote
from persistence.hiring.webhooks import Webhook, WebhookDelivery
from persistence.ids import new_id
from persistence.interviews.recordings import Recording
from persistence.interviews.shares import Share
from persistence.people.member_invitations import MemberInvitation
from persistence.people.resumes import ResumeRow, ResumeSectionRow, SharedResume
from persistence.people.rights import Objection
from persistence.people.tokens import OrganisationToken
from persistence.questions.bank import QuestionVersion
from persistence.record import audit
from persistence.tables import Consent, Interview, InterviewQuestion, Question, Transcript, User
from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select
from test_delivery_wall import watched_statements

API = describe_api()
FEW, MANY = 2, 6
FIRST = 100
"""Beyond the numbers that the scene has given."""
LIVE = "GET /api/job-postings/{posting_id}/live"
OTHERS = ("/healthz", "/readyz", "/events")
"""Probes, and the stream of one interview, which asks the more the longer it is open."""
READS = sorted(each for each in MATRIX if each.startswith("GET ") and not each.endswith(OTHERS))
MOST = {
    "GET /api/admin/audit": 2,
    "GET /api/admin/users": 2,
    "GET /api/candidates": 4,
    "GET /api/companies": 3,
    "GET /api/interviews": 2,
    "GET /api/job-postings": 3,
}
"""Statements of a list's page: who asks, what they are to the organisation, the rows, and that they were looked at."""
CALLER = {"members": "member", "its owners": "member", "staff": "member", "administrators": "admin"}
FIXED = {
    "GET /api/admin/gpu": "devices of the model server",
    "GET /api/admin/numbers": "figures",
    "GET /api/admin/system": "queues",
    "GET /api/admin/variants": "engines",
    "GET /api/config": "engines and servers",
    "GET /api/users/me/consents": "the newest of each purpose",
    "GET /api/interviews/{interview_id}/delivery": "what was measured",
    "GET /api/interviews/{interview_id}/report": "one document",
    "GET /api/job-postings/{posting_id}": "what the posting says",
    "GET /api/organisations/{organisation_id}/bias-audit": "groups",
}
"""Answers with lists that do not grow with the record."""


class World:
    """What the scene's callers have rows of."""

    def __init__(self, session: Session, scene: Scene, member_id: str) -> None:
        self.posting, self.owner_id, self.member_id = scene.posting, scene.owner_id, member_id
        self.practice_id, self.screening_id, self.resume_id = scene.interview_id, scene.screening_id, scene.resume_id
        organisation_id = scene.posting.organisation_id
        session.exec(
            update(Membership)
            .where(col(Membership.organisation_id) == organisation_id, col(Membership.user_id) == member_id)
            .values(role=MemberRole.OWNER)
        )
        posting = session.get_one(JobPosting, scene.posting.id)
        posting.shows_answers_live = True
        screening = session.get_one(Interview, scene.screening_id)
        judged(session, screening, 3)
        self._open(session, screening.id)
        session.add(SharedResume(interview_id=screening.id, resume_id=scene.resume_id))
        self.webhook = Webhook(organisation_id=organisation_id, url="https://example.org", kinds=[], secret="-")
        session.add(self.webhook)
        session.flush()
        slug = session.get_one(Question, scene.question_id).slug
        self.version = session.exec(select(QuestionVersion).where(QuestionVersion.slug == slug)).first()
        self.held = [screening.id]
        self.rows = 0

    def grow(self, session: Session, rows: int) -> None:
        while self.rows < rows:
            self.rows += 1
            self._add(session, FIRST + self.rows)
            session.flush()

    def _add(self, session: Session, number: int) -> None:
        person = User(
            email=f"{new_id()}@example.org", username=new_id(), password_hash="-", full_name=f"Person {number}"
        )
        session.add(person)
        session.flush()
        self._hiring(session, person, number)
        self._organisation(session, person, number)
        self._own(session, number)

    def _hiring(self, session: Session, person: User, number: int) -> None:
        held = screening_interview(session, self.posting, person.id, Language.EN)
        judged(session, held, 2)
        self._open(session, held.id)
        self.held.append(held.id)
        invitation, _ = invitation_to(session, self.posting, person.email)
        invitation.candidate_id, invitation.interview_id, invitation.accepted_at = person.id, held.id, utc_now()
        invitation.shows_answers_live = True
        invitation_to(session, self.posting)
        reviewed = Review(interview_id=self.screening_id, reviewer_id=person.id, plan_version=1, bands=[])
        reviewed.submitted_at = utc_now()
        note = ReviewNote(interview_id=self.screening_id, made_by=person.id, text="Clear.")
        decision = Decision(interview_id=held.id, made_by=person.id, outcome=Outcome.HOLD, reason="Another look.")
        objection = Objection(
            interview_id=self.screening_id, kind=ObjectionKind.OBJECTION, text="I was misheard.", due_at=utc_now()
        )
        session.add_all([reviewed, note, decision, objection])
        section = ResumeSectionRow(resume_id=self.resume_id, order=number, kind=SectionKind.SKILLS, text="Slow.")
        section.words = func.to_tsvector("simple", "slow")
        session.add_all([section, PostingPlan(posting_id=self.posting.id, version=number)])
        for action in (AuditAction.INTERVIEW_VIEWED, AuditAction.REPORT_VIEWED):
            audit.record(session, person, action, AuditSubject.INTERVIEW, self.screening_id)

    def _organisation(self, session: Session, person: User, number: int) -> None:
        organisation_id = self.posting.organisation_id
        company = Company(organisation_id=organisation_id, name=f"Company {number}")
        session.add(company)
        session.flush()
        posting = JobPosting(**self.posting.model_dump(exclude={"id", "company_id"}), company_id=company.id)
        posting.plan_version = 0
        session.add(posting)
        session.flush()
        rubric = session.exec(select(PostingQuestion.rubric_json)).first()
        add_plan(session, posting, Rubric.model_validate(rubric))
        mine = screening_interview(session, posting, self.owner_id, Language.EN)
        invitation, _ = invitation_to(session, posting)
        invitation.candidate_id, invitation.interview_id, invitation.accepted_at = self.owner_id, mine.id, utc_now()
        open_posting(session, {self.member_id: MemberRole.OWNER, person.id: MemberRole.REVIEWER})
        tomorrow = utc_now() + timedelta(days=1)
        self.webhook.sequence = number
        session.add_all(
            [
                Membership(organisation_id=organisation_id, user_id=person.id, role=MemberRole.REVIEWER),
                MemberInvitation(
                    organisation_id=organisation_id,
                    email=person.email,
                    role=MemberRole.REVIEWER,
                    language=Language.EN,
                    expires_at=tomorrow,
                    created_by=person.id,
                ),
                OrganisationToken(
                    organisation_id=organisation_id,
                    name="ATS",
                    scopes=[],
                    token_hash=new_id(),
                    hint="-",
                    created_by=person.id,
                ),
                Webhook(organisation_id=organisation_id, url="https://example.org", kinds=[], secret="-"),
                WebhookDelivery(
                    webhook_id=self.webhook.id, sequence=number, kind=WebhookKind.INTERVIEW_COMPLETED, body={}
                ),
            ]
        )

    def _own(self, session: Session, number: int) -> None:
        first = session.exec(
            select(InterviewQuestion).where(InterviewQuestion.interview_id == self.practice_id)
        ).first()
        assert first is not None
        asked = InterviewQuestion(
            **first.model_dump(exclude={"id", "turn", "plan_order", "parent_id"}), turn=number, parent_id=first.id
        )
        session.add(asked)
        session.flush()
        said = Transcript(
            interview_id=self.practice_id,
            question_id=asked.id,
            turn=number,
            order=number,
            speaker=Speaker.USER,
            text="I measured it.",
            source=AnswerSource.SPEECH,
        )
        share = Share(
            interview_id=self.practice_id,
            token_hash=new_id(),
            parts=list(SharePart),
            expires_at=utc_now() + timedelta(days=1),
        )
        resume = ResumeRow(
            candidate_id=self.owner_id, file_name="cv.txt", format=ResumeFormat.TEXT, size=1, file_key="-"
        )
        session.add_all([said, share, resume])
        session.add_all(
            [
                Recording(interview_id=self.practice_id, question_id=asked.id, take=1, media_type="video/webm"),
                Consent(user_id=self.owner_id, purpose=ConsentPurpose.RECORDING, granted=True, version=str(number)),
                self._version(number),
            ]
        )

    def _version(self, number: int) -> QuestionVersion:
        assert self.version is not None
        state = {**self.version.model_dump(), "version": number, "change": QuestionChange.EDITED}
        return QuestionVersion(**state)

    def _open(self, session: Session, interview_id: str) -> None:
        """To the member."""
        review = Review(interview_id=interview_id, reviewer_id=self.member_id, plan_version=1, bands=[])
        review.submitted_at = utc_now()
        session.add(review)


@pytest.fixture
def world(core, scene, cast):
    with core.database.transaction() as session:
        made = World(session, scene, cast["member"].id)
    yield made
    with core.database.transaction() as session:
        session.exec(delete(QuestionVersion).where(col(QuestionVersion.version) >= FIRST))


def test_no_list_takes_more_statements_for_more_rows(core, scene, world):
    counted: list[dict[str, tuple[int, int]]] = []
    for rows in (FEW, MANY):
        with core.database.transaction() as session:
            world.grow(session, rows)
        counted.append({operation: _read(scene, world, operation, rows) for operation in READS})
    few, many = counted
    most = {op: MOST.get(op, few[op][0]) for op in READS}
    # What the server does beside it, for streams that were left, is counted too: the least of several is its own.
    suspects = {op: min(_read(scene, world, op, MANY)[0] for _ in range(3)) for op in READS if many[op][0] > most[op]}
    grown = {op: (few[op][0], statements) for op, statements in suspects.items() if statements > most[op]}
    assert not grown, f"statements for {FEW} and for {MANY} rows"
    lists = {op for op in READS if _described(op)["is_list"]} | {LIVE}
    short = {op: (few[op][1], many[op][1]) for op in lists - set(FIXED) if many[op][1] <= few[op][1]}
    assert not short, "these did not grow with the rows, and so say nothing"


def test_what_is_read_is_changed_by_nobody(core, scene, world):
    """GET is answered without a transaction, statement by statement: it locks nothing, and of what it writes down, that
    it was asked, nothing can be without the rest.
    """
    with core.database.transaction() as session:
        world.grow(session, FEW)
    changing: dict[str, list[str]] = {}
    for operation in READS:
        with watched_statements() as statements:
            _read(scene, world, operation, FEW)
        written = [one for one in statements if one.startswith(("INSERT", "UPDATE", "DELETE", "SAVEPOINT"))]
        locking = [one for one in statements if one.startswith("SELECT") and " FOR " in one.rpartition("FROM")[2]]
        if len(written) > 1 or locking:
            changing[operation] = written + locking
    assert not changing


def test_a_page_goes_on_where_the_one_before_it_ended(core, scene, world):
    with core.database.transaction() as session:
        world.grow(session, 4)
    organisation = {"organisation_id": world.posting.organisation_id}
    for path, caller, asked in (
        ("/job-postings", "member", organisation),
        ("/companies", "member", organisation),
        ("/interviews", "owner", {}),
        ("/invitations", "owner", {}),
    ):
        whole = [row for page in _pages(scene.callers[caller], path, asked) for row in page]
        assert len(whole) > 3, path
        pages = _pages(scene.callers[caller], path, {**asked, "limit": "2"})
        assert [len(page) for page in pages[:-1]] == [2] * (len(pages) - 1)
        assert [row for page in pages for row in page] == whole, path


def _pages(http: httpx.Client, path: str, asked: dict[str, str]) -> list[list[dict[str, Any]]]:
    pages = []
    after: str | None = None
    while not pages or after:
        page = http.get(path, params={**asked, **({"after": after} if after else {})}).json()
        after = page.pop("next")
        pages.append(*page.values())
    return pages


def _read(scene: Scene, world: World, operation: str, rows: int) -> tuple[int, int]:
    """How many statements reading it takes, and how many things it lists."""
    caller = "member" if operation == "GET /api/organisations" else CALLER.get(MATRIX[operation], "owner")
    places = scene.identifiers(operation) | {"webhook_id": world.webhook.id}
    if operation.endswith(("/explanation", "/objections")):
        places["interview_id"] = scene.screening_id
    path = operation.removeprefix("GET /api").format(**places)
    asked: dict[str, str | int] = {"organisation_id": world.posting.organisation_id, "limit": rows}
    if operation.endswith("/search"):
        asked["q"] = "slow"
    asked["subject"] = AuditSubject.INTERVIEW.value
    asked["interviews"] = ",".join(world.held[:4])
    known = {name: value for name, value in asked.items() if name in _described(operation)["query"]}
    with watched_statements() as statements, scene.callers[caller].stream("GET", path, params=known) as response:
        assert response.status_code in {200, 404}, (operation, response.read())
        listed = _listed(operation, response)
    return len(statements), listed


def _listed(operation: str, response: httpx.Response) -> int:
    if operation == LIVE:
        data = next(line for line in response.iter_lines() if line.startswith("data: "))
        return len(json.loads(data.removeprefix("data: "))["entries"])
    kind = response.headers.get("content-type", "")
    if kind.startswith("text/event-stream"):
        return 0
    body = response.read()
    if not kind.startswith("application/json") or response.is_error:
        return body.count(b"\n")
    return _rows_of(operation, json.loads(body))


def _rows_of(operation: str, answer: Any) -> int:
    keys = _described(operation)["lists"]
    return len(answer) if isinstance(answer, list) else sum(len(answer[key]) for key in keys)


@cache
def _described(operation: str) -> dict[str, Any]:
    """Its query's parameters; whether what it answers is a list; and which of its fields are lists of things."""
    schemas = API["components"]["schemas"]

    def whole(schema: dict[str, Any]) -> dict[str, Any]:
        return schemas[schema["$ref"].rsplit("/", 1)[-1]] if "$ref" in schema else schema

    route = API["paths"][operation.removeprefix("GET ")]["get"]
    answer = route["responses"].get("200", {}).get("content", {}).get("application/json", {}).get("schema", {})
    fields = whole(answer).get("properties", {})
    lists = [name for name, field in fields.items() if field.get("type") == "array" and _of_things(field, whole)]
    return {
        "query": {each["name"] for each in route.get("parameters", []) if each["in"] == "query"},
        "is_list": whole(answer).get("type") == "array" or bool(lists),
        "lists": lists,
    }


def _of_things(field: dict[str, Any], whole: Callable[[dict[str, Any]], dict[str, Any]]) -> bool:
    return whole(field.get("items", {})).get("type") == "object"
