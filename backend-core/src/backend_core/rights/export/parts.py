"""What stands in the archive of somebody's data: theirs, and nothing of others.

    README.md                         what each file is, in their language
    account.json  activity.json  invitations.json  calibrations.json
    resumes/1/…                       what was read in it, and the original
    interviews/2026-11-22-backend-1a2b3c4d/…

A transaction a part, none of which is open while a browser takes its time.
"""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import PurePosixPath

from contracts.audit import AuditSubject
from contracts.base import Language
from contracts.errors import StorageFailed
from contracts.resumes import original_name
from persistence.database import AsyncDatabase
from persistence.hiring.recruiting import Company, Invitation, JobPosting, Membership, Organisation
from persistence.people.resumes import ResumeRow, SharedResume
from persistence.record.audit import AuditEntry
from persistence.tables import Consent, Interview, RefreshSession, User
from runtime.storage.encrypted import EncryptedStore
from sqlalchemy import ColumnElement, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.delivery.service import calibrations_of
from backend_core.resumes.service import list_own, readers_of, sections_of
from backend_core.rights.export.archive import Document, Original, Part
from backend_core.rights.export.held import Row, Rows, as_held, held
from backend_core.rights.export.interviews import interview_parts

AUDIT_PAGE = 1_000
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}")


@dataclass(frozen=True)
class Sources:
    """Whence an export takes what it exports. Without a `store`, no file was ever kept."""

    database: AsyncDatabase
    store: EncryptedStore | None
    objection_days: int


async def parts_of(sources: Sources, user_id: str, language: Language) -> AsyncIterator[Part]:
    yield Document("README.md", files(__package__).joinpath(f"README.{language}.md").read_text("utf-8").rstrip())
    async with sources.database.transaction() as session:
        first = [
            Document("account.json", await _account(session, user_id)),
            Document("invitations.json", await _invitations(session, user_id)),
            Document("calibrations.json", [as_held(row) for row in await calibrations_of(session, user_id)]),
        ]
    for document in first:
        yield document
    yield Document("activity.json", [entry async for entry in _activity(sources.database, user_id)])
    async for part in _resumes(sources, user_id):
        yield part
    async with sources.database.transaction() as session:
        interviews = await session.exec(
            select(Interview.id).where(Interview.candidate_id == user_id).order_by(col(Interview.created_at))
        )
        interview_ids = interviews.all()
    for interview_id in interview_ids:
        async for part in interview_parts(sources.database, sources.store, interview_id, sources.objection_days):
            yield part


async def _account(session: AsyncSession, user_id: str) -> Row:
    members = await session.exec(
        select(Membership, Organisation.name)
        .join(Organisation, col(Organisation.id) == Membership.organisation_id)
        .where(Membership.user_id == user_id)
    )
    return {
        "profile": as_held(await session.get_one(User, user_id)),
        "consents": await held(session, select(Consent).where(Consent.user_id == user_id)),
        "sessions": await held(session, select(RefreshSession).where(RefreshSession.user_id == user_id)),
        "memberships": [as_held(row) | {"organisation": name} for row, name in members],
    }


async def _invitations(session: AsyncSession, user_id: str) -> Rows:
    """Those that the user took. Who has signed up with an address has not shown that letters to it are theirs."""
    rows = await session.exec(
        select(Invitation, Organisation.name, Company.name, JobPosting.title)
        .join(JobPosting, col(JobPosting.id) == Invitation.posting_id)
        .join(Company, col(Company.id) == JobPosting.company_id)
        .join(Organisation, col(Organisation.id) == JobPosting.organisation_id)
        .where(Invitation.candidate_id == user_id)
        .order_by(col(Invitation.created_at))
    )
    return [
        as_held(row) | {"organisation": organisation, "company": company, "title": title}
        for row, organisation, company, title in rows
    ]


async def _activity(database: AsyncDatabase, user_id: str) -> AsyncIterator[Row]:
    """What the user did that is on the audit log, and what was done to their account: that by role. What members did
    with an interview stands in that interview's explanation.
    """
    theirs = or_(
        col(AuditEntry.actor_id) == user_id,
        (col(AuditEntry.subject) == AuditSubject.USER) & (col(AuditEntry.subject_id) == user_id),
    )
    after: ColumnElement[bool] | None = None
    while True:
        wanted = select(AuditEntry).where(theirs).order_by(col(AuditEntry.id)).limit(AUDIT_PAGE)
        async with database.transaction() as session:
            page = (await session.exec(wanted if after is None else wanted.where(after))).all()
        for entry in page:
            is_own = entry.actor_id == user_id
            yield as_held(entry, frozenset() if is_own else {"organisation_id", "details"}) | {"by_you": is_own}
        if len(page) < AUDIT_PAGE:
            return
        after = col(AuditEntry.id) > page[-1].id


async def _resumes(sources: Sources, user_id: str) -> AsyncIterator[Part]:
    async with sources.database.transaction() as session:
        rows = list(await list_own(session, user_id))
        readers = await readers_of(session, user_id)
    for number, row in enumerate(reversed(rows), 1):
        async with sources.database.transaction() as session:
            read = as_held(row) | {
                "sections": [as_held(section) for section in await sections_of(session, row.id)],
                "added_to": await held(session, select(SharedResume).where(SharedResume.resume_id == row.id)),
                "organisations_that_read_it": readers.get(row.id, []),
            }
        yield Document(f"resumes/{number}/resume.json", read)
        if sources.store is not None:
            suffix = PurePosixPath(row.file_name).suffix
            name = f"original{suffix if _SUFFIX.fullmatch(suffix) else ''}"
            yield Original(f"resumes/{number}/{name}", row.size, _original(sources.store, row))


async def _original(store: EncryptedStore, row: ResumeRow) -> AsyncIterator[bytes]:
    data = await store.get(original_name(row.id), row.file_key)
    if data is None:
        raise StorageFailed
    yield data
