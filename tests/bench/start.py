"""How long the local platform takes to start: the first time, in an empty home, and every time after that; and how
much memory it has when nobody uses it.

    uv run python tests/bench/start.py --again 5

The processors' time of all that a start runs says more than the clock where other work shares the machine. Memory is
the proportional set size: what processes share counts once.
"""

import argparse
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil
from rich.console import Console
from visavis.testing import free_first_port, temporary_home

SERVICE = re.compile(r"\w+\.(main|app)(:app)?")
STEP = re.compile(r"✓ \[\d/\d\] (.+?)  (\d+\.\d) s")


IDLE_AFTER_S = 20.0
"""What is loaded in the background after a start is loaded by then."""
MIB = 2**20


@dataclass(frozen=True)
class Start:
    """In seconds: until it was ready, of processors until then, and of each step by its title. In MiB: the memory of
    each service when idle.
    """

    ready: float
    processors: float
    steps: dict[str, float]
    memory: dict[str, float]


def starts(home: Path, count: int) -> Iterator[Start]:
    """One after the other in the same home. Raises RuntimeError with what was said where one fails."""
    environment = {**os.environ, "VISAVIS_HOME": str(home), "VISAVIS_PORT": str(free_first_port())}
    for _ in range(count):
        began = time.monotonic()
        command = [sys.executable, "-m", "visavis", "up"]
        launcher = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        try:
            said = list(_until_ready(launcher))
            ready, processors = time.monotonic() - began, processor_time(launcher.pid)
            time.sleep(IDLE_AFTER_S)
            steps = {title: float(took) for title, took in _steps(said)}
            yield Start(ready, processors, steps, memory(launcher.pid))
        finally:
            launcher.terminate()
            launcher.communicate()


def processor_time(pid: int) -> float:
    """Of a process and all that it has started, those that have ended as well."""
    launcher = psutil.Process(pid)
    times = [process.cpu_times() for process in (launcher, *launcher.children(recursive=True))]
    return sum(time.user + time.system + time.children_user + time.children_system for time in times)


def memory(pid: int) -> dict[str, float]:
    """Of the launcher and of each service, in MiB, everything that it has started included. Needs to be root where the
    database runs as somebody else.
    """
    launcher = psutil.Process(pid)
    found = {"launcher": [launcher]}
    for child in launcher.children():
        found.setdefault(_service(child), []).extend([child, *child.children(recursive=True)])
    return {name: sum(one.memory_full_info().pss for one in processes) / MIB for name, processes in found.items()}


def _service(process: psutil.Process) -> str:
    """The module or the program that it runs: `backend_core.main:app`, `redis-server`."""
    words = process.cmdline()
    named = [word for word in words if SERVICE.fullmatch(word)]
    return named[0] if named else Path(words[0]).name


def _until_ready(launcher: "subprocess.Popen[str]") -> Iterator[str]:
    said = []
    for line in launcher.stdout or ():
        said.append(line)
        yield line
        if "Visavis is ready" in line:
            return
    raise RuntimeError("the platform did not start:\n" + "".join(said))


def _steps(said: list[str]) -> Iterator[tuple[str, str]]:
    for line in said:
        if found := STEP.match(line):
            yield found[1], found[2]


def _row(name: str, measured: list[Start]) -> str:
    titles = measured[0].steps
    steps = ", ".join(f"{title} {median(start.steps[title] for start in measured):.1f}" for title in titles)
    ready = median(start.ready for start in measured)
    return f"{name}: ready after {ready:.1f} s, {median(s.processors for s in measured):.1f} s of processors ({steps})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--again", type=int, default=5, help="starts after the first one")
    arguments = parser.parse_args()
    with temporary_home() as home:
        first, *again = starts(home, 1 + arguments.again)
    console = Console(soft_wrap=True)
    console.print(_row("first", [first]))
    console.print(_row(f"again, median of {len(again)}", again))
    idle = again[-1].memory
    services = ", ".join(f"{name} {size:.0f}" for name, size in idle.items())
    console.print(f"idle: {sum(idle.values()):.0f} MiB ({services})")


if __name__ == "__main__":
    main()
