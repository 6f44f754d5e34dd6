"""Keeps the platform's processes: starts them, restarts what dies, stops everything in order."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from visavis.launcher import guard
from visavis.launcher.errors import LauncherError
from visavis.launcher.process import POLL_S, Process, Service, describe_exit, die_with_parent, log_tail

FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 30.0
# A service that has run this long is healthy: the next restart is quick again.
HEALTHY_AFTER_S = 60.0
TOOL_STOPS_WITHIN_S = 5.0
TAIL_BYTES = 400

Pulse = Callable[[str], None]


@dataclass(eq=False)
class _Kept:
    """A service with its process; None between a death and the restart."""

    service: Service
    process: Process | None
    ready: bool = False
    pause_s: float = FIRST_PAUSE_S
    restart_at: float = 0.0


class Supervisor:
    """Owns every child process. It has no thread: whoever waits calls `tick`, from the main thread.

    `lock` is the descriptor that the guard shall hold for as long as a process of the platform may live.
    """

    def __init__(self, say: Callable[[str], None], lock: int) -> None:
        self._say = say
        self._kept: list[_Kept] = []
        # Isolated and without site packages it starts in milliseconds, and nothing of ours can break it.
        command = [sys.executable, "-I", "-S", guard.__file__]
        self._guard = subprocess.Popen(command, stdin=subprocess.PIPE, pass_fds=[lock], start_new_session=True)

    def start(self, services: Sequence[Service], pulse: Pulse = lambda _: None) -> None:
        """Start `services` side by side and return when all of them are ready. Raises ServiceStartError."""
        earlier = self._kept[:]
        for service in services:
            self._kept.append(_Kept(service, self._launch(service)))
        while waiting := [kept for kept in self._kept if kept not in earlier and not kept.ready]:
            pulse("waiting for " + ", ".join(kept.service.name for kept in waiting))
            for kept in waiting:
                if kept.process:
                    kept.process.check_starting()
                kept.ready = kept.service.ready()
            for kept in earlier:
                self._look_after(kept)
            time.sleep(POLL_S)

    def tick(self) -> None:
        """Look after every process once: say what has died, start it again when its pause is over."""
        for kept in self._kept:
            self._look_after(kept)

    def run_tool(
        self, argv: Sequence[str], *, name: str, env: Mapping[str, str], cwd: Path, log: Path, pulse: Pulse
    ) -> str:
        """Run a program to its end while the services are looked after; its standard output.

        Its standard error goes to `log`; the pulse shows the last line of either. Raises LauncherError when it fails.
        """
        output = log.with_suffix(".out")
        with log.open("wb") as errors, output.open("wb") as stdout:
            tool = self._run(argv, env, cwd, stdout=stdout.fileno(), stderr=errors.fileno())
        status = self._wait(tool, lambda: pulse(_last_line(output) or _last_line(log)))
        written = output.read_text(errors="replace")
        output.unlink()
        if status:
            raise LauncherError(f"{name} failed ({describe_exit(status)}):\n\n{log_tail(log, written)}")
        return written

    def run_on_terminal(self, argv: Sequence[str], env: Mapping[str, str], cwd: Path) -> int:
        """Run a program that writes to the user's terminal while the services are looked after; its exit status."""
        return self._wait(self._run(argv, env, cwd), lambda: None)

    def stop(self) -> None:
        """Stop everything, each within its time: the last first, so that everybody can still say goodbye."""
        kept, self._kept = self._kept, []
        for process in (one.process for one in reversed(kept) if one.process):
            process.stop()
            self._tell_guard("-", process.pid)
        if self._guard.stdin:
            with suppress(OSError):
                self._guard.stdin.close()
        self._guard.wait()

    def _look_after(self, kept: _Kept) -> None:
        if kept.process is None:
            if time.monotonic() >= kept.restart_at:
                kept.process = self._launch(kept.service)
        elif (status := kept.process.poll()) is not None:
            self._bury(kept, kept.process, status)
        elif not kept.ready and kept.service.ready():
            kept.ready = True
            self._say(f"{kept.service.name} is back")

    def _bury(self, kept: _Kept, process: Process, status: int) -> None:
        self._tell_guard("-", process.pid)
        now = time.monotonic()
        if now - process.started > HEALTHY_AFTER_S:
            kept.pause_s = FIRST_PAUSE_S
        self._say(
            f"{kept.service.name} has ended ({describe_exit(status)}); "
            f"starting it again in {kept.pause_s:.0f} s. Its log: {kept.service.log}"
        )
        kept.process, kept.ready = None, False
        kept.restart_at = now + kept.pause_s
        kept.pause_s = min(2 * kept.pause_s, LONGEST_PAUSE_S)

    def _launch(self, service: Service) -> Process:
        process = Process(service)
        self._tell_guard("+", process.pid)
        return process

    def _run(
        self,
        argv: Sequence[str],
        env: Mapping[str, str],
        cwd: Path,
        stdout: int | None = None,
        stderr: int | None = None,
    ) -> "subprocess.Popen[bytes]":
        tool = subprocess.Popen(
            argv,
            env=dict(env),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            process_group=0,
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - see Process
        )
        self._tell_guard("+", tool.pid)
        return tool

    def _wait(self, tool: "subprocess.Popen[bytes]", pulse: Callable[[], None]) -> int:
        try:
            while (status := tool.poll()) is None:
                pulse()
                self.tick()
                time.sleep(POLL_S)
            return status
        finally:
            if tool.poll() is None:
                tool.terminate()
                with suppress(subprocess.TimeoutExpired):
                    tool.wait(TOOL_STOPS_WITHIN_S)
                tool.kill()
                tool.wait()
            self._tell_guard("-", tool.pid)

    def _tell_guard(self, sign: str, group: int) -> None:
        # A guard that somebody has killed must not take the platform with it; the parent-death signal remains.
        if self._guard.stdin:
            with suppress(BrokenPipeError):
                self._guard.stdin.write(f"{sign}{group}\n".encode())
                self._guard.stdin.flush()


def _last_line(file: Path) -> str:
    """What a tool has said last, without reading all of it."""
    with file.open("rb") as stream:
        stream.seek(max(0, file.stat().st_size - TAIL_BYTES))
        lines = stream.read().decode(errors="replace").strip().splitlines()
    return lines[-1].strip() if lines else ""
