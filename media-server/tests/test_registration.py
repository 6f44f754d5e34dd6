"""The media server on the list of media servers: there, with its sessions, for as long as it serves."""

import asyncio
import secrets
import socket
from collections.abc import Callable
from contextlib import suppress

import pytest
from contracts.media_servers import EXPIRY_SECONDS, REPORT_PREFIX, SERVERS_KEY, MediaServerReport, hang_up_key
from media_doubles.candidate import Candidate
from media_server.main import create_app
from media_server.registration import registered
from media_server.settings import MediaSettings
from pydantic import RedisDsn, SecretStr, ValidationError
from redis import Redis, RedisError
from visavis.launcher.process import Process
from visavis.launcher.redis import Redis as EmbeddedRedis
from visavis.testing import free_port


def settings_with(redis_url: str, media_public_url: str) -> MediaSettings:
    return MediaSettings(
        redis_url=RedisDsn(redis_url),
        service_token=SecretStr(secrets.token_urlsafe(48)),
        media_public_url=media_public_url,
        max_sessions=3,
    )


def listed(redis: Redis) -> list[MediaServerReport]:
    ids: set[bytes] = redis.smembers(SERVERS_KEY)
    reports = [redis.get(REPORT_PREFIX + server_id.decode()) for server_id in ids]
    return [MediaServerReport.model_validate_json(report) for report in reports if report]


async def eventually(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110 - Redis is looked at, and calls nobody
            await asyncio.sleep(0.05)


@pytest.mark.asyncio(loop_scope="session")
async def test_it_is_listed_with_its_sessions_until_it_stops(redis_url, media, app, backend):
    settings = settings_with(redis_url, "https://interviews.example.org/media/{host}/")
    with Redis.from_url(redis_url) as redis:
        redis.flushdb()
        async with registered(settings, app.state.sessions):
            await eventually(lambda: listed(redis))
            (report,) = listed(redis)
            assert report.url == f"https://interviews.example.org/media/{socket.gethostname()}"
            assert (report.capacity, report.interviews) == (3, [])
            (server_id,) = redis.smembers(SERVERS_KEY)
            assert 0 < redis.ttl(REPORT_PREFIX + server_id.decode()) <= EXPIRY_SECONDS
            async with Candidate(media, backend) as candidate:
                await candidate.connect()
                await eventually(lambda: listed(redis)[0].interviews == [backend.interview_id])
            await eventually(lambda: listed(redis)[0].interviews == [])
            async with Candidate(media, backend) as candidate:
                await candidate.connect()
                redis.set(hang_up_key(backend.interview_id), b"")
                await eventually(lambda: not app.state.sessions.interviews and listed(redis)[0].interviews == [])
                assert redis.get(hang_up_key(backend.interview_id)) is None
            redis.flushdb()
            await eventually(lambda: listed(redis))
        assert (listed(redis), redis.smembers(SERVERS_KEY)) == ([], set())


@pytest.mark.asyncio(loop_scope="session")
async def test_a_redis_that_was_away_lists_it_again(tmp_path, app):
    embedded = EmbeddedRedis(free_port(), secrets.token_hex(16))

    def is_listed() -> bool:
        with suppress(RedisError), Redis.from_url(embedded.url) as redis:
            return bool(listed(redis))
        return False

    async with registered(settings_with(embedded.url, "/media/one"), app.state.sessions):
        for _ in range(2):
            process = Process(embedded.service(tmp_path / "redis.log"))
            try:
                await eventually(is_listed)
            finally:
                process.stop()


def test_without_a_public_address_it_lists_nothing(redis_url):
    settings = settings_with(redis_url, "/media").model_copy(update={"media_public_url": None})
    assert settings.own_public_url is None
    assert create_app(settings)


@pytest.mark.parametrize("url", ["interviews.example.org/media", "https://interviews.example.org", "ftp://host/media"])
def test_what_is_no_address_of_a_media_server_is_refused_at_the_start(url):
    with pytest.raises(ValidationError, match="give an address such as"):
        settings_with("redis://127.0.0.1:1", url)
