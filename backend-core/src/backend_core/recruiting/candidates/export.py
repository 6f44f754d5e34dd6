"""All that the filters admit, for spreadsheets and for programs; a transaction a page, so that none stays open."""

import json
from collections.abc import AsyncIterator

from persistence.database import AsyncDatabase

from backend_core.recruiting.candidates import listing
from backend_core.recruiting.candidates.schemas import (
    MOST_CANDIDATES,
    CandidateFilters,
    CandidateListing,
    CandidateOut,
    CandidateSort,
)
from backend_core.recruiting.readers import Reader
from backend_core.spreadsheets import BYTE_ORDER_MARK, csv_lines

SCORES = ("overall", "technical", "communication", "cultural_fit")
COLUMNS = (
    "interview_id", "name", "email", "job_posting_id", "job_posting", "status", "language", "plan_version", "judged_on",
    "started_at", "completed_at", *SCORES, *(f"{score}_reason" for score in SCORES), "overridden", "must_review_first",
    "decision", "decided_at", "has_resume",
)  # fmt: skip


async def as_csv(database: AsyncDatabase, reader: Reader, filters: CandidateFilters) -> AsyncIterator[str]:
    yield BYTE_ORDER_MARK + csv_lines([COLUMNS])
    async for page in _pages(database, reader, filters):
        yield csv_lines([_cells(one) for one in page])


async def as_json(database: AsyncDatabase, reader: Reader, filters: CandidateFilters) -> AsyncIterator[str]:
    yield "["
    separator = "\n"
    async for page in _pages(database, reader, filters):
        for one in page:
            yield separator + one.model_dump_json()
            separator = ",\n"
    yield "\n]\n"


async def _pages(
    database: AsyncDatabase, reader: Reader, filters: CandidateFilters
) -> AsyncIterator[list[CandidateOut]]:
    after: str | None = None
    while True:
        asked = CandidateListing(
            **filters.model_dump(), sort=CandidateSort.COMPLETED, after=after, limit=MOST_CANDIDATES
        )
        async with database.transaction() as session:
            page = await listing.read(session, reader, asked)
        yield page.candidates
        if page.next is None:
            return
        after = page.next


def _cells(candidate: CandidateOut) -> list[str]:
    said = json.loads(candidate.model_dump_json(exclude={"scores"}))
    for name in SCORES:
        score = getattr(candidate.scores, name) if candidate.scores else None
        said[name] = score.value if score else None
        said[f"{name}_reason"] = score.reason if score else None
    return ["" if said[column] is None else str(said[column]) for column in COLUMNS]
