"""A child process ends with everything it has started, and its failure to start says why."""

import signal
from pathlib import Path

import pytest
from visavis.launcher.errors import ServiceStartError
from visavis.launcher.process import Process

from .conftest import MakeService, lives, wait_until

STUBBORN = """
import pathlib, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
(pathlib.Path(sys.argv[1]) / "parent").touch()
time.sleep(600)
"""


def test_stopping_ends_the_children_too(make_service: MakeService, tmp_path: Path) -> None:
    process = Process(make_service())
    process.wait_ready()
    child = int((tmp_path / "parent-with-child" / "child").read_text())
    assert lives(child)
    process.stop()
    assert not lives(process.pid)
    assert wait_until(lambda: not lives(child))


def test_a_process_that_ignores_the_signal_is_killed(make_service: MakeService) -> None:
    process = Process(make_service("stubborn", STUBBORN, stop_within_s=0.2))
    process.wait_ready()
    process.stop()
    assert process.poll() == -signal.SIGKILL


def test_children_of_a_killed_process_are_killed(make_service: MakeService, tmp_path: Path) -> None:
    process = Process(make_service())
    process.wait_ready()
    child = int((tmp_path / "parent-with-child" / "child").read_text())
    process._popen.kill()
    assert wait_until(lambda: process.poll() is not None)
    assert wait_until(lambda: not lives(child))


def test_ending_while_starting_shows_the_log(make_service: MakeService, tmp_path: Path) -> None:
    process = Process(make_service("broken", "import sys; sys.exit('no such setting: COLOUR')"))
    with pytest.raises(ServiceStartError, match=r"broken ended while starting \(exit code 1\)") as error:
        process.wait_ready()
    assert "no such setting: COLOUR" in str(error.value)
    assert str(tmp_path / "broken.log") in str(error.value)


def test_never_becoming_ready_is_an_error(make_service: MakeService) -> None:
    process = Process(make_service("idle", "import time; time.sleep(600)", start_within_s=0.2))
    try:
        with pytest.raises(ServiceStartError, match="was not ready within"):
            process.wait_ready()
    finally:
        process.stop()


def test_standard_input_reaches_the_process(make_service: MakeService, tmp_path: Path) -> None:
    source = "import pathlib, sys; (pathlib.Path(sys.argv[1]) / 'parent').write_text(sys.stdin.read())"
    process = Process(make_service("reader", source, stdin=b"bind 127.0.0.1"))
    process.wait_ready()
    process.stop()
    assert (tmp_path / "reader" / "parent").read_text() == "bind 127.0.0.1"
