"""Fixtures that every package's tests share: real PostgreSQL and Redis, one of each a session."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import thread as thread_pools
from pathlib import Path

import pytest
from model_server import ModelServer
from visavis.testing import embedded_postgres, embedded_redis


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """A thread that a test left running would keep the process from ending, with nothing to show why."""
    pooled: set[threading.Thread] = set(thread_pools._threads_queues)
    expected = {threading.main_thread(), *pooled}
    left = [thread for thread in threading.enumerate() if not thread.daemon and thread not in expected]
    if left:
        sys.stderr.write(f"Threads are left running: {left}\n")
        sys.stderr.flush()
        os._exit(pytest.ExitCode.INTERNAL_ERROR)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What drills have measured."""
    reports: list[pytest.TestReport] = [
        report for outcome in ("passed", "failed") for report in terminalreporter.stats.get(outcome, [])
    ]
    measured = [(report.nodeid, report.user_properties) for report in reports if report.user_properties]
    if measured:
        terminalreporter.section("figures")
    for test, figures in measured:
        terminalreporter.write_line(test)
        for name, value in figures:
            terminalreporter.write_line(f"  {name}: {value}")


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database with the platform's schema, made by the real migrations."""
    with embedded_postgres(tmp_path_factory.mktemp("postgres")) as url:
        migrate = [sys.executable, "-m", "persistence.migrate"]
        subprocess.run(migrate, check=True, env={**os.environ, "DATABASE_URL": url})  # noqa: S603 - our own module
        yield url


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with embedded_redis(tmp_path_factory.mktemp("redis")) as url:
        yield url


@pytest.fixture(scope="session")
def model_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModelServer]:
    """Everybody's model server; a test that kills one starts its own."""
    with ModelServer(tmp_path_factory.mktemp("model-server") / "log") as server:
        yield server


@pytest.fixture(scope="session")
def test_data() -> Path:
    """Recordings and faces that the repository does not carry."""
    directory = os.environ.get("VISAVIS_TEST_DATA")
    if not directory:
        pytest.skip("VISAVIS_TEST_DATA does not name a directory of test data")
    return Path(directory)
