"""What a Sentry is told of an error, read from what arrives at one."""

import gzip
import json
import os
import subprocess
import sys
from http.server import BaseHTTPRequestHandler

from http_server import http_server

PRIVATE = ("kim@example.org", "I was let go for a reason", "10.9.8.7", "a-token")
PROGRAM = """
import os
import structlog
from pydantic import SecretStr
from runtime import error_reports
from runtime.logging import configure_logging

configure_logging("backend-core", "INFO", "json")
error_reports.report_errors("backend-core", SecretStr(os.environ["DSN"]) if os.environ["DSN"] else None)
log = structlog.get_logger("any")

def judge(answer, email):
    raise ValueError(f"{email} said: {answer}")

with structlog.contextvars.bound_contextvars(request_id="asked-1", user="kim@example.org", address="10.9.8.7"):
    log.info("nothing is wrong", token="a-token")
    try:
        try:
            judge("I was let go for a reason", "kim@example.org")
        except ValueError as error:
            raise RuntimeError("of kim@example.org") from error
    except RuntimeError:
        log.exception("job failed", token="a-token")
    log.error("an object was damaged", address="10.9.8.7")
    import logging
    logging.getLogger("a.library").error("refused kim@example.org")
import sys
print("sentry_sdk" in sys.modules)
"""


def told(dsn: str) -> str:
    """What the program says at its end."""
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM], env={**os.environ, "DSN": dsn}, capture_output=True, text=True, check=True
    )
    return ran.stdout.strip()


def test_it_is_told_where_and_nothing_of_anybody():
    arrived: list[str] = []

    class Sentry(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            arrived.append((gzip.decompress(body) if self.headers["Content-Encoding"] == "gzip" else body).decode())
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with http_server(Sentry) as url:
        told(url.replace("://", "://key@") + "/1")
    lines = [json.loads(line) for envelope in arrived for line in envelope.splitlines() if line.startswith("{")]
    failed, damaged, foreign = [line for line in lines if line.get("level") == "error"]
    assert [error["type"] for error in failed["exception"]["values"]] == ["ValueError", "RuntimeError"]
    assert "judge" in [frame["function"] for frame in failed["exception"]["values"][0]["stacktrace"]["frames"]]
    assert failed["tags"] == {"request_id": "asked-1"}
    assert failed["server_name"] == "backend-core"
    assert failed["logentry"] == {"message": "job failed"}
    assert damaged["logentry"] == {"message": "an object was damaged"}
    assert "logentry" not in foreign, "what a library writes may be anything"
    assert [word for word in PRIVATE if word in "".join(arrived)] == []


def test_without_one_nothing_is_loaded():
    assert told("") == "False"
