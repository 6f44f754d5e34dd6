"""A service that speaks Google Cloud Speech v2's protocol, and understands what a test's ear hears in its sound."""

from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import grpc
import numpy as np
from google.cloud.speech_v2.types import cloud_speech
from tones import RATE, HeardWord, Tones

METHOD = "StreamingRecognize"
MAX_AUDIO_BYTES = 25_600
INTERIM_EVERY = 0.8


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one stream, after so many seconds of sound."""

    code: grpc.StatusCode
    at: float = 0.0


@dataclass
class Service:
    """What it was asked. `faults` go to the next streams, in order. `longest` is five minutes with Google itself."""

    ear: Tones
    faults: deque[Fault | None] = field(default_factory=deque)
    longest: float = 300.0
    silent: bool = False
    opened: list[cloud_speech.StreamingRecognizeRequest] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    address: str = ""

    async def listen(
        self, requests: AsyncIterator[cloud_speech.StreamingRecognizeRequest], context: grpc.aio.ServicerContext
    ) -> AsyncIterator[cloud_speech.StreamingRecognizeResponse]:
        config = await anext(requests)
        self.opened.append(config)
        fault = self.faults.popleft() if self.faults else None
        decoding = config.streaming_config.config.explicit_decoding_config
        if decoding.sample_rate_hertz != RATE or not config.recognizer.startswith("projects/"):
            await context.abort(grpc.StatusCode.INVALID_ARGUMENT, "Invalid recognition config")
        sound, spoke_at = bytearray(), 0.0
        async for request in requests:
            if len(request.audio) > MAX_AUDIO_BYTES:
                await context.abort(grpc.StatusCode.INVALID_ARGUMENT, "Audio chunk can be of a maximum of 25600 bytes")
            sound += request.audio
            seconds = len(sound) / 2 / RATE
            if fault and seconds >= fault.at:
                await context.abort(fault.code, "as the test wishes")
            if seconds > self.longest:
                await context.abort(grpc.StatusCode.ABORTED, "Max duration of 5 minutes reached for stream.")
            if config.streaming_config.streaming_features.interim_results and seconds - spoke_at > INTERIM_EVERY:
                spoke_at = seconds
                if not self.silent:
                    yield _response(self._words(sound), seconds, final=False)
        self.seconds.append(len(sound) / 2 / RATE)
        if self.silent:
            await context.abort(grpc.StatusCode.DEADLINE_EXCEEDED, "as the test wishes")
        yield _response(self._words(sound), len(sound) / 2 / RATE, final=True)

    def _words(self, sound: bytearray) -> list[HeardWord]:
        return self.ear.hear(np.frombuffer(bytes(sound), "<i2"), 0.0)


def _response(words: list[HeardWord], seconds: float, *, final: bool) -> cloud_speech.StreamingRecognizeResponse:
    details = [
        cloud_speech.WordInfo(
            word=word.text,
            start_offset=timedelta(seconds=word.start),
            end_offset=timedelta(seconds=word.end),
            confidence=0.97,
        )
        for word in words
    ]
    said = cloud_speech.SpeechRecognitionAlternative(
        transcript=" ".join(word.text for word in words), words=details if final else []
    )
    result = cloud_speech.StreamingRecognitionResult(
        alternatives=[said], is_final=final, result_end_offset=timedelta(seconds=seconds)
    )
    return cloud_speech.StreamingRecognizeResponse(results=[result])


@asynccontextmanager
async def google_speech_service(ear: Tones) -> AsyncIterator[Service]:
    """On a free port of this machine."""
    service = Service(ear)
    handler = grpc.stream_stream_rpc_method_handler(
        service.listen,
        request_deserializer=cloud_speech.StreamingRecognizeRequest.deserialize,
        response_serializer=cloud_speech.StreamingRecognizeResponse.serialize,
    )
    server = grpc.aio.server()
    server.add_generic_rpc_handlers(
        [grpc.method_handlers_generic_handler("google.cloud.speech.v2.Speech", {METHOD: handler})]
    )
    service.address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    await server.start()
    yield service
    await server.stop(None)
