"""Errors in OpenAI's shape."""

from contracts.errors import VisavisError
from fastapi import Request, Response
from fastapi.responses import JSONResponse
from runtime.http import error_response, request_language

TYPES = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}


def answer_error(request: Request, error: VisavisError, error_id: str | None = None) -> Response:
    """`{"error": {message, type, param, code}}` with the status and headers that the platform's own shape has."""
    plain = error_response(error, request_language(request), error_id)
    headers = {name: value for name, value in plain.headers.items() if name not in {"content-length", "content-type"}}
    return JSONResponse(error_body(request, error), error.status, headers)


def error_body(request: Request, error: VisavisError) -> dict[str, dict[str, str | None]]:
    body = error.body(request_language(request))
    details = "; ".join(f"{name}: {problem}" for name, problem in body.fields.items())
    return {
        "error": {
            "message": f"{body.detail} ({details})" if details else body.detail,
            "type": TYPES.get(error.status, "invalid_request_error" if error.status < 500 else "server_error"),
            "param": next(iter(body.fields), None),
            "code": body.error,
        }
    }
