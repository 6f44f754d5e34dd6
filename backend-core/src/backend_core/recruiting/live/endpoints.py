"""`GET /job-postings/{id}/live`: who is waiting, who is at which question, who has finished."""

from collections.abc import AsyncIterable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Annotated

from contracts.base import Id
from fastapi import Depends, Header, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from persistence.database import AsyncDatabase, run_sync
from persistence.hiring.recruiting import JobPosting
from persistence.record import live
from persistence.tables import User
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.auth.tokens import Access
from backend_core.dependencies import CurrentAccess, DatabaseDep, user_of
from backend_core.events.endpoints import STREAM_ERRORS
from backend_core.events.hub import EventHub
from backend_core.events.rounds import OpenStream
from backend_core.recruiting.access import posting_of_member
from backend_core.recruiting.live.schemas import LiveEntry, LiveEvent, LiveSnapshot
from backend_core.recruiting.live.service import entries_of, record_views, snapshot_of
from backend_core.routing import AreaRouter

router = AreaRouter(tags=["recruiting"])


@dataclass(frozen=True)
class Watch:
    """A member watches a posting, from where `snapshot` leaves off."""

    access: Access
    member: User
    snapshot: LiveSnapshot


async def begin_watch(posting_id: Id, database: DatabaseDep, access: CurrentAccess) -> Watch:
    """In a transaction of its own, for the stream lasts."""
    async with database.transaction() as session:
        user = await user_of(session, access)
        posting = await posting_of_member(session, user.id, posting_id)
        snapshot = await run_sync(session, snapshot_of, posting)
        await run_sync(session, record_views, user, posting, snapshot.entries)
        return Watch(access, user, snapshot)


@router.get("/job-postings/{posting_id}/live", response_class=EventSourceResponse, responses=STREAM_ERRORS)
async def follow_posting(
    request: Request,
    posting_id: Id,
    watch: Annotated[Watch, Depends(begin_watch)],
    database: DatabaseDep,
    last_event_id: Annotated[int | None, Header(ge=0)] = None,
) -> AsyncIterable[ServerSentEvent]:
    """A `snapshot`, then what happens after it, or after `Last-Event-ID`, for as long as the watcher may see it."""

    async def admit(session: AsyncSession) -> None:
        await posting_of_member(session, (await user_of(session, watch.access)).id, posting_id)

    hub: EventHub = request.app.state.event_hub
    yield ServerSentEvent(event="snapshot", data=watch.snapshot.model_dump(mode="json"))
    after = watch.snapshot.sequence if last_event_id is None else last_event_id
    stream = OpenStream(watch.access, posting_id, after)
    async with aclosing(hub.follow(stream, live.since, admit)) as following:
        async for event in following:
            if event is None:
                yield ServerSentEvent(comment="still here")
            elif (entry := await _entry(database, watch, posting_id, event.interview_id)) is not None:
                told = LiveEvent(sequence=event.sequence, kind=event.kind, created_at=event.created_at, entry=entry)
                yield ServerSentEvent(id=str(event.sequence), event=event.kind, data=told.model_dump(mode="json"))


async def _entry(database: AsyncDatabase, watch: Watch, posting_id: str, interview_id: str) -> LiveEntry | None:
    """None of an interview that was erased meanwhile."""
    async with database.transaction() as session:
        posting = await session.get(JobPosting, posting_id)
        if posting is None:
            return None
        entries = await run_sync(session, entries_of, posting, [interview_id])
        await run_sync(session, record_views, watch.member, posting, entries)
        return entries[0] if entries else None
