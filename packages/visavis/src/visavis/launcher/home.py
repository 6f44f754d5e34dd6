"""The platform's directory: generated secrets, logs, and the lock that says whether it runs."""

import fcntl
import json
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import psutil
from pydantic import BaseModel, Field, ValidationError

from visavis.launcher.errors import LauncherError

MIN_FREE_BYTES = 1024**3
LOCK_POLL_S = 0.1
# A start time is told from the boot time, which moves when the clock is set.
CLOCK_DRIFT_S = 10
# How long the guard of a killed launcher may need to end what that launcher has left.
GUARD_CLEANS_WITHIN_S = 30


class Secrets(BaseModel):
    """Made once a home. Nothing outside the platform ever needs them."""

    secret_key: str
    service_token: str
    postgres_password: str
    redis_password: str
    # Later than the others: a home from before it has none yet.
    storage_key: str = Field(default_factory=lambda: secrets.token_urlsafe(48))


class DemoUser(BaseModel):
    """Somebody to sign in as. The passwords stay in the home, so that the next demo can sign in again."""

    email: str
    role: str
    password: str
    # A start that was broken off has made users whom nobody has seen yet.
    shown: bool = False


class Holder(BaseModel):
    """The launcher that holds a home, as it describes itself in the lock file."""

    pid: int
    # Seconds since the epoch, as psutil tells it: a process number alone may mean another process by now.
    started_at: float
    port: int

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def process(self) -> psutil.Process | None:
        """The launcher's process, or None when it has ended."""
        try:
            process = psutil.Process(self.pid)
            same_start = abs(process.create_time() - self.started_at) < CLOCK_DRIFT_S
            ours = same_start and process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return None
        return process if ours else None


class AlreadyRunningError(LauncherError):
    def __init__(self, holder: Holder) -> None:
        super().__init__(f"Visavis already runs at {holder.url} (process {holder.pid}). Stop it with: make down")
        self.holder = holder


@dataclass(frozen=True)
class Home:
    """The directory `path`, made on first use."""

    path: Path

    @classmethod
    def create(cls, path: Path) -> Self:
        """Raises LauncherError where the directory cannot be made."""
        try:
            # Others may pass through, not look: as root, PostgreSQL's unprivileged user has to reach its data.
            path.mkdir(mode=0o711, parents=True, exist_ok=True)
            (path / "logs").mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise LauncherError(f"VISAVIS_HOME={path} cannot be made ({error.strerror}). Choose another.") from error
        return cls(path)

    @property
    def mailbox(self) -> Path:
        return self.path / "mailbox"

    def log(self, name: str) -> Path:
        return self.path / "logs" / f"{name}.log"

    def check_disk(self) -> str:
        """How much is free. Raises LauncherError when that is too little."""
        free = shutil.disk_usage(self.path).free
        if free < MIN_FREE_BYTES:
            raise LauncherError(
                f"Only {free / 1024**3:.1f} GB are free at {self.path}, and the platform needs "
                f"{MIN_FREE_BYTES / 1024**3:.0f}. Free some, or set VISAVIS_HOME to a directory on a larger disk."
            )
        return f"{free / 1024**3:.0f} GB free"

    def secrets(self) -> Secrets:
        """The home's secrets, made on first use."""
        file = self.path / "secrets.json"
        try:
            kept = Secrets.model_validate_json(file.read_text())
            if kept.model_fields_set == set(Secrets.model_fields):
                return kept
        except FileNotFoundError:
            kept = Secrets(**{name: secrets.token_urlsafe(48) for name in Secrets.model_fields})
        except ValidationError as error:
            raise LauncherError(f"{file} is damaged. Delete {self.path} to begin with an empty platform.") from error
        write_private(file, kept.model_dump_json(indent=2))
        return kept

    def demo_users(self) -> list[DemoUser]:
        file = self.path / "demo-users.json"
        if not file.exists():
            return []
        return [DemoUser.model_validate(user) for user in json.loads(file.read_text())]

    def keep_demo_users(self, new: Iterable[DemoUser]) -> None:
        """Remember `new` beside, or in place of, those known by the same address."""
        users = {user.email: user for user in [*self.demo_users(), *new]}
        write_private(self.path / "demo-users.json", json.dumps([u.model_dump() for u in users.values()], indent=2))


class Lock:
    """Held by a running launcher and by its guard; the kernel frees it when both are gone, however they went."""

    def __init__(self, home: Home) -> None:
        self._path = home.path / "launcher.lock"
        self._descriptor: int | None = None

    @property
    def descriptor(self) -> int:
        """For the guard to inherit. The lock must be held."""
        if self._descriptor is None:
            raise RuntimeError("the lock is not held")
        return self._descriptor

    def acquire(self, port: int, waiting: Callable[[], None] = lambda: None) -> None:
        """Take the lock, and wait while the guard of a killed launcher still cleans up after it.

        Raises AlreadyRunningError when another launcher holds it.
        """
        deadline = time.monotonic() + GUARD_CLEANS_WITHIN_S
        while not self._try_to_lock():
            holder = self.holder()
            if holder and holder.process():
                raise AlreadyRunningError(holder)
            if time.monotonic() > deadline:
                raise LauncherError(f"An earlier platform in {self._path.parent} does not end. Try: make down")
            waiting()
            time.sleep(LOCK_POLL_S)
        me = psutil.Process()
        holder = Holder(pid=me.pid, started_at=me.create_time(), port=port)
        os.truncate(self.descriptor, 0)
        os.pwrite(self.descriptor, holder.model_dump_json().encode(), 0)

    def release(self) -> None:
        if self._descriptor is not None:
            self._path.unlink(missing_ok=True)
            os.close(self._descriptor)
            self._descriptor = None

    def is_free(self) -> bool:
        """Whether nothing of a platform in this home is left."""
        if not self._path.exists():
            return True
        probe = Lock(Home(self._path.parent))
        if not probe._try_to_lock():
            return False
        probe.release()
        return True

    def holder(self) -> Holder | None:
        """Who wrote the lock file last; None where there is none or it is still being written."""
        try:
            return Holder.model_validate_json(self._path.read_text())
        except (FileNotFoundError, ValidationError):
            return None

    def _try_to_lock(self) -> bool:
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # The holder before may have deleted the file between our opening and locking it.
            current = self._path.stat().st_ino == os.fstat(descriptor).st_ino
        except (BlockingIOError, FileNotFoundError):
            current = False
        if not current:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True


def write_private(file: Path, text: str) -> None:
    """Replace `file` at once, readable by its owner alone."""
    partial = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    partial.rename(file)
