"""`tasks.webhook.deliver`: send one message to an organisation's own system, until it is taken."""

import json
import time
from collections.abc import Callable
from datetime import timedelta

import structlog
from contracts.errors import AddressRefused, ReceiverUnavailable
from contracts.tasks import DeliverWebhookPayload
from contracts.webhooks import WebhookDeliveryState, signature
from persistence.columns import utc_now
from persistence.database import Database
from persistence.hiring.webhooks import Webhook, WebhookDelivery
from runtime import outbound
from sqlmodel import Session, col, select, update

from ai_worker.settings import WorkerSettings

log = structlog.get_logger(__name__)

PATIENCE = timedelta(days=3)
LONGEST_PAUSE = timedelta(hours=6)
"""Between two attempts; they begin with seconds and grow with the message's age."""
ANSWERS_WITHIN = timedelta(seconds=10)


class WebhookDelivering:
    def __init__(self, settings: WorkerSettings) -> None:
        self._settings = settings

    def __call__(self, database: Database, payload: DeliverWebhookPayload) -> Callable[[Session], None]:
        with database.transaction() as session:
            found = session.exec(
                select(WebhookDelivery, Webhook)
                .join(Webhook, col(Webhook.id) == WebhookDelivery.webhook_id)
                .where(WebhookDelivery.id == payload.delivery_id)
            ).one_or_none()
        if found is None or found[0].state is WebhookDeliveryState.DELIVERED:
            return lambda session: None  # the webhook was removed meanwhile, or a worker died after its last words
        delivery, webhook = found
        try:
            status = self._send(delivery, webhook)
        except (AddressRefused, ReceiverUnavailable) as error:
            reason = error.params.get("reason", "address_refused")
            self._note(database, delivery, None, reason)
            raise ReceiverUnavailable(reason=reason) from error
        if not 200 <= status < 300:
            self._note(database, delivery, status, None)
            raise ReceiverUnavailable(reason=f"http_{status}")
        log.info("webhook delivered", webhook_id=webhook.id, delivery_id=delivery.id, kind=delivery.kind)
        return lambda session: _write(session, delivery, status, None, state=WebhookDeliveryState.DELIVERED)

    def _send(self, delivery: WebhookDelivery, webhook: Webhook) -> int:
        secret, _ = self._settings.keyring().unwrap(webhook.secret, webhook.secret_name)
        body = json.dumps(delivery.body, sort_keys=True, separators=(",", ":")).encode()
        now = int(time.time())
        headers = {
            "content-type": "application/json",
            "user-agent": "visavis-webhooks",
            "webhook-id": delivery.id,
            "webhook-timestamp": str(now),
            "webhook-signature": signature(secret, delivery.id, now, body),
        }
        private = self._settings.webhooks_private
        return outbound.post(webhook.url, body, headers, private=private, within=ANSWERS_WITHIN)

    def _note(self, database: Database, delivery: WebhookDelivery, status: int | None, problem: str | None) -> None:
        with database.transaction() as session:
            _write(session, delivery, status, problem)


def give_up_delivering(session: Session, payload: DeliverWebhookPayload) -> None:
    """Three days have passed: the next message has its turn."""
    session.exec(
        update(WebhookDelivery)
        .where(
            col(WebhookDelivery.id) == payload.delivery_id, col(WebhookDelivery.state) == WebhookDeliveryState.WAITING
        )
        .values(state=WebhookDeliveryState.FAILED)
    )


def _write(
    session: Session,
    delivery: WebhookDelivery,
    status: int | None,
    problem: str | None,
    state: WebhookDeliveryState = WebhookDeliveryState.WAITING,
) -> None:
    session.exec(
        update(WebhookDelivery)
        .where(col(WebhookDelivery.id) == delivery.id)
        .values(
            state=state,
            status=status,
            problem=problem,
            attempts=col(WebhookDelivery.attempts) + 1,
            attempted_at=utc_now(),
        )
    )
