"""A collector of traces that takes OTLP over HTTP, in JSON."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any

from http_server import http_server


class Collector:
    """Keeps what arrives, answers with `status`."""

    def __init__(self) -> None:
        self.url = ""
        self.status = 200
        self.messages: list[str] = []
        self.authorizations: list[str | None] = []

    @property
    def text(self) -> str:
        return "\n".join(self.messages)

    @property
    def spans(self) -> list[dict[str, Any]]:
        """In the order of their beginnings; each with its `service`, and `told`, its attributes as a dictionary."""
        resources = [one for message in self.messages for one in json.loads(message)["resourceSpans"]]
        spans = [
            {**span, "service": _plain(of["resource"])["service.name"], "told": _plain(span)}
            for of in resources
            for scope in of["scopeSpans"]
            for span in scope["spans"]
        ]
        return sorted(spans, key=lambda span: int(span["startTimeUnixNano"]))


def _plain(described: dict[str, Any]) -> dict[str, str]:
    return {one["key"]: next(iter(one["value"].values())) for one in described["attributes"]}


@contextmanager
def collecting() -> Iterator[Collector]:
    collector = Collector()

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            if self.path == "/v1/traces" and self.headers["Content-Type"] == "application/json":
                collector.messages.append(body)
                collector.authorizations.append(self.headers["Authorization"])
            self.send_response(collector.status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with http_server(Receiver) as url:
        collector.url = url
        yield collector
