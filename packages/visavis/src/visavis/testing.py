"""Real PostgreSQL and Redis for tests: the local platform's, on free ports, gone with the `with` block."""

import atexit
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from rich.console import Console

from visavis.launcher.errors import LauncherError
from visavis.launcher.home import Holder, Home, Lock
from visavis.launcher.ports import LAST_OFFSET, Ports, tcp_is_free
from visavis.launcher.postgres import Postgres
from visavis.launcher.process import Process
from visavis.launcher.redis import Redis
from visavis.launcher.run import STEPS, open_platform, start_databases
from visavis.launcher.settings import LauncherSettings
from visavis.launcher.steps import Steps
from visavis.launcher.supervisor import Supervisor

KEPT = ("secrets.json", "demo-users.json")
"""Of a home, beside its database."""
FIRST_PORT, FIRST_OUTGOING_PORT = 12_000, 32_768
"""Of Linux as it comes (net.ipv4.ip_local_port_range)."""


@contextmanager
def embedded_postgres(home: Path, *, durable: bool = False) -> Iterator[str]:
    """A fresh cluster with an empty database. Yields SQLAlchemy's address of it (`postgresql+psycopg://…`).

    One that is `durable` waits for the disk with every commit, as the platform's does.
    """
    server = Postgres(home / "postgres", free_port(), secrets.token_hex(16), durable=durable)
    server.prepare()
    process = Process(server.service(home / "postgres.log"))
    try:
        process.wait_ready()
        yield server.url
    finally:
        process.stop()
        server.remove()


@contextmanager
def embedded_redis(home: Path) -> Iterator[str]:
    """An empty Redis that keeps nothing on disk. Yields its address."""
    server = Redis(free_port(), secrets.token_hex(16))
    process = Process(server.service(home / "redis.log"))
    try:
        process.wait_ready()
        yield server.url
    finally:
        process.stop()


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nothing listens on now."""
    while True:
        port = _some_port()
        if tcp_is_free(port):
            return port


def _some_port() -> int:
    """Below those that the system gives to outgoing connections, one of which may come before a server listens."""
    return FIRST_PORT + secrets.randbelow(FIRST_OUTGOING_PORT - LAST_OFFSET - FIRST_PORT)


@contextmanager
def temporary_home() -> Iterator[Path]:
    """An empty directory that PostgreSQL's unprivileged user can reach, so that nothing is put elsewhere."""
    with tempfile.TemporaryDirectory(prefix="visavis-") as directory:
        Path(directory).chmod(0o711)
        yield Path(directory)


@contextmanager
def prepared_home() -> Iterator[Path]:
    """A home as a first start leaves it, for a second one that has little to do."""
    with temporary_home() as home:
        prepare_home(home)
        yield home


def prepare_home(home: Path) -> None:
    """Give an empty home its secrets, the demo's users, and a database with the newest schema and the question bank."""
    first = _first_home()
    data = Postgres(home / "postgres", 0, "").place()
    for source, target in [(first / "postgres" / "data", data), *((first / name, home / name) for name in KEPT)]:
        subprocess.run(["cp", "-a", f"{source}/." if source.is_dir() else source, target], check=True)


@cache
def _first_home() -> Path:
    """Made once for all tests of this process; it has started and stopped."""
    directory = tempfile.TemporaryDirectory(prefix="visavis-")
    atexit.register(directory.cleanup)
    path = Path(directory.name)
    path.chmod(0o711)
    settings = LauncherSettings(home=path, port=free_first_port())
    home = Home.create(path)
    lock = Lock(home)
    lock.acquire(settings.port)
    supervisor = Supervisor(print, lock.descriptor)
    try:
        start_databases(open_platform(settings, home), supervisor, Steps(Console(quiet=True), STEPS))
    finally:
        supervisor.stop()
        lock.release()
    return path


@contextmanager
def running_platform(home: Path, settings: Mapping[str, str] | None = None) -> Iterator[Holder]:
    """A whole platform of its own, as `visavis up` starts it. Yields where it is; stopped with the `with` block.

    `settings` are environment variables of this platform alone.
    Raises AssertionError with what the launcher said when it does not start. Kill the process that is yielded, and
    call this again with the same `home`, to see the platform come back.
    """
    places = {"VISAVIS_HOME": str(home), "VISAVIS_PORT": str(free_first_port())}
    command = [sys.executable, "-m", "visavis", "up"]
    launcher = subprocess.Popen(
        command,
        env={**os.environ, **(settings or {}), **places},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield _await_ready(launcher, home)
    finally:
        launcher.terminate()
        launcher.communicate()


def free_first_port() -> int:
    """A value for VISAVIS_PORT whose ports are all free now."""
    while True:
        port = _some_port()
        with suppress(LauncherError):
            Ports(port).check_free()
            return port


def _await_ready(launcher: "subprocess.Popen[str]", home: Path) -> Holder:
    said = []
    for line in launcher.stdout or ():
        said.append(line)
        if "Visavis is ready" in line:
            holder = Lock(Home(home)).holder()
            if holder:
                return holder
    raise AssertionError("the platform did not start:\n" + "".join(said))
