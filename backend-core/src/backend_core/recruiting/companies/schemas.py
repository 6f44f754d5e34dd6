"""What the endpoints of companies receive and return."""

from datetime import datetime

from contracts.base import Contract, Id
from contracts.recruiting import LongText, ShortText
from pydantic import ConfigDict

from backend_core.pages import Paged


class CompanyProfile(Contract):
    """Questions of cultural fit come near `ideal_candidate`, and answers to them are held against its sentences."""

    name: ShortText
    about: LongText = ""
    ideal_candidate: LongText = ""


class NewCompany(CompanyProfile):
    organisation_id: Id


class CompanyOut(CompanyProfile):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: Id
    organisation_id: Id
    created_at: datetime
    updated_at: datetime


class CompanyListing(Paged):
    organisation_id: Id


class CompanyPage(Contract):
    """`next` is null on the last page."""

    companies: list[CompanyOut]
    next: Id | None
