"""One child process: started so that it cannot outlive the launcher, and stopped with everything it has started."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from visavis.launcher.accounts import Account
from visavis.launcher.errors import ServiceStartError

PR_SET_PDEATHSIG = 1
POLL_S = 0.05
LOG_TAIL_LINES = 25


@dataclass(frozen=True)
class Service:
    """A program that keeps running, and how to tell that it does its work."""

    name: str
    argv: tuple[str, ...]
    # A quick probe; False while the service is still starting.
    ready: Callable[[], bool]
    log: Path
    env: Mapping[str, str] = field(default_factory=dict)
    cwd: Path | None = None
    # Given on standard input: what must not be read from a command line or a disk.
    stdin: bytes = b""
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    stop_within_s: float = 10.0
    start_within_s: float = 90.0


class Process:
    """A running `Service`. Start it from the main thread: the parent-death signal follows the thread that forked."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.started = time.monotonic()
        service.log.parent.mkdir(parents=True, exist_ok=True)
        account = service.account
        with service.log.open("ab") as log:
            self._popen = subprocess.Popen(
                service.argv,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=dict(service.env),
                cwd=service.cwd,
                # Its own group: the terminal's Ctrl-C reaches the launcher alone, which stops its children in order.
                start_new_session=True,
                # Safe beside threads: it makes one system call and takes no lock.
                preexec_fn=die_with_parent(service.stop_signal),  # noqa: PLW1509
                user=account.uid if account else None,
                group=account.gid if account else None,
                extra_groups=[] if account else None,
            )
        if self._popen.stdin:
            self._popen.stdin.write(service.stdin)
            self._popen.stdin.close()

    @property
    def pid(self) -> int:
        """The process, which is also the number of its group."""
        return self._popen.pid

    def poll(self) -> int | None:
        """The exit status once the process has ended; what is left of its group is killed then."""
        status = self._popen.poll()
        if status is not None:
            self._kill_group()
        return status

    def wait_ready(self) -> None:
        """Return once the service does its work. Raises ServiceStartError when it ends or takes too long."""
        while not self.service.ready():
            self.check_starting()
            time.sleep(POLL_S)

    def check_starting(self) -> None:
        """Raises ServiceStartError when the service, not ready yet, has ended or has had its time."""
        if (status := self.poll()) is not None:
            reason = f"ended while starting ({describe_exit(status)})"
        elif time.monotonic() - self.started > self.service.start_within_s:
            reason = f"was not ready within {self.service.start_within_s:.0f} s"
        else:
            return
        raise ServiceStartError(self.service.name, reason, self.log_tail())

    def stop(self) -> None:
        """Ask the process to end, wait, then kill whatever of its group is left."""
        if self._popen.poll() is None:
            self._popen.send_signal(self.service.stop_signal)
            try:
                self._popen.wait(self.service.stop_within_s)
            except subprocess.TimeoutExpired:
                self._popen.kill()
                self._popen.wait()
        self._kill_group()

    def log_tail(self) -> str:
        """The log's last lines, and where the rest is."""
        return log_tail(self.service.log)

    def _kill_group(self) -> None:
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            # Nothing is left; macOS answers EPERM for a group of zombies.
            return


def log_tail(log: Path, before: str = "") -> str:
    """The last lines of `before` and the log, and where the rest is."""
    lines = (before + log.read_text(errors="replace")).splitlines()[-LOG_TAIL_LINES:]
    return "\n".join([*lines, f"(the whole log: {log})"])


def describe_exit(status: int) -> str:
    """`status` in words: a signal's name or an exit code."""
    return f"killed by {signal.Signals(-status).name}" if status < 0 else f"exit code {status}"


def die_with_parent(stop_signal: signal.Signals) -> Callable[[], None] | None:
    """What runs in a child before its program: the kernel will send `stop_signal` when the launcher dies.

    Popen changes the user before it calls this, which matters: a change of user clears the parent-death signal.
    """
    if sys.platform != "linux":
        return None
    libc, parent = ctypes.CDLL(None), os.getpid()

    def prepare() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(stop_signal))
        if os.getppid() != parent:
            os._exit(1)

    return prepare
