"""Settings of ai-worker."""

from datetime import timedelta
from pathlib import Path

from engines.llm.settings import InterviewerSettings, JudgeSettings
from engines.settings import SpeechCacheSettings
from persistence.record.jobs import PATIENCE
from persistence.removal.spent import DONE_KEPT_FOR
from runtime.mail.settings import MailSettings
from runtime.outbound import OutboundSettings
from runtime.settings import DatabaseSettings, MetricsSettings
from runtime.storage.settings import PrivateStorageSettings


class WorkerSettings(
    DatabaseSettings,
    MetricsSettings,
    PrivateStorageSettings,
    JudgeSettings,
    InterviewerSettings,
    SpeechCacheSettings,
    MailSettings,
    OutboundSettings,
):
    """The engines' settings are the media server's, whose questions this service speaks ahead."""

    # How often the reconciler looks for work that was not rung for, or whose worker is gone.
    reconcile_every: timedelta = timedelta(seconds=15)
    # How long a worker may hold a job without a sign of life.
    job_lease: timedelta = timedelta(seconds=30)
    # How long after it was asked for a job waits for a server that is away, before that counts as failing.
    job_patience: timedelta = PATIENCE
    # How long work that is done stays on the record, and a message to a webhook that was delivered or given up.
    jobs_kept_for: timedelta = DONE_KEPT_FOR
    # Load the judge's model at the start, and not with the first answer.
    preload_models: bool = False
    # A file whose time of change says when the worker last could take work, for a container's health check.
    alive_file: Path | None = None
