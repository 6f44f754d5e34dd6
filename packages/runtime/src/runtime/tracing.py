"""Traces for an OpenTelemetry collector, where OTEL_EXPORTER_OTLP_ENDPOINT names one; otherwise none of this does
anything.

A request and all that it sets in motion, in every service and job, is one trace, and its id follows from the request's:
who has a line of the log has the trace (`trace_id_of`).
"""

import hashlib
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING

from fastapi.telemetry import TelemetryConfig
from opentelemetry.trace import NoOpTracerProvider, StatusCode, Tracer, set_span_in_context
from opentelemetry.util.types import AttributeValue
from starlette.types import Scope

from runtime import correlation
from runtime.settings import Settings

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

OPERATIONS = ("/healthz", "/readyz", "/metrics")
ERROR_TYPE = "error.type"
FLUSH_WITHIN_MS = 2_000

_provider: "TracerProvider | None" = None


def trace_id_of(request_id: str) -> int:
    """Of 128 bits, as W3C's Trace Context has them."""
    return int.from_bytes(hashlib.sha256(request_id.encode()).digest()[:16], "big")


def send_traces(service: str, settings: Settings) -> None:
    """Begin to send, in the background. Without an endpoint nothing is loaded, made or sent."""
    global _provider  # noqa: PLW0603 — one a process, as there is one log
    _provider = None
    if settings.otel_exporter_otlp_endpoint is not None:
        from runtime.otlp import provider_of  # noqa: PLC0415 — only where it is wanted

        _provider = provider_of(service, settings)


def of_requests() -> TelemetryConfig:
    """What FastAPI is to observe: requests, and neither probes nor what errors say."""
    return TelemetryConfig(
        tracing=_provider is not None,
        tracer_provider=_provider,
        metrics=False,
        logs=False,
        operation_spans=False,
        auto_configure=False,
        exclude=_is_no_request,
    )


def _is_no_request(scope: Scope) -> bool:
    return scope["type"] != "http" or str(scope["path"]).endswith(OPERATIONS)


@contextmanager
def span(name: str, **attributes: AttributeValue) -> Iterator[None]:
    """One of the trace of the request, or the job, in whose context this is called. An error that leaves it ends it as
    failed, by its class.
    """
    observed = _tracer().start_as_current_span(
        name, attributes=_labelled(attributes), record_exception=False, set_status_on_exception=False
    )
    with observed as current:
        try:
            yield
        except Exception as error:
            current.set_attribute(ERROR_TYPE, type(error).__qualname__)
            current.set_status(StatusCode.ERROR)
            raise


def record(name: str, moments: Mapping[str, float | None], clock: float, **attributes: AttributeValue) -> None:
    """A span of what is over, with one for each of its stages inside.

    `moments` are the ends of the stages, and the one at which the first begins; in seconds of a clock that shows
    `clock` now. One that is None did not happen, and what was ready ahead of its turn ends before the others.
    """
    if _provider is None:
        return
    now = time.time_ns()
    reached = [(stage, now - round((clock - at) * 1e9)) for stage, at in moments.items() if at is not None]
    reached.sort(key=lambda one: one[1])
    (_, began), (_, ended) = reached[0], reached[-1]
    whole = _tracer().start_span(name, start_time=began, attributes=_labelled(attributes))
    inside = set_span_in_context(whole)
    for (_, before), (stage, after) in pairwise(reached):
        _tracer().start_span(stage, context=inside, start_time=before).end(after)
    whole.end(ended)


def flush() -> None:
    """Send what waits, for a process that ends without a word."""
    if _provider is not None:
        _provider.force_flush(FLUSH_WITHIN_MS)


def _tracer() -> Tracer:
    return (_provider or NoOpTracerProvider()).get_tracer("visavis")


def _labelled(attributes: Mapping[str, AttributeValue]) -> dict[str, AttributeValue]:
    request_id = correlation.current()
    return {**attributes, **({correlation.KEY: request_id} if request_id else {})}
