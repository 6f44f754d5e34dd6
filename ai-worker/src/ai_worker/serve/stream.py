"""`WebSocket /stt/stream`: sound in, what is heard of it out, while it is spoken. See `contracts.model_server`."""

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import suppress
from http import HTTPStatus
from typing import Literal, Protocol

import numpy as np
from contracts.base import Language
from contracts.errors import AudioTooLong, InvalidInput, PayloadTooLarge, VisavisError
from contracts.model_server import (
    Final,
    Finish,
    Partial,
    Ready,
    Result,
    SegmentStart,
    StreamError,
    StreamReply,
    StreamRequest,
)
from engines.audio import as_float
from engines.stt import SAMPLE_RATE, Pcm, RecognizerStream
from engines.stt.segments import SegmentEnd, Segmenter, SpeechGate, SpeechPiece
from engines.vad import WINDOW_SAMPLES
from engines.vad.silero import SileroVad
from fastapi import APIRouter, WebSocket, WebSocketDisconnect, status
from pydantic import TypeAdapter, ValidationError
from runtime.http import error_response, request_language

from ai_worker.serve.access import require_token
from ai_worker.serve.services import Services, services_of

MAX_MESSAGE_BYTES = 64 * 1024
"""Two seconds of sound."""
PATIENCE = 600.0
"""Seconds without a message after which a stream's place is free for others."""
REQUEST: TypeAdapter[StreamRequest] = TypeAdapter(StreamRequest)

WhoSegments = Literal["client", "server"]

router = APIRouter()


@router.websocket("/stt/stream")
async def hear_stream(websocket: WebSocket, language: Language | None = None, segments: WhoSegments = "server") -> None:
    """Hear one answer, or whatever else is said in at most `max_recording`."""
    services = services_of(websocket)
    answer_language = request_language(websocket)
    try:
        await require_token(websocket)
        spoken_language = services.heard_language(language)
        stream = await services.recognizer.open(spoken_language)
    except VisavisError as error:
        await websocket.send_denial_response(error_response(error, answer_language))
        return
    try:
        with suppress(WebSocketDisconnect, TimeoutError):
            await websocket.accept()
            await _send(websocket, Ready(engine=services.recognizer.name))
            await _hear(websocket, services, stream, _ClientCuts() if segments == "client" else _ServerCuts())
            heard = await stream.finish()
            result = Result(
                text=heard.text,
                words=heard.words,
                language=spoken_language,
                unreliable_reason=heard.unreliable_reason,
            )
            await _send(websocket, result)
            await websocket.close()
    except VisavisError as error:
        body = error.body(answer_language)
        with suppress(WebSocketDisconnect):
            await _send(websocket, StreamError(error=body.error, detail=body.detail))
            refused = error.status < HTTPStatus.INTERNAL_SERVER_ERROR
            await websocket.close(status.WS_1008_POLICY_VIOLATION if refused else status.WS_1011_INTERNAL_ERROR)
    finally:
        await stream.close()


async def _hear(websocket: WebSocket, services: Services, stream: RecognizerStream, cuts: "_Cuts") -> None:
    """Until the client has no more sound."""
    longest = services.settings.max_recording.total_seconds()
    samples, half = 0, b""
    while not isinstance(message := await _receive(websocket), Finish):
        if not isinstance(message, bytes):
            await _recognise(websocket, stream, cuts.told(message))
            continue
        data = half + message
        half = data[len(data) & ~1 :]
        pcm = as_float(np.frombuffer(data, "<i2", len(data) // 2))
        samples += len(pcm)
        if samples > longest * SAMPLE_RATE:
            raise AudioTooLong(limit=f"{longest:g} s")
        await _recognise(websocket, stream, cuts.sound(pcm))
    await _recognise(websocket, stream, cuts.close())


async def _recognise(websocket: WebSocket, stream: RecognizerStream, parts: Iterable[SpeechPiece | SegmentEnd]) -> None:
    for part in parts:
        if isinstance(part, SegmentEnd):
            heard = await stream.end_segment()
            await _send(websocket, Final(text=heard.text, stable=heard.stable, words=list(heard.words)))
        elif hypothesis := await stream.feed(part.pcm, segment=part.segment, at=part.start / SAMPLE_RATE):
            await _send(websocket, Partial(text=hypothesis.text, stable=hypothesis.stable))


class _Cuts(Protocol):
    """Where segments of speech begin and end."""

    def sound(self, pcm: Pcm) -> Iterator[SpeechPiece | SegmentEnd]: ...

    def told(self, request: StreamRequest) -> Iterator[SpeechPiece | SegmentEnd]: ...

    def close(self) -> Iterator[SpeechPiece | SegmentEnd]: ...


class _ClientCuts:
    """The client says."""

    def __init__(self) -> None:
        self._segment = -1
        self._next: int | None = None

    def sound(self, pcm: Pcm) -> Iterator[SpeechPiece | SegmentEnd]:
        if self._next is None:
            raise InvalidInput(fields={"sound": "a message of type segment comes before it"})
        yield SpeechPiece(pcm, self._segment, self._next)
        self._next += len(pcm)

    def told(self, request: StreamRequest) -> Iterator[SpeechPiece | SegmentEnd]:
        yield from self.close()
        if isinstance(request, SegmentStart):
            self._segment += 1
            self._next = round(request.at * SAMPLE_RATE)

    def close(self) -> Iterator[SpeechPiece | SegmentEnd]:
        if self._next is not None:
            self._next = None
            yield SegmentEnd()


class _ServerCuts:
    """Silero says."""

    def __init__(self) -> None:
        self._vad, self._gate, self._segmenter = SileroVad(), SpeechGate(), Segmenter()
        self._rest: Pcm = np.zeros(0, np.float32)

    def sound(self, pcm: Pcm) -> Iterator[SpeechPiece | SegmentEnd]:
        samples = np.concatenate((self._rest, pcm))
        whole = len(samples) - len(samples) % WINDOW_SAMPLES
        for window in samples[:whole].reshape(-1, WINDOW_SAMPLES):
            yield from self._segmenter.hear(window, self._gate.hear(self._vad.probability(window)))
        self._rest = samples[whole:]

    def told(self, request: StreamRequest) -> Iterator[SpeechPiece | SegmentEnd]:
        raise InvalidInput(fields={"type": f"{request.type} is for streams opened with segments=client"})

    def close(self) -> Iterator[SpeechPiece | SegmentEnd]:
        yield from self._segmenter.close()


async def _receive(websocket: WebSocket) -> bytes | StreamRequest:
    """Raises `WebSocketDisconnect`, `TimeoutError`, `PayloadTooLarge`, `InvalidInput`."""
    message = await asyncio.wait_for(websocket.receive(), PATIENCE)
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message["code"])
    sound: bytes | None = message.get("bytes")
    payload = message.get("text") if sound is None else sound
    if payload is None or len(payload) > MAX_MESSAGE_BYTES:
        raise PayloadTooLarge(limit="64 KiB")
    if sound is not None:
        return sound
    try:
        return REQUEST.validate_json(payload)
    except ValidationError as error:
        raise InvalidInput(fields={"message": error.errors()[0]["msg"]}) from None


async def _send(websocket: WebSocket, reply: StreamReply) -> None:
    await websocket.send_text(reply.model_dump_json())
