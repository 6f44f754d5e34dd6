"""Links that let somebody choose a new password."""

from datetime import datetime

from sqlmodel import Field

from persistence.columns import created_now, optional_timestamp, primary_key, reference, timestamp
from persistence.tables import Table


class PasswordReset(Table, table=True):
    """One link that was sent. Using one uses up all of its user's."""

    __tablename__ = "password_resets"

    id: str = primary_key()
    user_id: str = reference("users.id")
    token_hash: str = Field(unique=True, max_length=64)
    expires_at: datetime = timestamp()
    used_at: datetime | None = optional_timestamp()
    created_at: datetime = created_now()
