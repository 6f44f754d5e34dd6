"""What the local demo begins with: a user of each role, and an organisation that hires."""

import secrets
from pathlib import Path

from contracts.base import Role
from contracts.errors import EmailTaken
from contracts.recruiting import MemberRole, PostingState
from engines.settings import PlatformEngineSettings
from persistence.database import AsyncDatabase, Doorbell
from persistence.hiring.recruiting import Membership
from persistence.record.audit import PLATFORM
from persistence.tables import User
from runtime.settings import DatabaseSettings
from sqlmodel import Session, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.auth.accounts import create_user
from backend_core.engines import ear_of
from backend_core.questions.search import QueryReader
from backend_core.recruiting.organisations import joining, members
from backend_core.recruiting.postings import files, service

USERS = {
    Role.CANDIDATE: "candidate@demo.visavis.local",
    Role.RECRUITER: "recruiter@demo.visavis.local",
    Role.ADMIN: "admin@demo.visavis.local",
}
ORGANISATION = "데모 조직 · Demo"
POSTING = Path(__file__).with_name("demo-posting.yaml")


def create_users(session: Session) -> list[dict[str, str]]:
    """Those who are missing. Returns their addresses, roles and passwords, which nothing else knows."""
    created = []
    for role, email in USERS.items():
        password = secrets.token_urlsafe(12)
        try:
            create_user(session, email, f"Demo {role.value}", password, role)
        except EmailTaken:
            continue
        created.append({"email": email, "role": role.value, "password": password})
    return created


async def found_organisation(settings: DatabaseSettings) -> None:
    """One of the demo's recruiter, with an open posting; nothing where the recruiter belongs to any already."""
    database = AsyncDatabase(
        str(settings.database_url),
        Doorbell(str(settings.redis_url)),
        pool_size=1,
        statement_timeout=settings.database_statement_timeout,
    )
    try:
        async with database.transaction() as session:
            await _found(session)
    finally:
        await database.close()


async def _found(session: AsyncSession) -> None:
    demo = select(User).where(User.email == USERS[Role.RECRUITER], User.role == Role.RECRUITER)
    recruiter = (await session.exec(demo.with_for_update(key_share=True))).one_or_none()
    if recruiter is None or (await _belongs_somewhere(session, recruiter)):
        return
    organisation = await members.found(session, PLATFORM, ORGANISATION)
    await joining.add_member(session, recruiter, organisation.id, MemberRole.OWNER)
    engines = PlatformEngineSettings()
    reader = QueryReader(engines)
    posting = await files.load(session, reader, recruiter, organisation.id, POSTING.read_bytes())
    await service.change_state(session, recruiter.id, posting.id, PostingState.OPEN, ear_of(engines))


async def _belongs_somewhere(session: AsyncSession, user: User) -> bool:
    return (await session.exec(select(Membership.id).where(Membership.user_id == user.id))).first() is not None
