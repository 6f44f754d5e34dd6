"""Reports for those whose they are."""

import asyncio
from datetime import timedelta

from contracts.base import Language
from contracts.errors import PdfNotReady, ReportNotReady
from contracts.progress import ReportAsRead
from persistence import reports
from persistence.database import AsyncDatabase, run_sync
from persistence.tables import Interview
from sqlmodel.ext.asyncio.session import AsyncSession

PATIENCE = timedelta(seconds=8)
"""A document takes a second to make; whoever waits longer has other work before theirs."""
LOOK_EVERY = timedelta(milliseconds=250)


async def read(session: AsyncSession, interview: Interview) -> ReportAsRead:
    """Raises `ReportNotReady`."""
    report = await run_sync(session, reports.read, interview)
    if report is None:
        raise ReportNotReady
    return report


async def pdf(database: AsyncDatabase, report: ReportAsRead, language: Language) -> bytes:
    """The document, made by a worker where it is not there. Raises `PdfNotReady`."""
    async with database.transaction() as session:
        if data := await run_sync(session, reports.kept_pdf, report, language):
            return data
        await run_sync(session, reports.ask_for_pdf, report, language)
    for _ in range(PATIENCE // LOOK_EVERY):
        await asyncio.sleep(LOOK_EVERY.total_seconds())
        async with database.transaction() as session:
            if data := await run_sync(session, reports.kept_pdf, report, language):
                return data
    raise PdfNotReady
