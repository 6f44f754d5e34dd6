"""The audit log as it is read: names are looked up now, and are gone with whoever was erased."""

import json
from collections.abc import AsyncIterator

from contracts.audit import AuditSubject
from persistence.columns import UuidText
from persistence.database import AsyncDatabase
from persistence.hiring.recruiting import JobPosting, Organisation
from persistence.record.audit import AuditEntry
from persistence.tables import Interview, Job, User
from sqlalchemy import bindparam, case, cast
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.administration.schemas import (
    MOST_AUDIT_ENTRIES,
    AuditActor,
    AuditedSubject,
    AuditEntryOut,
    AuditFilters,
    AuditListing,
    AuditPage,
)
from backend_core.pages import Given, ListStatement, Row, Rows, columns_of, newest_first, rows_of
from backend_core.spreadsheets import BYTE_ORDER_MARK, csv_lines

COLUMNS = (
    "at", "actor_role", "actor_id", "actor", "action", "subject", "subject_id", "subject_name", "organisation_id",
    "details",
)  # fmt: skip

_ID = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"


async def read(session: AsyncSession, asked: AuditListing) -> AuditPage:
    """A page of what the filters admit, newest first."""
    wanted = {**asked.model_dump(exclude={"before", "limit"}), "after": asked.before}
    shown, following = await _entries.page(session, wanted, asked.limit)
    return AuditPage(entries=[_entry(row) for row in shown], older=following)


async def as_csv(database: AsyncDatabase, filters: AuditFilters) -> AsyncIterator[str]:
    """All that the filters admit, newest first; a transaction a page, so that a long log holds none open."""
    yield BYTE_ORDER_MARK + csv_lines([COLUMNS])
    before: str | None = None
    while True:
        asked = AuditListing(**filters.model_dump(), before=before, limit=MOST_AUDIT_ENTRIES)
        async with database.transaction() as session:
            page = await read(session, asked)
        yield csv_lines([_cells(entry) for entry in page.entries])
        if page.older is None:
            return
        before = page.older


def _cells(entry: AuditEntryOut) -> tuple[str, ...]:
    return (
        entry.at.isoformat(),
        entry.actor.role,
        entry.actor.id or "",
        entry.actor.name or "",
        entry.action,
        entry.subject.kind,
        entry.subject.id or "",
        entry.subject.name or "",
        entry.organisation_id or "",
        json.dumps(entry.details),
    )


@ListStatement
def _entries(given: Given) -> Rows:
    subject_id = col(AuditEntry.subject_id)
    # Of other subjects it is no id: a question's is its slug.
    key = case((subject_id.regexp_match(_ID), cast(subject_id, UuidText)))
    named = [
        (AuditSubject.USER, select(User.full_name).where(col(User.id) == key)),
        (
            AuditSubject.INTERVIEW,
            select(User.full_name)
            .join(Interview, col(Interview.candidate_id) == User.id)
            .where(col(Interview.id) == key),
        ),
        (AuditSubject.JOB, select(Job.name).where(col(Job.id) == key)),
        (AuditSubject.ORGANISATION, select(Organisation.name).where(col(Organisation.id) == key)),
        (AuditSubject.POSTING, select(JobPosting.title).where(col(JobPosting.id) == key)),
    ]
    subject_name = case(
        *((col(AuditEntry.subject) == subject, name.correlate(AuditEntry).scalar_subquery()) for subject, name in named)
    )
    rows = rows_of(
        *columns_of(AuditEntry, AuditEntryOut),
        col(AuditEntry.actor_id),
        col(AuditEntry.actor_role),
        subject_id,
        col(User.full_name).label("actor_name"),
        subject_name.label("subject_name"),
    ).join_from(AuditEntry, User, col(User.id) == AuditEntry.actor_id, isouter=True)
    for name in given & {"action", "actor_id", "subject", "subject_id", "organisation_id"}:
        rows = rows.where(col(getattr(AuditEntry, name)) == bindparam(name))
    if "since" in given:
        rows = rows.where(col(AuditEntry.at) >= bindparam("since"))
    if "until" in given:
        rows = rows.where(col(AuditEntry.at) < bindparam("until"))
    return newest_first(rows, AuditEntry.id, given)


def _entry(row: Row) -> AuditEntryOut:
    return AuditEntryOut(
        id=row["id"],
        at=row["at"],
        actor=AuditActor(id=row["actor_id"], role=row["actor_role"], name=row["actor_name"]),
        organisation_id=row["organisation_id"],
        action=row["action"],
        subject=AuditedSubject(kind=row["subject"], id=row["subject_id"], name=row["subject_name"]),
        details=row["details"],
    )
