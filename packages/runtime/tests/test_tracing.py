"""What a collector is told of requests and of what they set in motion, read from what arrives at one."""

import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from captured_log import captured
from collector import Collector, collecting
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from pydantic import HttpUrl, SecretStr
from runtime import correlation, tracing
from runtime.http import ServiceApp, install_errors, operations_router
from runtime.otlp import OtlpJsonExporter
from runtime.settings import Settings

PRIVATE = ("a-token", "kim@example.org", "I was let go")


@pytest.fixture
def collector() -> Iterator[Collector]:
    with collecting() as collector:
        yield collector
    tracing.send_traces("none", Settings())


def sending(collector: Collector, **settings: float) -> Settings:
    url, headers = HttpUrl(collector.url), SecretStr("authorization=Basic any")
    return Settings(otel_exporter_otlp_endpoint=url, otel_exporter_otlp_headers=headers, **settings)


@asynccontextmanager
async def asked_by_another(service: str = "asked") -> AsyncIterator[httpx.AsyncClient]:
    """A client of a service that asks itself, over HTTP, for `/inner/…`, as one service asks another."""
    app = ServiceApp(service)
    install_errors(app)
    app.include_router(operations_router({}))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    hooks = {"request": [correlation.pass_on]}
    async with httpx.AsyncClient(transport=transport, base_url="http://asked", event_hooks=hooks) as within:

        @app.get("/outer")
        async def outer(fails: bool = False) -> None:
            await within.get("/inner/a-token", params={"query": "kim@example.org", "fails": fails})

        @app.get("/inner/{token}")
        async def inner(token: str, fails: bool) -> None:
            if fails:
                raise ValueError(f"I was let go, says {token}")

        async with httpx.AsyncClient(transport=transport, base_url="http://asked") as http:
            yield http


async def test_what_a_request_sets_in_motion_is_one_trace_and_tells_nothing_of_anybody(collector: Collector):
    tracing.send_traces("asked", sending(collector))
    async with asked_by_another() as http:
        await http.get("/outer", params={"fails": True}, headers={correlation.HEADER: "asked-1"})
        await http.get("/healthz")
    with correlation.of("asked-1"):
        with pytest.raises(ValueError, match="let go"), tracing.span("job", task="any", job_id="1", attempt=2):
            raise ValueError("I was let go")
        tracing.record("turn", {"last speech": 7.0, "endpoint": 7.5, "recognise": None, "total": 9.0}, 9.25, turn=3)
    tracing.flush()
    spans = collector.spans
    named = {span["name"]: span for span in spans}
    assert set(named) == {"GET /outer", "GET /inner/{token}", "job", "turn", "endpoint", "total"}
    assert {int(span["traceId"], 16) for span in spans} == {tracing.trace_id_of("asked-1")}
    assert {span["service"] for span in spans} == {"asked"}
    assert named["GET /inner/{token}"]["parentSpanId"] == named["GET /outer"]["spanId"]
    assert named["GET /inner/{token}"]["told"] == {
        "http.request.method": "GET",
        "http.route": "/inner/{token}",
        "http.response.status_code": "500",
        "error.type": "ValueError",
    }
    assert named["job"]["told"] == {
        "task": "any",
        "job_id": "1",
        "attempt": "2",
        "request_id": "asked-1",
        "error.type": "ValueError",
    }
    assert [named[name]["status"]["code"] for name in ("GET /outer", "GET /inner/{token}", "job")] == [0, 2, 2]
    assert [seconds(named[name]) for name in ("turn", "endpoint", "total")] == [2.0, 0.5, 1.5]
    assert named["endpoint"]["parentSpanId"] == named["total"]["parentSpanId"] == named["turn"]["spanId"]
    assert set(collector.authorizations) == {"Basic any"}
    assert [private for private in PRIVATE if private in collector.text] == []


def seconds(span: dict[str, Any]) -> float:
    return round((int(span["endTimeUnixNano"]) - int(span["startTimeUnixNano"])) / 1e9, 3)


async def test_what_was_ready_ahead_of_its_turn_ends_before_the_others(collector: Collector):
    tracing.send_traces("asked", sending(collector))
    tracing.record("turn", {"last speech": 7.0, "endpoint": 7.5, "question": 7.25, "total": 9.0}, 9.25)
    tracing.flush()
    assert {span["name"]: seconds(span) for span in collector.spans} == {
        "turn": 2.0,
        "question": 0.25,
        "endpoint": 0.25,
        "total": 1.5,
    }


async def test_nobody_outside_chooses_the_trace(collector: Collector):
    tracing.send_traces("asked", sending(collector))
    foreign = "00-" + "ab" * 16 + "-" + "cd" * 8 + "-00"
    async with asked_by_another() as http:
        await http.get("/outer", headers={correlation.HEADER: "asked-2", "traceparent": foreign})
    tracing.flush()
    outer, inner = collector.spans
    assert int(outer["traceId"], 16) == int(inner["traceId"], 16) == tracing.trace_id_of("asked-2")
    assert "parentSpanId" not in outer


async def test_the_share_that_is_kept_is_kept_whole(collector: Collector):
    tracing.send_traces("asked", sending(collector, otel_traces_sampler_arg=0.5))
    async with asked_by_another() as http:
        for number in range(40):
            await http.get("/outer", headers={correlation.HEADER: f"asked-{number}"})
    tracing.flush()
    traces = [span["traceId"] for span in collector.spans]
    assert 0 < len(set(traces)) < 40
    assert all(traces.count(trace) == 2 for trace in traces)


async def test_a_collector_that_takes_nothing_costs_nobody_an_answer(
    collector: Collector, monkeypatch: pytest.MonkeyPatch
):
    collector.status = 503
    tracing.send_traces("asked", sending(collector))
    lines = captured("runtime.otlp", monkeypatch)
    async with asked_by_another() as http:
        for _ in range(2):
            assert (await http.get("/outer")).status_code == 200
            tracing.flush()
    assert [line["event"] for line in lines] == ["traces are lost: the collector does not take them"]


def test_without_a_collector_nothing_is_loaded():
    program = """
import sys
from runtime import tracing
from runtime.http import ServiceApp
from runtime.settings import Settings
tracing.send_traces("any", Settings())
ServiceApp("any")
with tracing.span("job"):
    tracing.record("turn", {"last speech": 1.0, "total": 2.0}, 3.0)
print([name for name in sys.modules if name.startswith("opentelemetry.sdk")])
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_a_collector_that_is_back_is_said_once(monkeypatch: pytest.MonkeyPatch):
    statuses = iter([503, 503, 200, 200])
    transport = httpx.MockTransport(lambda _: httpx.Response(next(statuses)))
    lines = captured("runtime.otlp", monkeypatch)
    exporter = OtlpJsonExporter(Settings(otel_exporter_otlp_endpoint=HttpUrl("http://collector")), transport)
    span = TracerProvider().get_tracer("any").start_span("any")
    assert isinstance(span, ReadableSpan)
    for _ in range(4):
        exporter.export([span])
    assert [line["event"] for line in lines] == [
        "traces are lost: the collector does not take them",
        "traces are taken again",
    ]
