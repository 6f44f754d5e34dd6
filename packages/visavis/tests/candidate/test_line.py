"""Packets that get lost between real peers, and what the media server's order of packets makes of it."""

import asyncio
from itertools import pairwise
from random import Random

import av
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection
from media_server.rtc.jitter import hear_without_delay
from media_server.speaking.track import FRAME_SAMPLES, SpeechTrack
from visavis.candidate.line import lose_packets

FRAMES = 80
LOST = 30


class Chance(Random):
    """Loses one packet, and no other."""

    def __init__(self) -> None:
        super().__init__()
        self.packets = 0

    def random(self) -> float:
        self.packets += 1
        return 0.0 if self.packets == LOST else 1.0


class Told(SpeechTrack):
    """Ends its sound after `FRAMES` frames, and stays connected."""

    async def recv(self) -> av.AudioFrame:
        if self._pts >= FRAMES * FRAME_SAMPLES:
            await asyncio.Event().wait()
        return await super().recv()


async def test_one_lost_packet_is_missing_and_none_is_kept_back() -> None:
    """aiortc's own buffer would keep the last fifteen until more come."""
    sender, receiver = (RTCPeerConnection(RTCConfiguration(iceServers=[])) for _ in range(2))
    chance = Chance()
    sender.addTrack(Told())
    heard: list[int] = []
    listening: list[asyncio.Task[None]] = []

    async def listen(track: MediaStreamTrack) -> None:
        while len(heard) < FRAMES - 1:
            frame = await track.recv()
            heard.append(frame.pts or 0)

    @receiver.on("track")
    def _hear(track: MediaStreamTrack) -> None:
        hear_without_delay(receiver.getReceivers()[0])
        listening.append(asyncio.create_task(listen(track)))

    try:
        await sender.setLocalDescription(await sender.createOffer())
        await receiver.setRemoteDescription(sender.localDescription)
        await receiver.setLocalDescription(await receiver.createAnswer())
        lose_packets(sender, 0.5, chance)
        await sender.setRemoteDescription(receiver.localDescription)
        async with asyncio.timeout(60):
            await asyncio.gather(*listening)
    finally:
        await asyncio.gather(sender.close(), receiver.close())
    steps = [(after - before) // FRAME_SAMPLES for before, after in pairwise(heard)]
    assert len(heard) == FRAMES - 1
    assert steps[LOST - 2] == 2
    assert sum(steps) == FRAMES - 1
