"""A whole platform in a directory of its own, whose parts a test can kill and bring back."""

import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import psutil
from persistence.database import Database, Doorbell
from visavis.launcher.home import Home
from visavis.launcher.ports import Ports
from visavis.launcher.process import Process, Service
from visavis.launcher.services import Platform
from visavis.launcher.settings import checkout
from visavis.testing import free_first_port, prepare_home

ResultT = TypeVar("ResultT")

QUICK = {
    # Production waits longer before it takes a silent worker for dead; the mechanism is the same.
    "JOB_LEASE": "PT3S",
    "RECONCILE_EVERY": "PT1S",
    "SIGN_IN_ATTEMPTS_PER_MINUTE": "1000",
    "LOG_LEVEL": "INFO",
}


@dataclass(frozen=True)
class PortsBeside(Ports):
    """Of a second set of services, on the databases of the first."""

    first: Ports

    @property
    def postgres(self) -> int:
        return self.first.postgres

    @property
    def redis(self) -> int:
        return self.first.redis


class PlatformUnderTest:
    """Starts what is named in `parts` (and PostgreSQL and Redis always) on the database of a local platform's second
    start; everything is gone with the `with` block.

    Each service is there twice: `media-server-2` is another media server, which works with `backend-core-2`.
    """

    def __init__(self, home: Path, parts: tuple[str, ...], environment: Mapping[str, str] | None = None) -> None:
        inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        user = inherited | QUICK | dict(environment or {})
        prepare_home(home)
        self.platform = Platform(
            Home.create(home), Ports(free_first_port()), Home.create(home).secrets(), user, checkout()
        )
        self.beside = replace(self.platform, ports=PortsBeside(free_first_port(), self.platform.ports))
        self._parts = parts
        self._running: dict[str, Process] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._stack.callback(self._stop_all)
        self.start("postgres", "redis")
        self.start(*self._parts)
        self.database = Database(
            self.platform.postgres.url,
            Doorbell(self.platform.redis.url),
            pool_size=4,
            statement_timeout=timedelta(seconds=30),
        )
        self._stack.callback(self.database.close)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @property
    def api(self) -> str:
        return f"{self.platform.url}/api"

    def start(self, *names: str) -> None:
        """Start these parts side by side, and wait until they do their work."""
        started = {name: Process(self._service(name)) for name in names}
        self._running |= started
        for process in started.values():
            process.wait_ready()

    def kill(self, name: str) -> None:
        """`kill -9` a part and everything it has started."""
        process = self._running.pop(name)
        children = psutil.Process(process.pid).children(recursive=True)
        os.kill(process.pid, signal.SIGKILL)
        for child in children:
            child.kill()
        eventually(lambda: process.poll() is not None)

    def stop(self, name: str) -> float:
        """Ask a part to end, as an operator does. Returns how many seconds it took, or was given."""
        process = self._running.pop(name)
        asked = time.monotonic()
        process.stop()
        return time.monotonic() - asked

    @contextmanager
    def suspended(self, name: str) -> Iterator[None]:
        """A part that holds everything it has, and does nothing with it."""
        process = psutil.Process(self._running[name].pid)
        everyone = [process, *process.children(recursive=True)]
        for one in everyone:
            one.suspend()
        try:
            yield
        finally:
            for one in everyone:
                one.resume()

    def log(self, name: str) -> str:
        return self.platform.home.log(name).read_text(errors="replace")

    def _service(self, name: str) -> Service:
        home = self.platform.home
        if name == "postgres":
            return self.platform.postgres.service(home.log(name))
        if name == "redis":
            return self.platform.redis.service(home.log(name))
        first = [(service.name, service) for service in self.platform.services()]
        second = [(f"{service.name}-2", service) for service in self.beside.services()]
        origins = f"{self.platform.url},{self.beside.url}"
        service = dict(first + second)[name]
        return replace(service, name=name, log=home.log(name), env={**service.env, "ALLOWED_ORIGINS": origins})

    def _stop_all(self) -> None:
        for name in reversed(list(self._running)):
            self._running.pop(name).stop()


def eventually(condition: Callable[[], ResultT], within: float = 60.0) -> ResultT:
    """What `condition` returns once it is true. The limit is generous: it stops a test that would hang, no more."""
    deadline = time.monotonic() + within
    while not (result := condition()):
        assert time.monotonic() < deadline, "did not happen"
        time.sleep(0.05)
    return result
