"""A container's health check tells a service that answers well from one that does not."""

import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest
from http_server import http_server


class Service(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/readyz" else 503)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    with http_server(Service) as url:
        yield url


def probe(url: str) -> int:
    return subprocess.run([sys.executable, "-m", "runtime.probe", url], timeout=60, check=False).returncode


def test_it_follows_the_answer(address: str):
    assert probe(f"{address}/readyz") == 0
    assert probe(f"{address}/failing") == 1


def test_nothing_that_listens_is_not_ready():
    assert probe("http://127.0.0.1:1/readyz") == 1
