"""Unexpected errors, told to a Sentry where SENTRY_DSN names one: what broke and where, and nothing of anybody.

What is sent is made of a list of what may be: an error's class and the places in the code, ids that find the lines of
the log, the service and its version. What an error says, what variables held and what was asked for stay here.
"""

import sys
from collections.abc import Callable
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, cast

import structlog
from pydantic import SecretStr

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

KEPT = ("event_id", "timestamp", "level", "platform", "release", "server_name", "environment", "sdk")
TAGS = ("request_id", "error_id", "job_id", "attempt", "route", "task", "session_id")
FRAME = ("filename", "function", "module", "lineno", "in_app")

_capture: Callable[[structlog.typing.EventDict], None] | None = None


def report_errors(service: str, dsn: SecretStr | None) -> None:
    """Begin to send what is logged as an error, in the background. Without a `dsn` nothing is loaded or sent.

    Raises `sentry_sdk.utils.BadDsn` for one that is none.
    """
    global _capture  # noqa: PLW0603 — one client a process, as there is one log
    _capture = None
    if dsn is None:
        return
    import sentry_sdk  # noqa: PLC0415 — only where it is wanted
    from sentry_sdk.integrations.atexit import AtexitIntegration  # noqa: PLC0415
    from sentry_sdk.utils import event_from_exception, exc_info_from_error  # noqa: PLC0415

    sentry_sdk.init(
        dsn=dsn.get_secret_value(),
        release=version("visavis-runtime"),
        server_name=service,
        # It would otherwise look into requests, logs, arguments and local variables by itself.
        default_integrations=False,
        auto_enabling_integrations=False,
        # What is on its way when the process ends is waited for; without a word on the terminal.
        integrations=[AtexitIntegration(callback=lambda pending, timeout: None)],
        include_local_variables=False,
        include_source_context=False,
        max_breadcrumbs=0,
        send_default_pii=False,
        max_request_body_size="never",
        before_send=scrubbed,
    )

    def capture(line: structlog.typing.EventDict) -> None:
        error = _error_of(line)
        event: Event = {}
        if error is not None:
            event, _ = event_from_exception(exc_info_from_error(error))
        event["level"] = "error"
        if line.get("_from_structlog", True):
            # A constant of the code. What a library's line says may be anything.
            event["logentry"] = {"message": str(line.get("event", ""))}
        event["tags"] = {name: str(line[name]) for name in TAGS if name in line}
        sentry_sdk.capture_event(event)

    _capture = capture


def captured(
    _logger: structlog.typing.WrappedLogger, _method: str, line: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """A processor of structlog, before the one that makes text of errors."""
    if _capture is not None and line.get("level") in {"error", "critical"}:
        _capture(line)
    return line


def scrubbed(event: "Event", _hint: "Hint") -> "Event":
    """What may leave this machine."""
    kept: dict[str, Any] = {name: value for name, value in event.items() if name in KEPT}
    kept["tags"] = {name: value for name, value in event.get("tags", {}).items() if name in TAGS}
    if "logentry" in event:
        kept["logentry"] = event["logentry"]
    if "exception" in event:
        kept["exception"] = {"values": [_scrubbed_error(error) for error in event["exception"]["values"]]}
    return cast("Event", kept)


def _scrubbed_error(error: dict[str, Any]) -> dict[str, Any]:
    frames = (error.get("stacktrace") or {}).get("frames", [])
    return {
        "type": error.get("type"),
        "module": error.get("module"),
        "stacktrace": {"frames": [{name: frame[name] for name in FRAME if name in frame} for frame in frames]},
    }


def _error_of(line: structlog.typing.EventDict) -> BaseException | None:
    match line.get("exc_info"):
        case BaseException() as error:
            return error
        case (_, BaseException() as error, _):
            return error
        case True:
            return sys.exception()
    return None
