"""Deepgram's live recogniser (Nova), over its SDK. Its key stays on the server.

https://developers.deepgram.com/docs/live-streaming-audio
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import AsyncExitStack, suppress
from time import monotonic

import httpx
import structlog
from contracts.base import Language
from contracts.errors import AtCapacity, EngineFailed, LanguageUnsupported
from contracts.speech import Word
from deepgram import AsyncDeepgramClient
from deepgram.core.api_error import ApiError
from deepgram.environment import DeepgramClientEnvironment
from deepgram.listen.v1.socket_client import AsyncV1SocketClient
from deepgram.listen.v1.types.listen_v1error import ListenV1Error
from deepgram.listen.v1.types.listen_v1metadata import ListenV1Metadata
from deepgram.listen.v1.types.listen_v1results import ListenV1Results
from deepgram.listen.v1.types.listen_v1speech_started import ListenV1SpeechStarted
from deepgram.listen.v1.types.listen_v1utterance_end import ListenV1UtteranceEnd
from websockets.exceptions import ConnectionClosed, WebSocketException

from engines.settings import Server
from engines.stt import SAMPLE_RATE
from engines.stt.described import DEEPGRAM, deepgram_languages
from engines.stt.live import Broken, Farewells, Heard, LiveStream

log = structlog.get_logger(__name__)

OPEN_TIMEOUT = 5.0
SEND_TIMEOUT = 5.0
KEEP_ALIVE = 4.0
"""Seconds. Deepgram closes a connection that has been told nothing for ten."""
REFUSALS = {
    400: "the request is not understood: the model may not know the language",
    401: "the key is not accepted",
    402: "the account has no credit",
    403: "the key may not use this model",
    404: "there is no such service at DEEPGRAM_URL",
}
"""Answers that will be the same next time."""


class DeepgramRecognizer:
    """One client; every answer has its own connection."""

    def __init__(self, server: Server, model: str) -> None:
        """`server`: where it is, http or https, and the key."""
        socket_url = "ws" + server.url.removeprefix("http")
        self._model = model
        self._client = AsyncDeepgramClient(
            api_key=server.token,
            environment=DeepgramClientEnvironment(
                base=server.url, production=socket_url, agent=socket_url, agent_rest=server.url
            ),
        )
        self._farewells = Farewells()
        self.name = f"{DEEPGRAM}/{model}"

    def hears(self, language: Language) -> bool:
        return language in deepgram_languages(self._model)

    async def open(self, language: Language, *, captions: bool = True) -> LiveStream:
        """Raises `LanguageUnsupported`, `AtCapacity` where the account has no connection left, `EngineFailed`."""
        if not self.hears(language):
            raise LanguageUnsupported(engine=self.name)
        stream = LiveStream(self.name, lambda: self._connect(language, captions=captions), self._farewells)
        await stream.connect()
        return stream

    async def warm_up(self) -> None:
        """Connect once, so that a wrong key is in the log at the start. A service that is away now may come back."""
        with suppress(EngineFailed, AtCapacity, Broken):
            connection = await self._connect(next(iter(deepgram_languages(self._model))), captions=False)
            await connection.close()

    async def close(self) -> None:
        await self._farewells.wait()

    async def _connect(self, language: Language, *, captions: bool) -> "_Connection":
        stack = AsyncExitStack()
        options = self._client.listen.v1.connect(
            model=self._model,
            language=language.value,
            encoding="linear16",
            sample_rate=SAMPLE_RATE,
            channels=1,
            interim_results=_flag(captions),
            punctuate="true",
            smart_format="true",
            # Where speech pauses we know ourselves, and say so with Finalize: Deepgram need not cut it too.
            endpointing="false",
            # What candidates say is kept and learnt from by nobody.
            mip_opt_out="true",
            # "uh" and "um", which English answers are measured by. The SDK has no name for this.
            request_options={"additional_query_parameters": {"filler_words": _flag(language is Language.EN)}},
        )
        try:
            async with asyncio.timeout(OPEN_TIMEOUT):
                socket = await stack.enter_async_context(options)
        except ApiError as error:
            raise _refusal(self.name, error) from None  # the SDK's error holds the request's headers
        except (OSError, WebSocketException) as error:  # TimeoutError is an OSError
            log.warning("the recogniser's service cannot be reached", engine=self.name, error=type(error).__name__)
            raise Broken from error
        return _Connection(self.name, socket, stack)


class _Connection:
    """One WebSocket, as `engines.stt.live.Connection`."""

    def __init__(self, engine: str, socket: AsyncV1SocketClient, stack: AsyncExitStack) -> None:
        self._engine = engine
        self._socket = socket
        self._stack = stack
        self._told_at = monotonic()
        self.spent = False
        self._keeper = asyncio.create_task(self._keep_alive(), name="deepgram-keep-alive")

    async def heard(self) -> AsyncIterator[Heard]:
        while True:
            match await self._message():
                case ListenV1Results() as results:
                    yield self._understood(results)
                case ListenV1Metadata() if self.spent:
                    return
                case ListenV1Error() as error:
                    log.warning("the recogniser's service reports an error", engine=self._engine, kind=error.variant)
                    raise Broken
                case ListenV1Metadata() | ListenV1UtteranceEnd() | ListenV1SpeechStarted():
                    pass
                case _:
                    raise self._garbled()

    async def send(self, sound: bytes) -> None:
        await self._tell(self._socket.send_media(sound))

    async def flush(self) -> None:
        await self._tell(self._socket.send_finalize())

    async def end(self) -> None:
        self.spent = True
        await self._tell(self._socket.send_close_stream())

    async def close(self) -> None:
        self._keeper.cancel()
        await asyncio.wait([self._keeper])
        with suppress(Broken):
            if not self.spent:
                await self.end()
        await self._stack.aclose()

    async def _keep_alive(self) -> None:
        """A connection on which nobody speaks stays open, and costs nothing."""
        with suppress(Broken):  # whoever needs it next finds out
            while True:
                await asyncio.sleep(max(0.0, self._told_at + KEEP_ALIVE - monotonic()))
                if monotonic() >= self._told_at + KEEP_ALIVE:
                    await self._tell(self._socket.send_keep_alive())

    async def _tell(self, message: Awaitable[None]) -> None:
        self._told_at = monotonic()
        try:
            async with asyncio.timeout(SEND_TIMEOUT):
                await message
        except (ConnectionClosed, TimeoutError) as error:
            raise Broken from error

    async def _message(self) -> object:
        try:
            return await self._socket.recv()
        except ConnectionClosed as closed:
            code = closed.rcvd.code if closed.rcvd else None
            log.info("the recogniser's connection is gone", engine=self._engine, code=code)
            raise Broken from closed
        except ValueError as error:
            raise self._garbled() from error

    def _understood(self, results: ListenV1Results) -> Heard:
        """Nothing that the SDK has built has been validated."""
        try:
            words = [
                Word(
                    text=word.punctuated_word or word.word,
                    start=word.start,
                    end=max(word.start, word.end),
                    confidence=round(word.confidence, 3),
                )
                for alternative in results.channel.alternatives[:1]
                for word in alternative.words
            ]
            end = results.start + results.duration
            return Heard(words, end, final=results.is_final is True, flushed=results.from_finalize is True)
        except (AttributeError, TypeError, ValueError) as error:
            raise self._garbled() from error

    def _garbled(self) -> EngineFailed:
        log.error("the recogniser's service answers with something else", engine=self._engine)
        return EngineFailed(engine=self._engine)


def _refusal(engine: str, refused: ApiError) -> Exception:
    status = refused.status_code or 0
    log.warning("the recogniser's service refuses", engine=engine, status=status, reason=REFUSALS.get(status))
    if status in REFUSALS:
        return EngineFailed(engine=engine)
    return AtCapacity() if status == httpx.codes.TOO_MANY_REQUESTS else Broken()


def _flag(wanted: bool) -> str:
    return "true" if wanted else "false"
