"""Pictures of faces to Redis, and to nowhere where there is none."""

import asyncio
from base64 import b64encode

from contracts.tasks import ANALYZE_EMOTION, AnalyzeEmotionPayload
from media_server.watching.crops import CROPS, MOST_UNSENT, CropSender
from redis import Redis
from runtime.celery import PRIORITY_SEPARATOR
from visavis.testing import free_port

SOMEBODY = "00000000-0000-7000-8000-000000000001"
WAITING = f"{ANALYZE_EMOTION.queue}{PRIORITY_SEPARATOR}{ANALYZE_EMOTION.priority}"


def payload(at: float = 2.0) -> AnalyzeEmotionPayload:
    return AnalyzeEmotionPayload(interview_id=SOMEBODY, session_id=SOMEBODY, at=at, turn=1, crop=b64encode(b"a face"))


async def sent_or_dropped(before: float) -> None:
    while CROPS.labels("sent")._value.get() + CROPS.labels("dropped")._value.get() == before:  # noqa: ASYNC110
        await asyncio.sleep(0.01)


def counted() -> float:
    return CROPS.labels("sent")._value.get() + CROPS.labels("dropped")._value.get()


async def test_a_picture_goes_to_the_cpu_queue_and_expires(redis_url: str) -> None:
    before = counted()
    sender = CropSender(redis_url)
    sender.send(payload())
    await sent_or_dropped(before)
    await sender.close()
    with Redis.from_url(redis_url) as redis:
        assert redis.llen(WAITING) == 1
        assert 0 < redis.ttl(WAITING) <= 30
        redis.delete(WAITING)


async def test_where_redis_is_away_pictures_are_dropped_and_nobody_waits() -> None:
    before = CROPS.labels("dropped")._value.get()
    sender = CropSender(f"redis://127.0.0.1:{free_port()}/0")
    for index in range(MOST_UNSENT + 2):
        sender.send(payload(float(index)))
    assert CROPS.labels("dropped")._value.get() >= before + 2, "what is over the limit goes at once"
    await sender.close()
