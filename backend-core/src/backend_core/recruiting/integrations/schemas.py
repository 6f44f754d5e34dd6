"""What the endpoints of tokens and webhooks receive and return."""

from typing import Annotated

from contracts.base import Contract, Id, Timestamp
from contracts.recruiting import ShortText, TokenScope
from contracts.webhooks import TEST, WebhookDeliveryState, WebhookKind
from pydantic import ConfigDict, Field, HttpUrl, StringConstraints

MOST_DELIVERIES = 50


class NewToken(Contract):
    """`expires_in_days` is null for a token that works until it is revoked."""

    name: ShortText
    scopes: Annotated[frozenset[TokenScope], Field(min_length=1)]
    expires_in_days: Annotated[int, Field(ge=1, le=730)] | None = 365


class TokenOut(Contract):
    """`hint` is how the token ends; the token itself is kept nowhere."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: Id
    name: str
    scopes: list[TokenScope]
    hint: str
    created_at: Timestamp
    expires_at: Timestamp | None
    last_used_at: Timestamp | None
    revoked_at: Timestamp | None


class CreatedToken(Contract):
    """The only time that `token` is shown."""

    token: str
    kept: TokenOut


class NewWebhook(Contract):
    url: Annotated[HttpUrl, StringConstraints(max_length=2000)]
    kinds: Annotated[frozenset[WebhookKind], Field(min_length=1)]


class WebhookOut(Contract):
    """`waiting` messages have not been taken yet; `failed` ones were not within three days."""

    id: Id
    url: str
    kinds: list[WebhookKind]
    created_at: Timestamp
    waiting: int
    failed: int


class CreatedWebhook(Contract):
    """The only time that `secret` is shown. Receivers check signatures with it, as Standard Webhooks describes."""

    secret: str
    kept: WebhookOut


class WebhookDeliveryOut(Contract):
    """A message, and the last attempt at delivering it: the receiver's `status`, or the `problem` instead of one."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: Id
    sequence: int
    kind: WebhookKind | str = Field(description=f"Or `{TEST}`")
    state: WebhookDeliveryState
    attempts: int
    status: int | None
    problem: str | None
    created_at: Timestamp
    attempted_at: Timestamp | None


class WebhookDeliveryListing(Contract):
    before: Annotated[int, Field(ge=1, description="The `older` of the page before")] | None = None
    limit: Annotated[int, Field(ge=1, le=MOST_DELIVERIES)] = MOST_DELIVERIES


class WebhookDeliveryPage(Contract):
    """Newest first."""

    deliveries: list[WebhookDeliveryOut]
    older: int | None
