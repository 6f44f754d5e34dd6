"""The whole platform: killed and started again, stopped from elsewhere, and nothing left of it."""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest
from contracts.media_servers import REPORT_PREFIX, SERVERS_KEY, MediaServerReport
from redis import Redis
from visavis.launcher.home import Holder, Home, Lock
from visavis.launcher.redis import Redis as PlatformRedis
from visavis.testing import prepared_home, running_platform, temporary_home

from .conftest import lives, wait_until

pytestmark = pytest.mark.slow


@contextmanager
def few_files() -> Iterator[None]:
    """As many as a shell allows, or fewer."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(512, soft), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.fixture
def home() -> Iterator[Path]:
    with prepared_home() as home:
        yield home


@pytest.fixture
def empty_home() -> Iterator[Path]:
    with temporary_home() as home:
        yield home


def test_a_killed_platform_leaves_nothing_and_comes_back_with_its_users(empty_home: Path) -> None:
    home = Home(empty_home)
    with running_platform(empty_home) as platform:
        users = home.demo_users()
        passwords = {user.email: user.password for user in users}
        assert {user.role for user in users} == {"candidate", "recruiter", "admin"}
        launcher = platform.process()
        assert launcher
        children = [child.pid for child in launcher.children(recursive=True)]
        loaded = home.log("backend_core.seed").stat().st_mtime_ns
        os.kill(platform.pid, signal.SIGKILL)
        assert wait_until(lambda: not any(map(lives, children)))

    with running_platform(empty_home) as platform:
        assert {user.email: user.password for user in home.demo_users()} == passwords
        assert home.log("backend_core.seed").stat().st_mtime_ns == loaded, "what is loaded is not loaded again"
        for user in users:
            form = {"username": user.email, "password": user.password}
            assert httpx.post(f"{platform.url}/api/token", data=form).status_code == 200
        assert httpx.get(platform.url).headers["content-type"].startswith("text/html")
        assert httpx.get(f"{platform.url}/api/config").json()["media_url"].startswith("http://localhost:")


def test_down_stops_a_platform_that_was_started_elsewhere(home: Path) -> None:
    down = [sys.executable, "-m", "visavis", "down"]
    environment = {**os.environ, "VISAVIS_HOME": str(home)}
    with few_files(), running_platform(home) as platform:
        children = psutil.Process(platform.pid).children(recursive=True)
        soft, hard = resource.prlimit(backend_of(platform).pid, resource.RLIMIT_NOFILE)
        assert soft == hard, "an event stream is a file"
        told = subprocess.run(down, env=environment, capture_output=True, text=True, check=True).stdout
        assert "everything has stopped" in told
        assert not any(child.is_running() for child in children)
        assert not (home / "launcher.lock").exists()
        assert Lock(Home(home)).is_free()
    again = subprocess.run(down, env=environment, capture_output=True, text=True, check=True).stdout
    assert "nothing was running" in again


def test_a_second_start_of_the_same_home_names_the_first(home: Path) -> None:
    with running_platform(home) as platform:
        up = [sys.executable, "-m", "visavis", "up"]
        environment = {**os.environ, "VISAVIS_HOME": str(home)}
        told = subprocess.run(up, env=environment, capture_output=True, text=True, check=True).stdout
        assert f"Visavis already runs at {platform.url} (process {platform.pid})" in told


def reporting(home: Path, port: int) -> set[str]:
    """Addresses of the media servers that interviews are led to."""
    with Redis.from_url(PlatformRedis(port + 3, Home(home).secrets().redis_password).url) as redis:
        ids: set[bytes] = redis.smembers(SERVERS_KEY)
        found = [redis.get(REPORT_PREFIX + server_id.decode()) for server_id in ids]
    return {MediaServerReport.model_validate_json(report).url for report in found if report}


def backend_of(platform: Holder) -> psutil.Process:
    return next(
        child for child in psutil.Process(platform.pid).children() if "backend_core.main:app" in child.cmdline()
    )


def test_a_dead_service_comes_back(home: Path) -> None:
    with running_platform(home, {"MEDIA_PROCESSES": "2"}) as platform:
        media_urls = [f"http://localhost:{port}/media" for port in (platform.port + 1, platform.port + 4)]
        assert wait_until(lambda: reporting(home, platform.port) == set(media_urls))
        policy = httpx.get(platform.url).headers["content-security-policy"]
        assert all(url.removesuffix("/media") in policy for url in media_urls)
        backend = backend_of(platform)
        backend.kill()

        def answers() -> bool:
            try:
                return httpx.get(f"{platform.url}/api/readyz").is_success
            except httpx.TransportError:
                return False

        assert wait_until(lambda: not backend.is_running())
        assert wait_until(answers, within_s=60)
