"""An installation of one platform with people in it who have something in every place; it can be wrecked."""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import httpx
import psycopg
from ai_worker.privacy import FileErasure
from backend_core.backup.creation import create
from backend_core.backup.manifest import Manifest
from backend_core.backup.restoration import restore
from backend_core.main import create_app
from backend_core.settings import CoreSettings
from contracts.media_servers import hang_up_key
from contracts.resumes import SectionKind
from contracts.rights import ERASURES
from contracts.tasks import ERASE, ErasePayload
from persistence.columns import utc_now
from persistence.database import Database, Doorbell
from persistence.ids import new_id
from persistence.interviews.answer_search import AnswerVector
from persistence.interviews.delivery import DeliverySampleRow
from persistence.interviews.shares import Share
from persistence.people.resumes import ResumeSectionRow
from persistence.tables import EMBEDDING_DIMENSIONS, Job, Transcript
from redis import Redis
from sqlmodel import select
from threaded_server import serving

LEDGERS = ["audit_log", "files", "jobs"]
"""Where ids of somebody who was erased are left, and nothing else: who erased what, the work of it, and what a restore
has to know.
"""
PASSWORD = "a long enough passphrase"
CHUNK = b"webm" + bytes(range(256)) * 300


@dataclass
class Person:
    """With something in every place that an erasure has to reach; `marker` is in all of it that is words."""

    marker: str
    http: httpx.Client = field(repr=False)
    id: str = ""
    interview_id: str = ""
    place: str = ""
    resume_id: str = ""
    share_id: str = ""
    share_token: str = ""

    @property
    def email(self) -> str:
        return f"{self.marker}@example.org"

    def sign_in(self) -> httpx.Response:
        signed_in = self.http.post("/token", data={"username": self.email, "password": PASSWORD})
        if signed_in.is_success:
            self.http.headers["Authorization"] = f"Bearer {signed_in.json()['access_token']}"
        return signed_in

    def post(self, path: str, json: object = None) -> httpx.Response:
        response = self.http.post(path, json=json)
        response.raise_for_status()
        return response


@dataclass
class Installation:
    """A platform's database and files, which may be wrecked, and the keys that outlive them."""

    cluster: str
    redis_url: str
    objects: Path
    backups: Path
    name: str = field(default_factory=lambda: f"installation_{secrets.token_hex(4)}")
    storage_key: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    secret_key: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    @property
    def database_url(self) -> str:
        return f"{self.cluster.rsplit('/', 1)[0]}/{self.name}"

    @property
    def settings(self) -> CoreSettings:
        return CoreSettings.model_validate(
            {
                "database_url": self.database_url,
                "redis_url": self.redis_url,
                "secret_key": self.secret_key,
                "service_token": secrets.token_urlsafe(48),
                "storage_key": self.storage_key,
                "storage_url": str(self.objects),
                "demo_mode": True,
                "sign_in_attempts_per_minute": 1000,
                "log_level": "WARNING",
            }
        )

    def build(self) -> None:
        self.objects.mkdir(exist_ok=True)
        with psycopg.connect(self.cluster.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {self.name}")

    def wreck(self) -> None:
        """Database and files are gone; the ledger of erasures lay elsewhere."""
        with psycopg.connect(self.cluster.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {self.name} WITH (FORCE)")
        for part in self.objects.iterdir():
            if part.name != ERASURES:
                shutil.rmtree(part)

    @contextmanager
    def running(self) -> Iterator[str]:
        """Yields the address of the API."""
        with serving(create_app(self.settings)) as url:
            yield f"{url}/api"

    @contextmanager
    def database(self) -> Iterator[Database]:
        settings = self.settings
        doorbell = Doorbell(self.redis_url)
        database = Database(
            self.database_url, doorbell, pool_size=2, statement_timeout=settings.database_statement_timeout
        )
        yield database
        database.close()

    def back_up(self) -> tuple[Path, Manifest]:
        return create(self.database_url, self.settings, self.backups)

    def restore(self, backup: Path, *, replace: bool = False) -> int:
        return restore(self.database_url, self.redis_url, self.settings, backup, replace=replace).erased_again

    def run_erasures(self) -> None:
        """As a worker does."""
        with self.database() as database:
            with database.transaction() as session:
                payloads = [job.payload for job in session.exec(select(Job).where(Job.name == ERASE.name))]
            for payload in payloads:
                FileErasure(self.settings)(database, ErasePayload.model_validate(payload))

    def hung_up(self) -> set[str]:
        """The calls that are told to end, which each media server asks for its own every two seconds."""
        with Redis.from_url(self.redis_url) as redis:
            told = {key.decode() for key in redis.scan_iter(hang_up_key("*"))}
            redis.delete(*told)
        return {key.removeprefix(hang_up_key("")) for key in told}

    def dump(self) -> dict[str, str]:
        """Every row of every table, and every key of Redis with what it holds, as text."""
        with psycopg.connect(self.database_url.replace("+psycopg", "")) as connection:
            tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            texts = {}
            for (table,) in tables:
                with connection.cursor().copy(f'COPY "{table}" TO STDOUT') as copy:
                    texts[table] = b"".join(copy).decode()
        with Redis.from_url(self.redis_url) as redis:
            texts["redis"] = "\n".join(f"{key!r} {redis.dump(key)!r}" for key in redis.scan_iter())
        texts["files"] = "\n".join(
            f"{path.relative_to(self.objects)} {path.read_bytes()!r}"
            for path in self.objects.rglob("*")
            if path.is_file()
        )
        return texts


def populate(url: str, database: Database) -> Person:
    person = Person(f"marker{secrets.token_hex(6)}", httpx.Client(base_url=url, timeout=20))
    account = {"email": person.email, "username": person.marker, "password": PASSWORD, "full_name": person.marker}
    person.id = person.post("/register", account).json()["id"]
    person.sign_in()
    for purpose in ("transcription", "delivery", "recording", "expression"):
        person.post("/users/me/consents", {"purpose": purpose, "granted": True})
    wanted = {"position": "backend", "language": "en", "question_count": 2, "follow_ups": 0}
    person.interview_id = person.post("/interviews", wanted).json()["id"]
    question = person.post(f"/interviews/{person.interview_id}/start").json()["question"]
    answer = {"turn": 1, "question_id": question["id"], "text": f"I am {person.marker}.", "source": "typed"}
    person.post("/transcripts", {"interview_id": person.interview_id, **answer})
    person.post(f"/interviews/{person.interview_id}/ticket", {"purpose": "offer"})
    person.place = f"/interviews/{person.interview_id}/recordings/{question['id']}"
    person.http.put(f"{person.place}/0", content=CHUNK, headers={"Content-Type": "video/webm"}).raise_for_status()
    uploaded = person.http.post("/resumes/upload", files={"file": ("cv.txt", person.marker.encode())})
    person.resume_id = uploaded.json()["id"]
    with database.transaction() as session:
        share = Share(
            interview_id=person.interview_id,
            token_hash=new_id(),
            parts=["scores"],
            name=person.marker,
            expires_at=utc_now() + timedelta(days=7),
        )
        heard = session.exec(select(Transcript).where(Transcript.text == answer["text"])).one()
        session.add_all(
            [
                share,
                ResumeSectionRow(
                    resume_id=person.resume_id,
                    order=0,
                    kind=SectionKind.SUMMARY,
                    text=person.marker,
                    embedding=[0.5] * EMBEDDING_DIMENSIONS,
                    embedder="hashing",
                ),
                AnswerVector(
                    transcript_id=heard.id,
                    words=f"'{person.marker}'",
                    morphemes=f"'{person.marker}'",
                    embedding=[0.5] * EMBEDDING_DIMENSIONS,
                    embedder="hashing",
                ),
                DeliverySampleRow(
                    interview_id=person.interview_id,
                    session_id=new_id(),
                    at=1,
                    turn=1,
                    face_detected=True,
                    expression={"joy": 1.0},
                ),
            ]
        )
        person.share_id = share.id
    return person


def traces(installation: Installation, person: Person) -> list[str]:
    """Where anything is left of somebody."""
    ids = (person.marker, person.id, person.interview_id, person.resume_id)
    return sorted(place for place, text in installation.dump().items() if any(one in text for one in ids))
