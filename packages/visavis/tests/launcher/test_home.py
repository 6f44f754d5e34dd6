"""The home: secrets are made once and private, the lock tells a running launcher from a dead one."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr
from runtime.settings import strong_secret
from visavis.launcher import home as home_module
from visavis.launcher.errors import LauncherError
from visavis.launcher.home import AlreadyRunningError, DemoUser, Home, Lock


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.create(tmp_path / "home")


def test_secrets_are_made_once_strong_and_private(home: Home) -> None:
    secrets = home.secrets()
    assert home.secrets() == secrets
    assert len(set(secrets.model_dump().values())) == 5
    for value in secrets.model_dump().values():
        strong_secret(SecretStr(value))
    assert stat.S_IMODE((home.path / "secrets.json").stat().st_mode) == 0o600


def test_a_home_from_before_a_secret_gets_it_and_keeps_the_others(home: Home) -> None:
    made = home.secrets()
    (home.path / "secrets.json").write_text(made.model_dump_json(exclude={"storage_key"}))
    later = home.secrets()
    assert later == made.model_copy(update={"storage_key": later.storage_key})
    strong_secret(SecretStr(later.storage_key))
    assert home.secrets() == later


def test_damaged_secrets_say_what_to_do(home: Home) -> None:
    (home.path / "secrets.json").write_text("{}")
    with pytest.raises(LauncherError, match=r"is damaged\. Delete"):
        home.secrets()


def test_demo_users_are_kept_by_address(home: Home) -> None:
    home.keep_demo_users([DemoUser(email="a@demo", role="admin", password="one")])
    home.keep_demo_users([DemoUser(email="b@demo", role="candidate", password="two")])
    home.keep_demo_users([DemoUser(email="a@demo", role="admin", password="three")])
    assert {user.email: user.password for user in home.demo_users()} == {"a@demo": "three", "b@demo": "two"}
    assert stat.S_IMODE((home.path / "demo-users.json").stat().st_mode) == 0o600


def test_a_full_disk_is_named(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home_module, "MIN_FREE_BYTES", 2**62)
    with pytest.raises(LauncherError, match=rf"GB are free at {home.path}.*VISAVIS_HOME"):
        home.check_disk()


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LauncherError, match=r"VISAVIS_HOME=.* cannot be made"):
        Home.create(tmp_path / "file" / "home")


def test_the_lock_of_a_running_launcher_names_it(home: Home) -> None:
    lock = Lock(home)
    lock.acquire(8123)
    with pytest.raises(AlreadyRunningError, match=rf"http://localhost:8123 \(process {os.getpid()}\).*make down"):
        Lock(home).acquire(8000)
    lock.release()
    assert not (home.path / "launcher.lock").exists()
    Lock(home).acquire(8000)


def test_the_lock_of_a_killed_launcher_is_free(home: Home) -> None:
    source = """
import pathlib, sys, time
from visavis.launcher.home import Home, Lock
Lock(Home(pathlib.Path(sys.argv[1]))).acquire(8000)
print("locked", flush=True)
time.sleep(600)
"""
    launcher = subprocess.Popen([sys.executable, "-c", source, str(home.path)], stdout=subprocess.PIPE)
    assert launcher.stdout
    assert launcher.stdout.readline() == b"locked\n"
    lock = Lock(home)
    assert not lock.is_free()
    launcher.kill()
    launcher.wait()
    holder = lock.holder()
    assert holder
    assert holder.process() is None
    assert lock.is_free()
    lock.acquire(8000)
    lock.release()


def test_a_reused_process_number_is_not_the_launcher(home: Home) -> None:
    lock = Lock(home)
    lock.acquire(8000)
    holder = lock.holder()
    assert holder
    assert holder.process()
    assert holder.model_copy(update={"started_at": holder.started_at - 3600}).process() is None
    lock.release()
