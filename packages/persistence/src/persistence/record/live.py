"""What happens in the interviews of a posting, numbered without gaps for whoever follows them.

A row says that something of a kind happened in an interview and no more: what its watchers may see of it is decided
when they are told.
"""

from datetime import datetime

from contracts.events import EventPayload
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Field, Session, col, select

from persistence.columns import created_now, reference
from persistence.database import Wake, after_commit
from persistence.tables import Table

LIVE_KINDS = frozenset({"interview.state", "question.asked", "answer.saved", "report.ready"})


class PostingStream(Table, table=True):
    """`sequence` is of a posting's newest event."""

    __tablename__ = "posting_streams"

    posting_id: str = reference("job_postings.id", primary=True)
    sequence: int = 0


class PostingEvent(Table, table=True):
    __tablename__ = "posting_events"

    posting_id: str = reference("job_postings.id", primary=True)
    sequence: int = Field(primary_key=True)
    interview_id: str = reference("interviews.id")
    kind: str = Field(max_length=40)
    created_at: datetime = created_now()


def append(session: Session, posting_id: str, interview_id: str, payload: EventPayload) -> None:
    """Number an interview's event among those of its posting, in the same transaction, and wake the watchers."""
    if payload.kind not in LIVE_KINDS:
        return
    # A row of its own is counted up, so that interviews do not wait for whoever edits the posting.
    counted = insert(PostingStream).values(posting_id=posting_id, sequence=1)
    sequence = session.exec(
        counted.on_conflict_do_update(
            index_elements=["posting_id"], set_={"sequence": col(PostingStream.sequence) + 1}
        ).returning(col(PostingStream.sequence))
    ).scalar_one()
    session.add(PostingEvent(posting_id=posting_id, sequence=sequence, interview_id=interview_id, kind=payload.kind))
    after_commit(session, Wake(posting_id))


def since(session: Session, posting_id: str, sequence: int, limit: int = 500) -> list[PostingEvent]:
    """The events after `sequence`, in order."""
    rows = session.exec(
        select(PostingEvent)
        .where(PostingEvent.posting_id == posting_id, PostingEvent.sequence > sequence)
        .order_by(col(PostingEvent.sequence))
        .limit(limit)
    )
    return list(rows)


def newest(session: Session, posting_id: str) -> int:
    stream = session.get(PostingStream, posting_id)
    return stream.sequence if stream else 0
