"""Durable events: replayed in order, alive without Redis."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import httpx
from backend_core.events.hub import EventHub
from contracts.events import InterviewStateChanged
from persistence.database import AsyncDatabase, Doorbell
from persistence.record import events
from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession


def frames(response: httpx.Response) -> Iterator[dict[str, str]]:
    """The events of a stream as they come; comments are passed over."""
    frame: dict[str, str] = {}
    for line in response.iter_lines():
        if not line:
            if frame:
                yield frame
            frame = {}
        elif not line.startswith(":"):
            name, _, value = line.partition(": ")
            frame[name] = value


def follow(person, interview_id: str, count: int, last: int | None = None) -> list[dict[str, str]]:
    headers = person.headers | ({"Last-Event-ID": str(last)} if last is not None else {})
    with person.http.stream("GET", f"/interviews/{interview_id}/events", headers=headers) as response:
        assert response.status_code == 200
        stream = frames(response)
        return [next(stream) for _ in range(count)]


def test_a_stream_starts_with_a_snapshot_and_replays_what_happened(person):
    interview_id, _ = person.live_interview()
    snapshot, *past = follow(person, interview_id, 4)
    assert snapshot["event"] == "snapshot"
    assert json.loads(snapshot["data"])["interview"]["status"] == "live"
    assert [frame["event"] for frame in past] == ["interview.state", "interview.state", "question.asked"]
    assert [frame["id"] for frame in past] == ["1", "2", "3"]


def test_a_stream_goes_on_after_the_last_event_that_was_seen(person):
    interview_id, _ = person.live_interview()
    _, event = follow(person, interview_id, 2, last=2)
    assert (event["id"], event["event"]) == ("3", "question.asked")


def test_new_events_reach_an_open_stream(person):
    interview_id, first = person.live_interview()
    answer = {"interview_id": interview_id, "turn": 1, "question_id": first["id"], "text": "I did.", "source": "typed"}
    with person.http.stream("GET", f"/interviews/{interview_id}/events", headers=person.headers) as response:
        stream = frames(response)
        seen = [next(stream)["event"] for _ in range(4)]
        person.post("/transcripts", answer)
        seen += [next(stream)["event"] for _ in range(2)]
    assert seen[-2:] == ["answer.saved", "question.asked"]


def test_somebody_elses_stream_does_not_exist(core, person):
    interview_id, _ = person.live_interview()
    stranger = core.person()
    assert stranger.get(f"/interviews/{interview_id}/events").status_code == 404


async def anybody(_session: AsyncSession) -> None:
    """May listen."""


async def test_without_redis_events_still_arrive(core, person, monkeypatch):
    """A Redis that is down or was flushed costs a delay, nothing else."""
    monkeypatch.setattr("backend_core.events.hub.POLL_SECONDS", 0.05)
    interview_id = person.interview()
    async with hub_without_redis(core, pool_size=2) as (hub, _):
        following = hub.follow(interview_id, 0, events.since, anybody)
        first = await anext(following)
        assert first is not None
        assert await anext(following) is None
        with core.database.transaction() as session:
            events.append(session, interview_id, InterviewStateChanged(status="cancelled"))
        arrived = None
        while arrived is None:
            arrived = await anext(following)
        assert arrived.payload.status == "cancelled"
        await following.aclose()


async def test_a_stream_outlasts_a_record_that_is_away(core, person, monkeypatch):
    monkeypatch.setattr("backend_core.events.hub.POLL_SECONDS", 0.05)
    interview_id = person.interview()
    async with hub_without_redis(core, pool_size=1) as (hub, database):
        monkeypatch.setattr(database.engine.pool, "_timeout", 0)
        following = hub.follow(interview_id, 0, events.since, anybody)
        async with database.transaction() as session:
            await session.exec(text("SELECT 1"))  # the only connection
            assert [await anext(following) for _ in range(2)] == [None, None]
        first = await anext(following)
        assert first is not None
        assert first.sequence == 1
        await following.aclose()


@asynccontextmanager
async def hub_without_redis(core, pool_size: int) -> AsyncIterator[tuple[EventHub, AsyncDatabase]]:
    nowhere = "redis://127.0.0.1:9"
    database = AsyncDatabase(
        str(core.settings.database_url),
        Doorbell(nowhere),
        pool_size=pool_size,
        statement_timeout=core.settings.database_statement_timeout,
    )
    hub = EventHub(nowhere, database, looks_at_once=1)
    hub.start()
    try:
        yield hub, database
    finally:
        await hub.close()
        await database.close()
