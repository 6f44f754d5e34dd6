"""A real coturn, as infra/coturn starts it, for one machine."""

import secrets
import shutil
import socket
import subprocess
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from visavis.launcher.settings import checkout
from visavis.testing import free_port

LOOPBACK = "127.0.0.1"


def find_coturn() -> str | None:
    return shutil.which("turnserver")


class Relay:
    """Leads to `peers` alone and to all of their ports; gone with the `with` block."""

    def __init__(self, peers: str = LOOPBACK) -> None:
        self.port = free_port()
        self.secret = secrets.token_hex(32)
        self._peers = peers
        self._lines: list[str] = []

    @property
    def settings(self) -> dict[str, str]:
        """backend-core's."""
        return {"TURN_URLS": f"turn:{LOOPBACK}:{self.port}?transport=udp", "TURN_SECRET": self.secret}

    @property
    def log(self) -> str:
        return "".join(self._lines)

    def __enter__(self) -> Self:
        settings = {"TURN_SECRET": self.secret, "TURN_PEERS": self._peers, "TURN_PORT": str(self.port)}
        self._process = subprocess.Popen(
            [checkout() / "infra/coturn/start.sh", "--listening-ip", LOOPBACK, "--relay-ip", LOOPBACK, "--verbose"],
            env={"PATH": f"{Path(find_coturn() or '/').parent}:/usr/bin:/bin", **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        while not self._listens():
            assert self._process.poll() is None, self.log
            time.sleep(0.05)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()

    def _read(self) -> None:
        for line in self._process.stdout or ():
            self._lines.append(line)

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex((LOOPBACK, self.port)) == 0
