"""Links that are credentials: a random token each, of which the fingerprint alone is kept."""

from datetime import datetime

from runtime.tokens import fingerprint, make_opaque_token
from sqlmodel import Field, Session

from persistence.columns import created_now
from persistence.tables import Table


class Link(Table):
    """What the tables of links have in common; `invitation_id` refers to what each leads to."""

    token_hash: str = Field(primary_key=True, max_length=64)
    invitation_id: str
    created_at: datetime = created_now()


def make_link(session: Session, kind: type[Link], invitation_id: str) -> str:
    """A token of its own; it is not to be had a second time."""
    token = make_opaque_token()
    session.flush()
    session.add(kind(token_hash=fingerprint(token), invitation_id=invitation_id))
    return token
