"""A candidate with a real peer: speaks clips when asked to, hears the interviewer, reads the captions."""

import asyncio
from collections.abc import Callable, Sequence
from fractions import Fraction
from types import TracebackType
from typing import Any, Self, TypeVar

import av
import httpx
import numpy as np
import pytest
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError
from contracts.live import Answer, Authenticate, ClientMessage, QuestionWords, ServerMessage
from engines.face import Rgb
from media_server.speaking.track import Clip, SpeechTrack
from numpy.typing import NDArray
from pydantic import TypeAdapter
from visavis.candidate.ear import audio_frames
from websockets.asyncio.client import ClientConnection, connect

from media_doubles.backend import Backend

MESSAGE: TypeAdapter[Any] = TypeAdapter(ServerMessage)
Kind = TypeVar("Kind")
PATIENCE = 60


class Microphone(SpeechTrack):
    """A microphone in a quiet room: never digital silence."""

    def __init__(self) -> None:
        super().__init__()
        self._noise = np.random.default_rng(7)

    async def recv(self) -> av.AudioFrame:
        frame = await super().recv()
        samples = frame.to_ndarray()
        samples = samples + self._noise.integers(-20, 20, samples.shape, dtype=np.int16)
        noisy = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        noisy.sample_rate, noisy.pts, noisy.time_base = frame.sample_rate, frame.pts, frame.time_base
        return noisy


class Camera(MediaStreamTrack):
    kind = "video"

    def __init__(self, pictures: Sequence[Rgb] = (np.full((240, 320, 3), 90, np.uint8),)) -> None:
        """Shows one picture after the other, and begins again."""
        super().__init__()
        self._pts = 0
        self._pictures = pictures

    async def recv(self) -> av.VideoFrame:
        await asyncio.sleep(0.1)
        if self.readyState != "live":
            raise MediaStreamError
        picture = self._pictures[self._pts % len(self._pictures)]
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        frame.pts, frame.time_base = self._pts, Fraction(1, 10)
        self._pts += 1
        return frame


class Candidate:
    def __init__(self, media: str, backend: Backend, *, video: MediaStreamTrack | None = None) -> None:
        self._media = media
        self._backend = backend
        self.peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.microphone = Microphone()
        self.messages: list[Any] = []
        self.heard_rms: list[float] = []
        self.session_id = ""
        self.peer.addTrack(self.microphone)
        if video:
            self.peer.addTrack(video)
        self.peer.on("track", self._track)
        self._news = asyncio.Condition()
        self._tasks: list[asyncio.Task[None]] = []
        self._socket: ClientConnection | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.hang_up()

    async def offer(self, ticket: str | None = None, *, takes_over: bool = False) -> httpx.Response:
        await self.peer.setLocalDescription(await self.peer.createOffer())
        body = {
            "sdp": self.peer.localDescription.sdp,
            "type": "offer",
            "ticket": ticket or self._backend.ticket("offer"),
            "takes_over": takes_over,
        }
        async with httpx.AsyncClient(timeout=PATIENCE) as http:
            return await http.post(f"{self._media}/offer", json=body, headers={"Accept-Language": "en"})

    async def connect(self, purpose: str = "offer", *, takes_over: bool = False) -> None:
        response = await self.offer(self._backend.ticket(purpose), takes_over=takes_over)
        assert response.status_code == 200, response.text
        answer = Answer.model_validate_json(response.content)
        self.session_id = answer.session_id
        await self.peer.setRemoteDescription(RTCSessionDescription(answer.sdp, answer.type))

    async def attach(self, ticket: str | None = None) -> ClientConnection:
        self._socket = socket = await connect(f"{self._media.replace('http', 'ws', 1)}/ws/{self.session_id}")
        await self.say(Authenticate(ticket=ticket or self._backend.ticket("socket")))
        self._tasks.append(asyncio.create_task(self._read(socket)))
        return socket

    async def say(self, message: ClientMessage) -> None:
        assert self._socket
        await self._socket.send(message.model_dump_json())

    def speak(self, clip: NDArray[np.int16]) -> None:
        self.microphone.play(Clip(clip))

    async def hears(self, kind: type[Kind], accept: Callable[[Kind], bool] = lambda message: True) -> Kind:
        """The first message of that kind, past or to come, that `accept` likes."""

        def found() -> Kind | None:
            return next((m for m in self.messages if isinstance(m, kind) and accept(m)), None)

        try:
            async with asyncio.timeout(PATIENCE), self._news:
                await self._news.wait_for(lambda: found() is not None)
        except TimeoutError:
            pytest.fail(
                f"no such {kind.__name__} came, but {[m for m in self.messages if not isinstance(m, QuestionWords)]}"
            )
        message = found()
        assert message is not None
        return message

    async def hang_up(self) -> None:
        await self.peer.close()
        if self._socket:
            await self._socket.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _track(self, track: MediaStreamTrack) -> None:
        self._tasks.append(asyncio.create_task(self._listen(track)))

    async def _listen(self, track: MediaStreamTrack) -> None:
        async for frame in audio_frames(track):
            self.heard_rms.append(float(np.sqrt(np.mean(frame.to_ndarray().astype(np.float64) ** 2))))

    async def _read(self, socket: ClientConnection) -> None:
        async for text in socket:
            message = MESSAGE.validate_json(text)
            async with self._news:
                self.messages.append(message)
                self._news.notify_all()
