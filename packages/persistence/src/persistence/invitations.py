"""The links of invitations, which are their credentials: a random token each, of which the fingerprint alone is kept.

An invitation may have several that work, the one which was shown and those of its letters; revoking it, or sending it
anew, ends them.
"""

from datetime import datetime

from runtime.tokens import fingerprint, make_opaque_token
from sqlalchemy import delete
from sqlmodel import Field, Session, col

from persistence.columns import created_now, reference
from persistence.recruiting import Invitation
from persistence.tables import Table


class InvitationLink(Table, table=True):
    __tablename__ = "invitation_links"

    token_hash: str = Field(primary_key=True, max_length=64)
    invitation_id: str = reference("invitations.id")
    created_at: datetime = created_now()


def make_link(session: Session, invitation: Invitation) -> str:
    """A token of its own; it is not to be had a second time."""
    token = make_opaque_token()
    session.flush()
    session.add(InvitationLink(token_hash=fingerprint(token), invitation_id=invitation.id))
    return token


def end_links(session: Session, invitation: Invitation) -> None:
    session.exec(delete(InvitationLink).where(col(InvitationLink.invitation_id) == invitation.id))
