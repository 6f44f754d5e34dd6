"""Webhooks of an organisation: made by its owners; the messages are sent by ai-worker."""

import asyncio
import secrets
from collections.abc import Sequence

from contracts.audit import AuditAction, AuditSubject
from contracts.errors import TooManyIntegrations, WebhookNotFound
from contracts.webhooks import WebhookDeliveryState, shown_secret
from persistence.database import run_sync
from persistence.hiring import webhooks
from persistence.hiring.webhooks import Webhook, WebhookDelivery
from persistence.ids import new_id
from persistence.record import audit
from persistence.tables import User
from runtime import outbound
from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.recruiting.integrations.schemas import (
    CreatedWebhook,
    NewWebhook,
    WebhookDeliveryListing,
    WebhookDeliveryOut,
    WebhookDeliveryPage,
    WebhookOut,
)
from backend_core.settings import CoreSettings

MOST = 10
SECRET_BYTES = 32


async def listed(session: AsyncSession, organisation_id: str) -> list[WebhookOut]:
    rows = await session.exec(
        select(Webhook).where(Webhook.organisation_id == organisation_id).order_by(col(Webhook.id))
    )
    return await _with_counts(session, rows.all())


async def create(
    session: AsyncSession, settings: CoreSettings, owner: User, organisation_id: str, wanted: NewWebhook
) -> CreatedWebhook:
    """Raises `AddressRefused` and `TooManyIntegrations`."""
    if len(await listed(session, organisation_id)) >= MOST:
        raise TooManyIntegrations(most=str(MOST))
    url = str(wanted.url)
    await asyncio.to_thread(outbound.check_address, url, private=settings.webhooks_private)
    secret = secrets.token_bytes(SECRET_BYTES)
    row = Webhook(
        id=new_id(),
        organisation_id=organisation_id,
        url=url,
        kinds=sorted(wanted.kinds),
        secret="",
        created_by=owner.id,
    )
    row.secret = settings.keyring().wrap(secret, SECRET_BYTES, row.secret_name)
    session.add(row)
    await session.flush()
    await _record(session, owner, AuditAction.WEBHOOK_CREATED, row)
    (kept,) = await _with_counts(session, [row])
    return CreatedWebhook(secret=shown_secret(secret), kept=kept)


async def delete(session: AsyncSession, owner: User, organisation_id: str, webhook_id: str) -> None:
    """With its messages, those that wait among them. Raises `WebhookNotFound`."""
    row = await _find(session, organisation_id, webhook_id)
    await _record(session, owner, AuditAction.WEBHOOK_DELETED, row)
    await session.delete(row)


async def send_test(session: AsyncSession, organisation_id: str, webhook_id: str) -> WebhookDeliveryOut:
    """Raises `WebhookNotFound`."""
    row = await _find(session, organisation_id, webhook_id)
    return WebhookDeliveryOut.model_validate(await run_sync(session, webhooks.send_test, row))


async def deliveries(
    session: AsyncSession, organisation_id: str, webhook_id: str, asked: WebhookDeliveryListing
) -> WebhookDeliveryPage:
    """Raises `WebhookNotFound`."""
    await _find(session, organisation_id, webhook_id, for_update=False)
    newest_first = (
        select(WebhookDelivery)
        .where(WebhookDelivery.webhook_id == webhook_id)
        .order_by(col(WebhookDelivery.sequence).desc())
        .limit(asked.limit + 1)
    )
    if asked.before is not None:
        newest_first = newest_first.where(WebhookDelivery.sequence < asked.before)
    rows = (await session.exec(newest_first)).all()
    shown = [WebhookDeliveryOut.model_validate(row) for row in rows[: asked.limit]]
    return WebhookDeliveryPage(deliveries=shown, older=shown[-1].sequence if len(rows) > asked.limit else None)


async def _find(session: AsyncSession, organisation_id: str, webhook_id: str, *, for_update: bool = True) -> Webhook:
    row = await session.get(Webhook, webhook_id, with_for_update=for_update)
    if row is None or row.organisation_id != organisation_id:
        raise WebhookNotFound
    return row


async def _with_counts(session: AsyncSession, rows: Sequence[Webhook]) -> list[WebhookOut]:
    counted = await session.exec(
        select(WebhookDelivery.webhook_id, WebhookDelivery.state, func.count())
        .where(
            col(WebhookDelivery.webhook_id).in_([row.id for row in rows]),
            col(WebhookDelivery.state) != WebhookDeliveryState.DELIVERED,
        )
        .group_by(col(WebhookDelivery.webhook_id), col(WebhookDelivery.state))
    )
    counts = {(webhook_id, state): count for webhook_id, state, count in counted}
    return [
        WebhookOut(
            id=row.id,
            url=row.url,
            kinds=row.kinds,
            created_at=row.created_at,
            waiting=counts.get((row.id, WebhookDeliveryState.WAITING), 0),
            failed=counts.get((row.id, WebhookDeliveryState.FAILED), 0),
        )
        for row in rows
    ]


async def _record(session: AsyncSession, owner: User, action: AuditAction, row: Webhook) -> None:
    await run_sync(
        session,
        audit.record,
        owner,
        action,
        AuditSubject.WEBHOOK,
        row.id,
        organisation_id=row.organisation_id,
        details={"kinds": list(row.kinds)},
    )
