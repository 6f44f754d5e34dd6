"""Invitations into an organisation: organisations ── member_invitations ── member_invitation_links.

The link that was shown and those of the letters all work, so that a letter which is sent once more leaves the first
one's good.
"""

from datetime import datetime

from contracts.base import Language
from contracts.recruiting import MemberRole
from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from persistence.columns import choice, created_now, optional_reference, primary_key, reference, timestamp
from persistence.links import Link
from persistence.tables import Table


class MemberInvitation(Table, table=True):
    """Waits for somebody; it goes when it is accepted or taken back, and another to the same address replaces it."""

    __tablename__ = "member_invitations"
    __table_args__ = (UniqueConstraint("organisation_id", "email"),)

    id: str = primary_key()
    organisation_id: str = reference("organisations.id", index=False)
    email: str = Field(max_length=254)
    role: MemberRole = choice(MemberRole)
    language: Language = choice(Language)
    expires_at: datetime = timestamp()
    created_by: str | None = optional_reference("users.id")
    created_at: datetime = created_now()


class MemberInvitationLink(Link, table=True):
    __tablename__ = "member_invitation_links"

    invitation_id: str = reference("member_invitations.id")
