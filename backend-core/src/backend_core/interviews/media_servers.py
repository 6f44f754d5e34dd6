"""Which media server an interview goes to, where there are several: they report themselves in Redis."""

from importlib.resources import files

import structlog
from contracts.errors import AtCapacity
from contracts.media_servers import REPORT_PREFIX, SERVERS_KEY
from redis.asyncio import Redis
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)

LEAD = files(__package__).joinpath("lead.lua").read_text(encoding="utf-8")
ARRIVALS_PREFIX = "visavis:media:arrivals:"
ARRIVAL_SECONDS = 10
"""An interview takes up a place from its ticket on; after this, only where the server's report names it."""
MEMORY_PREFIX = "visavis:media:interview:"
MEMORY_SECONDS = 24 * 3600


class MediaServers:
    """The list of media servers, shared with the other backends. `fallback_url` is that of the only one."""

    def __init__(self, redis: Redis, fallback_url: str) -> None:
        self._redis = redis
        self._lead = redis.register_script(LEAD)
        self._fallback_url = fallback_url

    async def lead(self, interview_id: str, *, joins: bool) -> str:
        """The URL of the interview's media server. `joins`: the session is open there, and its WebSocket is wanted.

        An interview stays where it is as long as that server reports itself and has room for it; otherwise it goes to
        the server with the lowest share of its places taken. Where no server has reported itself, or Redis is away, it
        is the fallback. Raises `AtCapacity` when all are full.
        """
        try:
            url = await self._lead(
                keys=[SERVERS_KEY, MEMORY_PREFIX + interview_id],
                args=[
                    interview_id,
                    "joins" if joins else "opens",
                    REPORT_PREFIX,
                    ARRIVALS_PREFIX,
                    ARRIVAL_SECONDS,
                    MEMORY_SECONDS,
                ],
            )
        except RedisError as error:
            log.warning("media servers not known, using the fallback", error=type(error).__name__)
            return self._fallback_url
        if url is None:
            return self._fallback_url
        if not url:
            raise AtCapacity(retry_after=30)
        return str(url, "utf-8")

    async def forget(self, *interview_ids: str) -> None:
        """Where interviews were led to. Where Redis is away, it forgets by itself within a day."""
        if not interview_ids:
            return
        try:
            await self._redis.delete(*(MEMORY_PREFIX + interview_id for interview_id in interview_ids))
        except RedisError as error:
            log.warning("erased interviews not forgotten yet", error=type(error).__name__)
