"""A candidate with a real peer: what is said to a server, and when something comes back."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from fractions import Fraction
from itertools import cycle
from random import Random
from time import monotonic
from typing import Self

import av
import httpx
import numpy as np
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import VIDEO_CLOCK_RATE, MediaStreamError
from contracts.base import Language
from engines.tts.espeak import EspeakVoice
from media_server.rtc.jitter import hear_without_delay
from media_server.speaking.track import SAMPLE_RATE, Clip, SpeechTrack
from numpy.typing import NDArray
from visavis.candidate.ear import audio_frames
from visavis.candidate.face import MAX_FPS, MAX_HEIGHT, MAX_WIDTH, portrait_film
from visavis.candidate.line import lose_packets
from visavis.candidate.pacing import Pacer
from visavis.candidate.run import OWN_VOICES
from visavis.candidate.voice import OWN_GAIN, synthesised_clip

AUDIBLE = 800
"""A sample of 16 bits that is part of a tone, and not of the codec's silence."""
PATIENCE = 120.0
"""Seconds; a line that a busy machine stalls counts as cut, and whoever was cut off gets a moment to go on."""
SENTENCE = (
    "We moved the nightly reports to one queue and measured every morning how many of them had arrived before nine "
    "and the number never fell again while our customers were reading them and nobody had to wait any longer"
)
"""Thirteen seconds without a pause in which a turn could end."""
END_WITHIN = 0.1
"""Seconds before the end that was asked for, in which speech is cut at its loudest."""
BIT_RATE = 500_000

Pcm = NDArray[np.int16]
Sound = Callable[[float, Random], Pcm]
"""So many seconds of something to say: mono PCM at 48 kHz, shape (samples,)."""


def tone(seconds: float, _: Random) -> Pcm:
    samples = np.arange(round(seconds * SAMPLE_RATE))
    return (8000 * np.sin(samples * 2 * np.pi * 300 / SAMPLE_RATE)).astype(np.int16)


@dataclass(frozen=True)
class Speech:
    """A synthetic voice, for servers that tell speech from other sounds."""

    pcm: Pcm

    @classmethod
    async def synthesised(cls) -> Self:
        voice = EspeakVoice(OWN_VOICES)
        try:
            clip = await synthesised_clip(voice, [SENTENCE], Language.EN)
        finally:
            await voice.close()
        # As into the microphone: pipecat takes what is quieter for somebody else's voice.
        return cls((clip.pcm / OWN_GAIN).astype(np.int16))

    def __call__(self, seconds: float, chance: Random) -> Pcm:
        """A stretch that ends in the middle of a vowel: its last sample is speech, not the breath after it."""
        length, slack, frame = (round(span * SAMPLE_RATE) for span in (seconds, END_WITHIN, 0.02))
        start = chance.randrange(len(self.pcm) - length)
        said = self.pcm[start : start + length]
        ends = range(length - slack, length + 1, frame // 2)
        return said[: max(ends, key=lambda end: float(np.abs(said[end - frame : end]).mean()))]


class Microphone(SpeechTrack):
    """Remembers when the first and the last frame of what is said, pauses in it included, were handed out."""

    def __init__(self) -> None:
        super().__init__()
        self.first = self.last = 0.0
        self._begins = False

    def play(self, clip: Clip) -> None:
        self._begins = True
        super().play(clip)

    async def recv(self) -> av.AudioFrame:
        frame = await super().recv()
        if frame.to_ndarray().any():
            self.last = monotonic()
            if self._begins:
                self.first, self._begins = self.last, False
        return frame


@dataclass(frozen=True)
class Film:
    """Pictures of the drawn portrait, 640×480, 15 a second, as VP8: encoded once, so that no camera costs a core."""

    pictures: list[bytes]

    @classmethod
    def of_portrait(cls) -> Self:
        encoder = av.CodecContext.create("libvpx", "w")
        assert isinstance(encoder, av.VideoCodecContext)
        encoder.width, encoder.height, encoder.pix_fmt = MAX_WIDTH, MAX_HEIGHT, "yuv420p"
        encoder.bit_rate, encoder.gop_size = BIT_RATE, round(MAX_FPS)  # a lost picture is over within a second
        encoder.time_base, encoder.framerate = Fraction(1, round(MAX_FPS)), Fraction(round(MAX_FPS))
        encoder.options = {"deadline": "realtime", "cpu-used": "4", "lag-in-frames": "0", "error-resilient": "1"}
        packets: list[av.Packet] = []
        for number, frame in enumerate(portrait_film().frames):
            frame.pts, frame.time_base = number, encoder.time_base
            packets += encoder.encode(frame)
        return cls([bytes(packet) for packet in packets + encoder.encode(None)])


class Camera(MediaStreamTrack):
    """Shows a film over and over."""

    kind = "video"

    def __init__(self, film: Film) -> None:
        super().__init__()
        self._pictures = cycle(film.pictures)
        self._pacer = Pacer(1 / MAX_FPS)
        self._shown = 0

    async def recv(self) -> av.Packet:  # type: ignore[override]  # aiortc sends packets as they are
        self._shown += await self._pacer.tick()
        if self.readyState != "live":
            raise MediaStreamError
        packet = av.Packet(next(self._pictures))
        packet.pts, packet.time_base = round(self._shown * VIDEO_CLOCK_RATE / MAX_FPS), Fraction(1, VIDEO_CLOCK_RATE)
        self._shown += 1
        return packet


class Caller:
    """One candidate. `heard` returns the time at which sound came after silence."""

    def __init__(self, loss: float, chance: Random, *, sound: Sound = tone, film: Film | None = None) -> None:
        """`loss` is the share (0…1) of packets that get lost on the way to the server."""
        self.microphone = Microphone()
        self.chance = chance
        self.peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._loss = loss
        self._sound = sound
        self._film = film
        self._sounds = False
        self._heard: asyncio.Queue[float] = asyncio.Queue()
        self._listening: list[asyncio.Task[None]] = []

    @asynccontextmanager
    async def connected(self, url: str, ticket: str | None = None) -> AsyncIterator[str]:
        """The id of the session, where the other side has one."""
        self.peer.addTrack(self.microphone)
        if self._film:
            self.peer.addTrack(Camera(self._film))
        self.peer.on("track", self._track)
        try:
            await self.peer.setLocalDescription(await self.peer.createOffer())
            offer = {"sdp": self.peer.localDescription.sdp, "type": "offer"} | ({"ticket": ticket} if ticket else {})
            async with httpx.AsyncClient(timeout=PATIENCE) as http:
                response = await http.post(url, json=offer)
            answer = response.raise_for_status().json()
            await self.peer.setRemoteDescription(RTCSessionDescription(answer["sdp"], "answer"))
            lose_packets(self.peer, self._loss, self.chance)
            yield answer.get("session_id", "")
        finally:
            await self.peer.close()
            await asyncio.gather(*self._listening)

    def say(self, seconds: float, sound: Sound | None = None) -> None:
        while not self._heard.empty():
            self._heard.get_nowait()
        self.microphone.play(Clip((sound or self._sound)(seconds, self.chance)))

    async def heard(self, patience: float = PATIENCE) -> float:
        """Raises `TimeoutError` after so many seconds."""
        return await asyncio.wait_for(self._heard.get(), patience)

    def _track(self, track: MediaStreamTrack) -> None:
        if track.kind != "audio":
            return
        hear_without_delay(next(receiver for receiver in self.peer.getReceivers() if receiver.track is track))
        self._listening.append(asyncio.create_task(self._listen(track)))

    async def _listen(self, track: MediaStreamTrack) -> None:
        async for frame in audio_frames(track):
            sounds = bool(np.abs(frame.to_ndarray()).max() > AUDIBLE)
            if sounds and not self._sounds:
                self._heard.put_nowait(monotonic())
            self._sounds = sounds
