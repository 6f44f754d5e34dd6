"""What an organisation's own systems are told, and how its messages are signed.

A message follows the Standard Webhooks specification (https://www.standardwebhooks.com): its id, the seconds of the
attempt and the body, joined by full stops, are signed with HMAC-SHA256 under the webhook's secret.
"""

import base64
import hashlib
import hmac
from enum import StrEnum
from typing import Literal

from contracts.base import Contract, Id, Timestamp

SECRET_PREFIX = "whsec_"  # noqa: S105 - of every webhook's secret, so that one is recognised where it leaked
TEST = "webhook.test"


class WebhookKind(StrEnum):
    INVITATION_ACCEPTED = "invitation.accepted"
    INTERVIEW_COMPLETED = "interview.completed"
    REPORT_READY = "report.ready"
    DECISION_MADE = "decision.made"


class WebhookDeliveryState(StrEnum):
    """A message waits until its receiver has taken it, or has not for three days."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


class WebhookBody(Contract):
    """What a receiver gets: identifiers, never names or words; `timestamp` is of the fact."""

    type: WebhookKind | Literal["webhook.test"]
    timestamp: Timestamp
    data: dict[str, Id]


def shown_secret(secret: bytes) -> str:
    """As receivers' libraries take it."""
    return SECRET_PREFIX + base64.b64encode(secret).decode()


def signature(secret: bytes, message_id: str, timestamp: int, body: bytes) -> str:
    """The value of `webhook-signature`."""
    signed = b".".join((message_id.encode(), str(timestamp).encode(), body))
    return "v1," + base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
