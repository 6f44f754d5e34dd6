"""Settings of ai-worker."""

from datetime import timedelta

from runtime.settings import DatabaseSettings


class WorkerSettings(DatabaseSettings):
    # How often the reconciler looks for work that was not rung for, or whose worker is gone.
    reconcile_every: timedelta = timedelta(seconds=15)
    # How long a worker may hold a job without a sign of life.
    job_lease: timedelta = timedelta(seconds=30)
