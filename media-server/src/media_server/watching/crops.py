"""Pictures of faces to ai-worker, through Redis: sent once, or dropped."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import structlog
from contracts.tasks import ANALYZE_EMOTION, AnalyzeEmotionPayload
from kombu.exceptions import OperationalError
from prometheus_client import Counter
from redis import Redis
from redis.exceptions import RedisError
from runtime.celery import celery_app, send_ephemeral

log = structlog.get_logger(__name__)

CROPS = Counter("visavis_watching_crops", "Pictures of a face for an estimate of its expression", ["outcome"])

MOST_UNSENT = 8
"""While Redis takes its time; what comes on top is dropped."""


class CropSender:
    """Shared by the sessions; takes no longer than a thread's start."""

    def __init__(self, redis_url: str) -> None:
        self._celery = celery_app(redis_url)
        self._redis = Redis.from_url(redis_url, socket_timeout=2, socket_connect_timeout=1)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="crops")
        self._unsent = 0

    def send(self, payload: AnalyzeEmotionPayload) -> None:
        """Returns at once. Called on the event loop."""
        if self._unsent == MOST_UNSENT:
            CROPS.labels("dropped").inc()
            return
        self._unsent += 1
        sending = asyncio.get_running_loop().run_in_executor(self._thread, self._send, payload)
        sending.add_done_callback(self._sent)

    async def close(self) -> None:
        await asyncio.to_thread(self._thread.shutdown, cancel_futures=True)
        self._celery.close()
        self._redis.close()

    def _sent(self, _: asyncio.Future[None]) -> None:
        self._unsent -= 1

    def _send(self, payload: AnalyzeEmotionPayload) -> None:
        try:
            send_ephemeral(self._celery, self._redis, ANALYZE_EMOTION, payload)
            CROPS.labels("sent").inc()
        except (RedisError, OperationalError, OSError) as error:
            CROPS.labels("dropped").inc()
            log.warning("a picture for an expression was not sent", error=type(error).__name__)
