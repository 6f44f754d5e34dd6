"""`/organisations` and `/member-invitations`: who hires together, and how somebody joins them."""

from http import HTTPStatus

from contracts.base import Id
from contracts.recruiting import MemberRole
from fastapi import Request

from backend_core.auth.rate_limits import count_attempt
from backend_core.auth.schemas import UserOut
from backend_core.dependencies import Administrator, CurrentUser, SessionDep, Settings
from backend_core.recruiting.access import membership
from backend_core.recruiting.organisations import joining, members
from backend_core.recruiting.organisations.schemas import (
    FirstOwner,
    Joining,
    JoiningRegistration,
    MadeInvitation,
    MadeOrganisation,
    MemberChange,
    MemberInvitationOut,
    MemberOut,
    NewMember,
    NewOrganisation,
    OrganisationChange,
    OrganisationOut,
    WaitingInvitation,
)
from backend_core.routing import AreaRouter

router = AreaRouter(tags=["organisations"])


@router.get("/organisations")
async def list_organisations(user: CurrentUser, session: SessionDep) -> list[OrganisationOut]:
    """Those that the caller is a member of, by name."""
    return await members.of_user(session, user.id)


@router.post("/organisations", status_code=HTTPStatus.CREATED)
async def create_organisation(
    administrator: Administrator, wanted: NewOrganisation, session: SessionDep, settings: Settings
) -> MadeOrganisation:
    """With its first owner, who is invited where the address has no account."""
    return await members.create(session, settings, administrator, wanted)


@router.post("/organisations/{organisation_id}/first-owner", status_code=HTTPStatus.CREATED)
async def give_first_owner(
    administrator: Administrator, organisation_id: Id, wanted: FirstOwner, session: SessionDep, settings: Settings
) -> MadeOrganisation:
    """To an organisation that nobody owns, as when it was founded; whoever was invited before is no longer."""
    return await members.give_owner(session, settings, administrator, organisation_id, wanted)


@router.patch("/organisations/{organisation_id}")
async def rename_organisation(
    user: CurrentUser, organisation_id: Id, wanted: OrganisationChange, session: SessionDep
) -> OrganisationOut:
    return await members.rename(session, user.id, organisation_id, wanted)


@router.get("/organisations/{organisation_id}/members")
async def list_members(user: CurrentUser, organisation_id: Id, session: SessionDep) -> list[MemberOut]:
    """By name."""
    await membership(session, user.id, organisation_id)
    return await members.listed(session, organisation_id)


@router.patch("/organisations/{organisation_id}/members/{user_id}")
async def change_member(
    user: CurrentUser, organisation_id: Id, user_id: Id, wanted: MemberChange, session: SessionDep
) -> MemberOut:
    """Give a member another role. There is always an owner."""
    return await members.change_role(session, user, organisation_id, user_id, wanted.role)


@router.delete("/organisations/{organisation_id}/members/{user_id}", status_code=HTTPStatus.NO_CONTENT)
async def remove_member(user: CurrentUser, organisation_id: Id, user_id: Id, session: SessionDep) -> None:
    """Remove a member, or leave oneself. There is always an owner."""
    await members.remove(session, user, organisation_id, user_id)


@router.get("/organisations/{organisation_id}/member-invitations")
async def list_member_invitations(
    user: CurrentUser, organisation_id: Id, session: SessionDep
) -> list[MemberInvitationOut]:
    """Those that nobody has accepted, newest first."""
    await membership(session, user.id, organisation_id, MemberRole.OWNER)
    return [MemberInvitationOut.model_validate(row) for row in await joining.waiting(session, organisation_id)]


@router.post("/organisations/{organisation_id}/member-invitations", status_code=HTTPStatus.CREATED)
async def invite_member(
    user: CurrentUser, organisation_id: Id, wanted: NewMember, session: SessionDep, settings: Settings
) -> MadeInvitation:
    """Invite an address, for a week; an earlier invitation of the same address ends."""
    await membership(session, user.id, organisation_id, MemberRole.OWNER)
    return await joining.invite(session, settings, user, organisation_id, wanted)


@router.delete("/organisations/{organisation_id}/member-invitations/{invitation_id}", status_code=HTTPStatus.NO_CONTENT)
async def take_member_invitation_back(
    user: CurrentUser, organisation_id: Id, invitation_id: Id, session: SessionDep
) -> None:
    """Its link opens nothing any more."""
    await membership(session, user.id, organisation_id, MemberRole.OWNER)
    await joining.take_back(session, organisation_id, invitation_id)


@router.post("/member-invitations/read")
async def read_member_invitation(request: Request, asked: Joining, session: SessionDep) -> WaitingInvitation:
    """What an invitation is to. The token is its credential, and stands in no address that could be logged."""
    await count_attempt(request, "join")
    return await joining.read(session, asked.token)


@router.post("/member-invitations/accept")
async def accept_member_invitation(user: CurrentUser, asked: Joining, session: SessionDep) -> OrganisationOut:
    """Join with the account that is signed in, once."""
    member = await joining.accept(session, user, asked.token)
    return next(one for one in await members.of_user(session, user.id) if one.id == member.organisation_id)


@router.post("/member-invitations/register", status_code=HTTPStatus.CREATED)
async def register_member(request: Request, registration: JoiningRegistration, session: SessionDep) -> UserOut:
    """Make a recruiter's account and join with it."""
    await count_attempt(request, "join", registration.email)
    return UserOut.model_validate(await joining.register_and_accept(session, registration))
