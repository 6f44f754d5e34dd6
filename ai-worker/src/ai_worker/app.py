"""The Celery application: `celery -A ai_worker.app worker -Q gpu_queue,cpu_queue`."""

# ruff: isort: off
# First, because of what it says of itself.
from ai_worker.metrics import MetricsServer, metrics_server
# ruff: isort: on

from typing import Any

from celery import signals
from contracts.tasks import ANALYZE_EMOTION, JOBS
from engines.llm import Judge
from engines.llm.factory import judge_from
from persistence.database import Database, Doorbell
from runtime import memory, tracing
from runtime.celery import celery_app
from runtime.collector import exempt_loaded
from runtime.error_reports import report_errors
from runtime.logging import configure_logging

from ai_worker.reconciler import Reconciler
from ai_worker.runners import Runner, make_runners
from ai_worker.settings import WorkerSettings
from ai_worker.vision.emotion import ExpressionAnalysis

settings = WorkerSettings()
app = celery_app(str(settings.redis_url))


class Process:
    """What one process of the worker holds. Pool processes are forked before any of it exists."""

    database: Database | None = None
    judge: Judge | None = None
    runners: dict[str, Runner]
    expressions: ExpressionAnalysis
    reconciler: Reconciler | None = None
    metrics: MetricsServer | None = None

    def open(self) -> Database:
        self.database = Database(
            str(settings.database_url),
            Doorbell(str(settings.redis_url)),
            pool_size=4,
            statement_timeout=settings.database_statement_timeout,
        )
        self.judge = judge_from(settings)
        self.runners = make_runners(settings, self.database, self.judge)
        self.expressions = ExpressionAnalysis(self.database, settings)
        return self.database

    def close(self) -> None:
        if self.reconciler is not None:
            self.reconciler.stop()
        if self.database is not None:
            self.database.close()
        if self.judge is not None:
            self.judge.close()


process = Process()


def _register(name: str) -> None:
    @app.task(name=name)
    def run(job_id: str) -> None:
        process.runners[name].run(job_id)


for contract in JOBS:
    _register(contract.name)


@app.task(name=ANALYZE_EMOTION.name)
def analyze_emotion(**message: Any) -> None:
    process.expressions.run(message)


@signals.setup_logging.connect
def _setup_logging(**_: Any) -> None:
    configure_logging("ai-worker", settings.log_level, settings.log_format)
    report_errors("ai-worker", settings.sentry_dsn)
    tracing.send_traces("ai-worker", settings)


@signals.worker_before_create_process.connect
def _share_memory(**_: Any) -> None:
    """What pool processes inherit stays this one's until it is written to, and a collection writes to all it sees."""
    exempt_loaded()
    memory.give_back()


@signals.worker_process_init.connect
def _open_in_pool_process(**_: Any) -> None:
    process.open()
    if settings.preload_models and process.judge is not None:
        process.judge.warm_up()


@signals.worker_process_shutdown.connect
def _close_in_pool_process(**_: Any) -> None:
    process.close()
    tracing.flush()


@signals.worker_ready.connect
def _start_reconciler(**_: Any) -> None:
    database = process.database or process.open()  # the solo pool has opened it in this process already
    process.reconciler = Reconciler(database, process.runners, settings.reconcile_every, settings.jobs_kept_for)
    process.reconciler.start()
    process.metrics = metrics_server()


@signals.heartbeat_sent.connect
def _show_life(**_: Any) -> None:
    """Sent every two seconds, while the consumer turns its loop and is connected to Redis."""
    if settings.alive_file is not None:
        settings.alive_file.touch()


@signals.worker_shutting_down.connect
def _stop_reconciler(**_: Any) -> None:
    if process.reconciler is not None:
        process.reconciler.stop()


@signals.worker_shutdown.connect
def _stop_metrics(**_: Any) -> None:
    """When the pool's processes, which count to their last job, are gone."""
    if process.metrics is not None:
        process.metrics.close()
