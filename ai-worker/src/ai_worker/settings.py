"""Settings of ai-worker."""

from datetime import timedelta
from pathlib import Path

from engines.settings import PlatformEngineSettings, SpeechCacheSettings
from runtime.settings import DatabaseSettings
from runtime.storage.settings import PrivateStorageSettings


class WorkerSettings(DatabaseSettings, PrivateStorageSettings, PlatformEngineSettings, SpeechCacheSettings):
    """The engines' settings are the media server's, whose questions this service speaks ahead."""

    # How often the reconciler looks for work that was not rung for, or whose worker is gone.
    reconcile_every: timedelta = timedelta(seconds=15)
    # How long a worker may hold a job without a sign of life.
    job_lease: timedelta = timedelta(seconds=30)
    # A file whose time of change says when the worker last could take work, for a container's health check.
    alive_file: Path | None = None
