"""From "forgotten" to signed in again: backend-core asks for the letter, the worker writes it, its link does it."""

import re
import secrets
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from ai_worker.runners import make_runners
from ai_worker.settings import WorkerSettings
from backend_core.main import create_app
from backend_core.settings import CoreSettings
from contracts.tasks import SEND_LETTER
from engines.llm.rubric import RubricJudge
from persistence.database import Database, Doorbell
from persistence.record import jobs
from runtime.mail.folder import letters_in
from threaded_server import serving
from visavis.launcher.home import Home

OLD, NEW = "a long enough passphrase", "another long passphrase"


@pytest.fixture
def mailbox(tmp_path: Path) -> Path:
    return Home.create(tmp_path / "home").mailbox


@pytest.fixture
def settings(postgres_url: str, redis_url: str, mailbox: Path) -> WorkerSettings:
    """Those of the worker are enough for both services, with a key more."""
    return WorkerSettings.model_validate(
        {
            "database_url": postgres_url,
            "redis_url": redis_url,
            "service_token": secrets.token_urlsafe(48),
            "storage_key": secrets.token_urlsafe(48),
            "mail_folder": mailbox,
            "site_url": "http://localhost:8000",
            "log_level": "WARNING",
        }
    )


@pytest.fixture
def database(settings: WorkerSettings) -> Iterator[Database]:
    doorbell = Doorbell(str(settings.redis_url))
    database = Database(
        str(settings.database_url), doorbell, pool_size=2, statement_timeout=settings.database_statement_timeout
    )
    yield database
    database.close()


@pytest.fixture
def http(settings: WorkerSettings) -> Iterator[httpx.Client]:
    keys = {"secret_key": secrets.token_urlsafe(48), "demo_mode": True, "sign_in_attempts_per_minute": 1000}
    given = {name: getattr(settings, name) for name in settings.model_fields_set}
    with (
        serving(create_app(CoreSettings.model_validate(given | keys))) as url,
        httpx.Client(base_url=f"{url}/api", timeout=20) as http,
    ):
        yield http


def run_letters(settings: WorkerSettings, database: Database) -> None:
    """As the reconciler would have a worker do."""
    runner = make_runners(settings, database, RubricJudge())[SEND_LETTER.name]
    with database.transaction() as session:
        waiting = [ring.job_id for ring in jobs.due(session) if ring.name == SEND_LETTER.name]
    for job_id in waiting:
        runner.run(job_id)


def test_a_forgotten_password_is_replaced_by_the_link_of_a_letter(
    settings: WorkerSettings, database: Database, http: httpx.Client, mailbox: Path
):
    email = f"{secrets.token_hex(6)}@example.org"
    account = {"email": email, "username": secrets.token_hex(6), "password": OLD, "full_name": "김민서"}
    assert http.post("/register", json=account).status_code == 201

    headers = {"Accept-Language": "ko"}
    known = http.post("/password/forgot", json={"email": f" {email.upper()} "}, headers=headers)
    unknown = http.post("/password/forgot", json={"email": "nobody@example.org"}, headers=headers)
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content) == (202, b"null")
    run_letters(settings, database)

    (letter,) = letters_in(mailbox)
    assert (letter["To"], letter["Subject"]) == (email, "Visavis 비밀번호 재설정")
    body = letter.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert text.startswith("김민서 님")
    found = re.search(r"http://localhost:8000/reset-password#(\S+)", text)
    assert found, text
    assert http.post("/password/reset", json={"token": found[1], "password": NEW}).status_code == 204
    assert http.post("/token", data={"username": email, "password": NEW}).status_code == 200


def test_nobody_is_flooded_with_letters(http: httpx.Client):
    email = f"{secrets.token_hex(6)}@example.org"
    answers = [http.post("/password/forgot", json={"email": email}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [202] * 5 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 60
