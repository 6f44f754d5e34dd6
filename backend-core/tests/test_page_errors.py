"""A page that fails: its number stands in the log, and nothing that the page showed."""

from collections.abc import Iterator

import httpx
import pytest
from backend_core import page_errors
from limits import RateLimitItemPerMinute

FAILED = {
    "number": "0a1b2c3d",
    "error": "TypeError",
    "build": "index-B1x2.js",
    "frames": [{"file": "room-page-C3.js", "line": 1, "column": 2345}],
    "components": [{"file": "room-page-C3.js", "line": 1, "column": 999}],
}


@pytest.fixture
def http(core, monkeypatch) -> Iterator[httpx.Client]:
    # Other tests report from the same address, within the same minute: these have a count of their own.
    monkeypatch.setattr(page_errors, "REPORTS", RateLimitItemPerMinute(1000))
    with core.client() as http:
        yield http


def test_its_number_leads_to_where_it_failed(http, caplog):
    response = http.post("/page-errors", json=FAILED)
    assert (response.status_code, response.content) == (204, b"")
    (line,) = [record.getMessage() for record in caplog.records if "0a1b2c3d" in record.getMessage()]
    for told in ("a page failed", "TypeError", "index-B1x2.js", "room-page-C3.js:1:2345", "room-page-C3.js:1:999"):
        assert told in line


@pytest.mark.parametrize(
    "change",
    [
        {"message": "Kim Minseo said that she led the team"},
        {"error": "Error: Kim Minseo"},
        {"number": "1"},
        {"build": "https://host/assets/index.js?token=secret"},
        {"frames": [{"file": "../room.js?q=kim", "line": 1, "column": 1}]},
        {"frames": [{"file": "room.js", "line": 1, "column": 1, "code": "secret"}]},
        {"components": [FAILED["frames"][0]] * 31},
    ],
)
def test_nothing_but_names_and_places_is_taken(http, caplog, change):
    response = http.post("/page-errors", json=FAILED | change)
    assert response.status_code == 422
    for words in ("Kim", "secret", "a page failed"):
        assert words not in caplog.text


def test_a_page_that_fails_over_and_over_fills_no_log(http, caplog, monkeypatch):
    monkeypatch.setattr(page_errors, "REPORTS", RateLimitItemPerMinute(1))
    assert [http.post("/page-errors", json=FAILED).status_code for _ in range(3)] == [204, 429, 429]
    assert len([record for record in caplog.records if "a page failed" in record.getMessage()]) == 1
