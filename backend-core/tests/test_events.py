"""Durable events: replayed in order, alive without Redis."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import asynccontextmanager

import httpx
from backend_core.auth.tokens import Access, read_access_token
from backend_core.events.hub import EventHub
from backend_core.events.rounds import OpenStream, with_news
from contracts.events import Event, InterviewStateChanged
from contracts.recruiting import MemberRole
from organisations import open_posting
from persistence.columns import utc_now
from persistence.database import AsyncDatabase, Doorbell
from persistence.hiring.recruiting import Membership
from persistence.ids import new_id
from persistence.record import events, live
from persistence.tables import RefreshSession, User
from sqlalchemy import delete, event, text, update
from sqlmodel import col
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


async def told(following: AsyncGenerator[Event | None]) -> Event:
    """The next event, however long nothing happens."""
    while (one := await anext(following)) is None:
        pass
    return one


async def test_without_redis_events_still_arrive(core, person, monkeypatch):
    """A Redis that is down or was flushed costs a delay, nothing else."""
    monkeypatch.setattr("backend_core.events.hub.POLL_SECONDS", 0.05)
    interview_id = person.interview()
    async with hub_without_redis(core, pool_size=2) as (hub, _):
        following = hub.follow(OpenStream(access_of(core, person), interview_id, 0), events.since, anybody)
        first = await anext(following)
        assert first is not None
        assert await anext(following) is None
        with core.database.transaction() as session:
            events.append(session, interview_id, InterviewStateChanged(status="cancelled"))
        arrived = await told(following)
        assert arrived.payload.status == "cancelled"
        await following.aclose()


async def test_a_stream_outlasts_a_record_that_is_away(core, person, monkeypatch):
    monkeypatch.setattr("backend_core.events.hub.POLL_SECONDS", 0.05)
    interview_id = person.interview()
    async with hub_without_redis(core, pool_size=1) as (hub, database):
        monkeypatch.setattr(database.engine.pool, "_timeout", 0)
        following = hub.follow(OpenStream(access_of(core, person), interview_id, 0), events.since, anybody)
        async with database.transaction() as session:
            await session.exec(text("SELECT 1"))  # the only connection
            assert [await anext(following) for _ in range(2)] == [None, None]
        first = await told(following)
        assert first.sequence == 1
        await following.aclose()


async def test_one_statement_asks_for_all_streams_what_is_new(core, person, monkeypatch):
    monkeypatch.setattr("backend_core.events.hub.POLL_SECONDS", 0.05)
    interview_ids = [person.interview() for _ in range(8)]
    async with hub_without_redis(core, pool_size=2) as (hub, database):
        streams = [OpenStream(access_of(core, person), interview_id, 0) for interview_id in interview_ids]
        following = [hub.follow(stream, events.since, anybody) for stream in streams]
        assert all([await anext(each) for each in following])
        quiet = [asyncio.create_task(anext(each)) for each in following]
        assert set(await asyncio.gather(*quiet)) == {None}

        asked: list[str] = []
        event.listen(database.engine.sync_engine, "before_cursor_execute", lambda *ran: asked.append(ran[2]))
        for _ in range(3):
            await asyncio.gather(*(anext(each) for each in following))
        assert 1 <= len(asked) <= 4
        assert all("unnest" in statement for statement in asked)

        with core.database.transaction() as session:
            events.append(session, interview_ids[3], InterviewStateChanged(status="cancelled"))
        assert (await told(following[3])).sequence == 2
        for each in following:
            await each.aclose()


def access_of(core, person) -> Access:
    return read_access_token(person.token, core.settings.secret_key.get_secret_value())


def test_streams_of_whom_nobody_lets_in_any_more_have_news(core, person):
    stranger, out, gone = core.person(), core.person(), core.person()
    interview_id = person.interview()
    theirs = OpenStream(access_of(core, stranger), interview_id, 1)
    signed_out = OpenStream(access_of(core, out), out.interview(), 1)
    deactivated = OpenStream(access_of(core, gone), gone.interview(), 1)
    told, untold = (OpenStream(access_of(core, person), interview_id, after) for after in (1, 0))
    erased = OpenStream(access_of(core, person), new_id(), 1)
    with core.database.transaction() as session:
        assert with_news(session, [told, signed_out, deactivated]) == []
        assert with_news(session, []) == []
    with core.database.transaction() as session:
        theirs_ends = col(RefreshSession.family) == signed_out.access.session_id
        session.exec(update(RefreshSession).where(theirs_ends).values(revoked_at=utc_now()))
        session.exec(update(User).where(col(User.id) == gone.id).values(deactivated_at=utc_now()))
    with core.database.transaction() as session:
        every = [told, untold, theirs, signed_out, deactivated, erased]
        assert set(map(id, with_news(session, every))) == set(map(id, every[1:]))


def test_streams_of_postings_are_looked_for_with_the_others(core, person):
    member, gone, stranger = (core.person() for _ in range(3))
    with core.database.transaction() as session:
        posting = open_posting(session, {member.id: MemberRole.REVIEWER, gone.id: MemberRole.REVIEWER})
    watching, left, never = (OpenStream(access_of(core, one), posting.id, 0) for one in (member, gone, stranger))
    with core.database.transaction() as session:
        assert with_news(session, [watching, left, never]) == [never]
        session.exec(delete(Membership).where(col(Membership.user_id) == gone.id))
    with core.database.transaction() as session:
        assert with_news(session, [watching, left]) == [left]
        live.append(session, posting.id, person.interview(), InterviewStateChanged(status="live"))
    with core.database.transaction() as session:
        assert with_news(session, [watching]) == [watching]
        watching.after = 1
        assert with_news(session, [watching]) == []


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
