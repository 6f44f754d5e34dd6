"""Embedded PostgreSQL and Redis: made, killed, found again, side by side, and as a user without rights."""

import os
import shutil
import signal
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis
from visavis.launcher import postgres as postgres_module
from visavis.launcher.accounts import Account, unprivileged_account
from visavis.launcher.postgres import Postgres, binaries, pgvector_version
from visavis.launcher.process import Process
from visavis.launcher.redis import Redis
from visavis.testing import embedded_postgres, embedded_redis, free_port

from .conftest import wait_until


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Postgres]:
    server = Postgres(tmp_path / "postgres", free_port(), "of-this-test")
    yield server
    server.remove()


def start(server: Postgres, log: Path) -> Process:
    server.prepare()
    process = Process(server.service(log))
    process.wait_ready()
    return process


def connect(url: str) -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


def test_data_outlive_a_kill_and_the_next_start_recovers(server: Postgres, tmp_path: Path) -> None:
    first = start(server, tmp_path / "log")
    with connect(server.url) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('안녕')")
    os.kill(first.pid, signal.SIGKILL)
    assert wait_until(lambda: first.poll() is not None)
    second = start(server, tmp_path / "log")
    try:
        with connect(server.url) as connection:
            assert connection.execute("SELECT word FROM kept").fetchall() == [("안녕",)]
    finally:
        second.stop()


def test_a_server_that_an_earlier_launcher_left_is_stopped(server: Postgres, tmp_path: Path) -> None:
    orphan = start(server, tmp_path / "log")
    again = start(server, tmp_path / "log")
    try:
        assert orphan.poll() == 0
        assert server.answers()
    finally:
        again.stop()


def test_a_stale_process_number_of_somebody_else_is_forgotten(server: Postgres, tmp_path: Path) -> None:
    start(server, tmp_path / "log").stop()
    pid_file = server.directory.resolve() / "data" / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{pid_file.parent}\n")
    process = start(server, tmp_path / "log")
    process.stop()
    assert process.poll() == 0


def test_an_interrupted_initialisation_is_begun_again(server: Postgres, tmp_path: Path) -> None:
    server.prepare()
    (server.directory.resolve() / "data" / "PG_VERSION").unlink()
    process = start(server, tmp_path / "log")
    process.stop()


def test_the_password_is_asked_for(server: Postgres, tmp_path: Path) -> None:
    process = start(server, tmp_path / "log")
    try:
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            connect(server.url.replace("of-this-test", "of-another"))
    finally:
        process.stop()


def test_korean_is_sorted_by_its_alphabet_and_vectors_are_there(tmp_path: Path) -> None:
    with embedded_postgres(tmp_path) as url, connect(url) as connection:
        connection.execute("CREATE EXTENSION vector")
        words = connection.execute(
            "SELECT word FROM unnest(ARRAY['하','가','b','나']) AS word ORDER BY word"
        ).fetchall()
        assert [word for (word,) in words] == ["b", "가", "나", "하"]
        nearest = connection.execute("SELECT '[1,2]'::vector <=> '[2,4]'::vector").fetchone()
        assert nearest == (0.0,)
    assert tuple(int(part) for part in pgvector_version().split(".")) >= (0, 8, 4)


def test_two_homes_side_by_side(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    with embedded_postgres(tmp_path / "one") as one, embedded_postgres(tmp_path / "two") as two:
        with connect(one) as connection:
            connection.execute("CREATE TABLE of_one ()")
        with connect(two) as connection:
            assert connection.execute("SELECT to_regclass('of_one')").fetchone() == (None,)


def test_redis_keeps_nothing_on_disk_and_asks_for_its_password(tmp_path: Path) -> None:
    with embedded_redis(tmp_path) as url:
        client = redis.Redis.from_url(url)
        client.set("face", b"crop")
        assert client.config_get("save")["save"] == ""
        assert client.config_get("appendonly")["appendonly"] == "no"
        with pytest.raises(redis.AuthenticationError):
            redis.Redis(port=client.connection_pool.connection_kwargs["port"]).ping()
        client.close()
    assert [file.name for file in tmp_path.iterdir()] == ["redis.log"]


def test_redis_starts_again_on_the_same_port_after_a_kill(tmp_path: Path) -> None:
    server = Redis(free_port(), "of-this-test")
    first = Process(server.service(tmp_path / "log"))
    first.wait_ready()
    os.kill(first.pid, signal.SIGKILL)
    assert wait_until(lambda: first.poll() is not None)
    second = Process(server.service(tmp_path / "log"))
    second.wait_ready()
    second.stop()


needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root drops its rights")


@needs_root
def test_a_home_that_the_unprivileged_user_cannot_reach_is_left_for_another_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    server = Postgres(closed / "postgres", free_port(), "of-this-test", durable=False)
    process = start(server, closed / "log")
    try:
        assert server.directory.is_symlink()
        data = server.directory.resolve() / "data"
        assert stat.S_IMODE(data.stat().st_mode) == 0o700
        account = unprivileged_account()
        assert account
        assert data.stat().st_uid == account.uid
    finally:
        process.stop()
        server.remove()
    assert not data.exists()
    assert not server.directory.is_symlink()


@needs_root
def test_binaries_in_a_closed_environment_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory() as directory:
        open_to_all = Path(directory)
        open_to_all.chmod(0o711)
        monkeypatch.setattr(postgres_module, "SHARED_ROOT", open_to_all / "shared")
        original = Account.can_reach
        monkeypatch.setattr(
            Account, "can_reach", lambda self, path: "site-packages" not in path.parts and original(self, path)
        )
        assert open_to_all in binaries(unprivileged_account()).parents
        with embedded_postgres(tmp_path) as url, connect(url) as connection:
            connection.execute("CREATE EXTENSION vector")


@needs_root
def test_a_user_without_rights_runs_both() -> None:
    account = unprivileged_account()
    assert account
    directory = Path(tempfile.mkdtemp())
    os.chown(directory, account.uid, account.gid)
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            os.setgroups([])
            os.setgid(account.gid)
            os.setuid(account.uid)
            with embedded_postgres(directory) as url, embedded_redis(directory), connect(url) as connection:
                row = connection.execute("SELECT 1").fetchone()
                status = 0 if row == (1,) else 2
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    shutil.rmtree(directory)
