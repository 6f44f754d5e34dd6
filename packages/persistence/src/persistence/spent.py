"""Credentials that open nothing any more. A row that is gone is refused as one that has expired is."""

from sqlalchemy import delete
from sqlmodel import Session, col, select

from persistence.columns import utc_now
from persistence.password_resets import PasswordReset
from persistence.tables import MediaTicket, RefreshSession

AT_ONCE = 1_000

Credential = type[MediaTicket] | type[RefreshSession] | type[PasswordReset]


def forget_spent(session: Session) -> int:
    """Delete media tickets, refresh tokens and links for a new password that have expired: `AT_ONCE` of each, at most.
    Returns the most of any.
    """
    return max(_forget(session, table) for table in (MediaTicket, RefreshSession, PasswordReset))


def _forget(session: Session, table: Credential) -> int:
    expired = select(table.token_hash).where(col(table.expires_at) <= utc_now()).limit(AT_ONCE)
    gone = session.exec(delete(table).where(col(table.token_hash).in_(expired)).returning(col(table.token_hash)))
    return len(gone.all())
