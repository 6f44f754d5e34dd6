"""A model hub on this machine: Hugging Face's protocol, as far as a download goes, with a line that can break."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from urllib.parse import unquote, urlsplit

from http_server import http_server

COMMIT = "0123456789abcdef0123456789abcdef01234567"
LARGE = 1000
"""Bytes from which a file is stored as a large one, with a SHA-256 of its own."""


@dataclass
class Hub:
    """`files` of every repository, by repository and name; what was asked of it; and what goes wrong."""

    files: dict[str, dict[str, bytes]]
    url: str = ""
    ranges: list[str | None] = field(default_factory=list)
    """Of each request for content, in order; None for a whole file."""
    tokens: set[str | None] = field(default_factory=set)
    breaks_after: int | None = None
    """Bytes after which the line breaks, once."""
    stays_down: bool = False
    """Whether the hub is `down` then, and answers with an error."""
    down: bool = False
    garbles: bool = False
    gated: bool = False

    def description(self, repository: str) -> dict[str, object]:
        siblings = [_sibling(name, content) for name, content in self.files[repository].items()]
        return {"_id": "1", "id": repository, "sha": COMMIT, "siblings": siblings, "private": False, "tags": []}


def _sibling(name: str, content: bytes) -> dict[str, object]:
    blob = hashlib.sha1(b"blob %d\0%s" % (len(content), content)).hexdigest()
    described: dict[str, object] = {"rfilename": name, "size": len(content), "blobId": blob}
    if len(content) >= LARGE:
        sha256 = hashlib.sha256(content).hexdigest()
        described["lfs"] = {"size": len(content), "sha256": sha256, "pointerSize": 134}
    return described


@contextmanager
def serving(files: dict[str, dict[str, bytes]]) -> Iterator[Hub]:
    hub = Hub(files)

    class Handler(_Handler):
        served = hub

    with http_server(Handler) as hub.url:
        yield hub


class _Handler(BaseHTTPRequestHandler):
    served: Hub
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        hub = self.served
        hub.tokens.add(self.headers.get("Authorization"))
        path = unquote(urlsplit(self.path).path)
        if hub.gated:
            return self._answer(403, b"{}", {"X-Error-Code": "GatedRepo"})
        if path.startswith("/api/models/"):
            return self._describe(path.removeprefix("/api/models/").partition("/revision/")[0])
        repository, _, rest = path.lstrip("/").partition("/resolve/")
        return self._send(hub.files[repository][rest.partition("/")[2]])

    def log_message(self, *_arguments: object) -> None:
        """Quietly."""

    def _describe(self, repository: str) -> None:
        if repository not in self.served.files:
            return self._answer(404, b"{}", {"X-Error-Code": "RepoNotFound"})
        return self._answer(200, json.dumps(self.served.description(repository)).encode())

    def _send(self, content: bytes) -> None:
        hub, asked = self.served, self.headers.get("Range")
        if hub.down:
            return self._answer(503, b"")
        hub.ranges.append(asked)
        start = int(asked.removeprefix("bytes=").partition("-")[0]) if asked else 0
        if hub.garbles:
            content = bytes(len(content))
        rest = content[start:]
        self.send_response(206 if asked else 200)
        self.send_header("Content-Length", str(len(rest)))
        if asked:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.end_headers()
        if hub.breaks_after is not None and len(rest) > hub.breaks_after:
            self.wfile.write(rest[: hub.breaks_after])
            hub.breaks_after, hub.down = None, hub.stays_down
            self.close_connection = True
        else:
            self.wfile.write(rest)
        return None

    def _answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
