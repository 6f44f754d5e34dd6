"""The supervisor restarts what dies, stops all it has started, and a killed launcher leaves nothing behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from visavis.launcher.errors import LauncherError, ServiceStartError
from visavis.launcher.home import Home, Lock
from visavis.launcher.supervisor import Supervisor

from .conftest import MakeService, lives, wait_until


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(tmp_path: Path, said: list[str]) -> Iterator[Supervisor]:
    lock = os.open(tmp_path, os.O_RDONLY)
    supervisor = Supervisor(said.append, lock)
    yield supervisor
    supervisor.stop()
    os.close(lock)


def test_a_service_that_dies_is_started_again(
    supervisor: Supervisor, make_service: MakeService, tmp_path: Path, said: list[str]
) -> None:
    supervisor.start([make_service("service")])
    number = tmp_path / "service" / "parent"
    first, child = int(number.read_text()), int((tmp_path / "service" / "child").read_text())
    number.unlink()
    os.kill(first, signal.SIGKILL)

    def is_back() -> bool:
        supervisor.tick()
        return "service is back" in said

    assert wait_until(is_back)
    assert said[0].startswith("service has ended (killed by SIGKILL); starting it again in 1 s.")
    assert int(number.read_text()) != first
    assert not lives(child)


def test_the_pause_before_a_restart_grows(supervisor: Supervisor, make_service: MakeService, said: list[str]) -> None:
    once_ready = "import pathlib, sys, time; (pathlib.Path(sys.argv[1]) / 'parent').touch(); time.sleep(0.2)"
    supervisor.start([make_service("weak", once_ready)])

    def died_twice() -> bool:
        supervisor.tick()
        return len([line for line in said if "has ended" in line]) == 2

    assert wait_until(died_twice)
    pauses = [line.split("starting it again in ")[1].split(".")[0] for line in said if "has ended" in line]
    assert pauses == ["1 s", "2 s"]


def test_stopping_leaves_no_process(supervisor: Supervisor, make_service: MakeService, tmp_path: Path) -> None:
    supervisor.start([make_service("one")])
    supervisor.start([make_service("two"), make_service("three")])
    numbers = [int((tmp_path / n / f).read_text()) for n in ("one", "two", "three") for f in ("parent", "child")]
    assert all(map(lives, numbers))
    supervisor.stop()
    assert wait_until(lambda: not any(map(lives, numbers)))


def test_a_service_that_cannot_start_stops_the_start(supervisor: Supervisor, make_service: MakeService) -> None:
    with pytest.raises(ServiceStartError, match="broken ended while starting"):
        supervisor.start([make_service("good"), make_service("broken", "raise SystemExit(3)")])


def test_a_tool_gives_its_output_and_its_failure_says_why(supervisor: Supervisor, tmp_path: Path) -> None:
    def run(source: str) -> str:
        command = [sys.executable, "-c", source]
        log = tmp_path / "tool.log"
        return supervisor.run_tool(command, name="tool", env={}, cwd=tmp_path, log=log, pulse=lambda _: None)

    assert run("print('made')") == "made\n"
    with pytest.raises(LauncherError, match=r"(?s)tool failed \(exit code 1\).*no space for it"):
        run("raise SystemExit('no space for it')")


def test_a_killed_launcher_leaves_nothing_and_frees_its_lock(tmp_path: Path) -> None:
    launcher = subprocess.Popen(
        [sys.executable, "-c", KILLED_LAUNCHER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert launcher.stdout
    numbers = [int(number) for number in launcher.stdout.readline().split()]
    assert len(numbers) == 3
    lock = Lock(Home(tmp_path))
    assert not lock.is_free()
    launcher.kill()
    launcher.wait()
    # One of the services ignores the request to end: the guard kills it, and holds the lock until then.
    lock.acquire(8000)
    assert not any(map(lives, numbers))
    lock.release()


KILLED_LAUNCHER = """
import pathlib, sys, time
from visavis.launcher.home import Home, Lock
from visavis.launcher.process import Service
from visavis.launcher.supervisor import Supervisor

home = pathlib.Path(sys.argv[1])
PARENT = '''
import pathlib, subprocess, sys, os, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
pathlib.Path(sys.argv[1]).write_text(f"{os.getpid()} {child.pid}")
time.sleep(600)
'''
STUBBORN = '''
import os, pathlib, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path(sys.argv[1]).write_text(str(os.getpid()))
time.sleep(600)
'''

def service(name, source):
    file = home / name
    ready = lambda: file.exists() and file.read_text() != ""
    return Service(name, (sys.executable, "-c", source, str(file)), ready, home / f"{name}.log")

lock = Lock(Home(home))
lock.acquire(8000)
supervisor = Supervisor(print, lock.descriptor)
supervisor.start([service("parent", PARENT), service("stubborn", STUBBORN)])
print((home / "parent").read_text(), (home / "stubborn").read_text(), flush=True)
time.sleep(600)
"""
