"""`/organisations/{id}/tokens` and `/organisations/{id}/webhooks`: for its owners."""

from http import HTTPStatus
from typing import Annotated

from contracts.base import Id
from contracts.recruiting import MemberRole
from fastapi import Depends, Query

from backend_core.dependencies import CurrentUser, SessionDep, Settings
from backend_core.recruiting.access import membership
from backend_core.recruiting.integrations import tokens, webhooks
from backend_core.recruiting.integrations.schemas import (
    CreatedToken,
    CreatedWebhook,
    NewToken,
    NewWebhook,
    TokenOut,
    WebhookDeliveryListing,
    WebhookDeliveryOut,
    WebhookDeliveryPage,
    WebhookOut,
)
from backend_core.routing import AreaRouter


async def require_owner(organisation_id: Id, user: CurrentUser, session: SessionDep) -> None:
    """Raises `OrganisationNotFound` and `MemberRoleTooLow`."""
    await membership(session, user.id, organisation_id, MemberRole.OWNER)


router = AreaRouter(
    prefix="/organisations/{organisation_id}", tags=["recruiting"], dependencies=[Depends(require_owner)]
)


@router.get("/tokens")
async def list_tokens(organisation_id: Id, session: SessionDep) -> list[TokenOut]:
    """What the organisation's programs show, newest first."""
    return await tokens.listed(session, organisation_id)


@router.post("/tokens", status_code=HTTPStatus.CREATED)
async def create_token(organisation_id: Id, wanted: NewToken, owner: CurrentUser, session: SessionDep) -> CreatedToken:
    """A token for a program; it is shown this once."""
    return await tokens.create(session, owner, organisation_id, wanted)


@router.delete("/tokens/{token_id}", status_code=HTTPStatus.NO_CONTENT)
async def revoke_token(organisation_id: Id, token_id: Id, owner: CurrentUser, session: SessionDep) -> None:
    """From now on nothing is answered to it."""
    await tokens.revoke(session, owner, organisation_id, token_id)


@router.get("/webhooks")
async def list_webhooks(organisation_id: Id, session: SessionDep) -> list[WebhookOut]:
    return await webhooks.listed(session, organisation_id)


@router.post("/webhooks", status_code=HTTPStatus.CREATED)
async def create_webhook(
    organisation_id: Id, wanted: NewWebhook, owner: CurrentUser, settings: Settings, session: SessionDep
) -> CreatedWebhook:
    """Have an address told of what happens; the secret of its signatures is shown this once."""
    return await webhooks.create(session, settings, owner, organisation_id, wanted)


@router.delete("/webhooks/{webhook_id}", status_code=HTTPStatus.NO_CONTENT)
async def delete_webhook(organisation_id: Id, webhook_id: Id, owner: CurrentUser, session: SessionDep) -> None:
    """With the messages that wait."""
    await webhooks.delete(session, owner, organisation_id, webhook_id)


@router.post("/webhooks/{webhook_id}/test", status_code=HTTPStatus.ACCEPTED)
async def test_webhook(organisation_id: Id, webhook_id: Id, session: SessionDep) -> WebhookDeliveryOut:
    """Send a message that says nothing, in its turn; what waits before it is tried at once."""
    return await webhooks.send_test(session, organisation_id, webhook_id)


@router.get("/webhooks/{webhook_id}/deliveries")
async def list_deliveries(
    organisation_id: Id, webhook_id: Id, asked: Annotated[WebhookDeliveryListing, Query()], session: SessionDep
) -> WebhookDeliveryPage:
    """The messages, newest first, and how delivering each went."""
    return await webhooks.deliveries(session, organisation_id, webhook_id, asked)
