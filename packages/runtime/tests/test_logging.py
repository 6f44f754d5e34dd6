"""What a log line may say of a value that a model refused: where it was, and no more."""

import io
import json
import logging
from collections.abc import Iterator

import httpx
import pytest
import structlog
from fastapi import FastAPI
from pydantic import BaseModel
from runtime.http import install_errors
from runtime.logging import configure_logging

SECRET = "jane@example.org"


class Letter(BaseModel):
    count: int


class Post(BaseModel):
    letters: list[Letter]


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the platform's log holds."""
    root, stream = logging.getLogger(), io.StringIO()
    before = root.handlers, root.level
    configure_logging("under test", "INFO", "json")
    (handler,) = root.handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(stream)
    yield stream
    root.handlers, root.level = before
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def refuse() -> None:
    Post.model_validate({"letters": [{"count": SECRET}]})


def refuse_within_others() -> None:
    try:
        refuse()
    except ValueError as error:
        raise ExceptionGroup("of several", [LookupError("nothing there"), error]) from error


@pytest.mark.parametrize("fail", [refuse, refuse_within_others])
def test_a_refused_value_is_named_by_its_field(written: io.StringIO, fail):
    try:
        fail()
    except Exception as error:
        structlog.get_logger("ours").error("failed", exc_info=error)
        logging.getLogger("of a library").exception("failed")
    logged = [json.loads(line)["exception"] for line in written.getvalue().splitlines()]
    assert len(logged) == 2
    for said in logged:
        assert SECRET not in said
        assert "ValidationError: letters.0.count (int_parsing)" in said
        assert "in refuse\n" in said, "where it happened is there"
        assert ("LookupError: nothing there" in said) == (fail is refuse_within_others)


async def test_an_answer_that_does_not_fit_is_logged_without_it(written: io.StringIO):
    app = FastAPI()
    install_errors(app)

    @app.get("/letters", response_model=Letter)
    async def letters() -> dict[str, str]:
        return {"count": SECRET}

    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://platform") as http:
        assert (await http.get("/letters")).status_code == 500
    logged = written.getvalue()
    assert "response.count (int_parsing)" in logged
    assert SECRET not in logged
