"""What somebody shows beside their password: the codes of an authenticator app, and codes to recover with."""

from datetime import datetime

from sqlalchemy import Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from persistence.columns import created_now, optional_timestamp, primary_key, reference
from persistence.tables import Table


class SecondFactor(Table, table=True):
    """`secret` is wrapped under the platform's storage key; it counts once a code of it has confirmed it.

    `last_step` is that of the last code that was taken, so that none is taken twice.
    """

    __tablename__ = "second_factors"
    __table_args__ = (UniqueConstraint("user_id"),)

    id: str = primary_key()
    user_id: str = reference("users.id", index=False)
    secret: str
    recovery_codes: list[str] = Field(default_factory=list, sa_type=ARRAY(Text), description="Hashes of those unused")
    last_step: int = 0
    confirmed_at: datetime | None = optional_timestamp()
    created_at: datetime = created_now()

    @property
    def secret_name(self) -> str:
        """What the wrapping of its secret is bound to."""
        return f"second_factors/{self.id}"
