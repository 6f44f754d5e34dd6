"""Durable events of an interview."""

from contracts.events import Event, EventPayload
from sqlalchemy import update
from sqlmodel import Session, col, select

from persistence.database import Wake, after_commit
from persistence.record import live
from persistence.tables import EventRow, Interview


def append(session: Session, interview_id: str, payload: EventPayload) -> None:
    """Record a fact in the transaction that makes it true, and wake the interview's listeners after the commit."""
    sequence, posting_id = session.exec(
        update(Interview)
        .where(col(Interview.id) == interview_id)
        .values(event_sequence=col(Interview.event_sequence) + 1)
        .returning(col(Interview.event_sequence), col(Interview.job_posting_id))
        .execution_options(synchronize_session=False)
    ).one()
    session.add(
        EventRow(
            interview_id=interview_id,
            sequence=sequence,
            kind=payload.kind,
            payload=payload.model_dump(mode="json"),
        )
    )
    after_commit(session, Wake(interview_id))
    if posting_id is not None:
        live.append(session, posting_id, interview_id, payload)


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
