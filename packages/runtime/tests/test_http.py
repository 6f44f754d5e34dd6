"""What every service does with a request that its browser gives up, and what it tells of one that it answers."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from captured_log import captured
from contracts.errors import StorageFailed
from fastapi import FastAPI, Request
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import FileResponse, PlainTextResponse, StreamingResponse
from fastapi.testclient import TestClient
from prometheus_client import REGISTRY
from runtime import http
from runtime.headers import DEFAULT_HEADERS, SECURITY_HEADERS
from runtime.http import ServiceApp, install_errors, operations_router

SERVICE = "under test"


@pytest.fixture
def app() -> FastAPI:
    app = ServiceApp(SERVICE)
    install_errors(app)
    # As before the front end's files: it holds the start of an answer back until there is a body.
    app.add_middleware(GZipMiddleware)

    @app.get("/words/{number}")
    async def words(number: int) -> PlainTextResponse:
        return PlainTextResponse(f"word {number}")

    @app.get("/stream")
    async def stream() -> StreamingResponse:
        async def endless() -> AsyncIterator[bytes]:
            await asyncio.Event().wait()
            yield b"never"

        return StreamingResponse(endless())

    @app.get("/file")
    async def file() -> FileResponse:
        return FileResponse(__file__)

    @app.get("/away")
    async def away() -> None:
        raise StorageFailed

    @app.get("/broken")
    async def broken() -> None:
        raise ZeroDivisionError

    @app.post("/upload")
    async def upload(request: Request) -> PlainTextResponse:
        return PlainTextResponse(await request.body())

    return app


def call(app: FastAPI, method: str, path: str, *received: dict[str, Any]) -> list[dict[str, Any]]:
    """What the application sends to a browser that sends `received` and then leaves."""
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"x-request-id", b"asked-1"), (b"accept-encoding", b"gzip")],
    }
    messages, sent = iter(received), []

    async def receive() -> dict[str, Any]:
        return next(messages, {"type": "http.disconnect"})

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def run() -> None:
        await app(scope, receive, send)

    asyncio.run(run())
    return sent


EVERYWHERE = {name.lower(): value for name, value in (SECURITY_HEADERS | DEFAULT_HEADERS).items()}


def answered(app: FastAPI, path: str) -> tuple[int, Any]:
    start, *parts = call(app, "GET", path, WHOLE)
    return start["status"], json.loads(b"".join(part.get("body", b"") for part in parts))


WHOLE = {"type": "http.request", "body": b"", "more_body": False}
PART = {"type": "http.request", "body": b"a part", "more_body": True}


@pytest.mark.parametrize(
    ("method", "path", "received"), [("GET", "/stream", WHOLE), ("GET", "/file", WHOLE), ("POST", "/upload", PART)]
)
def test_a_request_that_its_browser_gives_up_is_no_error(app, caplog, method, path, received):
    call(app, method, path, received)
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


def test_an_answer_is_counted_by_its_route_and_carries_what_every_answer_carries(app):
    labels = {"service": SERVICE, "method": "GET", "route": "/words/{number}", "status": "200"}
    start, *_ = call(app, "GET", "/words/7", WHOLE)
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    assert headers["x-request-id"] == "asked-1"
    assert headers.items() >= EVERYWHERE.items()
    assert REGISTRY.get_sample_value("visavis_http_requests_total", labels) == 1


def test_so_is_the_answer_to_an_error_that_nobody_expected(app):
    labels = {"service": SERVICE, "method": "GET", "route": "/broken", "status": "500"}
    client = TestClient(app, raise_server_exceptions=False)
    broken = client.get("/broken")
    assert broken.status_code == 500
    assert broken.headers.items() >= EVERYWHERE.items()
    assert broken.headers["x-error-id"]
    assert REGISTRY.get_sample_value("visavis_http_requests_total", labels) == 1


def test_an_error_of_the_platform_is_in_the_log_under_the_number_that_its_page_shows(app, monkeypatch):
    lines = captured("runtime.http", monkeypatch)
    start, *_ = call(app, "GET", "/away", WHOLE)
    call(app, "GET", "/nowhere", WHOLE)
    assert (start["status"], dict(start["headers"])[b"x-request-id"]) == (503, b"asked-1")
    told = {"error": "StorageFailed", "route": "/away", "request_id": "asked-1", "log_level": "info"}
    # Beside the name of a service, where another test of this process has bound one.
    assert [line.items() >= told.items() for line in lines if line["event"] == "a request failed"] == [True]


async def well() -> None:
    """A part that has nothing to say."""


async def gone() -> None:
    raise ConnectionError


async def silent() -> None:
    await asyncio.Event().wait()


def test_readiness_says_what_is_degraded_and_fails_for_what_is_needed_alone(monkeypatch):
    monkeypatch.setattr(http, "CHECKED_WITHIN_S", 0.01)
    ready, unready = FastAPI(), FastAPI()
    optional = {"ear": well, "voice": gone, "storage": silent}
    ready.include_router(operations_router({"record": well}, optional))
    unready.include_router(operations_router({"record": gone}, optional))
    parts = {"ear": "ok", "voice": "degraded", "storage": "degraded"}
    assert answered(ready, "/readyz") == (200, {"record": "ok", **parts})
    assert answered(unready, "/readyz") == (503, {"record": "failing", **parts})
