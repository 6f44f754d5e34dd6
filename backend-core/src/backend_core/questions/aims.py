"""What an interview is to be about: its posting, its company, and the candidate's résumé."""

import asyncio
from collections.abc import Sequence

import structlog
from contracts.errors import ResumeNotFound, ResumeNotRead
from contracts.resumes import ResumeState, SectionKind
from contracts.trace import PlanSource
from engines.text.folding import fold
from engines.text.words import bare_words, content_tokens
from persistence.people.resumes import ResumeRow, ResumeSectionRow
from persistence.tables import InterviewAim
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.interviews.schemas import NewInterview
from backend_core.questions.search import QueryReader

log = structlog.get_logger(__name__)

KINDS = (SectionKind.PROJECTS, SectionKind.EXPERIENCE, SectionKind.SKILLS)
"""Sections that technical questions come near, those first that tell most."""
MOST_SECTIONS = 4
MOST_WORDS = 200
LONGEST_PROJECT = 60
PATIENCE = 3.0
"""Seconds that an interview's making waits for vectors; it goes on by words."""


async def aims_of(
    session: AsyncSession, reader: QueryReader, candidate_id: str, wanted: NewInterview
) -> list[InterviewAim]:
    """Of an interview that is yet to be made. Raises `ResumeNotFound`, and `ResumeNotRead` before its sections."""
    aims = [_section_aim(section) for section in await _sections(session, candidate_id, wanted.resume_id)]
    if wanted.job_description:
        aims.append(aim_of("posting", wanted.job_description))
    if wanted.company_profile:
        aims.append(aim_of("company", wanted.company_profile))
    await embed(reader, aims)
    return aims


def aim_of(source: PlanSource, text: str) -> InterviewAim:
    """What questions near `text` are found by, but for its vector. Of no interview yet."""
    folded = fold(text).text
    words = list(dict.fromkeys(content_tokens(folded)))
    return InterviewAim(
        interview_id="",
        order=0,
        source=source,
        text=text,
        words=words[:MOST_WORDS],
        morphemes=bare_words(folded)[:MOST_WORDS],
    )


async def embed(reader: QueryReader, aims: Sequence[InterviewAim]) -> None:
    """Give those a vector that have none of this embedder; where that takes too long, the rest go without."""
    try:
        async with asyncio.timeout(PATIENCE):
            for aim in aims:
                await _embed(reader, aim)
    except TimeoutError:
        log.warning("an interview is planned without some vectors", engine=reader.embedder_name)


async def _sections(session: AsyncSession, candidate_id: str, resume_id: str | None) -> Sequence[ResumeSectionRow]:
    if resume_id is None:
        return []
    resume = await session.get(ResumeRow, resume_id)
    if resume is None or resume.candidate_id != candidate_id:
        raise ResumeNotFound
    if resume.state is not ResumeState.PARSED:
        raise ResumeNotRead
    rows = await session.exec(
        select(ResumeSectionRow)
        .where(ResumeSectionRow.resume_id == resume_id, col(ResumeSectionRow.kind).in_(KINDS))
        .order_by(col(ResumeSectionRow.order))
    )
    return sorted(rows, key=lambda section: KINDS.index(section.kind))[:MOST_SECTIONS]


def _section_aim(section: ResumeSectionRow) -> InterviewAim:
    aim = aim_of("resume", section.text)
    aim.text = None
    aim.section_id, aim.name = section.id, section.heading
    aim.project = _project(section)
    aim.embedding, aim.embedder = section.embedding, section.embedder
    return aim


def _project(section: ResumeSectionRow) -> str | None:
    """A name that can be said within a question; nothing that could be taken for more than a name."""
    if section.kind is not SectionKind.PROJECTS:
        return None
    titles = (" ".join(str(item.get("title") or "").split()) for item in section.items)
    return next((title for title in titles if 1 < len(title) <= LONGEST_PROJECT and _is_a_name(title)), None)


def _is_a_name(title: str) -> bool:
    return title.isprintable() and not any(sign in title for sign in '{}<>?!"“”')


async def _embed(reader: QueryReader, aim: InterviewAim) -> None:
    if aim.embedding is not None and aim.embedder == reader.embedder_name:
        return
    aim.embedding, aim.embedder = None, None
    if aim.text is not None:
        aim.embedding = await reader.vector_of(aim.text)
        aim.embedder = reader.embedder_name if aim.embedding is not None else None
