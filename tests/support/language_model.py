"""A language model's server that speaks OpenAI's protocol on a real socket, and does what a script says.

It stands for models that nobody should trust: `behaviour` gets a request's messages, and says what is written, or how
the server misbehaves instead.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

Messages = list[dict[str, str]]
PIECE = 16


@dataclass(frozen=True)
class Trouble:
    """A status that is none of success; or a stream that ends, or `hangs`, in the middle, after `text`."""

    status: int = 200
    text: str = ""
    hangs: bool = False


Behaviour = Callable[[Messages], "str | Trouble"]

HARMLESS = "Which colour was the door of that room, please?"
"""A question that gives no key point of the bank away, so that it may be asked on about any answer."""


def first_label(messages: Messages) -> str:
    """Of what the interviewer's model may choose to ask about."""
    found = re.search(r"^- (\w+): (?!go on)", messages[0]["content"], re.MULTILINE)
    return found[1] if found else "none"


@dataclass
class LanguageModelServer:
    """Up between `start` and `stop`, at the same address each time; remembers what it was asked."""

    behaviour: Behaviour
    models: tuple[str, ...] = ()
    asked: list[dict[str, Any]] = field(default_factory=list)
    _port: int = 0
    _server: ThreadingHTTPServer | None = None
    _released: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}/v1"

    def schema_of(self, messages: Messages) -> dict[str, Any]:
        """What the answer to these messages, as `behaviour` was given them, was to fit."""
        (request,) = (one for one in self.asked if one["messages"] is messages)
        schema: dict[str, Any] = request["response_format"]["json_schema"]["schema"]
        return schema

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        self._released.clear()
        self._server = ThreadingHTTPServer(("127.0.0.1", self._port), self._handler())
        self._server.daemon_threads = False  # closing waits for them
        self._port = self._server.server_port
        self._serving = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._serving.start()

    def stop(self) -> None:
        if self._server:
            self._released.set()
            self._server.shutdown()
            self._serving.join()
            self._server.server_close()
            self._server = None

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        model = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                model.asked.append(request)
                model._answer(self, model.behaviour(request["messages"]))

            def do_GET(self) -> None:
                body = json.dumps({"object": "list", "data": [{"id": name} for name in model.models]}).encode()
                self.send_response(200)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """What candidates say is in there."""

        return Handler

    def _answer(self, to: BaseHTTPRequestHandler, said: str | Trouble) -> None:
        trouble = said if isinstance(said, Trouble) else None
        to.send_response(trouble.status if trouble else 200)
        to.send_header("Content-Type", "text/event-stream")
        to.end_headers()
        if trouble and trouble.status != 200:
            return
        text = trouble.text if trouble else str(said)
        for start in range(0, len(text), PIECE):
            _write(to, {"choices": [_choice(text[start : start + PIECE])]})
        if trouble:
            if trouble.hangs:
                self._released.wait()
            return
        _write(to, {"choices": [_choice("") | {"finish_reason": "stop"}]})
        usage = {"prompt_tokens": 700, "completion_tokens": 90, "total_tokens": 790}
        _write(to, {"choices": [], "usage": usage})
        to.wfile.write(b"data: [DONE]\n\n")


def _choice(text: str) -> dict[str, Any]:
    return {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}


def _write(to: BaseHTTPRequestHandler, event: dict[str, Any]) -> None:
    head = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "any"}
    to.wfile.write(f"data: {json.dumps(head | event)}\n\n".encode())
    to.wfile.flush()
