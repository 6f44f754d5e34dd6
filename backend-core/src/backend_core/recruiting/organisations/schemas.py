"""What the endpoints of organisations receive and return."""

from datetime import datetime
from typing import Annotated

from contracts.base import Contract, Id, Language
from contracts.recruiting import MemberRole
from pydantic import ConfigDict, StringConstraints

from backend_core.addresses import Email
from backend_core.auth.schemas import Name, Registration

Token = Annotated[str, StringConstraints(min_length=20, max_length=100)]


class OrganisationOut(Contract):
    """`role` is the caller's own."""

    id: Id
    name: str
    created_at: datetime
    role: MemberRole


class OrganisationChange(Contract):
    name: Name


class FirstOwner(Contract):
    """`owner_email` of a recruiter's account makes it an owner at once; else it is invited."""

    owner_email: Email
    language: Language = Language.KO
    """Of the invitation."""


class NewOrganisation(FirstOwner):
    name: Name


class MemberOut(Contract):
    user_id: Id
    full_name: str
    email: str
    role: MemberRole
    since: datetime


class MemberChange(Contract):
    role: MemberRole


class NewMember(MemberChange):
    email: Email
    language: Language = Language.KO
    """Of the letter."""


class MemberInvitationOut(Contract):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: Id
    email: str
    role: MemberRole
    language: Language
    expires_at: datetime
    created_at: datetime


class MadeInvitation(Contract):
    """`token` opens the page /join#<token> once and is shown this once; with `by_letter`, a letter brings one too."""

    invitation: MemberInvitationOut
    token: str
    by_letter: bool


class MadeOrganisation(Contract):
    """`invited` is null where the owner has an account already."""

    id: Id
    name: str
    invited: MadeInvitation | None


class Joining(Contract):
    token: Token


class JoiningRegistration(Registration):
    """A recruiter's account, made with the invitation; the address may be another than the one invited."""

    token: Token


class WaitingInvitation(Contract):
    """What somebody who holds the link is told before they join."""

    organisation: str
    email: str
    role: MemberRole
    expires_at: datetime
