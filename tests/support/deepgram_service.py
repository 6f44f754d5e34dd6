"""A service that speaks Deepgram's live protocol, and understands what a test's ear hears in the sound it is sent."""

import asyncio
import json
import threading
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

import numpy as np
from numpy.typing import NDArray
from tones import RATE, HeardWord
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

KEY = "a-key-that-must-not-be-logged"
INTERIM_EVERY = 0.8
FINAL_EVERY = 3.0
"""Seconds of sound."""
PAGE = "<!doctype html><title>Sign in</title><p>Please sign in to this network."
LANGUAGES = {"nova-3": {"en", "ko"}, "nova-3-medical": {"en"}}


class Ear(Protocol):
    def hear(self, sound: NDArray[np.int16], since: float) -> list[HeardWord]: ...


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one connection. Moments are seconds of sound that it has been sent."""

    status: int | None = None
    page: bool = False
    never_opens: bool = False
    cut_at: float | None = None
    cut_at_end: bool = False
    close_at: tuple[float, int, str] | None = None
    silent: bool = False
    says: str | bytes | None = None


@dataclass
class Service:
    """What it was asked and told. `faults` go to the next connections, in order."""

    ear: Ear
    faults: deque[Fault] = field(default_factory=deque)
    idle_timeout: float = 10.0
    opened: list[dict[str, str]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    """Of sound that each connection was sent."""
    url: str = ""

    @property
    def settings(self) -> dict[str, str]:
        """Of a platform that hears with it."""
        return {"STT_ENGINE": "deepgram", "DEEPGRAM_API_KEY": KEY, "DEEPGRAM_URL": self.url}

    async def refuse(self, connection: ServerConnection, request: Request) -> Response | None:
        """The answer to a request that is no listener's; None where it is one."""
        connection.fault = self.faults.popleft() if self.faults else Fault()  # type: ignore[attr-defined]
        fault: Fault = connection.fault  # type: ignore[attr-defined]
        if fault.never_opens:
            await asyncio.sleep(3600)
        if fault.page:
            response = connection.respond(HTTPStatus.OK, PAGE)
            response.headers["Content-Type"] = "text/html"
            return response
        if status := fault.status or self._wrong_with(request):
            response = connection.respond(HTTPStatus(status), "")
            response.headers["dg-error"] = HTTPStatus(status).phrase
            return response
        return None

    def _wrong_with(self, request: Request) -> int | None:
        if urlsplit(request.path).path != "/v1/listen":
            return 404
        if request.headers.get("Authorization") != f"Token {KEY}":
            return 401
        options = {name: values[0] for name, values in parse_qs(urlsplit(request.path).query).items()}
        fits = (options.get("encoding"), options.get("sample_rate")) == ("linear16", str(RATE))
        if not fits or options.get("language", "en") not in LANGUAGES.get(options["model"], set()):
            return 400
        self.opened.append(options)
        return None

    async def listen(self, socket: ServerConnection) -> None:
        listener = _Listener(self, socket, interim=self.opened[-1].get("interim_results") == "true")
        try:
            await listener.run(socket.fault)  # type: ignore[attr-defined]
        except ConnectionClosed:
            pass
        finally:
            self.seconds.append(listener.seconds)


class _Listener:
    def __init__(self, service: Service, socket: ServerConnection, *, interim: bool) -> None:
        self._service = service
        self._socket = socket
        self._interim = interim
        self._sound = bytearray()
        self._final = 0.0
        self._spoke_at = 0.0

    @property
    def seconds(self) -> float:
        return len(self._sound) / 2 / RATE

    async def run(self, fault: Fault) -> None:
        while True:
            try:
                async with asyncio.timeout(self._service.idle_timeout):
                    message = await self._socket.recv()
            except TimeoutError:
                await self._socket.close(1011, "NET-0001")
                return
            if isinstance(message, bytes):
                self._sound += message
            if await self._goes_wrong(fault, message):
                return
            if fault.silent:
                continue
            if isinstance(message, bytes):
                await self._understand()
            elif await self._obey(json.loads(message)["type"]):
                return

    async def _goes_wrong(self, fault: Fault, message: str | bytes) -> bool:
        cut = fault.cut_at is not None and self.seconds >= fault.cut_at
        if cut or (fault.cut_at_end and isinstance(message, str) and "CloseStream" in message):
            self._socket.transport.abort()
            return True
        if fault.close_at and self.seconds >= fault.close_at[0]:
            await self._socket.close(*fault.close_at[1:])
            return True
        if fault.says is not None and self.seconds:
            await self._socket.send(fault.says)
        return False

    async def _obey(self, kind: str) -> bool:
        """Whether that was the end."""
        self._service.told.append(kind)
        if kind == "Finalize" and self._final < self.seconds:
            await self._say(self.seconds, final=True, from_finalize=True)
        if kind == "CloseStream":
            if self._final < self.seconds:
                await self._say(self.seconds, final=True)
            await self._socket.send(json.dumps(self._metadata()))
            await self._socket.close()
        return kind == "CloseStream"

    async def _understand(self) -> None:
        words = self._words(self.seconds)
        done = [word.end for word in words if word.end < self.seconds - 0.05]
        if done and self.seconds - self._final >= FINAL_EVERY:
            await self._say(done[-1], final=True)
        elif self._interim and self.seconds - self._spoke_at >= INTERIM_EVERY:
            await self._say(self.seconds, final=False)

    def _words(self, until: float) -> list[HeardWord]:
        heard = self._service.ear.hear(np.frombuffer(bytes(self._sound), "<i2"), self._final)
        return [word for word in heard if word.start < until]

    async def _say(self, until: float, *, final: bool, from_finalize: bool = False) -> None:
        words = self._words(until)
        self._spoke_at = self.seconds
        await self._socket.send(json.dumps(self._results(words, until, final=final, from_finalize=from_finalize)))
        if final:
            self._final = until

    def _results(self, words: list[HeardWord], until: float, **flags: bool) -> dict[str, Any]:
        alternative = {
            "transcript": " ".join(word.text for word in words),
            "confidence": 0.97 if words else 0.0,
            "words": [
                {
                    "word": word.text.lower().strip(".,?"),
                    "start": word.start,
                    "end": word.end,
                    "confidence": 0.97,
                    "punctuated_word": word.text,
                }
                for word in words
            ],
        }
        return {
            "type": "Results",
            "channel_index": [0, 1],
            "duration": until - self._final,
            "start": self._final,
            "is_final": flags["final"],
            "speech_final": False,
            "channel": {"alternatives": [alternative]},
            "metadata": {
                "request_id": "8a4a1a9c-7d27-4a2d-9f6b-0c8f2f4b6f10",
                "model_info": {"name": "general-nova-3", "version": "2026-07-30.0", "arch": "nova-3"},
                "model_uuid": "2187e11a-3532-4498-b076-81fa530bdd49",
            },
            "from_finalize": flags["from_finalize"],
        }

    def _metadata(self) -> dict[str, Any]:
        return {
            "type": "Metadata",
            "transaction_key": "deprecated",
            "request_id": "8a4a1a9c-7d27-4a2d-9f6b-0c8f2f4b6f10",
            "sha256": "0" * 64,
            "created": "2026-11-21T00:00:00.000Z",
            "duration": self.seconds,
            "channels": 1,
        }


@asynccontextmanager
async def deepgram_service(ear: Ear) -> AsyncIterator[Service]:
    """On a free port of this machine."""
    service = Service(ear)
    async with _serving(service) as server:
        service.url = _url(server)
        yield service


@contextmanager
def deepgram_service_beside(ear: Ear) -> Iterator[Service]:
    """The same in a thread of its own, for tests that wait for other processes."""
    started = threading.Event()
    over = asyncio.Event()
    loop = asyncio.new_event_loop()
    service = Service(ear)

    async def run() -> None:
        async with _serving(service) as server:
            service.url = _url(server)
            started.set()
            await over.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),), name="deepgram-service")
    thread.start()
    try:
        assert started.wait(10)
        yield service
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(20)
        with suppress(RuntimeError):
            loop.close()


def _serving(service: Service) -> serve:
    return serve(
        service.listen, "127.0.0.1", 0, process_request=service.refuse, open_timeout=1, close_timeout=1, max_size=None
    )


def _url(server: Server) -> str:
    return f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
