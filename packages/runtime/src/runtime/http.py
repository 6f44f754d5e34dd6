"""What every HTTP service of the platform has in common: errors, request ids, headers, health and metrics."""

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable, Iterable
from http import HTTPStatus
from typing import Any, Protocol

import structlog
from contracts.base import Language, storable
from contracts.errors import (
    ErrorBody,
    FieldProblem,
    InvalidInput,
    NotAllowed,
    NotFound,
    NotSignedIn,
    PayloadTooLarge,
    TooManyRequests,
    Unavailable,
    VisavisError,
)
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from runtime import correlation, tracing
from runtime.headers import DEFAULT_HEADERS, SECURITY_HEADERS

log = structlog.get_logger(__name__)

REQUESTS = Counter("visavis_http_requests", "HTTP requests", ["service", "method", "route", "status"])
LATENCY = Histogram("visavis_http_request_seconds", "Time to the response's first byte", ["service", "method", "route"])

ReadinessCheck = Callable[[], Awaitable[None]]
ReadFigures = Callable[[], Awaitable[None]]
"""Brings figures up to date that nobody counts as it goes."""
CHECKED_WITHIN_S = 1.0


class ErrorAnswer(Protocol):
    """Makes the response to an error; `error_id` finds an unexpected one in the log."""

    def __call__(self, request: Request, error: VisavisError, error_id: str | None = None) -> Response: ...


ERROR_RESPONSES: dict[int | str, dict[str, object]] = {
    "4XX": {"model": ErrorBody, "description": "An error; its code is in `error`."},
    "5XX": {"model": ErrorBody, "description": "As well; a 503 says in `Retry-After` when to come back."},
}


def request_language(connection: HTTPConnection) -> Language:
    """The first of the user's languages that the product speaks; Korean where none is."""
    return stated_language(connection) or Language.KO


def stated_language(connection: HTTPConnection) -> Language | None:
    """As `request_language`, and None where the user has named none that the product speaks."""
    for part in connection.headers.get("accept-language", "").split(","):
        tag = part.split(";")[0].strip().lower()[:2]
        if tag in set(Language):
            return Language(tag)
    return None


def error_response(error: VisavisError, language: Language, error_id: str | None = None) -> JSONResponse:
    headers = {"Cache-Control": "no-store"}
    if error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    if error.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if error_id:
        headers["X-Error-Id"] = error_id
    return JSONResponse(error.body(language).model_dump(), error.status, headers)


def answer_error(request: Request, error: VisavisError, error_id: str | None = None) -> Response:
    return error_response(error, request_language(request), error_id)


def install_errors(app: FastAPI, answer: ErrorAnswer = answer_error) -> None:
    """Answer every failure with an `ErrorBody` in the user's language, or in the shape that `answer` gives it."""

    @app.exception_handler(VisavisError)
    async def _visavis_error(request: Request, error: VisavisError) -> Response:
        if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            # Pages show the request's number, and this is where it leads.
            log.info("a request failed", error=type(error).__name__, route=route_path(request))
        return answer(request, error)

    @app.exception_handler(RequestValidationError)
    async def _validation_error(request: Request, error: RequestValidationError) -> Response:
        fields = {_sendable(e["loc"][1:] or e["loc"]): FieldProblem.of(e) for e in error.errors()}
        return answer(request, InvalidInput(fields=fields))

    @app.exception_handler(HTTPException)
    async def _http_exception(request: Request, error: HTTPException) -> Response:
        known: dict[int, type[VisavisError]] = {
            401: NotSignedIn,
            403: NotAllowed,
            404: NotFound,
            405: NotFound,
            429: TooManyRequests,
            503: Unavailable,
        }
        if error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return answer(request, PayloadTooLarge(limit=error.detail))
        kind = known.get(error.status_code, InvalidInput if error.status_code < 500 else VisavisError)
        return answer(request, kind())

    @app.exception_handler(ClientDisconnect)
    async def _abandoned(_request: Request, _error: ClientDisconnect) -> Response:
        """Whoever left while sending hears no answer."""
        return Response(status_code=HTTPStatus.BAD_REQUEST)

    @app.exception_handler(Exception)
    async def _unexpected(request: Request, error: Exception) -> Response:
        error_id = secrets.token_hex(6)
        log.error("unexpected error", error_id=error_id, route=route_path(request), exc_info=error)
        response = answer(request, VisavisError(), error_id)
        # The server hangs up once the error has passed it: whoever asked must not send anything more on this line.
        response.headers["Connection"] = "close"
        return response


def _sendable(location: Iterable[str | int]) -> str:
    """A field's name, which may be one that the caller made up of what no answer can hold."""
    return storable(".".join(map(str, location)))


class BodyLimit:
    """ASGI middleware: a request's body is read no further than `mebibytes`; the rest of it is a `PayloadTooLarge`."""

    def __init__(self, app: ASGIApp, mebibytes: int) -> None:
        self._app = app
        self._mebibytes = mebibytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        read = 0

        async def limited() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._mebibytes * 2**20:
                # FastAPI hands on this exception alone from where it reads bodies.
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"{self._mebibytes} MiB")
            return message

        await self._app(scope, limited if scope["type"] == "http" else receive, send)


def route_path(request: Request) -> str:
    """The route's template, so that no identifier becomes a metric label."""
    return getattr(request.scope.get("route"), "path", "unmatched")


class Observation:
    """ASGI middleware: counts and times requests by route, ties the log lines of one together, adds headers.

    A request that its browser gave up before anything was answered is no error, and counts nowhere.
    """

    def __init__(self, app: ASGIApp, service: str) -> None:
        self._app = app
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        request_id = correlation.given_or_new(request.headers.get(correlation.HEADER))
        started = time.perf_counter()

        async def observed(message: Message) -> None:
            if message["type"] == "http.response.start":
                route = route_path(request)
                REQUESTS.labels(self._service, request.method, route, message["status"]).inc()
                LATENCY.labels(self._service, request.method, route).observe(time.perf_counter() - started)
                headers = MutableHeaders(scope=message)
                headers[correlation.HEADER] = request_id
                for name, value in (SECURITY_HEADERS | DEFAULT_HEADERS).items():
                    headers.setdefault(name, value)
            await send(message)

        with correlation.of(request_id):
            await self._app(scope, receive, observed)


class ServiceApp(FastAPI):
    """An application whose every answer passes `Observation`: a preflight's and those to errors that nobody expected,
    which leave from outside of all other middleware, as well.
    """

    # What remains are FastAPI's own parameters, which have too many types to be repeated.
    def __init__(self, service: str, **options: Any) -> None:
        super().__init__(telemetry=tracing.of_requests(), **options)
        # Around FastAPI as a whole: it begins a request's span before any middleware is asked.
        self._observed = Observation(super().__call__, service)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._observed(scope, receive, send)


def operations_router(
    readiness: dict[str, ReadinessCheck],
    optional: dict[str, ReadinessCheck] | None = None,
    read_figures: ReadFigures | None = None,
) -> APIRouter:
    """`/healthz` (the process lives), `/readyz` and `/metrics`, before which `read_figures` is called.

    `/readyz` names each part as `ok` or `failing`, with 503 where a check of `readiness` raises; what the service can
    do without is `degraded` where its check of `optional` raises, or takes more than `CHECKED_WITHIN_S`.
    """
    router = APIRouter(tags=["operations"])
    degraded: set[str] = set()

    async def is_well(name: str, check: ReadinessCheck) -> bool:
        try:
            async with asyncio.timeout(CHECKED_WITHIN_S):
                await check()
        except Exception as error:
            # Whoever probes comes every few seconds.
            if name not in degraded:
                log.warning("degraded", part=name, error=type(error).__name__)
            degraded.add(name)
            return False
        degraded.discard(name)
        return True

    @router.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @router.get("/readyz")
    async def readyz(response: Response) -> dict[str, str]:
        report = {}
        for name, check in readiness.items():
            try:
                await check()
                report[name] = "ok"
            except Exception as error:
                log.warning("not ready", part=name, error=type(error).__name__)
                report[name] = "failing"
                response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
        parts = optional or {}
        well = await asyncio.gather(*(is_well(name, check) for name, check in parts.items()))
        return report | {name: "ok" if fine else "degraded" for name, fine in zip(parts, well, strict=True)}

    @router.get("/metrics", include_in_schema=False)
    async def metrics() -> Response:
        if read_figures is not None:
            await read_figures()
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return router
