"""What browsers are told with every answer, whoever gives it and whatever it is."""

import re
import secrets
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from ai_worker.serve.app import create_app as model_server
from ai_worker.serve.settings import ServeSettings
from backend_core.openapi import describe_api
from fastapi import FastAPI
from fastapi.testclient import TestClient
from media_server.main import create_app as media_server
from media_server.settings import MediaSettings
from runtime.headers import DEFAULT_HEADERS, NO_PAGE, SECURITY_HEADERS, page_policy

from conftest import Core, Person

INFRA = Path(__file__).parents[2] / "infra"
ORIGIN = "https://visavis.example.org"


def check(answer: httpx.Response) -> None:
    """It carries all of them, and may be kept by nobody where it is about somebody."""
    said = {name: answer.headers.get(name) for name in SECURITY_HEADERS}
    assert said == SECURITY_HEADERS, (answer.url.path, answer.status_code)
    assert answer.headers["content-security-policy"] == NO_PAGE
    assert "no-store" in answer.headers["cache-control"] or "event-stream" in answer.headers["content-type"]
    assert answer.headers["x-request-id"]


def operations() -> Iterator[tuple[str, str]]:
    """Each of the API's own description, with identifiers that nobody has."""
    for path, methods in describe_api()["paths"].items():
        for method in methods:
            yield method.upper(), re.sub(r"\{\w+\}", "0" * 32, path).removeprefix("/api")


def test_every_operation_answers_with_them_whoever_asks(core: Core, person: Person) -> None:
    statuses = set()
    with core.client() as http:
        for method, path in operations():
            for headers in ({}, person.headers) if method == "GET" else ({},):
                answer = http.request(method, path, headers=headers)
                check(answer)
                statuses.add(answer.status_code)
    assert statuses >= {200, 401, 403, 404, 422}


def test_so_do_answers_that_no_operation_gives(core: Core, person: Person) -> None:
    interview_id, _ = person.live_interview()
    with core.client() as http:
        preflight = {"Origin": ORIGIN, "Access-Control-Request-Method": "POST"}
        answers = [
            http.get("/nowhere"),
            http.get("/../nowhere"),
            http.delete("/config"),
            http.post("/token", content=b"\xff", headers={"Content-Type": "multipart/form-data"}),
            http.get("/metrics"),
            http.get("/openapi.json"),
            http.options("/token", headers=preflight),
            person.upload(b"x" * (21 << 20)),
        ]
        for answer in answers:
            check(answer)
        assert answers[-1].status_code == 413
        with http.stream("GET", f"/interviews/{interview_id}/events", headers=person.headers) as stream:
            check(stream)


@pytest.fixture(params=["media-server", "model-server"])
def beside(request: pytest.FixtureRequest) -> FastAPI:
    """A service that answers browsers beside backend-core, and does nothing yet."""
    token = secrets.token_urlsafe(48)
    if request.param == "media-server":
        return media_server(MediaSettings.model_validate({"service_token": token, "redis_url": "redis://localhost"}))
    return model_server(ServeSettings.model_validate({"model_server_token": token}))


def test_the_other_services_answer_with_them(beside: FastAPI) -> None:
    http = TestClient(beside, raise_server_exceptions=False)
    for method, path in [("GET", "/healthz"), ("GET", "/nowhere"), ("GET", "/metrics"), ("PUT", "/healthz")]:
        check(http.request(method, path))
    for path, methods in beside.openapi()["paths"].items():
        for method in methods:
            check(http.request(method, path.replace("{", "").replace("}", "")))


@pytest.mark.parametrize("caddyfile", ["caddy/Caddyfile", "kubernetes/Caddyfile"])
def test_caddy_says_the_same_of_pages(caddyfile: str) -> None:
    said = {}
    for name in re.findall(r"^\timport (?:/etc/caddy/)?(\S+)$", (INFRA / caddyfile).read_text(), re.MULTILINE):
        imported = (INFRA / "caddy" / name.replace("{$PAGES:built}", "built")).read_text()
        said |= dict(re.findall(r'\?([A-Za-z-]+) "([^\n]*)"', imported))
    assert said == SECURITY_HEADERS | {"Content-Security-Policy": page_policy()}


def test_no_policy_lets_scripts_stand_in_a_page() -> None:
    for policy in (NO_PAGE, page_policy(["https://media.example.org"]), DEFAULT_HEADERS["Content-Security-Policy"]):
        rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
        scripts = rules.get("script-src", rules["default-src"])
        assert scripts in ("'self'", "'none'")
        assert rules["frame-ancestors"] == "'none'"
