"""The Celery application. It is a doorbell: it acknowledges early and never retries; Postgres is the record of work."""

from celery import Celery
from contracts.tasks import JOBS


def celery_app(redis_url: str) -> Celery:
    """An application on `redis_url` that routes every task of `contracts.tasks` to its queue."""
    app = Celery("visavis", broker=redis_url)
    app.conf.update(
        task_ignore_result=True,
        task_acks_late=False,
        task_routes={job.name: {"queue": job.queue} for job in JOBS},
        task_default_queue="cpu_queue",
        task_serializer="json",
        accept_content=["json"],
        worker_prefetch_multiplier=1,
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
            "unacked_restore_interval": 2,
            "unacked_restore_throttle": 1,
        },
    )
    return app


def ring(app: Celery, name: str, job_id: str, priority: int) -> None:
    """Tell a worker that a job waits. Raises what the broker raises; the job is safe all the same."""
    app.send_task(name, kwargs={"job_id": job_id}, priority=priority, expires=3600, retry=False)
