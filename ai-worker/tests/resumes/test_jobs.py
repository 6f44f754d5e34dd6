"""Résumés as jobs: read, put on the record, embedded; a failure is a state that says why."""

import asyncio
import logging
import os
import secrets
from pathlib import Path

import ai_worker.jobs
import ai_worker.resumes.jobs
import ai_worker.resumes.reading
import pytest
import structlog
from ai_worker.resumes.jobs import give_up
from ai_worker.runners import make_runners
from ai_worker.settings import WorkerSettings
from contracts.resumes import ResumeFormat, ResumeState, SectionKind, original_name
from contracts.tasks import EMBED_RESUME, PARSE_RESUME, EmbedResumePayload, ParseResumePayload
from engines.embedding.hashing import HashingEmbedder
from engines.llm.rubric import RubricJudge
from persistence.database import Database
from persistence.ids import new_id
from persistence.people.resumes import ResumeRow, ResumeSectionRow
from persistence.record import jobs
from persistence.tables import Job, JobState, User
from pydantic import SecretStr
from sqlmodel import col, select
from structlog.testing import LogCapture
from ten import KOREAN_TEXT

LEASE = WorkerSettings.model_fields["job_lease"].default


@pytest.fixture
def settings(tmp_path: Path) -> WorkerSettings:
    key = SecretStr(secrets.token_urlsafe(48))
    return WorkerSettings.model_construct(job_lease=LEASE, storage_url=os.fspath(tmp_path), storage_key=key)


def uploaded(database: Database, settings: WorkerSettings, data: bytes) -> tuple[str, str]:
    """As backend-core does it: the résumé's id and its job's."""
    resume_id = new_id()
    wrapped = asyncio.run(settings.private_store().put(original_name(resume_id), data))
    user = User(email=f"{new_id()}@example.org", username=new_id(), password_hash="-", full_name="Somebody")
    row = ResumeRow(
        id=resume_id,
        candidate_id=user.id,
        file_name="cv.txt",
        format=ResumeFormat.TEXT,
        size=len(data),
        file_key=wrapped,
    )
    with database.transaction() as session:
        session.add(user)
        session.flush()
        session.add(row)
        session.flush()
        payload = ParseResumePayload(resume_id=resume_id)
        job_id = jobs.add(session, PARSE_RESUME, payload, unique_key=resume_id, resume_id=resume_id)
    assert job_id
    return resume_id, job_id


def seen(database: Database, resume_id: str) -> tuple[ResumeRow, list[ResumeSectionRow], list[Job]]:
    with database.transaction() as session:
        sections = select(ResumeSectionRow).where(ResumeSectionRow.resume_id == resume_id)
        found = session.exec(sections.order_by(col(ResumeSectionRow.order))).all()
        its_jobs = session.exec(select(Job).where(Job.resume_id == resume_id).order_by(col(Job.created_at))).all()
        return session.get_one(ResumeRow, resume_id), list(found), list(its_jobs)


def test_a_resume_is_read_and_embedded_and_nothing_of_it_is_logged(
    database: Database, settings: WorkerSettings, monkeypatch: pytest.MonkeyPatch
):
    logged = LogCapture()
    everything = structlog.make_filtering_bound_logger(logging.DEBUG)
    log = structlog.wrap_logger(structlog.PrintLogger(), processors=[logged], wrapper_class=everything)
    for module in (ai_worker.jobs, ai_worker.resumes.jobs, ai_worker.resumes.reading):
        monkeypatch.setattr(module, "log", log)
    resume_id, job_id = uploaded(database, settings, KOREAN_TEXT.encode())
    runners = make_runners(settings, database, RubricJudge())
    runners[PARSE_RESUME.name].run(job_id)
    resume, sections, (parse, embed) = seen(database, resume_id)
    assert (parse.state, embed.name) == (JobState.DONE, EMBED_RESUME.name)
    assert (resume.state, resume.language, resume.target_role) == (ResumeState.PARSED, "ko", "품질관리 엔지니어")
    assert [section.kind for section in sections] == [
        SectionKind.OTHER,
        SectionKind.TARGET_ROLE,
        SectionKind.EXPERIENCE,
        SectionKind.EDUCATION,
        SectionKind.SKILLS,
        SectionKind.OTHER,
    ]
    assert {section.embedder for section in sections} == {None}
    runners[EMBED_RESUME.name].run(embed.id)
    _, embedded, _ = seen(database, resume_id)
    expected = HashingEmbedder().embed([f"{section.heading or ''}\n{section.text}" for section in sections])
    for section, vector in zip(embedded, expected, strict=True):
        assert (section.embedder, list(section.embedding)) == ("hashing", pytest.approx(vector, abs=1e-6))
    said = str(logged.entries)
    assert resume_id in said
    assert not any(word in said for word in ("김도현", "한결정밀", "품질", "cv.txt"))


def test_an_unusable_document_is_a_result_and_not_tried_again(database: Database, settings: WorkerSettings):
    resume_id, job_id = uploaded(database, settings, b"three small words")
    make_runners(settings, database, RubricJudge())[PARSE_RESUME.name].run(job_id)
    resume, sections, (job,) = seen(database, resume_id)
    assert (resume.state, resume.error, sections) == (ResumeState.FAILED, "ResumeHasNoText", [])
    assert (job.state, job.attempts) == (JobState.DONE, 1)


def test_a_storage_that_fails_is_tried_again_and_in_the_end_told(database: Database, settings: WorkerSettings):
    resume_id, job_id = uploaded(database, settings, KOREAN_TEXT.encode())
    asyncio.run(settings.private_store().delete(original_name(resume_id)))
    make_runners(settings, database, RubricJudge())[PARSE_RESUME.name].run(job_id)
    resume, _, (job,) = seen(database, resume_id)
    assert (job.state, resume.state) == (JobState.QUEUED, ResumeState.PARSING)
    with database.transaction() as session:
        give_up(session, ParseResumePayload(resume_id=resume_id))
    resume, _, _ = seen(database, resume_id)
    assert (resume.state, resume.error) == (ResumeState.FAILED, "ResumeReadingFailed")


def test_a_section_that_was_corrected_meanwhile_keeps_no_old_vector(database: Database, settings: WorkerSettings):
    resume_id, job_id = uploaded(database, settings, KOREAN_TEXT.encode())
    runners = make_runners(settings, database, RubricJudge())
    runners[PARSE_RESUME.name].run(job_id)
    _, sections, (_, embed) = seen(database, resume_id)

    class Correcting:
        name = "slow"

        def embed(self, texts: list[str]) -> list[list[float]]:
            with database.transaction() as session:
                session.get_one(ResumeSectionRow, sections[0].id).text = "corrected"
            return HashingEmbedder().embed(texts)

    handler = runners[EMBED_RESUME.name]._handler  # type: ignore[union-attr]
    handler.__dict__["_embedder"] = Correcting()
    runners[EMBED_RESUME.name].run(embed.id)
    _, after, _ = seen(database, resume_id)
    assert [section.embedding is None for section in after] == [True] + [False] * (len(after) - 1)


def test_another_model_embeds_what_the_one_before_embedded_and_nothing_twice(
    database: Database, settings: WorkerSettings
):
    class Another:
        name = "another"

        def __init__(self) -> None:
            self.texts: list[str] = []

        def embed(self, texts: list[str]) -> list[list[float]]:
            self.texts += texts
            return HashingEmbedder().embed(texts)

    resume_id, job_id = uploaded(database, settings, KOREAN_TEXT.encode())
    runners = make_runners(settings, database, RubricJudge())
    runners[PARSE_RESUME.name].run(job_id)
    _, sections, (_, embed) = seen(database, resume_id)
    runners[EMBED_RESUME.name].run(embed.id)
    another = Another()
    runners[EMBED_RESUME.name]._handler.__dict__["_embedder"] = another  # type: ignore[union-attr]
    for _ in range(2):
        with database.transaction() as session:
            payload = EmbedResumePayload(resume_id=resume_id)
            again = jobs.add(session, EMBED_RESUME, payload, unique_key=resume_id, resume_id=resume_id, again=True)
        assert again
        runners[EMBED_RESUME.name].run(again)
    _, after, _ = seen(database, resume_id)
    assert {section.embedder for section in after} == {"another"}
    assert len(another.texts) == len(sections)
