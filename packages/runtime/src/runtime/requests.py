"""What services read of a request before they believe in it: its bearer token, and a body of limited length."""

import secrets
from collections.abc import AsyncGenerator

from contracts.errors import PayloadTooLarge
from fastapi import Request
from fastapi.security.utils import get_authorization_scheme_param
from pydantic import SecretStr
from starlette.requests import HTTPConnection

DROPPED = 4
"""How many times its limit a body may have and still be read to its end: whoever is still writing hears no answer."""


def bearer_token(connection: HTTPConnection) -> str | None:
    scheme, token = get_authorization_scheme_param(connection.headers.get("authorization"))
    return token if scheme.lower() == "bearer" and token else None


def is_secret(shown: str, secret: SecretStr) -> bool:
    return secrets.compare_digest(shown.encode(), secret.get_secret_value().encode())


async def limited_body(request: Request, max_bytes: int, limit: str) -> AsyncGenerator[bytes]:
    """The body in pieces, none of them past `max_bytes`. Raises `PayloadTooLarge`, which says `limit`."""
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size <= max_bytes:
            yield piece
        elif size > DROPPED * max_bytes:
            break
    if size > max_bytes:
        raise PayloadTooLarge(limit=limit)
