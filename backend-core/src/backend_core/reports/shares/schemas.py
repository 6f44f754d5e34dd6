"""What the endpoints of links to reports receive and return."""

from typing import Annotated

from contracts.base import Contract, Id, Timestamp
from contracts.shares import SharePart, ShareState
from pydantic import Field

from backend_core.auth.schemas import Name


class NewShare(Contract):
    """`days` is how long the link works; `name` what the candidate is called to who reads it, null for nothing."""

    parts: Annotated[frozenset[SharePart], Field(min_length=1)]
    days: Annotated[int, Field(ge=1, le=30)]
    name: Name | None = None


class ShareOut(Contract):
    id: Id
    state: ShareState
    parts: list[SharePart]
    name: str | None
    created_at: Timestamp
    expires_at: Timestamp
    opened: int
    last_opened_at: Timestamp | None


class MadeShare(Contract):
    """The only time that `link` is shown. Without the platform's address it is a path."""

    share: ShareOut
    link: str
