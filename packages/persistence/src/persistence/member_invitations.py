"""Invitations into an organisation: organisations ── member_invitations."""

from datetime import datetime

from contracts.base import Language
from contracts.recruiting import MemberRole
from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from persistence.columns import choice, created_now, optional_reference, primary_key, reference, timestamp
from persistence.tables import Table


class MemberInvitation(Table, table=True):
    """Waits for somebody; it goes when it is accepted or taken back, and another to the same address replaces it.

    `token_hash` is of the link that whoever invited was shown, `letter_hash` of the one in the newest letter.
    """

    __tablename__ = "member_invitations"
    __table_args__ = (UniqueConstraint("organisation_id", "email"),)

    id: str = primary_key()
    organisation_id: str = reference("organisations.id", index=False)
    email: str = Field(max_length=254)
    role: MemberRole = choice(MemberRole)
    language: Language = choice(Language)
    token_hash: str = Field(unique=True, max_length=64)
    letter_hash: str | None = Field(default=None, unique=True, max_length=64)
    expires_at: datetime = timestamp()
    created_by: str | None = optional_reference("users.id")
    created_at: datetime = created_now()
