"""All that is held on somebody, for them: every table, nothing of others, and the files as they were."""

import io
import json
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import httpx
import pytest
from backend_core.auth.tokens import make_export_token, read_access_token
from backend_core.rights import endpoints, export
from backend_core.rights.export.archive import Document, Original, Part, zipped
from backend_core.rights.export.held import EXPORTED, LEFT_OUT
from callers import CALIBRATION
from contracts.audit import AuditAction, AuditSubject
from contracts.base import Language
from contracts.errors import StorageFailed
from contracts.recruiting import MemberRole
from contracts.resumes import SectionKind, original_name
from contracts.reviews import Outcome
from contracts.rights import GroupDimension, ObjectionKind
from judged_screening import judged
from limits import RateLimitItemPerHour
from organisations import invitation_to, open_posting, screening_interview
from persistence.columns import utc_now
from persistence.hiring.reviews import Decision, ReviewNote
from persistence.ids import new_id
from persistence.interviews.corrections import Correction
from persistence.interviews.delivery import DeliverySampleRow, DeliveryScores, DeliveryVoice
from persistence.interviews.shares import Share
from persistence.people.resumes import ResumeSectionRow, SharedResume
from persistence.people.rights import DeclaredGroup, Objection
from persistence.record import audit
from persistence.record.audit import AuditEntry
from persistence.tables import InterviewAim, Table, Transcript, User
from sqlmodel import col, select

from conftest import PASSWORD, Core, Person

RESUME = "Kim Minseo, 백엔드 개발자".encode()
CHUNKS = [b"webm" + bytes([number]) * 90_000 for number in range(2)]
NOTE = "Seemed nervous to me."


@dataclass
class Held:
    """What an export holds, and whose it is."""

    person: Person
    practice_id: str
    resume_id: str
    recruiter: Person

    def fetch(self, language: str = "en") -> ZipFile:
        opened = self.person.post("/users/me/export", {"password": PASSWORD})
        assert opened.status_code == 204, opened.text
        fetched = self.person.http.get("/users/me/export", params={"language": language})
        assert (fetched.status_code, fetched.headers["content-type"]) == (200, "application/zip"), fetched.text
        assert fetched.headers["cache-control"] == "private, no-store"
        archive = ZipFile(io.BytesIO(fetched.content))
        assert archive.testzip() is None
        return archive


@pytest.fixture(scope="module")
def held(core: Core) -> Iterator[Held]:
    """Somebody with a row in every table that is exported: a candidate in practice and in screening, and a member."""
    person, recruiter = core.person(), core.person()
    person.consent("transcription", "delivery", "recording")
    person.http.put("/users/me/calibrations/camera-1", json=CALIBRATION.model_dump(), headers=person.headers)
    resume_id = person.upload(RESUME, "이력서 (최종).txt").json()["id"]
    practice_id, question = person.live_interview()
    answer = {"interview_id": practice_id, "turn": 1, "question_id": question["id"], "text": "Yes.", "source": "typed"}
    person.post("/transcripts", answer).raise_for_status()
    place = f"/interviews/{practice_id}/recordings/{question['id']}"
    for number, chunk in enumerate(CHUNKS):
        headers = {**person.headers, "Content-Type": "video/webm"}
        person.http.put(f"{place}/{number}", content=chunk, headers=headers).raise_for_status()
    person.post(f"{place}/finish", {"chunks": 2, "seconds": 10.0}).raise_for_status()
    person.post(f"/interviews/{practice_id}/complete").raise_for_status()
    person.post(f"/interviews/{practice_id}/feedback", {"rating": 4}).raise_for_status()
    with core.database.transaction() as session:
        user = session.get_one(User, person.id)
        heard = session.exec(select(Transcript.id).where(Transcript.interview_id == practice_id)).first()
        session.add_all(
            [
                DeliverySampleRow(interview_id=practice_id, session_id=new_id(), at=1, turn=1, face_detected=True),
                DeliveryVoice(interview_id=practice_id, turn=1, metrics={"loudness": -20}),
                DeliveryScores(interview_id=practice_id, scores={}),
                Correction(transcript_id=heard, text="Yes!", runs=[], letters=3, letter_errors=0),
                ResumeSectionRow(resume_id=resume_id, order=0, kind=SectionKind.SUMMARY, text="Backend."),
                Share(interview_id=practice_id, token_hash=new_id(), parts=["scores"], expires_at=utc_now()),
                InterviewAim(interview_id=practice_id, order=0, source="posting", text="A job", words=[], morphemes=[]),
            ]
        )
        open_posting(session, {person.id: MemberRole.REVIEWER})
        posting = open_posting(session, {recruiter.id: MemberRole.RECRUITER})
        screening = screening_interview(session, posting, person.id, Language.EN)
        judged(session, screening, 3, rationale="Missing: rollback.", missing=["rollback"])
        invitation, _ = invitation_to(session, posting)
        invitation.candidate_id, invitation.interview_id, invitation.accepted_at = person.id, screening.id, utc_now()
        invitation.created_by = recruiter.id
        given = {"interview_id": screening.id, "made_by": recruiter.id}
        objection = Objection(
            interview_id=screening.id, kind=ObjectionKind.OBJECTION, text="I was misheard.", due_at=utc_now()
        )
        objection.answer, objection.answered_by, objection.answered_at = "We listened.", recruiter.id, utc_now()
        session.add_all(
            [
                SharedResume(interview_id=screening.id, resume_id=resume_id),
                objection,
                DeclaredGroup(interview_id=screening.id, dimension=GroupDimension.GENDER, value="woman"),
                ReviewNote(**given, text=NOTE),
                Decision(**given, outcome=Outcome.HOLD, reason=NOTE),
            ]
        )
        where = {"organisation_id": posting.organisation_id}
        member = session.get_one(User, recruiter.id)
        audit.record(session, member, AuditAction.REPORT_VIEWED, AuditSubject.INTERVIEW, screening.id, **where)
        audit.record(session, member, AuditAction.MEMBER_JOINED, AuditSubject.USER, user.id, **where)
    yield Held(person, practice_id, resume_id, recruiter)
    person.http.close()
    recruiter.http.close()


@pytest.fixture(scope="module")
def archive(held: Held) -> ZipFile:
    return held.fetch()


def test_each_table_is_exported_or_left_out_for_a_reason():
    assert not EXPORTED.keys() & LEFT_OUT.keys()
    assert EXPORTED.keys() | LEFT_OUT.keys() == Table.metadata.tables.keys(), "decide it in backend_core/rights/export"
    for name, without in EXPORTED.items():
        columns = Table.metadata.tables[name].columns.keys()
        assert without <= set(columns), name
        secrets = [one for one in columns if re.search(r"_hash$|_key$|^secret|^token|^embed", one)]
        assert set(secrets) <= without, name


def test_every_column_of_every_exported_table_is_there(archive: ZipFile):
    found = list(_objects(archive))
    # These stand there in the form in which the pages show them.
    otherwise = {"evaluation_reports": "/report.json", "declared_groups": "/groups.json", "recording_chunks": ".webm"}
    for table, without in EXPORTED.items():
        if table in otherwise:
            assert any(name.endswith(otherwise[table]) for name in archive.namelist()), table
            continue
        columns = set(Table.metadata.tables[table].columns.keys()) - without
        assert any(columns <= one.keys() for one in found), table


def test_files_come_as_they_were(archive: ZipFile):
    assert archive.read("resumes/1/original.txt") == RESUME
    (recording,) = [name for name in archive.namelist() if name.endswith("/recordings/question-1-take-1.webm")]
    assert archive.read(recording) == b"".join(CHUNKS)
    assert "missing.json" not in archive.namelist()


def test_a_file_that_the_storage_lost_is_named_and_the_rest_comes(core: Core, held: Held):
    original = Path(str(core.settings.storage_url), original_name(held.resume_id))
    away = original.rename(original.with_suffix(".away"))
    archive = held.fetch()
    away.rename(original)
    assert json.loads(archive.read("missing.json")) == ["resumes/1/original.txt"]
    assert any(name.endswith(".webm") for name in archive.namelist())


def test_nothing_of_others_and_nothing_that_others_are_still_to_be_asked(held: Held, archive: ZipFile):
    by_name = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".json")}
    whole = "\n".join(by_name.values())
    for secret in (held.recruiter.id, held.recruiter.email, NOTE, "argon2", '"hold"'):
        assert secret not in whole, secret
    screening = {
        name.rpartition("/")[2]: text for name, text in by_name.items() if name.startswith(_screening(archive))
    }
    assert {"questions.json", "evaluations.json", "report.json", "explanation.json"} <= screening.keys()
    for name in ("questions.json", "evaluations.json", "report.json"):
        assert not re.search(r"Missing|rollback|Band 3\.|key_points\": \[", screening[name]), name
    assert json.loads(screening["evaluations.json"])[0]["criteria"][0]["band"] == 3
    assert "report.viewed" in screening["explanation.json"]
    assert "delivery.json" not in screening
    practice = by_name[next(name for name in by_name if name.endswith(f"{held.practice_id[-8:]}/questions.json"))]
    assert '"model_answer"' in practice


def test_what_was_done_to_an_account_says_as_whom_and_not_who(core: Core, held: Held, archive: ZipFile):
    entries = json.loads(archive.read("activity.json"))
    joined = next(entry for entry in entries if entry["action"] == "member.joined")
    assert (joined["by_you"], joined["actor_role"]) == (False, "candidate")
    assert not {"actor_id", "organisation_id", "details"} & joined.keys()
    # The export itself is on the log before it begins.
    assert any(entry["by_you"] and entry["action"] == "user.exported" for entry in entries)
    with core.database.transaction() as session:
        theirs = select(AuditEntry).where(col(AuditEntry.actor_id) == held.person.id)
        assert "user.exported" in {entry.action for entry in session.exec(theirs)}


@pytest.mark.parametrize("language", list(Language))
def test_the_readme_explains_each_file(held: Held, language: Language):
    archive = held.fetch(language)
    readme = archive.read("README.md").decode()
    assert readme.strip() == files(export).joinpath(f"README.{language}.md").read_text("utf-8").strip()
    for name in archive.namelist():
        known = name.rpartition("/")[2] if name.startswith("interviews/") else name
        known = f"recordings/{known}" if "/recordings/" in name else known.replace("original.txt", "original.…")
        assert name == "README.md" or f"`{known}`" in readme, name


def test_it_takes_the_password_and_the_browser_that_gave_it(core: Core, person: Person):
    def refused(answer: httpx.Response) -> tuple[int, str]:
        return answer.status_code, answer.json()["error"]

    assert refused(person.post("/users/me/export", {"password": "another"})) == (403, "WrongPassword")
    # An access token alone is not enough, nor is one in the cookie's place, nor the cookie in a token's place.
    assert refused(person.get("/users/me/export")) == (404, "LinkExpired")
    key = core.settings.secret_key.get_secret_value()
    person.http.cookies.set("visavis_export", person.token)
    assert refused(person.http.get("/users/me/export")) == (404, "LinkExpired")
    bearer = {"Authorization": f"Bearer {make_export_token(read_access_token(person.token, key), key)}"}
    assert refused(person.http.get("/users/me", headers=bearer)) == (401, "NotSignedIn")


def test_it_is_not_fetched_without_end(monkeypatch: pytest.MonkeyPatch, person: Person):
    monkeypatch.setattr(endpoints, "EXPORTS", RateLimitItemPerHour(1))
    person.post("/users/me/export", {"password": PASSWORD}).raise_for_status()
    assert [person.http.get("/users/me/export").status_code for _ in range(2)] == [200, 429]


def test_an_account_with_nothing_has_an_export_too(person: Person):
    names = Held(person, "", "", person).fetch().namelist()
    assert names == ["README.md", "account.json", "invitations.json", "calibrations.json", "activity.json"]


async def test_what_is_written_is_handed_on_before_the_next_piece_is_read():
    read = 0

    async def pieces() -> AsyncIterator[bytes]:
        nonlocal read
        for _ in range(8):
            read += 1
            yield b"x" * 2**16

    async def parts() -> AsyncIterator[Part]:
        yield Original("long.webm", 8 * 2**16, pieces())
        yield Document("a.json", {"말": "네"})

    handed_on, sizes = b"", []
    async for piece in zipped(parts(), utc_now()):
        handed_on += piece
        sizes.append(len(piece))
        assert len(handed_on) >= min(read, 8) * 2**16
    assert max(sizes) < 2**17
    archive = ZipFile(io.BytesIO(handed_on))
    assert archive.read("long.webm") == b"x" * 2**19
    assert json.loads(archive.read("a.json")) == {"말": "네"}


async def test_a_file_that_breaks_off_is_named_too():
    async def pieces() -> AsyncIterator[bytes]:
        yield b"half"
        raise StorageFailed

    async def parts() -> AsyncIterator[Part]:
        yield Original("half.webm", 8, pieces())

    archive = ZipFile(io.BytesIO(b"".join([piece async for piece in zipped(parts(), utc_now())])))
    assert archive.read("half.webm") == b"half"
    assert json.loads(archive.read("missing.json")) == ["half.webm"]


def _screening(archive: ZipFile) -> str:
    """The folder of the one that has an explanation."""
    return next(name for name in archive.namelist() if name.endswith("/explanation.json")).rpartition("/")[0]


def _objects(archive: ZipFile) -> Iterator[dict[str, Any]]:
    for name in archive.namelist():
        if name.endswith(".json"):
            yield from _within(json.loads(archive.read(name)))


def _within(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from _within(one)
    elif isinstance(value, list):
        for one in value:
            yield from _within(one)
