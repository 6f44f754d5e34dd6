"""`visavis backup` and `visavis restore`: of the database at DATABASE_URL, or else of the local platform."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backend_core.backup import commands

from visavis.admin import record_of
from visavis.launcher.errors import LauncherError
from visavis.launcher.home import Home, Lock
from visavis.launcher.run import open_platform
from visavis.launcher.settings import LauncherSettings
from visavis.launcher.supervisor import Supervisor


def backup(settings: LauncherSettings, folder: Path) -> str:
    """What was saved, and where: of a platform that runs, or of one that is stopped. Raises LauncherError."""
    with _postgres(settings, may_run=True), record_of(settings), _readable():
        return commands.backup(folder)


def restore(settings: LauncherSettings, path: Path, *, replace: bool) -> str:
    """What was put back. Raises LauncherError, also while the platform runs."""
    with _postgres(settings, may_run=False), record_of(settings), _readable():
        return commands.restore(path, replace=replace)


@contextmanager
def _postgres(settings: LauncherSettings, *, may_run: bool) -> Iterator[None]:
    """The local platform's PostgreSQL, started for the command unless it runs already."""
    if "DATABASE_URL" in os.environ:
        yield
        return
    home = Home.create(settings.home_path)
    lock = Lock(home)
    if may_run and not lock.is_free():
        yield
        return
    lock.acquire(settings.port)
    supervisor = Supervisor(lambda _: None, lock.descriptor)
    try:
        postgres = open_platform(settings, home).postgres
        postgres.prepare()
        supervisor.start([postgres.service(home.log("postgres"))])
        yield
    finally:
        supervisor.stop()
        lock.release()


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LauncherError(f"{error.filename}: {error.strerror}") from error
