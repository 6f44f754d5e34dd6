"""What an organisation's own systems are told: facts as rows, written in the transaction that makes them true.

    organisations ── webhooks ── webhook_deliveries ── jobs

Each delivery is a job that waits for the one before it, so that a receiver gets what happened in its order; one that is
away holds up its own webhook only.
"""

from datetime import datetime
from typing import Any

from contracts.tasks import DELIVER_WEBHOOK, DeliverWebhookPayload
from contracts.webhooks import TEST, WebhookBody, WebhookDeliveryState, WebhookKind
from sqlalchemy import Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, Session, col, select

from persistence.columns import (
    choice,
    created_now,
    json_column,
    optional_reference,
    optional_timestamp,
    primary_key,
    reference,
    utc_now,
)
from persistence.hiring.recruiting import JobPosting
from persistence.record import jobs
from persistence.tables import Interview, Table


class Webhook(Table, table=True):
    """`secret` is wrapped under the platform's storage key; `sequence` is that of its newest delivery."""

    __tablename__ = "webhooks"

    id: str = primary_key()
    organisation_id: str = reference("organisations.id")
    url: str = Field(max_length=2000)
    kinds: list[str] = Field(sa_type=ARRAY(Text))
    secret: str
    sequence: int = 0
    created_by: str | None = optional_reference("users.id")
    created_at: datetime = created_now()

    @property
    def secret_name(self) -> str:
        """What the wrapping of its secret is bound to."""
        return f"webhooks/{self.id}"


class WebhookDelivery(Table, table=True):
    """One message; its id is the message's. `status` is the receiver's last answer, `problem` why there was none."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (UniqueConstraint("webhook_id", "sequence"),)

    id: str = primary_key()
    webhook_id: str = reference("webhooks.id", index=False)
    sequence: int
    kind: str = Field(max_length=40)
    body: dict[str, Any] = json_column(description="contracts.webhooks.WebhookBody")
    state: WebhookDeliveryState = choice(WebhookDeliveryState, default=WebhookDeliveryState.WAITING)
    attempts: int = 0
    status: int | None = None
    problem: str | None = Field(default=None, max_length=40)
    created_at: datetime = created_now()
    attempted_at: datetime | None = optional_timestamp()


def announce(session: Session, /, kind: WebhookKind, interview: Interview, **ids: str) -> None:
    """Tell the organisation of a screening interview, in the transaction of the fact. `ids` go beside the interview's.

    Practice is nobody's but the candidate's: of it nothing is told.
    """
    posting = session.get(JobPosting, interview.job_posting_id) if interview.job_posting_id else None
    if posting is None:
        return
    # Locked in one order: deliveries are numbered in the order in which their facts commit.
    wanting = session.exec(
        select(Webhook)
        .where(Webhook.organisation_id == posting.organisation_id, col(Webhook.kinds).contains([kind.value]))
        .order_by(col(Webhook.id))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    for webhook in wanting.all():
        _enqueue(session, webhook, kind, {"interview_id": interview.id, "job_posting_id": posting.id, **ids})


def send_test(session: Session, webhook: Webhook) -> WebhookDelivery:
    """A message that says nothing; `webhook` is locked. What waits before it is tried at once."""
    delivery = _enqueue(session, webhook, TEST, {})
    jobs.hurry(session, DELIVER_WEBHOOK, _groups(webhook))
    return delivery


def _enqueue(session: Session, webhook: Webhook, kind: WebhookKind | str, ids: dict[str, str]) -> WebhookDelivery:
    webhook.sequence += 1
    body = WebhookBody.model_validate({"type": kind, "timestamp": utc_now(), "data": ids})
    delivery = WebhookDelivery(
        webhook_id=webhook.id, sequence=webhook.sequence, kind=kind, body=body.model_dump(mode="json")
    )
    session.add(delivery)
    session.flush()
    jobs.add(
        session,
        DELIVER_WEBHOOK,
        DeliverWebhookPayload(delivery_id=delivery.id),
        unique_key=delivery.id,
        group_key=f"{_groups(webhook)}{webhook.sequence}",
        waits_for=f"{_groups(webhook)}{webhook.sequence - 1}",
    )
    return delivery


def _groups(webhook: Webhook) -> str:
    """What the group of each of its deliveries begins with."""
    return f"webhook:{webhook.id}:"
