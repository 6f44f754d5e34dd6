"""The platform's own services: their commands, their settings, and how to tell that they are ready."""

import os
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from visavis.launcher.home import Home, Secrets
from visavis.launcher.ports import Ports
from visavis.launcher.postgres import Postgres
from visavis.launcher.process import Service
from visavis.launcher.redis import Redis
from visavis.launcher.settings import models_folder

PROBE_S = 2.0
MAX_WORKERS = 4


@dataclass(frozen=True)
class Platform:
    """One platform on this machine, running or not: where its parts are and what they are told."""

    home: Home
    ports: Ports
    secrets: Secrets
    # The user's environment: engines and keys are set there.
    user: Mapping[str, str]
    checkout: Path

    @property
    def url(self) -> str:
        return f"http://localhost:{self.ports.backend}"

    @property
    def media_url(self) -> str:
        return _media_url(self.ports.media)

    @property
    def postgres(self) -> Postgres:
        return Postgres(self.home.path / "postgres", self.ports.postgres, self.secrets.postgres_password)

    @property
    def redis(self) -> Redis:
        return Redis(self.ports.redis, self.secrets.redis_password)

    def services(self) -> list[Service]:
        """All of them. They stop from the last to the first: calls, then work, then the record's owner."""
        media_servers = [self._media_server(number) for number in range(self.ports.media_processes)]
        return [self._backend_core(), self._ai_worker(), *media_servers]

    def backend_environment(self) -> dict[str, str]:
        return self._common() | {
            "DATABASE_URL": self.postgres.url,
            "SECRET_KEY": self.secrets.secret_key,
            "STORAGE_KEY": self.secrets.storage_key,
            "DEMO_MODE": "true",
            "MEDIA_URL": self.media_url,
            "MEDIA_ORIGINS": ",".join(self._media_origins()),
            "MEDIA_SERVER_URL": f"http://127.0.0.1:{self.ports.media}",
            "FRONTEND_DIST": str(self.checkout / "frontend" / "dist"),
        }

    def _backend_core(self) -> Service:
        return Service(
            name="backend-core",
            argv=_uvicorn("backend_core.main:app", self.ports.backend),
            ready=lambda: _is_ready(self.ports.backend, "/api/readyz"),
            log=self.home.log("backend-core"),
            env=self.backend_environment(),
            cwd=self.home.path,
        )

    def _ai_worker(self) -> Service:
        node = f"visavis-{self.ports.base}@localhost"
        concurrency = min(MAX_WORKERS, os.cpu_count() or 1)
        options = ("-Q", "gpu_queue,cpu_queue", "-n", node, "--concurrency", str(concurrency), "--loglevel", "INFO")
        return Service(
            name="ai-worker",
            # One worker on this machine has nobody to gossip or to synchronise clocks with.
            argv=_python("celery", "-A", "ai_worker.app", "worker", *options, "--without-gossip", "--without-mingle"),
            ready=lambda: _worker_answers(self.redis.url, node),
            log=self.home.log("ai-worker"),
            env=self._common() | {"DATABASE_URL": self.postgres.url, "STORAGE_KEY": self.secrets.storage_key},
            cwd=self.home.path,
        )

    def _media_server(self, number: int) -> Service:
        port, udp = self.ports.media_servers[number]
        name = f"media-server-{number + 1}" if number else "media-server"
        return Service(
            name=name,
            argv=_uvicorn("media_server.main:app", port),
            ready=lambda: _is_ready(port, "/readyz"),
            log=self.home.log(name),
            env={"WATCHING_PROCESSES": str(max(1, (os.cpu_count() or 1) // 4 // self.ports.media_processes))}
            | self._common()
            | {
                "BACKEND_URL": f"http://127.0.0.1:{self.ports.backend}",
                "MEDIA_PUBLIC_URL": _media_url(port),
                "MEDIA_UDP_PORTS": f"{udp[0]}-{udp[-1]}",
            },
            cwd=self.home.path,
        )

    def _media_origins(self) -> list[str]:
        """What the user has named, and what pages connect to where there is more than one media server."""
        named = [origin for origin in self.user.get("MEDIA_ORIGINS", "").split(",") if origin]
        return named + [_origin(port) for port, _ in self.ports.media_servers[1:]]

    def _common(self) -> dict[str, str]:
        # What belongs to one service alone must not reach the others by way of the user's environment.
        its_own = {"DATABASE_URL", "SECRET_KEY", "STORAGE_KEY"}
        inherited = {name: value for name, value in self.user.items() if name not in its_own}
        origins = f"{self.url},http://127.0.0.1:{self.ports.backend}"
        # Without a mail server letters stay here, for `visavis mailbox` to show.
        mail = {} if "SMTP_URL" in inherited else {"MAIL_FOLDER": str(self.home.mailbox)}
        return (
            {
                "LOG_FORMAT": "console",
                "MEDIA_ADVERTISED_ADDRESS": "127.0.0.1",
                "STORAGE_URL": str(self.home.path / "objects"),
                "WEBHOOKS_PRIVATE": "true",
            }
            | inherited
            | mail
            | {
                "REDIS_URL": self.redis.url,
                "SERVICE_TOKEN": self.secrets.service_token,
                "ALLOWED_ORIGINS": origins,
                "SITE_URL": self.url,
                "MODELS_DIR": str(models_folder(self.user, self.home.path)),
                "PYTHONUNBUFFERED": "1",
            }
        )


def _python(module: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", module, *arguments)


def _origin(port: int) -> str:
    return f"http://localhost:{port}"


def _media_url(port: int) -> str:
    return f"{_origin(port)}/media"


def _uvicorn(app: str, port: int) -> tuple[str, ...]:
    where = ("--host", "127.0.0.1", "--port", str(port))
    # Callers keep idle connections for 5 s: a server that closes them as soon resets a request that has just set out.
    limits = ("--ws-max-size", "131072", "--timeout-keep-alive", "75", "--timeout-graceful-shutdown", "5")
    return _python("uvicorn", app, *where, "--no-access-log", *limits)


def _is_ready(port: int, path: str) -> bool:
    # Asked twenty times a second while the services need every core: not by a client that prepares for TLS first.
    with closing(HTTPConnection("127.0.0.1", port, timeout=PROBE_S)) as connection:
        try:
            connection.request("GET", path)
            return connection.getresponse().status == HTTPStatus.OK
        except (OSError, HTTPException):
            return False


def _worker_answers(redis_url: str, node: str) -> bool:
    """Whether the worker itself answers over Redis: that is the way its tasks come."""
    # Celery takes a while to import.
    from kombu.exceptions import OperationalError  # noqa: PLC0415
    from redis.exceptions import RedisError  # noqa: PLC0415
    from runtime.celery import celery_app  # noqa: PLC0415

    try:
        with celery_app(redis_url) as app:
            return bool(app.control.ping(destination=[node], timeout=0.5))
    except (OSError, OperationalError, RedisError):
        return False
