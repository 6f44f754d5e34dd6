"""`GET /interviews/{id}/events`."""

from collections.abc import AsyncIterable
from contextlib import aclosing
from typing import Annotated

from contracts.base import Contract, Id
from fastapi import Depends, Header, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from persistence.record import events
from runtime.http import ERROR_RESPONSES
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.dependencies import CurrentAccess, CurrentUser, SessionDep, user_of
from backend_core.events.hub import EventHub
from backend_core.events.rounds import OpenStream
from backend_core.interviews.access import own_interview
from backend_core.interviews.schemas import InterviewOut
from backend_core.routing import AreaRouter

router = AreaRouter(tags=["interviews"])

ERROR_BODY = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorBody"}}}
STREAM_ERRORS: dict[int | str, dict[str, object]] = {
    status: {"description": response["description"], "content": ERROR_BODY}
    for status, response in ERROR_RESPONSES.items()
}
"""What is wrong before a stream begins is no event, as FastAPI would describe it."""


class Snapshot(Contract):
    """The interview as it stands, and the sequence of its newest event."""

    interview: InterviewOut
    sequence: int


async def take_snapshot(interview_id: Id, user: CurrentUser, session: SessionDep) -> Snapshot:
    interview = await own_interview(session, interview_id, user.id)
    return Snapshot(interview=InterviewOut.model_validate(interview), sequence=interview.event_sequence)


@router.get("/interviews/{interview_id}/events", response_class=EventSourceResponse, responses=STREAM_ERRORS)
async def follow_events(
    request: Request,
    interview_id: Id,
    access: CurrentAccess,
    snapshot: Annotated[Snapshot, Depends(take_snapshot)],
    last_event_id: Annotated[int, Header(ge=0)] = 0,
) -> AsyncIterable[ServerSentEvent]:
    """A `snapshot`, then every event after `Last-Event-ID`, past ones first, for as long as the session lasts."""

    async def admit(session: AsyncSession) -> None:
        await own_interview(session, interview_id, (await user_of(session, access)).id)

    hub: EventHub = request.app.state.event_hub
    yield ServerSentEvent(event="snapshot", data=snapshot.model_dump(mode="json"))
    stream = OpenStream(access, interview_id, last_event_id)
    async with aclosing(hub.follow(stream, events.since, admit)) as following:
        async for event in following:
            if event is None:
                yield ServerSentEvent(comment="still here")
            else:
                yield ServerSentEvent(
                    id=str(event.sequence), event=event.payload.kind, data=event.model_dump(mode="json")
                )
