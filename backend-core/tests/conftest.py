"""A real backend-core on real PostgreSQL and Redis, behind a real socket."""

import secrets
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
import pytest
from backend_core.auth import passwords
from backend_core.auth.accounts import create_user
from backend_core.main import create_app
from backend_core.questions.bank import load_bank
from backend_core.seed import load_questions
from backend_core.settings import CoreSettings
from callers import CALLERS, Scene
from contracts.base import Language, Role
from contracts.questions import AskedQuestion
from contracts.recruiting import MemberRole
from contracts.resumes import ResumeFormat
from contracts.rights import ObjectionKind
from contracts.shares import SharePart
from organisations import invitation_to, open_posting, screening_interview
from persistence import fused_search
from persistence.columns import utc_now
from persistence.database import Database, Doorbell
from persistence.hiring.recruiting import Organisation
from persistence.ids import new_id
from persistence.interviews.shares import Share
from persistence.people.resumes import ResumeRow
from persistence.people.rights import Objection
from persistence.tables import Question
from runtime.tokens import fingerprint, make_opaque_token
from sqlalchemy import delete
from sqlmodel import col, select
from threaded_server import serving

PASSWORD = "a long enough passphrase"
CERTIFICATES = ssl.create_default_context()
"""Each client would read the system's certificates anew, which takes longer than most requests."""


@dataclass
class Person:
    """A signed-in account."""

    http: httpx.Client
    id: str
    email: str
    token: str = field(repr=False)

    def get(self, path: str, **kwargs: object) -> httpx.Response:
        return self.http.get(path, headers=self.headers, **kwargs)

    def upload(self, data: bytes, name: str = "cv.txt") -> httpx.Response:
        return self.http.post("/resumes/upload", files={"file": (name, data)}, headers=self.headers)

    def invite_many(self, posting_id: str, data: bytes, language: str = "ko") -> httpx.Response:
        path = f"/job-postings/{posting_id}/invitations/import?language={language}"
        return self.http.post(path, files={"file": ("people.csv", data)}, headers=self.headers)

    def post(self, path: str, json: object = None) -> httpx.Response:
        return self.http.post(path, json=json, headers=self.headers)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Accept-Language": "en"}

    def consent(self, *purposes: str, granted: bool = True) -> None:
        for purpose in purposes:
            self.post("/users/me/consents", {"purpose": purpose, "granted": granted}).raise_for_status()

    def interview(
        self, questions: int = 2, language: str = "en", position: str = "backend", follow_ups: int = 0
    ) -> str:
        wanted = {"position": position, "language": language, "question_count": questions, "follow_ups": follow_ups}
        response = self.post("/interviews", wanted)
        assert response.status_code == 201, response.text
        return str(response.json()["id"])

    def live_interview(self, questions: int = 2, **wanted: Any) -> tuple[str, dict[str, Any]]:
        """A started interview and its first question."""
        interview_id = self.interview(questions, **wanted)
        started = self.post(f"/interviews/{interview_id}/start")
        assert started.status_code == 200, started.text
        return interview_id, started.json()["question"]


@dataclass
class Core:
    """A running backend-core and how to reach it."""

    url: str
    settings: CoreSettings
    database: Database

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=f"{self.url}/api", timeout=20, verify=CERTIFICATES)

    def person(self) -> Person:
        http = self.client()
        email = f"{secrets.token_hex(6)}@example.org"
        account = {"email": email, "username": secrets.token_hex(6), "password": PASSWORD, "full_name": "Kim Minseo"}
        registered = http.post("/register", json=account)
        assert registered.status_code == 201, registered.text
        http.close()
        return self.sign_in(registered.json()["id"], email)

    def staff(self, role: Role = Role.RECRUITER) -> Person:
        with self.database.transaction() as session:
            user = create_user(session, f"{new_id()}@example.org", "Somebody", PASSWORD, role)
        return self.sign_in(user.id, user.email)

    def sign_in(self, user_id: str, email: str) -> Person:
        http = self.client()
        signed_in = http.post("/token", data={"username": email, "password": PASSWORD})
        return Person(http, user_id, email, signed_in.json()["access_token"])

    @property
    def service_headers(self) -> dict[str, str]:
        token = self.settings.service_token.get_secret_value()
        return {"Authorization": f"Bearer {token}", "Accept-Language": "en"}


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> None:
    """Argon2id all the same: what makes it dear to a thief would be a third of the time that the tests take."""
    passwords.hashing.update(argon2__time_cost=1, argon2__memory_cost=64, argon2__parallelism=1)


@pytest.fixture(scope="session")
def settings(postgres_url: str, redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> CoreSettings:
    return CoreSettings.model_validate(
        {
            "database_url": postgres_url,
            "redis_url": redis_url,
            "secret_key": secrets.token_urlsafe(48),
            "service_token": secrets.token_urlsafe(48),
            "storage_key": secrets.token_urlsafe(48),
            "storage_url": str(tmp_path_factory.mktemp("objects")),
            "demo_mode": True,
            "sign_in_attempts_per_minute": 1000,
            "media_server_url": "http://127.0.0.1:1",
            "log_level": "WARNING",
        }
    )


@pytest.fixture(scope="session")
def core(settings: CoreSettings) -> Iterator[Core]:
    database = Database(
        str(settings.database_url),
        Doorbell(str(settings.redis_url)),
        pool_size=4,
        statement_timeout=settings.database_statement_timeout,
    )
    with database.transaction() as session:
        load_questions(session, load_bank())
    with serving(create_app(settings)) as url:
        yield Core(url, settings, database)
    database.close()


@pytest.fixture
def person(core: Core) -> Iterator[Person]:
    person = core.person()
    yield person
    person.http.close()


@pytest.fixture(scope="session")
def cast(core: Core) -> Iterator[dict[str, Person]]:
    """A person of each kind; the service and the anonymous caller are no persons."""
    people = {"owner": core.person(), "other candidate": core.person(), "admin": core.staff(Role.ADMIN)}
    people |= {caller: core.staff() for caller in ("recruiter", "member", "other organisation")}
    for candidate in ("owner", "other candidate"):
        people[candidate].consent("delivery", "transcription", "recording")
    yield people
    for person in people.values():
        person.http.close()


@pytest.fixture
def scene(core: Core, cast: dict[str, Person]) -> Iterator[Scene]:
    """An interview with an open question, a posting with another, and every kind of caller."""
    interview_id, question = cast["owner"].live_interview()
    tokens = {caller: person.token for caller, person in cast.items()}
    tokens["service"] = core.settings.service_token.get_secret_value()
    clients = {caller: core.client() for caller in CALLERS}
    for caller, token in tokens.items():
        clients[caller].headers["Authorization"] = f"Bearer {token}"
    resume = ResumeRow(
        candidate_id=cast["owner"].id, file_name="cv.txt", format=ResumeFormat.TEXT, size=1, file_key="-"
    )
    with core.database.transaction() as session:
        session.add(resume)
        of_the_bank = session.exec(select(Question.id)).first()
        assert of_the_bank is not None
        posting = open_posting(session, {cast["member"].id: MemberRole.RECRUITER})
        other = open_posting(session, {cast["other organisation"].id: MemberRole.OWNER})
        screening = screening_interview(session, posting, cast["owner"].id, Language.EN)
        invitation, token = invitation_to(session, posting)
        objection = Objection(
            interview_id=screening.id, kind=ObjectionKind.OBJECTION, text="I was misheard.", due_at=utc_now()
        )
        session.add(objection)
        share_token = make_opaque_token()
        share = Share(
            interview_id=interview_id,
            token_hash=fingerprint(share_token),
            parts=list(SharePart),
            expires_at=utc_now() + timedelta(days=1),
        )
        session.add(share)
    yield Scene(
        clients,
        interview_id,
        AskedQuestion.model_validate(question),
        cast["owner"].id,
        resume.id,
        posting,
        screening.id,
        objection.id,
        of_the_bank,
        invitation.id,
        token,
        share.id,
        share_token,
    )
    organisations = [posting.organisation_id, other.organisation_id]
    with core.database.transaction() as session:
        session.exec(delete(ResumeRow).where(col(ResumeRow.candidate_id) == cast["owner"].id))
        session.exec(delete(Organisation).where(col(Organisation.id).in_(organisations)))
    for client in clients.values():
        client.close()


@pytest.fixture(params=[fused_search.FEW, 0], ids=["one by one", "by the indexes of all"])
def reach(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways of looking through what an organisation may see."""
    monkeypatch.setattr(fused_search, "FEW", request.param)
