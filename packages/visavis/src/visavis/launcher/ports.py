"""The platform's ports, all derived from one, and who holds them."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import psutil

from visavis.launcher.errors import LauncherError

LAST_OFFSET = 1050
MOST_MEDIA_PROCESSES = 4
"""Their shares of the UDP ports then still have more than the places of each."""


@dataclass(frozen=True)
class Ports:
    """`base` serves the front end and the API; the others follow it."""

    base: int
    media_processes: int = field(default=1, kw_only=True)

    @property
    def backend(self) -> int:
        return self.base

    @property
    def media(self) -> int:
        return self.base + 1

    @property
    def postgres(self) -> int:
        return self.base + 2

    @property
    def redis(self) -> int:
        return self.base + 3

    @property
    def media_udp(self) -> range:
        """Where browsers' sound and pictures arrive."""
        return range(self.base + 1000, self.base + LAST_OFFSET + 1)

    @property
    def media_servers(self) -> list[tuple[int, range]]:
        """Of each media server: its TCP port, and its share of the UDP ports."""
        others = range(self.redis + 1, self.redis + self.media_processes)
        share = len(self.media_udp) // self.media_processes
        return [
            (port, self.media_udp[number * share : (number + 1) * share])
            for number, port in enumerate((self.media, *others))
        ]

    def named(self) -> Iterator[tuple[str, int]]:
        """Every TCP port with the name of what listens there."""
        yield "backend-core", self.backend
        yield "PostgreSQL", self.postgres
        yield "Redis", self.redis
        for port, _ in self.media_servers:
            yield "media-server", port

    def check_free(self) -> None:
        """Raises LauncherError naming every occupied port, its holder and what to do."""
        taken = [f"  {port} ({name}){holder(port)}" for name, port in self.named() if not tcp_is_free(port)]
        if not any(_can_bind(port, socket.SOCK_DGRAM) for port in self.media_udp):
            taken.append(f"  UDP {self.media_udp[0]}-{self.media_udp[-1]} (media): not one of them is free")
        if taken:
            lines = "\n".join(taken)
            raise LauncherError(
                f"These ports are occupied:\n{lines}\n"
                f"Stop what holds them, or choose others: VISAVIS_PORT={self.base + 100} make up"
            )


def tcp_is_free(port: int) -> bool:
    """Whether a server could listen on 127.0.0.1:`port` now."""
    return _can_bind(port, socket.SOCK_STREAM)


def holder(port: int) -> str:
    """' is held by …', as far as this user may see it."""
    with suppress(psutil.Error):
        for connection in psutil.net_connections("tcp"):
            listens_at = connection.laddr.port if connection.laddr else None
            if connection.status == psutil.CONN_LISTEN and listens_at == port and connection.pid:
                process = psutil.Process(connection.pid)
                return f" is held by {process.name()}, process {process.pid} of {process.username()}"
    return " is held by a process that this user may not see"


def _can_bind(port: int, kind: socket.SocketKind) -> bool:
    with socket.socket(socket.AF_INET, kind) as probe:
        # Connections of an earlier run that are only waiting to be forgotten do not count.
        if kind == socket.SOCK_STREAM:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
