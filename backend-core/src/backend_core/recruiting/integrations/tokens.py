"""Tokens of an organisation's programs: made by its owners, shown once, kept as fingerprints."""

from datetime import timedelta

from contracts.audit import AuditAction, AuditSubject
from contracts.errors import TokenNotFound, TooManyIntegrations
from persistence.columns import utc_now
from persistence.database import run_sync
from persistence.people.tokens import OrganisationToken
from persistence.record import audit
from persistence.tables import User
from runtime.tokens import fingerprint, make_opaque_token
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.recruiting.integrations.schemas import CreatedToken, NewToken, TokenOut

PREFIX = "vvo_"
"""Of every token, so that one is told from a person's, and recognised where it leaked."""
MOST = 20


async def listed(session: AsyncSession, organisation_id: str) -> list[TokenOut]:
    """Newest first, those that were revoked among them."""
    rows = await session.exec(
        select(OrganisationToken)
        .where(OrganisationToken.organisation_id == organisation_id)
        .order_by(col(OrganisationToken.id).desc())
    )
    return [TokenOut.model_validate(row) for row in rows]


async def create(session: AsyncSession, owner: User, organisation_id: str, wanted: NewToken) -> CreatedToken:
    """Raises `TooManyIntegrations`."""
    now = utc_now()
    tokens = await listed(session, organisation_id)
    working = [one for one in tokens if one.revoked_at is None and (one.expires_at is None or one.expires_at > now)]
    if len(working) >= MOST:
        raise TooManyIntegrations(most=str(MOST))
    token = PREFIX + make_opaque_token()
    lifetime = timedelta(days=wanted.expires_in_days) if wanted.expires_in_days else None
    row = OrganisationToken(
        organisation_id=organisation_id,
        name=wanted.name,
        scopes=sorted(wanted.scopes),
        token_hash=fingerprint(token),
        hint=token[-4:],
        expires_at=now + lifetime if lifetime else None,
        created_by=owner.id,
    )
    session.add(row)
    await session.flush()
    await _record(session, owner, AuditAction.TOKEN_CREATED, row)
    return CreatedToken(token=token, kept=TokenOut.model_validate(row))


async def revoke(session: AsyncSession, owner: User, organisation_id: str, token_id: str) -> None:
    """Revoking a token again changes nothing. Raises `TokenNotFound`."""
    row = await session.get(OrganisationToken, token_id, with_for_update=True)
    if row is None or row.organisation_id != organisation_id:
        raise TokenNotFound
    if row.revoked_at is None:
        row.revoked_at = utc_now()
        await _record(session, owner, AuditAction.TOKEN_REVOKED, row)


async def _record(session: AsyncSession, owner: User, action: AuditAction, row: OrganisationToken) -> None:
    await run_sync(
        session,
        audit.record,
        owner,
        action,
        AuditSubject.TOKEN,
        row.id,
        organisation_id=row.organisation_id,
        details={"scopes": list(row.scopes)},
    )
