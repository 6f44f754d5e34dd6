"""Reports this server in Redis, so that backend-core leads interviews to it, and hangs up where it is told to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from contracts.media_servers import (
    EXPIRY_SECONDS,
    REPORT_PREFIX,
    REPORT_SECONDS,
    SERVERS_KEY,
    MediaServerReport,
    hang_up_key,
)
from redis.asyncio import Redis
from redis.exceptions import RedisError
from uuid_utils import uuid7

from media_server.rtc.registry import Sessions
from media_server.settings import MediaSettings
from media_server.tasks import cancelled

log = structlog.get_logger(__name__)


@asynccontextmanager
async def registered(settings: MediaSettings, sessions: Sessions) -> AsyncIterator[None]:
    """Be on the list of media servers within the block, in every Redis that answers meanwhile.

    A server that is killed drops off the list when its last report expires.
    """
    url = settings.own_public_url
    if url is None:
        yield
        return
    # An id of its own for each start: a server that was started anew holds no session of the one before.
    server_id = str(uuid7())
    redis = Redis.from_url(str(settings.redis_url), socket_timeout=1, socket_connect_timeout=1)
    reporting = asyncio.create_task(
        _report_for_ever(redis, server_id, url, settings.max_sessions, sessions), name="registration"
    )
    try:
        yield
    finally:
        await cancelled([reporting])
        await _withdraw(redis, server_id)
        await redis.aclose()


async def _report_for_ever(redis: Redis, server_id: str, url: str, capacity: int, sessions: Sessions) -> None:
    listed: bool | None = None
    while True:
        report = MediaServerReport(url=url, capacity=capacity, interviews=sessions.interviews)
        try:
            async with redis.pipeline(transaction=True) as pipeline:
                pipeline.set(REPORT_PREFIX + server_id, report.model_dump_json(), ex=EXPIRY_SECONDS)
                pipeline.sadd(SERVERS_KEY, server_id)
                for interview_id in report.interviews:
                    pipeline.getdel(hang_up_key(interview_id))
                _, _, *told = await pipeline.execute()
        except (RedisError, OSError) as error:
            if listed is not False:
                log.warning("Redis is away: no new candidates are led here", error=type(error).__name__)
            listed = False
        else:
            if not listed:
                log.info("registered", server_id=server_id, url=url, capacity=capacity)
            listed = True
            for interview_id, asked in zip(report.interviews, told, strict=True):
                if asked is not None:
                    await sessions.hang_up(interview_id)
        await asyncio.sleep(REPORT_SECONDS)


async def _withdraw(redis: Redis, server_id: str) -> None:
    try:
        async with redis.pipeline(transaction=True) as pipeline:
            pipeline.delete(REPORT_PREFIX + server_id)
            pipeline.srem(SERVERS_KEY, server_id)
            await pipeline.execute()
    except (RedisError, OSError) as error:
        log.warning("not withdrawn from Redis, the report expires", error=type(error).__name__)
