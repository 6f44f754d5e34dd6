"""The Celery application. It is a doorbell, which neither acknowledges nor retries; Postgres is the record of work."""

import json
from datetime import UTC, datetime
from typing import TypeVar

from celery import Celery
from contracts.base import Contract
from contracts.tasks import EPHEMERAL, JOBS, EphemeralContract
from redis import Redis

PayloadT = TypeVar("PayloadT", bound=Contract)

PRIORITY_SEPARATOR = "\x06\x16"
"""Between the name of a queue and a priority, in the name of kombu's list in Redis."""


def celery_app(redis_url: str) -> Celery:
    """An application on `redis_url` that routes every task of `contracts.tasks` to its queue."""
    app = Celery("visavis", broker=redis_url)
    app.conf.update(
        task_ignore_result=True,
        task_routes={task.name: {"queue": task.queue} for task in (*JOBS, *EPHEMERAL)},
        # A message is gone when a worker has taken it: what kombu would bring back from its list of the unacknowledged,
        # the record does, and to keep that list takes two transactions of Redis a message.
        task_queues={task.queue: {"exchange": task.queue, "no_ack": True} for task in (*JOBS, *EPHEMERAL)},
        task_default_queue="cpu_queue",
        task_serializer="json",
        accept_content=["json"],
        # A worker takes what it has a free process for. What waits, pictures of faces among it, waits in Redis, where
        # it expires, and live work overtakes it.
        worker_disable_prefetch=True,
        worker_hijack_root_logger=False,
        worker_soft_shutdown_timeout=20.0,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        # A ring that cannot be sent at once is dropped: the reconciler rings again.
        task_publish_retry=False,
        broker_transport_options={
            "queue_order_strategy": "priority",
            "socket_timeout": 5,
            "socket_connect_timeout": 2,
            "socket_keepalive": True,
        },
    )
    return app


def ring(app: Celery, name: str, job_id: str, priority: int) -> None:
    """Tell a worker that a job waits. Raises what the broker raises; the job is safe all the same."""
    app.send_task(name, kwargs={"job_id": job_id}, priority=priority, expires=3600, retry=False)


def send_ephemeral(app: Celery, redis: Redis, task: EphemeralContract[PayloadT], payload: PayloadT) -> None:
    """Hand a task over, data and all. Raises what the broker raises; nothing is kept, and nothing sent again.

    Celery drops what has expired when a worker takes it. So that nothing outlives that where no worker is, what is too
    old goes with the next that is sent, and their list in Redis, which no other task shares, expires after the last.
    """
    app.send_task(
        task.name,
        kwargs=payload.model_dump(mode="json"),
        kwargsrepr="{...}",  # part of the message's headers, which workers may log
        priority=task.priority,
        expires=task.expires.total_seconds(),
        retry=False,
    )
    waiting = f"{task.queue}{PRIORITY_SEPARATOR}{task.priority}"
    redis.expire(waiting, task.expires)
    while (oldest := redis.lindex(waiting, -1)) and _has_expired(oldest):
        redis.lrem(waiting, -1, oldest if isinstance(oldest, str) else oldest.decode())


def _has_expired(message: bytes | str) -> bool:
    return datetime.fromisoformat(json.loads(message)["headers"]["expires"]) < datetime.now(UTC)
