"""Google Cloud Speech-to-Text v2, over its gRPC client: an extra.

A stream there lasts five minutes at most and cannot be told to make final what it has heard but by ending. So every
segment of speech has a stream of its own, over one connection.
"""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Sequence
from datetime import timedelta

import grpc
import structlog
from contracts.base import Language
from contracts.errors import EngineFailed
from contracts.speech import Word
from google.api_core.client_options import ClientOptions
from google.api_core.exceptions import GoogleAPICallError
from google.auth.credentials import AnonymousCredentials
from google.auth.exceptions import GoogleAuthError
from google.cloud.speech_v2 import SpeechAsyncClient
from google.cloud.speech_v2.services.speech.transports import SpeechGrpcAsyncIOTransport
from google.cloud.speech_v2.types import cloud_speech

from engines.stt import SAMPLE_RATE
from engines.stt.described import GOOGLE
from engines.stt.estimates import shares
from engines.stt.live import Broken, Farewells, Heard, LiveStream

log = structlog.get_logger(__name__)

LANGUAGE_CODES = {Language.KO: "ko-KR", Language.EN: "en-US"}
HOPELESS = {
    grpc.StatusCode.UNAUTHENTICATED: "the credentials are not accepted",
    grpc.StatusCode.PERMISSION_DENIED: "the credentials may not do this, or the API is not enabled",
    grpc.StatusCode.INVALID_ARGUMENT: "the request is not understood: the model may not know the language, or not here",
    grpc.StatusCode.NOT_FOUND: "there is no such project or location",
    grpc.StatusCode.UNIMPLEMENTED: "there is no such service at GOOGLE_SPEECH_URL",
}
"""Answers that will be the same next time."""


class GoogleRecognizer:
    """One client. Languages are those of the model, which says so only when it is asked to hear one."""

    def __init__(self, place: str, model: str, address: str | None = None) -> None:
        """`place`: projects/…/locations/…; `address`: host and port of a server without TLS, instead of Google's."""
        self._place = place
        self._model = model
        self._address = address
        self._client: SpeechAsyncClient | None = None
        self._farewells = Farewells()
        self.name = f"{GOOGLE}/{model}"

    def hears(self, language: Language) -> bool:
        return True

    async def open(self, language: Language, *, captions: bool = True) -> LiveStream:
        """Raises `EngineFailed` where there are no credentials; whether they are good shows when somebody speaks."""
        client = self._connected()
        config = self._config(LANGUAGE_CODES[language], captions=captions)

        async def connect() -> _Connection:
            return _Connection(self.name, client, config)

        return LiveStream(self.name, connect, self._farewells)

    async def warm_up(self) -> None:
        """Raises `EngineFailed` where there are no credentials."""
        self._connected()

    async def close(self) -> None:
        await self._farewells.wait()
        if self._client:
            await self._client.transport.close()  # type: ignore[no-untyped-call]

    def _connected(self) -> SpeechAsyncClient:
        if self._client is None:
            try:
                self._client = self._new_client()
            except GoogleAuthError as error:
                log.error("there are no credentials for the recogniser", engine=self.name)
                raise EngineFailed(engine=self.name) from error
        return self._client

    def _new_client(self) -> SpeechAsyncClient:
        if self._address:
            channel = grpc.aio.insecure_channel(self._address)
            transport = SpeechGrpcAsyncIOTransport(channel=channel, credentials=AnonymousCredentials())  # type: ignore[no-untyped-call]
            return SpeechAsyncClient(transport=transport)
        location = self._place.rpartition("/")[2]
        regional = "" if location == "global" else f"{location}-"
        return SpeechAsyncClient(client_options=ClientOptions(api_endpoint=f"{regional}speech.googleapis.com"))

    def _config(self, language_code: str, *, captions: bool) -> cloud_speech.StreamingRecognizeRequest:
        return cloud_speech.StreamingRecognizeRequest(
            recognizer=f"{self._place}/recognizers/_",
            streaming_config=cloud_speech.StreamingRecognitionConfig(
                config=cloud_speech.RecognitionConfig(
                    explicit_decoding_config=cloud_speech.ExplicitDecodingConfig(
                        encoding=cloud_speech.ExplicitDecodingConfig.AudioEncoding.LINEAR16,
                        sample_rate_hertz=SAMPLE_RATE,
                        audio_channel_count=1,
                    ),
                    language_codes=[language_code],
                    model=self._model,
                    features=cloud_speech.RecognitionFeatures(
                        enable_automatic_punctuation=True,
                        enable_word_time_offsets=True,
                        enable_word_confidence=True,
                    ),
                ),
                streaming_features=cloud_speech.StreamingRecognitionFeatures(interim_results=captions),
            ),
        )


class _Connection:
    """One stream, as `engines.stt.live.Connection`. It begins with its first sound."""

    def __init__(self, engine: str, client: SpeechAsyncClient, config: cloud_speech.StreamingRecognizeRequest) -> None:
        self._engine = engine
        self._client = client
        self._config = config
        self._sound: asyncio.Queue[bytes | None] = asyncio.Queue()
        self.spent = False

    async def heard(self) -> AsyncIterator[Heard]:
        end = 0.0
        try:
            async for response in await self._responses():
                for heard in _understood(response, end):
                    end = heard.end if heard.final else end
                    yield heard
        except GoogleAPICallError as error:
            raise self._failure(error) from error
        except GoogleAuthError as error:
            log.error("the recogniser's credentials are of no use", engine=self._engine, error=type(error).__name__)
            raise EngineFailed(engine=self._engine) from error
        except ValueError as error:
            log.error("the recogniser's service answers with something else", engine=self._engine)
            raise EngineFailed(engine=self._engine) from error

    async def send(self, sound: bytes) -> None:
        self._sound.put_nowait(sound)

    async def flush(self) -> None:
        self.spent = True
        self._sound.put_nowait(None)

    async def end(self) -> None:
        await self.flush()

    async def close(self) -> None:
        await self.flush()

    async def _responses(self) -> AsyncIterable[cloud_speech.StreamingRecognizeResponse]:
        # No retries of the client's own: it would send the sound that it still has, and there is none.
        return await self._client.streaming_recognize(requests=self._requests(), retry=None)

    async def _requests(self) -> AsyncIterator[cloud_speech.StreamingRecognizeRequest]:
        yield self._config
        while (sound := await self._sound.get()) is not None:
            yield cloud_speech.StreamingRecognizeRequest(audio=sound)

    def _failure(self, error: GoogleAPICallError) -> Exception:
        code = error.grpc_status_code
        log.warning(
            "the recogniser's service reports an error",
            engine=self._engine,
            code=code.name if code else None,
            reason=HOPELESS.get(code),
        )
        return EngineFailed(engine=self._engine) if code in HOPELESS else Broken()


def _understood(response: cloud_speech.StreamingRecognizeResponse, begin: float) -> list[Heard]:
    """What became final, and behind it what may still change; `begin`: where the last final words ended."""
    heard, open_words, end = [], list[Word](), begin
    for result in response.results:
        end = max(end, _seconds(result.result_end_offset))
        if not result.alternatives:
            continue
        if result.is_final:
            heard.append(Heard(_final_words(result.alternatives[0], begin, end), end, final=True))
            begin = end
        else:
            said = result.alternatives[0].transcript.split()
            open_words += [Word(text=text, start=begin, end=end) for text in said]
    if open_words:
        heard.append(Heard(open_words, end, final=False))
    return heard


def _final_words(said: cloud_speech.SpeechRecognitionAlternative, begin: float, end: float) -> Sequence[Word]:
    """Some models give no words of their own, and so no times: those are estimated from the words' places."""
    if not said.words:
        texts = said.transcript.split()
        times = shares(texts, begin, end)
        return [Word(text=text, start=start, end=stop) for text, (start, stop) in zip(texts, times, strict=True)]
    return [
        Word(
            text=word.word,
            start=(start := _seconds(word.start_offset)),
            end=max(start, _seconds(word.end_offset)),
            confidence=round(word.confidence, 3) or None,
        )
        for word in said.words
    ]


def _seconds(offset: timedelta | None) -> float:
    return offset.total_seconds() if offset else 0.0
