"""Links that open a report to whoever has them: interviews ── shares. They go with their interview."""

from datetime import datetime

from contracts.audit import ActorRole
from contracts.shares import ShareState
from sqlalchemy import Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from persistence.columns import created_now, optional_timestamp, primary_key, reference, timestamp
from persistence.tables import Table


class Share(Table, table=True):
    """One link. Its token is shown once when it is made; `opened` counts how often it was read."""

    __tablename__ = "shares"

    id: str = primary_key()
    interview_id: str = reference("interviews.id")
    token_hash: str = Field(unique=True, max_length=64)
    parts: list[str] = Field(sa_type=ARRAY(Text), description="contracts.shares.SharePart")
    name: str | None = Field(default=None, max_length=120, description="What the candidate is called to who reads it")
    expires_at: datetime = timestamp()
    revoked_at: datetime | None = optional_timestamp()
    opened: int = 0
    last_opened_at: datetime | None = optional_timestamp()
    created_at: datetime = created_now()

    @property
    def role(self) -> ActorRole:
        """As whom it acts, for the audit log."""
        return ActorRole.LINK

    def state(self, now: datetime) -> ShareState:
        if self.revoked_at is not None:
            return ShareState.REVOKED
        return ShareState.EXPIRED if self.expires_at <= now else ShareState.WORKING
