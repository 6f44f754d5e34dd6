"""What a module logs, whatever another test of this process has told structlog to leave out."""

from collections.abc import MutableMapping
from typing import Any

import pytest
import structlog


def captured(module: str, monkeypatch: pytest.MonkeyPatch) -> list[MutableMapping[str, Any]]:
    """The lines of that module's `log` from now on, with the context that they stand in."""
    lines = structlog.testing.LogCapture()
    everything = structlog.make_filtering_bound_logger(0)
    log = structlog.wrap_logger(None, [structlog.contextvars.merge_contextvars, lines], everything)
    monkeypatch.setattr(f"{module}.log", log)
    return lines.entries
