"""One id for all that a browser's request sets in motion: it is on every line of the log, in every service and job."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import structlog
from opentelemetry import propagate

HEADER = "X-Request-Id"
KEY = "request_id"
"""On the lines of the log."""
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def given_or_new(shown: str | None) -> str:
    """The id that a request came with, or one of its own where it has none that a line of the log could take."""
    return shown if shown and _ID.fullmatch(shown) else secrets.token_hex(8)


def current() -> str | None:
    """That of the request, or the job, in whose context this is called; None outside of any."""
    found = structlog.contextvars.get_contextvars().get(KEY)
    return found if isinstance(found, str) else None


@contextmanager
def of(request_id: str | None) -> Iterator[None]:
    """What is done within is done for that request; None where it is for none."""
    with structlog.contextvars.bound_contextvars(**({KEY: request_id} if request_id else {})):
        yield


async def pass_on(request: httpx.Request) -> None:
    """An event hook of httpx: what another service does for this request has its id too, and its place in the trace."""
    if (request_id := current()) is not None:
        request.headers.setdefault(HEADER, request_id)
        propagate.inject(request.headers)
