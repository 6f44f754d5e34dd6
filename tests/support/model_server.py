"""The real model server in a process of its own, which a test can kill and bring back."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx
from visavis.testing import free_port

START_S = 60.0


class ModelServer:
    """`ai-worker serve` with embedded engines on a free port of this machine; gone with the `with` block."""

    def __init__(self, log: Path, environment: Mapping[str, str] | None = None) -> None:
        self.token = secrets.token_hex(32)
        self.port = free_port()
        self._log = log
        inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        settings = {"SERVICE_TOKEN": self.token, "LOG_FORMAT": "console", "STT_PROCESSES": "1"}
        self._environment = inherited | settings | dict(environment or {})
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Accept-Language": "en"}

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(timeout=20)

    def start(self) -> None:
        """Start it, once more after `kill`, and wait until it answers."""
        command = [sys.executable, "-m", "ai_worker.cli", "serve", "--port", str(self.port)]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, env=self._environment, stdout=log, stderr=log)
        deadline = time.monotonic() + START_S
        while not self._answers():
            assert self._process.poll() is None, self._log.read_text(errors="replace")
            assert time.monotonic() < deadline, "the model server did not start"
            time.sleep(0.05)

    def kill(self) -> None:
        assert self._process
        self._process.kill()
        self._process.wait(timeout=20)

    def log(self) -> str:
        return self._log.read_text(errors="replace")

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/healthz", timeout=2).is_success
        except httpx.HTTPError:
            return False
