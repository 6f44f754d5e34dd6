"""An organisation's own system: takes messages, and can be away for a while."""

import base64
import hashlib
import hmac
import json
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler
from threading import Event
from typing import Any

from http_server import http_server
from visavis.testing import free_port


class Receiver:
    """Checks signatures, remembers ids, and behaves as it is told; it can leave and come back to its address."""

    def __init__(self, secret: bytes = b"") -> None:
        self.secret = secret
        self.taken: list[dict[str, Any]] = []
        """Each message once, in the order in which they came."""
        self.seen: list[str] = []
        """The ids of all that came."""
        self.answers: list[int | None] = []
        """The next ones: a status, or None for taking a message without ever answering."""
        self.released = Event()
        self._stack = ExitStack()
        # Not one that the system gives to outgoing connections: it must be free to come back to.
        self._port = free_port()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                answer = receiver.answers.pop(0) if receiver.answers else 204
                if answer is None or 200 <= answer < 300:
                    receiver.take(dict(self.headers), body)
                if answer is None:
                    receiver.released.wait()
                    return
                self.send_response(answer)
                if answer in (301, 307):
                    self.send_header("location", "http://127.0.0.1:1/")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._handler = Handler
        self.url = f"http://127.0.0.1:{self._port}/hooks"
        self.come_back()

    def take(self, headers: dict[str, str], body: bytes) -> None:
        named = {name.lower(): value for name, value in headers.items()}
        message_id, timestamp = named["webhook-id"], named["webhook-timestamp"]
        expected = hmac.new(self.secret, f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
        assert named["webhook-signature"] == "v1," + base64.b64encode(expected).decode()
        self.seen.append(message_id)
        if message_id not in {one["id"] for one in self.taken}:
            self.taken.append({"id": message_id} | json.loads(body))

    def leave(self) -> None:
        self._stack.close()

    def come_back(self) -> None:
        self._stack.enter_context(http_server(self._handler, self._port))

    def close(self) -> None:
        self.released.set()
        self._stack.close()
