"""Who may reach what of an organisation. To others than its members it does not exist, to administrators neither."""

from contracts.base import InterviewMode
from contracts.errors import InterviewNotFound, MemberRoleTooLow, OrganisationNotFound, PostingNotFound
from contracts.recruiting import MemberRole
from persistence.hiring.recruiting import JobPosting, Membership
from persistence.tables import Interview
from sqlalchemy import bindparam
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

_MEMBER = select(Membership).where(
    col(Membership.organisation_id) == bindparam("organisation_id"), col(Membership.user_id) == bindparam("user_id")
)


async def membership(
    session: AsyncSession, user_id: str, organisation_id: str, needed: MemberRole = MemberRole.REVIEWER
) -> Membership:
    """Raises `OrganisationNotFound`, and `MemberRoleTooLow` for members who may not."""
    asked = {"organisation_id": organisation_id, "user_id": user_id}
    member = (await session.exec(_MEMBER, params=asked)).one_or_none()
    if member is None:
        raise OrganisationNotFound
    if not member.role.includes(needed):
        raise MemberRoleTooLow(needed=needed.value)
    return member


async def posting_of_member(
    session: AsyncSession,
    user_id: str,
    posting_id: str,
    needed: MemberRole = MemberRole.REVIEWER,
    *,
    for_update: bool = False,
) -> JobPosting:
    """Raises `PostingNotFound`, also for another organisation's, and `MemberRoleTooLow`."""
    posting = await find_posting(session, posting_id, for_update=for_update)
    try:
        await membership(session, user_id, posting.organisation_id, needed)
    except OrganisationNotFound as error:
        raise PostingNotFound from error
    return posting


async def find_posting(session: AsyncSession, posting_id: str, *, for_update: bool = False) -> JobPosting:
    """Whosever it is. Raises `PostingNotFound`."""
    statement = select(JobPosting).where(JobPosting.id == posting_id)
    # Its key is not locked: interviews on the posting go on meanwhile.
    if for_update:
        # As it is now that nobody else changes it, also where it was read before.
        statement = statement.with_for_update(key_share=True).execution_options(populate_existing=True)
    posting = (await session.exec(statement)).one_or_none()
    if posting is None:
        raise PostingNotFound
    return posting


async def screening_of_member(
    session: AsyncSession,
    user_id: str,
    interview_id: str,
    needed: MemberRole = MemberRole.REVIEWER,
    *,
    for_update: bool = False,
) -> Interview:
    """A screening interview of the caller's organisation. Raises `InterviewNotFound`, and `MemberRoleTooLow`."""
    statement = select(Interview).where(
        Interview.id == interview_id,
        Interview.mode == InterviewMode.SCREENING,
        col(Interview.job_posting_id).is_not(None),
    )
    interview = (await session.exec(statement.with_for_update() if for_update else statement)).one_or_none()
    if interview is None:
        raise InterviewNotFound
    try:
        await posting_of_member(session, user_id, str(interview.job_posting_id), needed)
    except PostingNotFound as error:
        raise InterviewNotFound from error
    return interview
