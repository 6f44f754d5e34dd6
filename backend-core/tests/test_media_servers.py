"""Several media servers: an interview goes where there is room, stays there, and moves when its server is gone."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from backend_core.interviews.media_servers import ARRIVALS_PREFIX, MEMORY_PREFIX, MediaServers
from contracts.errors import AtCapacity
from contracts.media_servers import REPORT_PREFIX, SERVERS_KEY, MediaServerReport
from persistence.ids import new_id
from redis import Redis as SyncRedis
from redis.asyncio import Redis

FALLBACK = "/media"


@pytest.fixture
def registry(redis_url: str) -> Iterator[SyncRedis]:
    """The Redis in which media servers report themselves; nobody is on the list before or after."""
    redis = SyncRedis.from_url(redis_url)
    yield redis
    for key in redis.scan_iter("visavis:media:*"):
        redis.delete(key)
    redis.close()


@pytest_asyncio.fixture
async def media_servers(redis_url: str, registry: SyncRedis) -> AsyncIterator[MediaServers]:
    async with Redis.from_url(redis_url) as redis:
        yield MediaServers(redis, FALLBACK)


def report(registry: SyncRedis, name: str, *, capacity: int = 8, interviews: tuple[str, ...] = ()) -> None:
    said = MediaServerReport(url=f"/media/{name}", capacity=capacity, interviews=list(interviews))
    registry.set(REPORT_PREFIX + name, said.model_dump_json())
    registry.sadd(SERVERS_KEY, name)


def vanish(registry: SyncRedis, name: str) -> None:
    """As the expiry of its report does."""
    registry.delete(REPORT_PREFIX + name)


async def test_without_a_report_it_is_the_only_one(media_servers):
    assert await media_servers.lead(new_id(), joins=False) == FALLBACK
    assert await media_servers.lead(new_id(), joins=True) == FALLBACK


async def test_without_redis_it_is_the_only_one():
    async with Redis.from_url("redis://127.0.0.1:1") as nowhere:
        assert await MediaServers(nowhere, FALLBACK).lead(new_id(), joins=False) == FALLBACK


async def test_interviews_that_come_at_the_same_moment_to_two_backends_spread(registry, redis_url):
    report(registry, "one")
    report(registry, "two")
    async with Redis.from_url(redis_url) as here, Redis.from_url(redis_url) as there:
        backends = MediaServers(here, FALLBACK), MediaServers(there, FALLBACK)
        led = await asyncio.gather(*(backends[i % 2].lead(new_id(), joins=False) for i in range(6)))
    assert Counter(led) == {"/media/one": 3, "/media/two": 3}


async def test_the_share_of_places_taken_decides(registry, media_servers):
    report(registry, "small", capacity=2, interviews=(new_id(),))
    report(registry, "large", capacity=10, interviews=(new_id(), new_id(), new_id()))
    assert await media_servers.lead(new_id(), joins=False) == "/media/large"


async def test_an_interview_stays_where_it_is_and_moves_when_that_server_is_gone(registry, media_servers):
    report(registry, "one")
    interview = new_id()
    assert await media_servers.lead(interview, joins=False) == "/media/one"
    report(registry, "two")
    report(registry, "one", interviews=(interview, new_id(), new_id()))
    for joins in (True, False):
        assert await media_servers.lead(interview, joins=joins) == "/media/one"
    vanish(registry, "one")
    for joins in (True, False):
        assert await media_servers.lead(interview, joins=joins) == "/media/two"
    report(registry, "one")
    assert await media_servers.lead(interview, joins=False) == "/media/two"


async def test_a_flushed_redis_costs_an_interview_nothing_once_its_server_has_reported_again(registry, media_servers):
    interview = new_id()
    registry.delete(MEMORY_PREFIX + interview)
    report(registry, "one", interviews=(interview, new_id()))
    report(registry, "two")
    assert await media_servers.lead(interview, joins=True) == "/media/one"


async def test_a_full_server_takes_nobody_but_whoever_is_there_already(registry, media_servers):
    interview = new_id()
    report(registry, "one", capacity=2, interviews=(interview, new_id()))
    assert await media_servers.lead(interview, joins=False) == "/media/one"
    assert await media_servers.lead(interview, joins=True) == "/media/one"
    with pytest.raises(AtCapacity) as full:
        await media_servers.lead(new_id(), joins=False)
    assert full.value.retry_after
    # Its place was given away while its candidate was gone: elsewhere there is one.
    report(registry, "one", capacity=2, interviews=(new_id(), new_id()))
    report(registry, "two")
    assert await media_servers.lead(interview, joins=False) == "/media/two"


async def test_who_was_led_to_a_server_and_never_came_gives_the_place_back(registry, media_servers):
    report(registry, "one", capacity=1)
    await media_servers.lead(new_id(), joins=False)
    with pytest.raises(AtCapacity):
        await media_servers.lead(new_id(), joins=False)
    (stray,) = registry.zrange(ARRIVALS_PREFIX + "one", 0, -1)
    registry.zadd(ARRIVALS_PREFIX + "one", {stray: time.time() - 60})
    assert await media_servers.lead(new_id(), joins=False) == "/media/one"


def test_a_ticket_says_where_to_take_it_and_a_full_platform_when_to_come_back(person, registry):
    interview_id, _ = person.live_interview()
    assert person.post(f"/interviews/{interview_id}/ticket", {"purpose": "offer"}).json()["media_url"] == FALLBACK
    report(registry, "one", capacity=1)
    for purpose in ("offer", "socket"):
        ticket = person.post(f"/interviews/{interview_id}/ticket", {"purpose": purpose}).json()
        assert ticket["media_url"] == "/media/one"
    another, _ = person.live_interview()
    refused = person.post(f"/interviews/{another}/ticket", {"purpose": "offer"})
    assert (refused.status_code, refused.json()["error"]) == (503, "AtCapacity")
    assert int(refused.headers["Retry-After"]) > 0
