"""`/job-postings/{id}/invitations`, `/invitations`."""

from http import HTTPStatus
from typing import Annotated

from contracts.base import Id, Language, Text
from contracts.recruiting import InvitationState, MemberRole, TokenScope
from fastapi import Depends, Query, Request
from persistence.tables import User

from backend_core.auth.rate_limits import count_attempt
from backend_core.auth.schemas import LinkToken
from backend_core.dependencies import Candidate, CurrentUser, SessionDep, Settings, get_user, user_scheme
from backend_core.engines import Ear
from backend_core.forms import file_form
from backend_core.interviews.schemas import InterviewOut
from backend_core.pages import Paged
from backend_core.recruiting.access import posting_of_member
from backend_core.recruiting.invitations import acceptance, listing, service
from backend_core.recruiting.invitations.csv_import import invite_all, uploaded_rows
from backend_core.recruiting.invitations.schemas import (
    Acceptance,
    AcceptedPage,
    Imported,
    InvitationMade,
    InvitationOut,
    InvitationPage,
    NewInvitation,
    Welcome,
)
from backend_core.recruiting.readers import Reader, reader_with
from backend_core.routing import AreaRouter

router = AreaRouter(tags=["recruiting"])

Inviter = Annotated[Reader, Depends(reader_with(TokenScope.INVITATIONS_WRITE))]


async def count_token(request: Request) -> None:
    """Tokens cannot be guessed, and nobody is to try. Raises `TooManyRequests`."""
    await count_attempt(request, "invitation")


async def get_user_if_any(
    settings: Settings, session: SessionDep, token: Annotated[str | None, Depends(user_scheme)]
) -> User | None:
    return await get_user(settings, session, token) if token else None


@router.post("/job-postings/{posting_id}/invitations", status_code=HTTPStatus.CREATED)
async def invite_candidate(
    posting_id: Id, wanted: NewInvitation, inviter: Inviter, session: SessionDep, settings: Settings
) -> InvitationMade:
    """Invite one person, by letter, or with the link that comes back this once."""
    posting = await inviter.posting(session, posting_id, MemberRole.RECRUITER, for_update=True)
    return await service.invite(session, settings, posting, wanted, inviter.actor)


@router.post("/job-postings/{posting_id}/invitations/import", openapi_extra=file_form("InvitationImport", "file"))
async def import_invitations(
    request: Request,
    posting_id: Id,
    language: Annotated[Language, Query(description="Of rows that name none")],
    *,
    inviter: Inviter,
    session: SessionDep,
    settings: Settings,
) -> Imported:
    """Invite everybody in a CSV file with a column `email`, and `name` and `language` if wanted.

    UTF-8 or CP949, 1,000 rows at most. Each row comes back with its verdict; those that were not invited can be sent
    again, and who is in it twice is invited once.
    """
    # Before the posting is locked: a slow upload holds up nobody who invites on it.
    rows = await uploaded_rows(request)
    posting = await inviter.posting(session, posting_id, MemberRole.RECRUITER, for_update=True)
    return await invite_all(session, settings, posting, rows, language=language, by=inviter.actor)


@router.get("/job-postings/{posting_id}/invitations")
async def list_invitations(
    posting_id: Id,
    state: InvitationState | None = None,
    q: Annotated[Text, Query(max_length=120)] = "",
    after: Id | None = None,
    *,
    user: CurrentUser,
    session: SessionDep,
    settings: Settings,
) -> InvitationPage:
    """Newest first, a hundred at a time; `q` is looked for in names and addresses."""
    posting = await posting_of_member(session, user.id, posting_id)
    return await listing.page(session, settings, posting, state=state, q=q.strip(), after=after)


@router.post("/invitations/{invitation_id}/remind")
async def remind_candidate(
    invitation_id: Id, inviter: Inviter, session: SessionDep, settings: Settings
) -> InvitationOut:
    """Send a reminder."""
    invitation, posting = await service.invitation_of(session, inviter, invitation_id)
    return await service.remind(session, settings, posting, invitation, inviter.actor)


@router.post("/invitations/{invitation_id}/revoke")
async def revoke_invitation(invitation_id: Id, inviter: Inviter, session: SessionDep) -> InvitationOut:
    """Have it accepted no more."""
    invitation, posting = await service.invitation_of(session, inviter, invitation_id)
    return await service.revoke(session, posting, invitation, inviter.actor)


@router.post("/invitations/{invitation_id}/resend")
async def resend_invitation(
    invitation_id: Id, inviter: Inviter, session: SessionDep, settings: Settings
) -> InvitationMade:
    """Send it anew with a new link; earlier links work no longer."""
    invitation, posting = await service.invitation_of(session, inviter, invitation_id)
    return await service.resend(session, settings, posting, invitation, inviter.actor)


@router.get("/invitations")
async def list_accepted_invitations(
    candidate: Candidate, asked: Annotated[Paged, Query()], session: SessionDep
) -> AcceptedPage:
    """What the caller's own screening interviews are for, newest first, page by page."""
    return await acceptance.accepted(session, candidate.id, asked)


@router.post("/invitations/open", dependencies=[Depends(count_token)])
async def open_invitation(
    opened: LinkToken, caller: Annotated[User | None, Depends(get_user_if_any)], session: SessionDep
) -> Welcome:
    """What it is an invitation to, and who sees what of it for how long. Its token is the credential."""
    return await acceptance.welcome(session, opened.token, caller)


@router.post("/invitations/accept", dependencies=[Depends(count_token)])
async def accept_invitation(wanted: Acceptance, ear: Ear, candidate: Candidate, session: SessionDep) -> InterviewOut:
    """Accept it as this candidate; the interview is theirs, and the same one however often they accept."""
    return InterviewOut.model_validate(await acceptance.accept(session, candidate, wanted, ear))


@router.post("/invitations/decline", status_code=HTTPStatus.NO_CONTENT, dependencies=[Depends(count_token)])
async def decline_invitation(declined: LinkToken, session: SessionDep) -> None:
    """Say no. Its token is the credential."""
    await acceptance.decline(session, declined.token)
