"""Which organisations there are, and who answers for each."""

from collections import defaultdict
from collections.abc import Sequence

from contracts.recruiting import MemberRole
from persistence.columns import utc_now
from persistence.hiring.recruiting import Membership, Organisation
from persistence.people.member_invitations import MemberInvitation
from persistence.tables import User
from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.administration.schemas import Listing, OrganisationEntry, OrganisationOwner, OrganisationPage


async def listed(session: AsyncSession, asked: Listing) -> OrganisationPage:
    """By when they were founded, newest first; `q` is looked for in their names."""
    statement = select(Organisation).order_by(col(Organisation.id).desc()).limit(asked.limit + 1)
    if asked.q:
        statement = statement.where(col(Organisation.name).icontains(asked.q, autoescape=True))
    if asked.before is not None:
        statement = statement.where(col(Organisation.id) < asked.before)
    rows = (await session.exec(statement)).all()
    page = rows[: asked.limit]
    more = len(rows) > asked.limit
    return OrganisationPage(organisations=await _entries(session, page), older=page[-1].id if more else None)


async def _entries(session: AsyncSession, organisations: Sequence[Organisation]) -> list[OrganisationEntry]:
    ids = [organisation.id for organisation in organisations]
    counted = await session.exec(
        select(Membership.organisation_id, func.count())
        .where(col(Membership.organisation_id).in_(ids))
        .group_by(col(Membership.organisation_id))
    )
    members = dict(counted.all())
    owners: dict[str, list[OrganisationOwner]] = defaultdict(list)
    owning = await session.exec(
        select(Membership.organisation_id, User.full_name, User.email)
        .join(User, col(User.id) == Membership.user_id)
        .where(
            col(Membership.organisation_id).in_(ids),
            Membership.role == MemberRole.OWNER,
            col(User.deactivated_at).is_(None),
        )
        .order_by(col(User.full_name), col(User.id))
    )
    for organisation_id, full_name, email in owning:
        owners[organisation_id].append(OrganisationOwner(full_name=full_name, email=email))
    invited: dict[str, list[str]] = defaultdict(list)
    inviting = await session.exec(
        select(MemberInvitation.organisation_id, MemberInvitation.email)
        .where(
            col(MemberInvitation.organisation_id).in_(ids),
            MemberInvitation.role == MemberRole.OWNER,
            col(MemberInvitation.expires_at) > utc_now(),
        )
        .order_by(col(MemberInvitation.email))
    )
    for organisation_id, email in inviting:
        invited[organisation_id].append(email)
    return [
        OrganisationEntry(
            id=one.id,
            name=one.name,
            created_at=one.created_at,
            members=members.get(one.id, 0),
            owners=owners[one.id],
            invited=invited[one.id],
        )
        for one in organisations
    ]
