"""What has served its purpose: credentials that open nothing any more, and work that is done.

A credential whose row is gone is refused as one that has expired is.
"""

from datetime import timedelta

from contracts.webhooks import WebhookDeliveryState
from sqlalchemy import delete
from sqlmodel import Session, col, select

from persistence.columns import utc_now
from persistence.hiring.webhooks import WebhookDelivery
from persistence.people.password_resets import PasswordReset
from persistence.tables import Job, JobState, MediaTicket, RefreshSession

AT_ONCE = 1_000
DONE_KEPT_FOR = timedelta(days=30)

Credential = type[MediaTicket] | type[RefreshSession] | type[PasswordReset]


def forget_spent(session: Session) -> int:
    """Delete media tickets, refresh tokens and links for a new password that have expired: `AT_ONCE` of each, at most.
    Returns the most of any.
    """
    return max(_forget(session, table) for table in (MediaTicket, RefreshSession, PasswordReset))


def forget_done(session: Session, kept_for: timedelta = DONE_KEPT_FOR) -> int:
    """Delete work that was done longer ago than that, and messages that were delivered or given up: `AT_ONCE` of each,
    at most. Work that failed for good stays until somebody begins it anew. Returns the most of either.
    """
    before = utc_now() - kept_for
    done = select(Job.id).where(Job.state == JobState.DONE, col(Job.finished_at) < before).limit(AT_ONCE)
    jobs = session.exec(delete(Job).where(col(Job.id).in_(done)).returning(col(Job.id))).all()
    told = (
        select(WebhookDelivery.id)
        .where(WebhookDelivery.state != WebhookDeliveryState.WAITING, col(WebhookDelivery.created_at) < before)
        .limit(AT_ONCE)
    )
    deliveries = session.exec(
        delete(WebhookDelivery).where(col(WebhookDelivery.id).in_(told)).returning(col(WebhookDelivery.id))
    ).all()
    return max(len(jobs), len(deliveries))


def _forget(session: Session, table: Credential) -> int:
    expired = select(table.token_hash).where(col(table.expires_at) <= utc_now()).limit(AT_ONCE)
    gone = session.exec(delete(table).where(col(table.token_hash).in_(expired)).returning(col(table.token_hash)))
    return len(gone.all())
