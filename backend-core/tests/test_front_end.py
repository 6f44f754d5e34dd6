"""The built front end: its page for its routes, its files, and nothing outside of its folder."""

import pytest
from backend_core.front_end import front_end_app
from fastapi.testclient import TestClient


@pytest.fixture
def client(tmp_path):
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text("<title>Visavis</title>")
    (dist / "assets" / "app-1a2b.js").write_text("let x = 1;\n" * 1000)
    (tmp_path / "secret.txt").write_text("not yours")
    return TestClient(front_end_app(dist, ["http://localhost:8001/media", "/media/1", "https://media.example.org"]))


@pytest.mark.parametrize("path", ["/", "/sign-in", "/interviews/01/report"])
def test_every_route_of_the_front_end_is_its_page(client, path):
    page = client.get(path)
    assert "<title>Visavis" in page.text
    connectable = "connect-src 'self' http://localhost:8001 ws://localhost:8001 wss://localhost:8001"
    assert f"{connectable} https://media.example.org" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-cache"


def test_the_page_of_shared_reports_is_not_indexed(client):
    assert client.get("/shared").headers["x-robots-tag"] == "noindex"
    assert "x-robots-tag" not in client.get("/").headers


def test_assets_are_compressed_and_kept(client):
    asset = client.get("/assets/app-1a2b.js", headers={"Accept-Encoding": "gzip"})
    assert asset.headers["content-encoding"] == "gzip"
    assert "immutable" in asset.headers["cache-control"]


@pytest.mark.parametrize(
    "path", ["/api/nothing", "/media/nothing", "/assets/gone.js", "/..%2fsecret.txt", "/favicon.ico"]
)
def test_what_is_not_there_is_a_clear_error(client, path):
    response = client.get(path)
    assert (response.status_code, response.json()["error"]) == (404, "NotFound")
