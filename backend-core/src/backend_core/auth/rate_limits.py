"""How often an account and an address may try. Counted in Redis; without Redis nobody is locked out."""

import hashlib

import structlog
from contracts.errors import TooManyRequests
from fastapi import Request
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.aio.storage import RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)


class RateLimiter:
    def __init__(self, redis_url: str, attempts_per_minute: int) -> None:
        storage = RedisStorage(
            f"async+{redis_url}",
            implementation="redispy",
            key_prefix="visavis:limits",
            socket_timeout=1,
            socket_connect_timeout=1,
        )
        self._limiter = MovingWindowRateLimiter(storage)
        self._limit = RateLimitItemPerMinute(attempts_per_minute)

    async def count(self, action: str, *subjects: str, limit: RateLimitItem | None = None) -> None:
        """Count an attempt at `action` by each of `subjects` (an account, an address). Raises `TooManyRequests`.

        `limit` is of the action; by default, of attempts at signing in.
        """
        limit = limit or self._limit
        for subject in subjects:
            key = hashlib.sha256(subject.lower().encode()).hexdigest()[:32]
            try:
                allowed = await self._limiter.hit(limit, action, key)
            except RedisError as error:
                log.warning("attempts not counted", action=action, error=type(error).__name__)
                return
            if not allowed:
                raise TooManyRequests(retry_after=limit.get_expiry())


async def count_attempt(
    request: Request, action: str, account: str | None = None, *, limit: RateLimitItem | None = None
) -> None:
    """Count an attempt by the address that `request` comes from, and at `account`; `limit` as of `RateLimiter.count`.

    Raises `TooManyRequests`.
    """
    limiter: RateLimiter = request.app.state.rate_limiter
    address = request.client.host if request.client else "unknown"
    subjects = [f"address:{address}"] if account is None else [f"account:{account}", f"address:{address}"]
    await limiter.count(action, *subjects, limit=limit)
