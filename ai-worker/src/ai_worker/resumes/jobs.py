"""`tasks.resume.parse` and `tasks.resume.embed`."""

import asyncio
from collections.abc import Callable
from functools import cached_property, partial

import structlog
from contracts.base import Language
from contracts.errors import ResumeReadingFailed, StorageFailed, UnusableResume
from contracts.resumes import Resume, ResumeState, original_name
from contracts.tasks import EMBED_RESUME, EmbedResumePayload, ParseResumePayload
from engines.embedding import Embedder
from engines.embedding.factory import embedder_from
from engines.text.words import has_hangul
from persistence.database import Database
from persistence.people.resumes import ResumeRow, ResumeSectionRow
from persistence.record import jobs
from sqlalchemy import ColumnElement, and_, delete, update
from sqlmodel import Session, col, select

from ai_worker.found_by import words_of
from ai_worker.resumes.reading import read_limited
from ai_worker.settings import WorkerSettings

log = structlog.get_logger(__name__)


class ResumeParsing:
    """Reads an original and puts its sections on the record; what is wrong with a document is a result too."""

    def __init__(self, settings: WorkerSettings) -> None:
        self._settings = settings

    def __call__(self, database: Database, payload: ParseResumePayload) -> Callable[[Session], None]:
        with database.transaction() as session:
            row = session.get_one(ResumeRow, payload.resume_id)
            row.state = ResumeState.PARSING
        store = self._settings.private_store()
        original = asyncio.run(store.get(original_name(row.id), row.file_key))
        if original is None:
            log.error("a résumé's original is gone", resume_id=row.id)
            raise StorageFailed
        try:
            resume = read_limited(original, row.format)
        except UnusableResume as error:
            log.info("a résumé cannot be used", resume_id=row.id, error=error.code, format=row.format)
            return partial(_record_failure, resume_id=row.id, error=error.code)
        log.info("a résumé was read", resume_id=row.id, format=row.format, sections=len(resume.sections))
        return partial(_record, resume_id=row.id, resume=resume)


class ResumeEmbedding:
    """Makes what sections are found by: words at once, and the vectors of those that have none of their present text,
    or another model's, for which the job waits while that model is away.
    """

    def __init__(self, settings: WorkerSettings) -> None:
        self._settings = settings

    @cached_property
    def _embedder(self) -> Embedder:
        """Made with the first résumé: a model loads for seconds."""
        return embedder_from(self._settings)

    def __call__(self, database: Database, payload: EmbedResumePayload) -> Callable[[Session], None]:
        with database.transaction() as session:
            sections = session.exec(
                select(ResumeSectionRow).where(ResumeSectionRow.resume_id == payload.resume_id)
            ).all()
            for row in sections:
                if row.words is None:
                    session.exec(update(ResumeSectionRow).where(_is_still(row)).values(**_words(row)))
        waiting = [row for row in sections if row.embedder != self._embedder.name]
        vectors = self._embedder.embed([_text(row) for row in waiting]) if waiting else []

        def write(session: Session) -> None:
            for row, vector in zip(waiting, vectors, strict=True):
                session.exec(
                    update(ResumeSectionRow)
                    .where(_is_still(row))
                    .values(embedding=vector, embedder=self._embedder.name)
                )

        return write


def _text(row: ResumeSectionRow) -> str:
    return f"{row.heading or ''}\n{row.text}"


def _words(row: ResumeSectionRow) -> dict[str, ColumnElement[str]]:
    text = _text(row)
    return words_of(text, Language.KO if has_hangul(text) else Language.EN)


def _is_still(row: ResumeSectionRow) -> ColumnElement[bool]:
    """A section that was corrected meanwhile has a job of its own."""
    return and_(
        col(ResumeSectionRow.id) == row.id,
        col(ResumeSectionRow.text) == row.text,
        col(ResumeSectionRow.heading).is_not_distinct_from(row.heading),
    )


def give_up(session: Session, payload: ParseResumePayload) -> None:
    """The reading itself failed, every time: its candidate is told, and may upload again."""
    _record_failure(session, resume_id=payload.resume_id, error=ResumeReadingFailed.__name__)


def _record_failure(session: Session, *, resume_id: str, error: str) -> None:
    row = session.get_one(ResumeRow, resume_id)
    row.state, row.error = ResumeState.FAILED, error


def _record(session: Session, *, resume_id: str, resume: Resume) -> None:
    row = session.get_one(ResumeRow, resume_id)
    row.state, row.error = ResumeState.PARSED, None
    row.language, row.target_role = resume.language, resume.target_role
    row.career_change = resume.career_change.model_dump(mode="json") if resume.career_change else None
    row.revision += 1
    session.exec(delete(ResumeSectionRow).where(col(ResumeSectionRow.resume_id) == resume_id))
    session.add_all(
        ResumeSectionRow(
            resume_id=resume_id,
            order=order,
            kind=section.kind,
            heading=section.heading,
            text=section.text,
            items=[item.model_dump(mode="json") for item in section.items],
        )
        for order, section in enumerate(resume.sections)
    )
    jobs.add(
        session,
        EMBED_RESUME,
        EmbedResumePayload(resume_id=resume_id),
        unique_key=f"{resume_id}:{row.revision}",
        resume_id=resume_id,
    )
