"""Durable events of an interview."""

from functools import cache

from contracts.events import Event, EventPayload
from sqlalchemy import DateTime, bindparam, insert, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql.dml import ReturningInsert
from sqlmodel import Session, col, select

from persistence.columns import utc_now
from persistence.database import Wake, after_commit
from persistence.record import live
from persistence.tables import EventRow, Interview


def append(session: Session, interview_id: str, payload: EventPayload) -> None:
    """Record a fact in the transaction that makes it true, and wake the interview's listeners after the commit."""
    session.flush()
    event = {"of": interview_id, "kind": payload.kind, "payload": payload.model_dump(mode="json"), "at": utc_now()}
    posting_id = session.connection().execute(_appending(), event).scalar_one()
    after_commit(session, Wake(interview_id))
    if posting_id is not None:
        live.append(session, posting_id, interview_id, payload)


@cache
def _appending() -> ReturningInsert[str | None]:
    """Made once: counts up the interview's events and writes the newest, in one statement. Returns the posting's id."""
    counted = (
        update(Interview)
        .where(col(Interview.id) == bindparam("of"))
        .values(event_sequence=col(Interview.event_sequence) + 1)
        .returning(col(Interview.id), col(Interview.event_sequence), col(Interview.job_posting_id))
        .cte("counted")
    )
    return (
        insert(EventRow)
        .from_select(
            ["interview_id", "sequence", "kind", "payload", "created_at"],
            counted.select().with_only_columns(
                counted.c.id,
                counted.c.event_sequence,
                bindparam("kind"),
                bindparam("payload", type_=JSONB),
                bindparam("at", type_=DateTime(timezone=True)),
            ),
        )
        .returning(counted.select().with_only_columns(counted.c.job_posting_id).scalar_subquery())
    )


def since(session: Session, interview_id: str, sequence: int, limit: int = 500) -> list[Event]:
    """The events after `sequence`, in order."""
    rows = session.exec(
        select(EventRow)
        .where(EventRow.interview_id == interview_id, EventRow.sequence > sequence)
        .order_by(col(EventRow.sequence))
        .limit(limit)
    )
    return [
        Event.model_validate(
            {
                "interview_id": row.interview_id,
                "sequence": row.sequence,
                "created_at": row.created_at,
                "payload": row.payload,
            }
        )
        for row in rows
    ]
