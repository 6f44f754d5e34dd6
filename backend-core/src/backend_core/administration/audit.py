"""The audit log as it is read: names are looked up now, and are gone with whoever was erased."""

import json
from collections.abc import AsyncIterator, Sequence

from contracts.audit import AuditSubject
from contracts.base import Id
from persistence.database import AsyncDatabase
from persistence.hiring.recruiting import JobPosting, Organisation
from persistence.record.audit import AuditEntry
from persistence.tables import Interview, Job, User
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import ColumnElement
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
from backend_core.spreadsheets import BYTE_ORDER_MARK, csv_lines

COLUMNS = (
    "at", "actor_role", "actor_id", "actor", "action", "subject", "subject_id", "subject_name", "organisation_id",
    "details",
)  # fmt: skip

_IDS: TypeAdapter[Id] = TypeAdapter(Id)


async def read(session: AsyncSession, asked: AuditListing) -> AuditPage:
    """A page of what the filters admit, newest first: ids count up with time."""
    conditions = _admitted(asked)
    if asked.before is not None:
        conditions.append(col(AuditEntry.id) < asked.before)
    newest_first = select(AuditEntry).where(*conditions).order_by(col(AuditEntry.id).desc())
    entries = (await session.exec(newest_first.limit(asked.limit + 1))).all()
    shown = entries[: asked.limit]
    return AuditPage(
        entries=await _with_names(session, shown), older=shown[-1].id if len(entries) > len(shown) else None
    )


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


async def _with_names(session: AsyncSession, entries: Sequence[AuditEntry]) -> list[AuditEntryOut]:
    def ids_of(kind: AuditSubject) -> list[str]:
        return [id_ for one in entries if one.subject == kind and (id_ := one.subject_id) and _is_id(id_)]

    actors = [entry.actor_id for entry in entries if entry.actor_id is not None]
    users = await session.exec(
        select(User.id, User.full_name).where(col(User.id).in_([*actors, *ids_of(AuditSubject.USER)]))
    )
    people = dict(users.all())
    candidate = select(Interview.id, User.full_name).join(User, col(User.id) == Interview.candidate_id)
    names: dict[str, dict[str, str]] = {AuditSubject.USER: people}
    for kind, key, statement in (
        (AuditSubject.INTERVIEW, Interview.id, candidate),
        (AuditSubject.JOB, Job.id, select(Job.id, Job.name)),
        (AuditSubject.ORGANISATION, Organisation.id, select(Organisation.id, Organisation.name)),
        (AuditSubject.POSTING, JobPosting.id, select(JobPosting.id, JobPosting.title)),
    ):
        if ids := ids_of(kind):
            names[kind] = dict((await session.exec(statement.where(col(key).in_(ids)))).all())
    return [
        AuditEntryOut(
            id=entry.id,
            at=entry.at,
            actor=AuditActor(id=entry.actor_id, role=entry.actor_role, name=people.get(entry.actor_id or "")),
            organisation_id=entry.organisation_id,
            action=entry.action,
            subject=AuditedSubject(
                kind=entry.subject,
                id=entry.subject_id,
                name=names.get(entry.subject, {}).get(entry.subject_id or ""),
            ),
            details=entry.details,
        )
        for entry in entries
    ]


def _is_id(text: str) -> bool:
    try:
        _IDS.validate_python(text)
    except ValidationError:
        return False
    return True


def _admitted(filters: AuditFilters) -> list[ColumnElement[bool]]:
    conditions = [
        col(column) == value
        for column, value in (
            (AuditEntry.action, filters.action),
            (AuditEntry.actor_id, filters.actor_id),
            (AuditEntry.subject, filters.subject),
            (AuditEntry.subject_id, filters.subject_id),
            (AuditEntry.organisation_id, filters.organisation_id),
        )
        if value is not None
    ]
    if filters.since is not None:
        conditions.append(col(AuditEntry.at) >= filters.since)
    if filters.until is not None:
        conditions.append(col(AuditEntry.at) < filters.until)
    return conditions
