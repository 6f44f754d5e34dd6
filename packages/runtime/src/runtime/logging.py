"""Structured logs. No transcript, name, e-mail address or token goes into one: log identifiers."""

import logging
import traceback
from collections.abc import Iterator
from typing import Literal

import structlog
from fastapi.exceptions import ValidationException
from pydantic import ValidationError

from runtime.error_reports import captured

NOISY = (
    *("httpx", "httpcore", "uvicorn.access", "aioice", "aiortc"),
    # Tasks received and done: who runs them says that in one line. The last would quote what they are given.
    *("celery.worker.strategy", "celery.app.trace", "celery.pool"),
)


def configure_logging(service: str, level: str, log_format: Literal["console", "json"]) -> None:
    """Send structlog's and the standard library's records through one chain to standard error."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        captured,
        structlog.processors.ExceptionRenderer(_traceback),
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for noisy in NOISY:
        logging.getLogger(noisy).setLevel(max(logging.WARNING, root.level))
    for uvicorn_logger in ("uvicorn", "uvicorn.error"):
        logging.getLogger(uvicorn_logger).handlers = []
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(service=service)


def _traceback(exc_info: structlog.typing.ExcInfo) -> str:
    return "".join(_traceback_lines(exc_info[1], set())).rstrip()


def _traceback_lines(error: BaseException, seen: set[int]) -> Iterator[str]:
    """As Python prints it, but of what Pydantic refuses, the fields alone and what is wrong with them: its own message
    quotes the values.
    """
    seen.add(id(error))
    before, link = error.__cause__, "\nThe above exception was the direct cause of the following exception:\n\n"
    if before is None and not error.__suppress_context__:
        before, link = error.__context__, "\nDuring handling of the above exception, another exception occurred:\n\n"
    if before is not None and id(before) not in seen:
        yield from _traceback_lines(before, seen)
        yield link
    yield "Traceback (most recent call last):\n"
    yield from traceback.format_tb(error.__traceback__)
    if isinstance(error, ValidationError | ValidationException):
        problems = [f"{'.'.join(map(str, one['loc']))} ({one['type']})" for one in error.errors()]
        yield f"{type(error).__module__}.{type(error).__qualname__}: {', '.join(problems)}\n"
    else:
        yield from traceback.format_exception_only(error)
    if isinstance(error, BaseExceptionGroup):
        for part in error.exceptions:
            yield from _traceback_lines(part, seen)
