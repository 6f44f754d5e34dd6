"""A candidate's résumés. To everybody else they do not exist, but for who reads an interview that one was added to
(`recruiting.shared_resumes`).
"""

from collections.abc import Sequence

import structlog
from contracts.errors import Conflict, ResumeNotFound, ResumeNotRead, TooManyResumes
from contracts.resumes import ResumeSection, ResumeState, original_name
from contracts.tasks import EMBED_RESUME, PARSE_RESUME, EmbedResumePayload, ParseResumePayload
from engines.resumes.careers import career_change
from engines.resumes.items import items_of
from persistence.database import AsyncDatabase, run_sync
from persistence.hiring.recruiting import JobPosting, Organisation
from persistence.ids import new_id
from persistence.people.resumes import ResumeRow, ResumeSectionRow, SharedResume
from persistence.record import jobs
from persistence.removal import erasure
from persistence.tables import Interview, User
from runtime.storage.encrypted import EncryptedStore
from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.resumes.schemas import CorrectedSection, ResumeCorrection
from backend_core.resumes.uploads import UploadedResume

log = structlog.get_logger(__name__)

MAX_RESUMES = 20


async def keep(
    database: AsyncDatabase, store: EncryptedStore, candidate_id: str, uploaded: UploadedResume
) -> ResumeRow:
    """Keep the original, encrypted, and have it read. Raises `TooManyResumes`, `StorageFailed`."""
    async with database.transaction() as session:
        # Two uploads at the same moment count each other.
        await session.get_one(User, candidate_id, with_for_update=True)
        owned = select(func.count()).select_from(ResumeRow).where(ResumeRow.candidate_id == candidate_id)
        if (await session.exec(owned)).one() >= MAX_RESUMES:
            raise TooManyResumes(limit=str(MAX_RESUMES))
        resume_id = new_id()
        row = ResumeRow(
            id=resume_id,
            candidate_id=candidate_id,
            file_name=uploaded.file_name,
            format=uploaded.format,
            size=len(uploaded.data),
            file_key=await store.put(original_name(resume_id), uploaded.data),
        )
        session.add(row)
        await session.flush()
        await run_sync(
            session,
            jobs.add,
            PARSE_RESUME,
            ParseResumePayload(resume_id=resume_id),
            unique_key=resume_id,
            resume_id=resume_id,
        )
    log.info("a résumé was uploaded", resume_id=resume_id, format=row.format, size=row.size)
    return row


async def list_own(session: AsyncSession, candidate_id: str) -> Sequence[ResumeRow]:
    """The candidate's résumés, newest first."""
    rows = await session.exec(
        select(ResumeRow).where(ResumeRow.candidate_id == candidate_id).order_by(col(ResumeRow.created_at).desc())
    )
    return rows.all()


async def readers_of(session: AsyncSession, candidate_id: str) -> dict[str, list[str]]:
    """By résumé, the names of the organisations that read it with an interview."""
    rows = await session.exec(
        select(SharedResume.resume_id, Organisation.name)
        .join(Interview, col(Interview.id) == SharedResume.interview_id)
        .join(JobPosting, col(JobPosting.id) == Interview.job_posting_id)
        .join(Organisation, col(Organisation.id) == JobPosting.organisation_id)
        .where(Interview.candidate_id == candidate_id)
        .distinct()
        .order_by(col(Organisation.name))
    )
    readers: dict[str, list[str]] = {}
    for resume_id, name in rows:
        readers.setdefault(resume_id, []).append(name)
    return readers


async def own_resume(
    session: AsyncSession, resume_id: str, candidate_id: str, *, for_update: bool = False
) -> ResumeRow:
    """Raises `ResumeNotFound`, also for one that is somebody else's."""
    row = await session.get(ResumeRow, resume_id, with_for_update=for_update or None)
    if row is None or row.candidate_id != candidate_id:
        raise ResumeNotFound
    return row


async def sections_of(session: AsyncSession, resume_id: str) -> Sequence[ResumeSectionRow]:
    rows = await session.exec(
        select(ResumeSectionRow)
        .where(ResumeSectionRow.resume_id == resume_id)
        .order_by(col(ResumeSectionRow.order), col(ResumeSectionRow.id))
    )
    return rows.all()


async def correct(session: AsyncSession, resume_id: str, candidate_id: str, correction: ResumeCorrection) -> ResumeRow:
    """Write what the candidate says it should be; items and the career change follow from it, vectors later.

    Raises `ResumeNotFound`, `ResumeNotRead`, and `Conflict` where it has changed since the candidate saw it.
    """
    row = await own_resume(session, resume_id, candidate_id, for_update=True)
    if row.state is not ResumeState.PARSED:
        raise ResumeNotRead
    if row.revision != correction.revision:
        raise Conflict
    if "target_role" in correction.model_fields_set:
        row.target_role = correction.target_role
    if correction.sections is not None:
        await _replace_sections(session, row, correction.sections)
    sections = [
        ResumeSection(kind=section.kind, text=section.text, items=items_of(section.kind, section.text))
        for section in await sections_of(session, resume_id)
    ]
    change = career_change(row.target_role, sections)
    row.career_change = change.model_dump(mode="json") if change else None
    row.revision += 1
    await run_sync(
        session,
        jobs.add,
        EMBED_RESUME,
        EmbedResumePayload(resume_id=resume_id),
        unique_key=f"{resume_id}:{row.revision}",
        resume_id=resume_id,
    )
    return row


async def delete(session: AsyncSession, store: EncryptedStore, resume_id: str, candidate_id: str) -> None:
    """The original, then all that was read in it. Raises `ResumeNotFound`, `StorageFailed`: then nothing has gone."""
    row = await own_resume(session, resume_id, candidate_id, for_update=True)
    await store.delete(original_name(resume_id))
    await run_sync(session, erasure.erase_resume, row)


async def _replace_sections(session: AsyncSession, row: ResumeRow, corrected: Sequence[CorrectedSection]) -> None:
    """Those that stay keep their ids, and what they are found by where their words stay too."""
    there = {section.id: section for section in await sections_of(session, row.id)}
    for order, wanted in enumerate(corrected):
        section = there.pop(wanted.id, None) if wanted.id else None
        if wanted.id and section is None:
            raise Conflict
        if section is None:
            section = ResumeSectionRow(resume_id=row.id, order=order, kind=wanted.kind, text=wanted.text)
        if (section.text, section.heading) != (wanted.text, wanted.heading):
            section.be_found_by_nothing()
        section.order, section.kind = order, wanted.kind
        section.heading, section.text = wanted.heading, wanted.text
        section.items = [item.model_dump(mode="json") for item in items_of(wanted.kind, wanted.text)]
        session.add(section)
    for section in there.values():
        await session.delete(section)
    await session.flush()
