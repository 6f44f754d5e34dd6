"""Résumés over HTTP: what is taken and what is refused by its content, corrected and deleted by its owner alone."""

import io
import zipfile
from pathlib import Path

import pytest
from backend_core.seed import embed_resumes_anew, load
from contracts.resumes import MAX_RESUME_BYTES, ResumeState, SectionKind, original_name
from contracts.tasks import EMBED_RESUME, PARSE_RESUME
from engines.embedding.hashing import HashingEmbedder
from persistence.interviews.answer_search import AnswerVector
from persistence.people.resumes import ResumeRow, ResumeSectionRow
from persistence.tables import Job
from sqlalchemy import delete
from sqlmodel import Session, col, select

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512)


def archive(*names: str, comment: bytes = b"") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name in names:
            packed.writestr(name, "application/hwp+zip" if name == "mimetype" else "<x/>")
        packed.comment = comment
    return file.getvalue()


DOCX, HWPX = archive("[Content_Types].xml", "word/document.xml"), archive("mimetype", "Contents/section0.xml")


@pytest.mark.parametrize(
    ("data", "format_"),
    [
        (PDF, "pdf"),
        (DOCX, "docx"),
        (HWPX, "hwpx"),
        ("# 김민서\n백엔드 개발자".encode(), "text"),
        ("백엔드 개발자".encode("cp949"), "text"),
        ("백엔드 개발자".encode("utf-16"), "text"),
    ],
)
def test_a_document_is_what_its_content_says_and_lies_encrypted(core, person, data, format_):
    uploaded = person.upload(data, name="C:\\résumés\\cv.exe")
    assert uploaded.status_code == 201, uploaded.text
    resume = uploaded.json()
    assert (resume["format"], resume["state"], resume["file_name"]) == (format_, "uploaded", "cv.exe")
    assert resume["size"] == len(data)
    with core.database.transaction() as session:
        row = session.get_one(ResumeRow, resume["id"])
        (job,) = session.exec(select(Job).where(Job.resume_id == row.id)).all()
    assert (job.name, job.payload) == (PARSE_RESUME.name, {"resume_id": row.id})
    kept = Path(core.settings.storage_url, original_name(row.id)).read_bytes()
    assert data not in kept
    assert len(kept) > len(data)


@pytest.mark.parametrize(
    ("data", "status", "error"),
    [
        (b"", 422, "ResumeEmpty"),
        (b" \r\n\t ", 422, "ResumeEmpty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), 415, "ResumeKindUnsupported"),
        (b"<!DOCTYPE html><p>cv</p>", 415, "ResumeKindUnsupported"),
        (b"{\\rtf1 cv}", 415, "ResumeKindUnsupported"),
        (OLE, 415, "ResumeKindUnsupported"),
        (archive("xl/workbook.xml"), 415, "ResumeKindUnsupported"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), 422, "ResumeEncrypted"),
        (PDF + DOCX, 415, "ResumePolyglot"),
        (b"GIF89a" + PDF, 415, "ResumePolyglot"),
        (b"words and more words\n" + DOCX, 415, "ResumePolyglot"),
        (archive("mimetype", "word/document.xml"), 415, "ResumePolyglot"),
        (archive("%PDF-1.7", "word/document.xml"), 415, "ResumePolyglot"),
        (b"a" * (MAX_RESUME_BYTES + 1), 413, "ResumeTooLarge"),
        (b"a" * (MAX_RESUME_BYTES + 200_000), 413, "ResumeTooLarge"),
    ],
)
def test_each_kind_of_bad_file_is_refused_with_its_own_error_and_nothing_is_kept(core, person, data, status, error):
    before = {path.name for path in Path(core.settings.storage_url).rglob("*")}
    refused = person.upload(data)
    assert (refused.status_code, refused.json()["error"]) == (status, error)
    assert person.get("/resumes").json() == []
    assert {path.name for path in Path(core.settings.storage_url).rglob("*")} == before


def test_a_form_without_a_file_is_told_so(person):
    without = person.http.post("/resumes/upload", files={"other": b"a"}, headers=person.headers)
    assert (without.status_code, without.json()["error"]) == (422, "InvalidInput")
    assert person.post("/resumes/upload", {"file": "a"}).status_code == 422


@pytest.fixture
def read_resume(core, person) -> str:
    """A résumé that a worker has read."""
    resume_id = str(person.upload(b"Nurse who wants to write software").json()["id"])
    with core.database.transaction() as session:
        row = session.get_one(ResumeRow, resume_id)
        row.state, row.language, row.target_role, row.revision = ResumeState.PARSED, "en", "Nurse", 1
        for order, (kind, text) in enumerate(
            [(SectionKind.EXPERIENCE, "Staff Nurse, St Brannock Hospital, 2016 - 2023"), (SectionKind.SKILLS, "Python")]
        ):
            vector = [0.0] * 1024
            session.add(
                ResumeSectionRow(
                    resume_id=row.id, order=order, kind=kind, text=text, embedding=vector, embedder="hashing"
                )
            )
    return resume_id


def patch(person, resume_id: str, body: object):
    return person.http.patch(f"/resumes/{resume_id}", json=body, headers=person.headers)


def test_corrections_are_kept_and_what_follows_from_them_is_found_anew(core, person, read_resume):
    resume = person.get(f"/resumes/{read_resume}").json()
    nursing, skills = resume["sections"]
    changed = patch(
        person,
        read_resume,
        {
            "revision": 1,
            "target_role": "Software developer",
            "sections": [
                {"kind": "skills", "heading": "Skills", "text": "Python, SQL"},
                {"id": nursing["id"], "kind": "experience", "heading": None, "text": nursing["text"]},
            ],
        },
    )
    assert changed.status_code == 200, changed.text
    after = changed.json()
    assert [item["title"] for item in after["sections"][0]["items"]] == ["Python", "SQL"]
    assert after["sections"][1]["id"] == nursing["id"]
    assert after["sections"][1]["items"] == [
        {
            "title": "Staff Nurse",
            "organisation": "St Brannock Hospital",
            "start": "2016",
            "end": "2023",
            "ongoing": False,
        }
    ]
    assert after["career_change"]["experience_family"] == "health"
    assert after["career_change"]["target_words"] == ["Software developer"]
    assert after["revision"] == 2
    with core.database.transaction() as session:
        rows = session.exec(select(ResumeSectionRow).where(ResumeSectionRow.resume_id == read_resume)).all()
        embeddings = {row.id: row.embedding is not None for row in rows}
        jobs = session.exec(select(Job.name).where(Job.resume_id == read_resume)).all()
    assert embeddings == {after["sections"][0]["id"]: False, nursing["id"]: True}, "unchanged words keep their vector"
    assert skills["id"] not in embeddings
    assert EMBED_RESUME.name in jobs


def test_a_correction_of_what_has_changed_meanwhile_writes_nothing(person, read_resume):
    assert patch(person, read_resume, {"revision": 1, "target_role": "Chef"}).status_code == 200
    stale = patch(person, read_resume, {"revision": 1, "target_role": None})
    assert (stale.status_code, stale.json()["error"]) == (409, "Conflict")
    assert person.get(f"/resumes/{read_resume}").json()["target_role"] == "Chef"


def test_a_section_of_another_resume_cannot_be_claimed(core, person, read_resume):
    section = person.get(f"/resumes/{read_resume}").json()["sections"][0]
    with core.database.transaction() as session:
        other = person.upload(b"Another one of mine").json()["id"]
        session.get_one(ResumeRow, other).state = ResumeState.PARSED
    stolen = patch(person, other, {"revision": 0, "sections": [{**section, "items": []}]})
    assert stolen.status_code == 422, "items are not the candidate's to say"
    del section["items"]
    assert patch(person, other, {"revision": 0, "sections": [section]}).status_code == 409
    assert len(person.get(f"/resumes/{read_resume}").json()["sections"]) == 2


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"revision": 1, "target_role": " "},
        {"revision": 1, "sections": [{"kind": "skills", "text": ""}]},
        {"revision": 1, "sections": [{"kind": "magic", "text": "a"}]},
        {"revision": 1, "sections": [{"kind": "skills", "text": "a" * 20_001}]},
        {"revision": 1, "sections": [{"kind": "skills", "text": "a"}] * 61},
    ],
)
def test_a_correction_that_is_none_is_refused(person, read_resume, body):
    refused = patch(person, read_resume, body)
    assert (refused.status_code, refused.json()["error"]) == (422, "InvalidInput")


def test_what_has_not_been_read_cannot_be_corrected(person):
    resume_id = person.upload(b"A few words").json()["id"]
    early = patch(person, resume_id, {"revision": 0, "target_role": "Chef"})
    assert (early.status_code, early.json()["error"]) == (409, "ResumeNotRead")


def test_a_failure_is_told_in_the_language_of_whoever_asks(core, person):
    resume_id = person.upload(b"A few words").json()["id"]
    with core.database.transaction() as session:
        row = session.get_one(ResumeRow, resume_id)
        row.state, row.error = ResumeState.FAILED, "ResumeEncrypted"
    error = person.get(f"/resumes/{resume_id}").json()["error"]
    assert (error["error"], "password" in error["detail"]) == ("ResumeEncrypted", True)
    korean = person.http.get("/resumes", headers={**person.headers, "Accept-Language": "ko"}).json()
    assert "암호" in korean[0]["error"]["detail"]


def test_deleting_takes_the_original_the_sections_and_the_jobs(core, person, read_resume):
    original = Path(core.settings.storage_url, original_name(read_resume))
    assert original.exists()
    deleted = person.http.delete(f"/resumes/{read_resume}", headers=person.headers)
    assert deleted.status_code == 204
    assert not original.exists()
    assert person.get(f"/resumes/{read_resume}").status_code == 404
    with core.database.transaction() as session:
        for table in (ResumeSectionRow, Job):
            assert session.exec(select(table).where(table.resume_id == read_resume)).all() == []


def test_more_than_twenty_are_refused_until_one_is_deleted(person):
    ids = [person.upload(b"A few words").json()["id"] for _ in range(20)]
    full = person.upload(b"A few words")
    assert (full.status_code, full.json()["error"]) == (409, "TooManyResumes")
    assert "20" in full.json()["detail"]
    person.http.delete(f"/resumes/{ids[0]}", headers=person.headers)
    assert person.upload(b"A few words").status_code == 201


def test_vectors_of_another_model_are_asked_for_anew_once(core, person):
    kept, stale = (person.upload(PDF).json()["id"] for _ in range(2))
    embedder = HashingEmbedder()
    with Session(core.database.engine) as session:
        for resume_id, name in ((kept, embedder.name), (stale, "earlier")):
            section = ResumeSectionRow(resume_id=resume_id, order=0, kind=SectionKind.SKILLS, text="x", embedder=name)
            section.words = section.morphemes = "'x':1"
            session.add(section)
        session.flush()
        for _ in range(2):
            embed_resumes_anew(session, embedder)
        asked = session.exec(select(Job).where(Job.name == EMBED_RESUME.name, col(Job.resume_id).in_([kept, stale])))
        assert [job.resume_id for job in asked] == [stale]
        session.rollback()


def test_loading_tells_whether_a_vector_was_left_to_be_made(core, person):
    resume_id = person.upload(PDF).json()["id"]
    embedder = HashingEmbedder()
    with Session(core.database.engine) as session:
        for table in (ResumeSectionRow, AnswerVector):
            session.exec(delete(table))
        assert load(session, [], embedder)
        session.add(
            ResumeSectionRow(resume_id=resume_id, order=0, kind=SectionKind.SKILLS, text="x", embedder="earlier")
        )
        session.flush()
        assert not load(session, [], embedder)
        session.rollback()
