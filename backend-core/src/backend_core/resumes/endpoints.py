"""`/resumes`."""

from http import HTTPStatus

from contracts.base import Id, Language
from contracts.errors import ErrorBody, VisavisError
from contracts.resumes import CareerChange, ResumeItem
from fastapi import Request, Response
from persistence.people.resumes import ResumeRow, ResumeSectionRow
from runtime.http import request_language
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.dependencies import Candidate, CandidateId, DatabaseDep, SessionDep, Settings
from backend_core.resumes import service
from backend_core.resumes.schemas import ResumeCorrection, ResumeOut, ResumeSummary, SectionOut
from backend_core.resumes.uploads import BODY, uploaded_resume
from backend_core.routing import AreaRouter

router = AreaRouter(tags=["résumés"])


@router.post("/resumes/upload", status_code=HTTPStatus.CREATED, openapi_extra=BODY)
async def upload_resume(
    request: Request, candidate_id: CandidateId, database: DatabaseDep, settings: Settings
) -> ResumeSummary:
    """Keep a PDF, DOCX, HWPX, Markdown or text file of at most 10 MiB, and have it read."""
    store = settings.private_store()
    row = await service.keep(database, store, candidate_id, await uploaded_resume(request))
    return _summary(row, request_language(request), [])


@router.get("/resumes")
async def list_resumes(request: Request, candidate: Candidate, session: SessionDep) -> list[ResumeSummary]:
    """The caller's own, newest first."""
    readers = await service.readers_of(session, candidate.id)
    rows = await service.list_own(session, candidate.id)
    return [_summary(row, request_language(request), readers.get(row.id, [])) for row in rows]


@router.get("/resumes/{resume_id}")
async def read_resume(request: Request, resume_id: Id, candidate: Candidate, session: SessionDep) -> ResumeOut:
    """What was read in it, to be corrected."""
    row = await service.own_resume(session, resume_id, candidate.id)
    return await _whole(session, row, request_language(request))


@router.patch("/resumes/{resume_id}")
async def correct_resume(
    request: Request, resume_id: Id, correction: ResumeCorrection, *, candidate: Candidate, session: SessionDep
) -> ResumeOut:
    """Correct the target role and the sections."""
    row = await service.correct(session, resume_id, candidate.id, correction)
    return await _whole(session, row, request_language(request))


@router.delete("/resumes/{resume_id}", status_code=HTTPStatus.NO_CONTENT)
async def delete_resume(resume_id: Id, candidate: Candidate, session: SessionDep, settings: Settings) -> Response:
    """The original, what was read in it, and its vectors; organisations that it was given to lose it too."""
    await service.delete(session, settings.private_store(), resume_id, candidate.id)
    return Response(status_code=HTTPStatus.NO_CONTENT)


def _summary(row: ResumeRow, language: Language, read_by: list[str]) -> ResumeSummary:
    return ResumeSummary(
        id=row.id,
        file_name=row.file_name,
        format=row.format,
        size=row.size,
        state=row.state,
        error=_error(row.error, language),
        language=row.language,
        target_role=row.target_role,
        created_at=row.created_at,
        read_by=read_by,
    )


async def _whole(session: AsyncSession, row: ResumeRow, language: Language) -> ResumeOut:
    sections = await service.sections_of(session, row.id)
    readers = await service.readers_of(session, row.candidate_id)
    return ResumeOut(
        **dict(_summary(row, language, readers.get(row.id, []))),
        sections=[_section(section) for section in sections],
        career_change=CareerChange.model_validate(row.career_change) if row.career_change else None,
        revision=row.revision,
    )


def _section(row: ResumeSectionRow) -> SectionOut:
    items = [ResumeItem.model_validate(item) for item in row.items]
    return SectionOut(id=row.id, kind=row.kind, heading=row.heading, text=row.text, items=items)


def _error(code: str | None, language: Language) -> ErrorBody | None:
    return VisavisError.kind_of(code)().body(language) if code else None
