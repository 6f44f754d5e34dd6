"""`/page-errors`: a page that failed tells the log, so that the number it shows leads somewhere."""

from http import HTTPStatus
from typing import Annotated

import structlog
from contracts.base import Contract
from fastapi import Depends, Request
from limits import RateLimitItemPerMinute
from pydantic import Field, StringConstraints

from backend_core.auth.rate_limits import count_attempt
from backend_core.routing import AreaRouter

log = structlog.get_logger(__name__)

router = AreaRouter(tags=["operations"])

REPORTS = RateLimitItemPerMinute(20)

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_$][\w$.]{0,79}$")]
File = Annotated[str, StringConstraints(pattern=r"^[\w$.-]{1,120}$")]


class Frame(Contract):
    """A place in one of the front end's files, by the file's name alone."""

    file: File
    line: Annotated[int, Field(ge=1, le=10_000_000)]
    column: Annotated[int, Field(ge=0, le=10_000_000)]


class PageError(Contract):
    """What broke, and where. Nothing in it is free text: a message may quote what a page shows."""

    number: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}$")]
    """What the page shows of it."""
    error: Name
    """The class of what was thrown."""
    build: File
    """The entry script's file, whose name changes with what is in it."""
    frames: Annotated[list[Frame], Field(max_length=30)]
    """Where it was thrown, innermost first."""
    components: Annotated[list[Frame], Field(max_length=30)]
    """The components it was thrown in, innermost first."""


async def count_report(request: Request) -> None:
    """Raises `TooManyRequests`."""
    await count_attempt(request, "page-error", limit=REPORTS)


@router.post("/page-errors", status_code=HTTPStatus.NO_CONTENT, dependencies=[Depends(count_report)])
async def log_page_error(page_error: PageError) -> None:
    """Write it to the log, under the number that the page shows."""
    log.error(
        "a page failed",
        error_id=page_error.number,
        error=page_error.error,
        build=page_error.build,
        frames=_places(page_error.frames),
        components=_places(page_error.components),
    )


def _places(frames: list[Frame]) -> list[str]:
    return [f"{frame.file}:{frame.line}:{frame.column}" for frame in frames]
