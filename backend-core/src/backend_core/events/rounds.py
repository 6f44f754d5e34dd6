"""One look at the record for all open streams: which of them have to look for themselves."""

from collections.abc import Sequence
from dataclasses import dataclass

from persistence.columns import UuidText
from persistence.hiring.recruiting import JobPosting, Membership
from persistence.record.live import PostingStream
from persistence.tables import Interview, RefreshSession, User
from sqlalchemy import ARRAY, Integer, String, and_, column, exists, func, literal, or_, select
from sqlmodel import Session, col

from backend_core.auth.tokens import Access


@dataclass(eq=False)
class OpenStream:
    """Of an interview, to its candidate, or of a posting, to a member: all up to sequence `after` has been told."""

    access: Access
    topic: str
    after: int


def with_news(session: Session, streams: Sequence[OpenStream]) -> list[OpenStream]:
    """Those whose interview or posting has a newer event, or whose watcher may not listen any more."""
    rows = func.unnest(
        literal([stream.access.user_id for stream in streams], ARRAY(UuidText)),
        literal([stream.access.session_id for stream in streams], ARRAY(String)),
        literal([stream.topic for stream in streams], ARRAY(UuidText)),
        literal([stream.after for stream in streams], ARRAY(Integer)),
    )
    asked = rows.table_valued(
        column("user_id", UuidText),
        column("session_id", String),
        column("topic", UuidText),
        column("after", Integer),
        with_ordinality="number",
    ).render_derived("asked")
    signed_in = exists().where(
        col(RefreshSession.family) == asked.c.session_id, col(RefreshSession.revoked_at).is_(None)
    )
    own = and_(col(Interview.id) == asked.c.topic, col(Interview.candidate_id) == asked.c.user_id)
    member = exists().where(
        col(Membership.organisation_id) == JobPosting.organisation_id, col(Membership.user_id) == asked.c.user_id
    )
    theirs = and_(col(JobPosting.id) == asked.c.topic, member)
    told = col(PostingStream.posting_id) == JobPosting.id
    active = and_(col(User.id) == asked.c.user_id, col(User.deactivated_at).is_(None))
    statement = (
        select(asked.c.number)
        .select_from(
            asked.outerjoin(User, active)
            .outerjoin(Interview, own)
            .outerjoin(JobPosting, theirs)
            .outerjoin(PostingStream, told)
        )
        .where(
            or_(
                col(User.id).is_(None),
                and_(col(Interview.id).is_(None), col(JobPosting.id).is_(None)),
                col(Interview.event_sequence) > asked.c.after,
                col(PostingStream.sequence) > asked.c.after,
                ~signed_in,
            )
        )
    )
    return [streams[number - 1] for number in session.connection().execute(statement).scalars()]
