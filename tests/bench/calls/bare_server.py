"""What aiortc does on its own: it returns sound, receives and drops, or receives and shows MediaPipe what it gets.

python bare_server.py PORT
"""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from time import monotonic

import av
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError
from calls.bare_models import bare_models
from fastapi import FastAPI
from processes.serving import serving, until_told
from pydantic import BaseModel

ANALYSED_FPS = 5

Take = Callable[[RTCPeerConnection, MediaStreamTrack], None]


class Description(BaseModel):
    sdp: str
    type: str


class Bare:
    """The peers, and what is done with each track of theirs."""

    def __init__(self) -> None:
        self._peers: set[RTCPeerConnection] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def echo(self, peer: RTCPeerConnection, track: MediaStreamTrack) -> None:
        if track.kind == "audio":
            peer.addTrack(track)
        else:
            self.receive(peer, track)

    def receive(self, peer: RTCPeerConnection, track: MediaStreamTrack) -> None:
        self._start(_drop(track))

    def watch(self, peer: RTCPeerConnection, track: MediaStreamTrack) -> None:
        self._start(_watch(track) if track.kind == "video" else _drop(track))

    async def answer(self, offer: Description, take: Take) -> Description:
        peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._peers.add(peer)
        peer.on("track", lambda track: take(peer, track))

        @peer.on("connectionstatechange")
        async def _leave() -> None:
            if peer.connectionState in {"failed", "closed"}:
                self._peers.discard(peer)
                await peer.close()

        await peer.setRemoteDescription(RTCSessionDescription(offer.sdp, offer.type))
        await peer.setLocalDescription(await peer.createAnswer())
        return Description(sdp=peer.localDescription.sdp, type=peer.localDescription.type)

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _drop(track: MediaStreamTrack) -> None:
    with suppress(MediaStreamError):
        while True:
            await track.recv()


async def _watch(track: MediaStreamTrack) -> None:
    """One thread a session, because MediaPipe's models want one."""
    loop = asyncio.get_running_loop()
    due = began = monotonic()
    with ThreadPoolExecutor(1) as thread, bare_models() as look, suppress(MediaStreamError):

        def show(frame: av.VideoFrame) -> None:
            look(frame.to_ndarray(format="rgb24"), monotonic() - began)

        looking: asyncio.Future[None] | None = None
        while True:
            frame = await track.recv()
            now = monotonic()
            if isinstance(frame, av.VideoFrame) and now >= due and (looking is None or looking.done()):
                due = max(due + 1 / ANALYSED_FPS, now)
                looking = loop.run_in_executor(thread, show, frame)


def application() -> FastAPI:
    app, bare = FastAPI(), Bare()

    @app.post("/echo")
    async def _echo(offer: Description) -> Description:
        return await bare.answer(offer, bare.echo)

    @app.post("/receive")
    async def _receive(offer: Description) -> Description:
        return await bare.answer(offer, bare.receive)

    @app.post("/watch")
    async def _watched(offer: Description) -> Description:
        return await bare.answer(offer, bare.watch)

    return app


async def main(port: int) -> None:
    async with serving(application(), port):
        await until_told()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
