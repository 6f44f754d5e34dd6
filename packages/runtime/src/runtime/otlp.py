"""Spans on their way to a collector: OTLP over HTTP, in JSON, made of a list of what may be told (ADR 0026).

https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
"""

from collections.abc import Sequence
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

import httpx
import structlog
from opentelemetry import propagate
from opentelemetry.context import Context
from opentelemetry.propagators.textmap import CarrierT, Getter, default_getter
from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_VERSION, Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.sdk.trace.sampling import TraceIdRatioBased
from opentelemetry.trace import get_current_span
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from opentelemetry.util.re import parse_env_headers
from opentelemetry.util.types import Attributes

from runtime import correlation
from runtime.settings import Settings
from runtime.tracing import ERROR_TYPE, trace_id_of

log = structlog.get_logger(__name__)

TOLD = {
    *("http.request.method", "http.route", "http.response.status_code", ERROR_TYPE),
    *(correlation.KEY, "job_id", "task", "attempt", "turn", "engine"),
}
"""Attributes. FastAPI's paths and queries are none of them: they hold tokens, and what somebody looks for."""
SEND_WITHIN_S = 10.0


def provider_of(service: str, settings: Settings) -> TracerProvider:
    """Makes spans, and sends them from a thread of its own. A collector that is away loses them, and nothing waits."""
    propagate.set_global_textmap(BetweenServices())
    provider = TracerProvider(
        sampler=TraceIdRatioBased(settings.otel_traces_sampler_arg),
        resource=Resource({SERVICE_NAME: service, SERVICE_VERSION: version("visavis-runtime")}),
        id_generator=IdsOfRequests(),
    )
    provider.add_span_processor(BatchSpanProcessor(OtlpJsonExporter(settings)))
    return provider


class IdsOfRequests(RandomIdGenerator):
    """A trace has the id that follows from its request's."""

    def generate_trace_id(self) -> int:
        request_id = correlation.current()
        return trace_id_of(request_id) if request_id else super().generate_trace_id()

    def is_trace_id_random(self) -> bool:
        return False


class BetweenServices(TraceContextTextMapPropagator):
    """W3C's Trace Context, believed where it belongs to the request that it came with: nobody outside chooses whose
    trace their requests are in, or that they are in none.
    """

    def extract(
        self, carrier: CarrierT, context: Context | None = None, getter: Getter[CarrierT] = default_getter
    ) -> Context:
        before = Context() if context is None else context
        after = super().extract(carrier, before, getter)
        request_id = next(iter(getter.get(carrier, correlation.HEADER) or ()), "")
        shown = get_current_span(after).get_span_context().trace_id
        return after if shown == trace_id_of(request_id) else before


class OtlpJsonExporter(SpanExporter):
    """Posts to the collector. Says once that it does not take them, and once that it does again."""

    def __init__(self, settings: Settings, transport: httpx.BaseTransport | None = None) -> None:
        self._url = f"{str(settings.otel_exporter_otlp_endpoint).rstrip('/')}/v1/traces"
        headers = parse_env_headers(settings.otel_exporter_otlp_headers.get_secret_value(), liberal=True)
        self._http = httpx.Client(headers=headers, timeout=SEND_WITHIN_S, transport=transport)
        self._taken = True

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        try:
            response = self._http.post(self._url, json=_message(spans))
            problem = None if response.status_code == HTTPStatus.OK else str(response.status_code)
        except httpx.TransportError as error:
            problem = type(error).__name__
        if self._taken != (problem is None):
            log.warning("traces are lost: the collector does not take them" if problem else "traces are taken again")
        self._taken = problem is None
        return SpanExportResult.SUCCESS if problem is None else SpanExportResult.FAILURE

    def shutdown(self) -> None:
        self._http.close()


def _message(spans: Sequence[ReadableSpan]) -> dict[str, Any]:
    """One `ExportTraceServiceRequest`; the spans of a provider have one resource."""
    scope = {"name": "visavis"}
    return {
        "resourceSpans": [
            {
                "resource": {"attributes": _attributes(spans[0].resource.attributes)},
                "scopeSpans": [{"scope": scope, "spans": [_span(span) for span in spans]}],
            }
        ]
    }


def _span(span: ReadableSpan) -> dict[str, Any]:
    told = {name: value for name, value in (span.attributes or {}).items() if name in TOLD}
    return {
        "traceId": f"{span.context.trace_id:032x}",
        "spanId": f"{span.context.span_id:016x}",
        **({"parentSpanId": f"{span.parent.span_id:016x}"} if span.parent else {}),
        "name": span.name,
        # The protocol's numbers begin with one for what is not said.
        "kind": span.kind.value + 1,
        "startTimeUnixNano": str(span.start_time),
        "endTimeUnixNano": str(span.end_time),
        "attributes": _attributes(told),
        "status": {"code": span.status.status_code.value},
    }


def _attributes(attributes: Attributes) -> list[dict[str, Any]]:
    return [{"key": name, "value": _value(value)} for name, value in (attributes or {}).items()]


def _value(value: object) -> dict[str, Any]:
    return {"intValue": str(value)} if isinstance(value, int) else {"stringValue": str(value)}
