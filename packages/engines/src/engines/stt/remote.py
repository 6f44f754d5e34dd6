"""Speech to text on a model server, over its WebSocket `/stt/stream`.

The server may go and come back within an answer: what it had finished is kept, and what was said of the open segment
is sent once more.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

import structlog
from contracts.base import Language
from contracts.errors import AtCapacity, EngineFailed, ErrorBody, LanguageUnsupported, VisavisError
from contracts.model_server import (
    Final,
    Finish,
    Partial,
    Ready,
    Result,
    SegmentEnd,
    SegmentStart,
    StreamError,
    StreamReply,
)
from contracts.speech import Word
from pydantic import BaseModel, TypeAdapter, ValidationError
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException

from engines.audio import as_pcm16
from engines.remote import Held, client_of, held_for
from engines.settings import REMOTE, Server
from engines.stt import SAMPLE_RATE, Hypothesis, Pcm, Recognition

log = structlog.get_logger(__name__)

PAUSES = (0.2, 0.5, 1.0, 2.0, 4.0)
"""Seconds between tries to reach the server again within an answer; after the last one the engine has failed."""
REPLY_TIMEOUT = 30.0
"""Seconds in which a segment must be understood once it is over."""
MAX_SEGMENT = 30.0
"""Seconds after which an unbroken segment is cut: so much sound is kept in case it must be sent again."""
PING = 5.0

ReplyT = TypeVar("ReplyT", Final, Result)
ResultT = TypeVar("ResultT")
_REPLY: TypeAdapter[StreamReply] = TypeAdapter(StreamReply)


class RemoteRecognizer:
    """A model server's ear. What it is called and which languages it hears is known once it has answered."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._http = client_of(server)
        self._held: Held | None = None

    @property
    def name(self) -> str:
        return self._held.name if self._held else REMOTE

    def hears(self, language: Language) -> bool:
        """What it says; any language while it has not said, which `open` then finds out."""
        return self._held is None or self._held.knows(language)

    async def open(self, language: Language, *, captions: bool = True) -> "RemoteStream":
        """The captions come as the server sends them. Raises `LanguageUnsupported`, `AtCapacity`, `EngineFailed`."""
        if self._held is None:
            self._held = await held_for(self._http, "speech-to-text")
        if not self.hears(language):
            raise LanguageUnsupported(engine=self.name)
        url = "ws" + self._server.url.removeprefix("http")
        address = Server(f"{url}/stt/stream?language={language}&segments=client", self._server.token)
        stream = RemoteStream(self.name, address)
        await stream.connect()
        return stream

    async def warm_up(self) -> None:
        """Ask the server what it holds. One that is away now may be there for the first answer, so that is no error."""
        with suppress(EngineFailed):
            self._held = await held_for(self._http, "speech-to-text")

    async def close(self) -> None:
        await self._http.aclose()


@dataclass
class _Segment:
    """The open one: where it began, and its sound so far, 16 bit little endian."""

    number: int
    at: float
    pieces: list[bytes]

    @property
    def seconds(self) -> float:
        return sum(map(len, self.pieces)) / (2 * SAMPLE_RATE)


class RemoteStream:
    """One answer, over one connection or, where one breaks, several."""

    def __init__(self, engine: str, address: Server) -> None:
        self._engine = engine
        self._address = address
        self._connection: _Connection | None = None
        self._segment: _Segment | None = None
        self._before = Final(text="", stable=0, words=[])
        """What earlier connections had finished."""
        self._heard = Hypothesis("")

    async def connect(self) -> None:
        """Raises `AtCapacity`, `LanguageUnsupported`, `EngineFailed`."""
        self._connection = await _Connection.open(self._engine, self._address)

    async def feed(self, pcm: Pcm, *, segment: int, at: float) -> Hypothesis | None:
        if self._segment and (self._segment.number != segment or self._segment.seconds >= MAX_SEGMENT):
            await self.end_segment()
        if self._segment is None:
            self._segment = _Segment(segment, at, [])
        self._segment.pieces.append(as_pcm16(pcm).tobytes())
        partial = await self._connected(self._send_segment)
        before, self._heard = self._heard, self._whole(partial.text, partial.stable)
        return self._heard if self._heard.text != before.text else None

    async def end_segment(self) -> Hypothesis:
        if self._segment is None:
            return self._heard
        final = await self._connected(self._finish_segment)
        self._segment = None
        self._heard = self._whole(final.text, final.stable, final.words)
        return self._heard

    async def finish(self) -> Recognition:
        await self.end_segment()
        result = await self._connected(lambda connection: connection.ask(Finish(), Result))
        await self.close()
        text, words = result.text, result.words
        if self._before.text:
            # The server has made the end readable; on its own, it would not go on from what came before.
            words = [word.model_copy(update={"span": None}) for word in words]
            text = " ".join(word.text for word in words) or text
        whole = self._whole(text, len(text), words)
        return Recognition(whole.text, list(whole.words), result.unreliable_reason)

    async def close(self) -> None:
        if self._connection:
            await self._connection.close()

    async def _connected(self, act: "Callable[[_Connection], Awaitable[ResultT]]") -> ResultT:
        """`act` on a connection that holds; every new one is told the open segment from its beginning."""
        for pause in (*PAUSES, None):
            try:
                if self._connection is None:
                    await self.connect()
                    log.info("a broken recognition goes on", engine=self._engine)
                assert self._connection  # noqa: S101 — connected just above
                return await act(self._connection)
            except _Broken:
                await self._give_up_connection()
            except (AtCapacity, EngineFailed) as error:
                if self._connection or isinstance(error, LanguageUnsupported):
                    raise
            if pause is None:
                break
            await asyncio.sleep(pause)
        raise EngineFailed(engine=self._engine)

    async def _give_up_connection(self) -> None:
        if self._connection:
            await self._connection.close()
            whole = self._whole(self._connection.final.text, 0, self._connection.final.words)
            self._before = Final(text=whole.text, stable=len(whole.text), words=list(whole.words))
            self._connection = None

    async def _send_segment(self, connection: "_Connection") -> Partial:
        assert self._segment  # noqa: S101 — the caller has opened it
        if connection.sent == 0:
            await connection.send(SegmentStart(at=round(self._segment.at, 3)))
        while connection.sent < len(self._segment.pieces):
            await connection.send(self._segment.pieces[connection.sent])
            connection.sent += 1
        return connection.partial

    async def _finish_segment(self, connection: "_Connection") -> Final:
        await self._send_segment(connection)
        final = await connection.ask(SegmentEnd(), Final)
        connection.sent = 0
        return final

    def _whole(self, text: str, stable: int, words: list[Word] | None = None) -> Hypothesis:
        """What this connection heard, behind what earlier ones did."""
        before = f"{self._before.text} " if self._before.text and text else self._before.text
        return Hypothesis(before + text, len(before) + stable, (*self._before.words, *(words or ())))


class _Broken(Exception):
    """The connection is gone."""


class _Connection:
    """One WebSocket. A task reads it, so that captions come while nobody waits for them."""

    def __init__(self, engine: str, socket: ClientConnection) -> None:
        self._engine = engine
        self._socket = socket
        self._answers: asyncio.Queue[Final | Result | Exception] = asyncio.Queue()
        self._failure: Exception | None = None
        self.partial = Partial(text="", stable=0)
        self.final = Final(text="", stable=0, words=[])
        self.sent = 0
        """Pieces of the open segment that this connection has been told."""
        self._reader = asyncio.create_task(self._read(), name="remote-recognition")

    @classmethod
    async def open(cls, engine: str, address: Server) -> "_Connection":
        headers = {"Authorization": f"Bearer {address.token}"} if address.token else {}
        try:
            socket = await connect(
                address.url,
                additional_headers=headers,
                proxy=None,
                open_timeout=5,
                close_timeout=1,
                ping_interval=PING,
                ping_timeout=2 * PING,
            )
        except InvalidStatus as error:
            raise _refusal(engine, error) from error
        except (OSError, WebSocketException) as error:  # TimeoutError is an OSError
            log.warning("the recogniser's server cannot be reached", engine=engine, error=type(error).__name__)
            raise EngineFailed(engine=engine) from error
        return cls(engine, socket)

    async def send(self, message: bytes | BaseModel) -> None:
        """Raises `_Broken`, and `EngineFailed` where the server takes or understands nothing."""
        if self._failure:
            raise self._failure
        try:
            async with asyncio.timeout(REPLY_TIMEOUT):
                await self._socket.send(message if isinstance(message, bytes) else message.model_dump_json())
        except ConnectionClosed as error:
            await asyncio.wait([self._reader])
            raise self._failure or _Broken from error
        except TimeoutError as error:
            raise EngineFailed(engine=self._engine) from error

    async def ask(self, message: BaseModel, kind: type[ReplyT]) -> ReplyT:
        """Send it, and wait for the answer of this kind. Raises as `send`."""
        await self.send(message)
        try:
            async with asyncio.timeout(REPLY_TIMEOUT):
                while not isinstance(answer := await self._answers.get(), kind):
                    if isinstance(answer, Exception):
                        raise answer
        except TimeoutError as error:
            log.error("the recogniser's server does not answer", engine=self._engine)
            raise EngineFailed(engine=self._engine) from error
        return answer

    async def close(self) -> None:
        self._reader.cancel()
        await asyncio.wait([self._reader])
        await self._socket.close()

    async def _read(self) -> None:
        try:
            async for message in self._socket:
                self._take(_REPLY.validate_json(message))
            self._fail(_Broken())
        except ConnectionClosed:
            self._fail(self._failure or _Broken())
        except ValidationError:
            log.error("the recogniser's server answers with something else", engine=self._engine)
            self._fail(EngineFailed(engine=self._engine))

    def _take(self, reply: StreamReply) -> None:
        match reply:
            case Partial():
                self.partial = reply
            case Final():
                self.final = reply
                self.partial = Partial(text=reply.text, stable=reply.stable)
                self._answers.put_nowait(reply)
            case Result():
                self._answers.put_nowait(reply)
            case StreamError():
                log.warning("the recogniser's server reports an error", engine=self._engine, error=reply.error)
                # Its engine may have died and be back for the next stream; a breach of rules would only be repeated.
                passing = issubclass(_kind(reply), EngineFailed)
                self._fail(_Broken() if passing else EngineFailed(engine=self._engine))
            case Ready():
                pass

    def _fail(self, failure: Exception) -> None:
        self._failure = self._failure or failure
        self._answers.put_nowait(self._failure)


def _kind(reply: StreamError) -> type[VisavisError]:
    return type(VisavisError.from_body(ErrorBody(error=reply.error, detail=reply.detail)))


def _refusal(engine: str, refused: InvalidStatus) -> VisavisError:
    """The server's reason not to open a stream, with this engine's name."""
    log.warning("the recogniser's server refuses", engine=engine, status=refused.response.status_code)
    with suppress(ValidationError):
        error = VisavisError.from_body(ErrorBody.model_validate_json(refused.response.body or b""))
        if isinstance(error, AtCapacity):
            return AtCapacity()
        if isinstance(error, LanguageUnsupported):
            return LanguageUnsupported(engine=engine)
    return EngineFailed(engine=engine)
