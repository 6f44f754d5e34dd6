"""`/companies`: for whom an organisation hires."""

from http import HTTPStatus
from typing import Annotated

from contracts.base import Id
from fastapi import Query, Request

from backend_core.dependencies import CurrentUser, SessionDep
from backend_core.recruiting.access import membership
from backend_core.recruiting.companies import service
from backend_core.recruiting.companies.schemas import (
    CompanyListing,
    CompanyOut,
    CompanyPage,
    CompanyProfile,
    NewCompany,
)
from backend_core.routing import AreaRouter

router = AreaRouter(prefix="/companies", tags=["postings"])


@router.get("")
async def list_companies(
    user: CurrentUser, asked: Annotated[CompanyListing, Query()], session: SessionDep
) -> CompanyPage:
    """Those of an organisation, by name, page by page."""
    await membership(session, user.id, asked.organisation_id)
    return await service.listed(session, asked)


@router.post("", status_code=HTTPStatus.CREATED)
async def create_company(request: Request, user: CurrentUser, wanted: NewCompany, session: SessionDep) -> CompanyOut:
    return CompanyOut.model_validate(await service.create(session, request.app.state.query_reader, user.id, wanted))


@router.get("/{company_id}")
async def read_company(user: CurrentUser, company_id: Id, session: SessionDep) -> CompanyOut:
    return CompanyOut.model_validate(await service.of_member(session, user.id, company_id))


@router.put("/{company_id}")
async def change_company(
    request: Request, user: CurrentUser, company_id: Id, wanted: CompanyProfile, session: SessionDep
) -> CompanyOut:
    """Plans that were made before keep what it said then; the next version of one takes up what it says now."""
    company = await service.change(session, request.app.state.query_reader, user.id, company_id, wanted)
    return CompanyOut.model_validate(company)


@router.delete("/{company_id}", status_code=HTTPStatus.NO_CONTENT)
async def delete_company(user: CurrentUser, company_id: Id, session: SessionDep) -> None:
    """For owners: one without postings, which are deleted or moved to another company first."""
    await service.delete(session, user, company_id)
