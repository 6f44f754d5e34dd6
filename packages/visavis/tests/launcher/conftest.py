"""Small real programs for the launcher to keep, and a view of which processes live."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from visavis.launcher.process import Service

# A service with a child of its own: both write their process number, and the service ends only when asked twice over.
PARENT_WITH_CHILD = """
import pathlib, subprocess, sys, os, time
here = pathlib.Path(sys.argv[1])
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
(here / "child").write_text(str(child.pid))
(here / "parent.new").write_text(str(os.getpid()))
(here / "parent.new").rename(here / "parent")
time.sleep(600)
"""

MakeService = Callable[..., Service]


@pytest.fixture
def make_service(tmp_path: Path) -> MakeService:
    """Makes a service that runs `source` and is ready when it has written its number to `<name>/parent`."""

    def make(name: str = "parent-with-child", source: str = PARENT_WITH_CHILD, **settings: object) -> Service:
        here = tmp_path / name
        here.mkdir()
        return Service(
            name=name,
            argv=(sys.executable, "-c", source, str(here)),
            ready=(here / "parent").exists,
            log=tmp_path / f"{name}.log",
            **settings,  # type: ignore[arg-type]  # the test names fields of Service
        )

    return make


def lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def wait_until(condition: Callable[[], bool], within_s: float = 30) -> bool:
    deadline = time.monotonic() + within_s
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
