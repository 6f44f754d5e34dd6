"""What programs of an organisation show: tokens of applicant-tracking systems."""

from datetime import datetime

from contracts.audit import ActorRole
from contracts.recruiting import TokenScope
from sqlalchemy import Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from persistence.columns import created_now, optional_reference, optional_timestamp, primary_key, reference
from persistence.tables import Table


class OrganisationToken(Table, table=True):
    """Shown once when it is made. `hint` is how it ends, for people to tell one from another."""

    __tablename__ = "organisation_tokens"

    id: str = primary_key()
    organisation_id: str = reference("organisations.id")
    name: str = Field(max_length=120)
    scopes: list[str] = Field(sa_type=ARRAY(Text))
    token_hash: str = Field(unique=True, max_length=64)
    hint: str = Field(max_length=8)
    expires_at: datetime | None = optional_timestamp()
    last_used_at: datetime | None = optional_timestamp()
    revoked_at: datetime | None = optional_timestamp()
    created_by: str | None = optional_reference("users.id")
    created_at: datetime = created_now()

    @property
    def role(self) -> ActorRole:
        """As whom it acts, for the audit log."""
        return ActorRole.TOKEN

    def works(self, now: datetime) -> bool:
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > now)

    def allows(self, scope: TokenScope) -> bool:
        return scope.value in self.scopes
