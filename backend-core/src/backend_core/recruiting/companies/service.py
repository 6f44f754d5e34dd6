"""Companies and whom they look for."""

from contracts.audit import AuditAction, AuditSubject
from contracts.errors import CompanyInUse, CompanyNotFound, InvalidInput, OrganisationNotFound
from contracts.recruiting import MemberRole
from persistence.columns import UuidText, utc_now
from persistence.database import run_sync
from persistence.hiring.recruiting import Company, JobPosting
from persistence.record import audit
from persistence.tables import User
from sqlalchemy import Text, bindparam, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.pages import LIMIT, Given, ListStatement, Rows, columns_of, rows_of
from backend_core.questions.search import QueryReader
from backend_core.recruiting.access import membership
from backend_core.recruiting.companies.schemas import (
    CompanyListing,
    CompanyOut,
    CompanyPage,
    CompanyProfile,
    NewCompany,
)


async def listed(session: AsyncSession, asked: CompanyListing) -> CompanyPage:
    """By name."""
    wanted = {"organisation_id": asked.organisation_id, "after": asked.after}
    if asked.after is not None:
        last = await session.get(Company, asked.after)
        if last is None or last.organisation_id != asked.organisation_id:
            raise InvalidInput(fields={"after": "unknown"})
        wanted["name"] = last.name
    shown, following = await _by_name.page(session, wanted, asked.limit)
    return CompanyPage.model_validate({"companies": shown, "next": following})


@ListStatement
def _by_name(given: Given) -> Rows:
    rows = rows_of(*columns_of(Company, CompanyOut)).where(col(Company.organisation_id) == bindparam("organisation_id"))
    place = tuple_(col(Company.name), col(Company.id))
    if "after" in given:
        rows = rows.where(place > tuple_(bindparam("name", type_=Text), bindparam("after", type_=UuidText)))
    return rows.order_by(*place).limit(LIMIT)


async def of_member(
    session: AsyncSession, user_id: str, company_id: str, needed: MemberRole = MemberRole.REVIEWER
) -> Company:
    """Raises `CompanyNotFound`, also for another organisation's, and `MemberRoleTooLow`."""
    company = await session.get(Company, company_id)
    if company is None:
        raise CompanyNotFound
    try:
        await membership(session, user_id, company.organisation_id, needed)
    except OrganisationNotFound as error:
        raise CompanyNotFound from error
    return company


async def of_name(session: AsyncSession, organisation_id: str, name: str) -> Company | None:
    """Of several of that name, the first."""
    rows = await session.exec(
        select(Company)
        .where(Company.organisation_id == organisation_id, Company.name == name)
        .order_by(col(Company.id))
    )
    return rows.first()


async def create(session: AsyncSession, reader: QueryReader, user_id: str, wanted: NewCompany) -> Company:
    """Raises `OrganisationNotFound`, `MemberRoleTooLow`."""
    await membership(session, user_id, wanted.organisation_id, MemberRole.RECRUITER)
    company = Company(organisation_id=wanted.organisation_id, name=wanted.name)
    await _describe(reader, company, wanted)
    session.add(company)
    await session.flush()
    return company


async def change(
    session: AsyncSession, reader: QueryReader, user_id: str, company_id: str, wanted: CompanyProfile
) -> Company:
    """Plans that were made keep what the company said then. Raises `CompanyNotFound`, `MemberRoleTooLow`."""
    company = await of_member(session, user_id, company_id, MemberRole.RECRUITER)
    await _describe(reader, company, wanted)
    company.updated_at = utc_now()
    return company


async def delete(session: AsyncSession, owner: User, company_id: str) -> None:
    """Raises `CompanyNotFound`, `MemberRoleTooLow`, `CompanyInUse`."""
    company = await of_member(session, owner.id, company_id, MemberRole.OWNER)
    # Its key too, so that nobody makes a posting of it meanwhile.
    await session.refresh(company, with_for_update=True)
    if (await session.exec(select(JobPosting.id).where(JobPosting.company_id == company.id))).first() is not None:
        raise CompanyInUse
    await run_sync(
        session,
        audit.record,
        owner,
        AuditAction.COMPANY_DELETED,
        AuditSubject.COMPANY,
        company.id,
        organisation_id=company.organisation_id,
    )
    await session.delete(company)


async def _describe(reader: QueryReader, company: Company, profile: CompanyProfile) -> None:
    company.name, company.about = profile.name, profile.about
    if company.ideal_candidate != profile.ideal_candidate or company.embedder != reader.embedder_name:
        company.ideal_candidate = profile.ideal_candidate
        company.embedding = await reader.vector_of(profile.ideal_candidate) if profile.ideal_candidate else None
        company.embedder = reader.embedder_name if company.embedding is not None else None
