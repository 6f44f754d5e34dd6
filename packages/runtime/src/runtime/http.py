"""What every HTTP service of the platform has in common: errors, request ids, security headers, health and metrics."""

import secrets
import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus

import structlog
from contracts.base import Language
from contracts.errors import (
    ErrorBody,
    InvalidInput,
    NotAllowed,
    NotFound,
    NotSignedIn,
    TooManyRequests,
    Unavailable,
    VisavisError,
)
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest
from starlette.exceptions import HTTPException
from starlette.middleware.base import RequestResponseEndpoint

log = structlog.get_logger(__name__)

REQUESTS = Counter("visavis_http_requests", "HTTP requests", ["service", "method", "route", "status"])
LATENCY = Histogram("visavis_http_request_seconds", "Time to the response's first byte", ["service", "method", "route"])

ReadinessCheck = Callable[[], Awaitable[None]]

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=()",
}

ERROR_RESPONSES: dict[int | str, dict[str, object]] = {
    "4XX": {"model": ErrorBody, "description": "An error; its code is in `error`."}
}


def request_language(request: Request) -> Language:
    """The first of the user's languages that the product speaks; Korean where none is."""
    for part in request.headers.get("accept-language", "").split(","):
        tag = part.split(";")[0].strip().lower()[:2]
        if tag in set(Language):
            return Language(tag)
    return Language.KO


def error_response(error: VisavisError, language: Language, error_id: str | None = None) -> JSONResponse:
    headers = {"Cache-Control": "no-store"}
    if error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    if error.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if error_id:
        headers["X-Error-Id"] = error_id
    return JSONResponse(error.body(language).model_dump(), error.status, headers)


def install_errors(app: FastAPI) -> None:
    """Answer every failure with an `ErrorBody` in the user's language."""

    @app.exception_handler(VisavisError)
    async def _visavis_error(request: Request, error: VisavisError) -> Response:
        return error_response(error, request_language(request))

    @app.exception_handler(RequestValidationError)
    async def _validation_error(request: Request, error: RequestValidationError) -> Response:
        fields = {".".join(str(part) for part in e["loc"][1:]) or str(e["loc"][0]): e["msg"] for e in error.errors()}
        return error_response(InvalidInput(fields=fields), request_language(request))

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
        kind = known.get(error.status_code, InvalidInput if error.status_code < 500 else VisavisError)
        return error_response(kind(), request_language(request))

    @app.exception_handler(Exception)
    async def _unexpected(request: Request, error: Exception) -> Response:
        error_id = secrets.token_hex(6)
        log.error("unexpected error", error_id=error_id, route=route_path(request), exc_info=error)
        return error_response(VisavisError(), request_language(request), error_id)


def route_path(request: Request) -> str:
    """The route's template, so that no identifier becomes a metric label."""
    return getattr(request.scope.get("route"), "path", "unmatched")


def install_observation(app: FastAPI, service: str) -> None:
    """Count and time requests by route, tie the log lines of one request together, add security headers."""

    @app.middleware("http")
    async def _observe(request: Request, call_next: RequestResponseEndpoint) -> Response:
        request_id = request.headers.get("x-request-id", "")[:64] or secrets.token_hex(8)
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = await call_next(request)
        route = route_path(request)
        REQUESTS.labels(service, request.method, route, response.status_code).inc()
        LATENCY.labels(service, request.method, route).observe(time.perf_counter() - started)
        response.headers["X-Request-Id"] = request_id
        for name, value in SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        return response


def operations_router(readiness: dict[str, ReadinessCheck]) -> APIRouter:
    """`/healthz` (the process lives), `/readyz` (what it needs answers) and `/metrics`."""
    router = APIRouter(tags=["operations"])

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
        return report

    @router.get("/metrics", include_in_schema=False)
    async def metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return router
