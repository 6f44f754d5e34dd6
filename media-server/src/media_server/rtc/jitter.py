"""Put incoming audio packets in order without keeping them.

aiortc (1.16) buffers audio for playing: four packets (80 ms) deep, and after one lost packet fifteen (280 ms) for the
rest of the call, because it hands on one frame a packet and so never works off what piled up while it waited. Hearing
is not playing: nothing needs an even flow, so here a packet in order goes straight on, a gap is waited for during at
most `PATIENCE` packets, and everything held is handed on at once when the gap closes or is given up. The depth is zero
before and after. A packet given up shows as a jump of the frames' pts, which hearing fills with silence.

Nor does a frame wait for a thread: aiortc hands every packet to one that decodes it and hands it back, and waking two
threads takes ten times as long as decoding 20 ms of Opus (35 µs).
"""

from collections.abc import Awaitable, Callable
from queue import Queue
from typing import Any

import av
import structlog
from aiortc import RTCRtpReceiver
from aiortc.codecs import get_decoder
from aiortc.codecs.base import Decoder
from aiortc.jitterbuffer import JitterFrame
from aiortc.rtcrtpparameters import RTCRtpCodecParameters
from aiortc.rtp import RtpPacket

log = structlog.get_logger(__name__)

PATIENCE = 4
"""Packets (80 ms) to wait for one that is missing."""
RESTART = 500
"""A sequence number this far off is a new stream, not a late packet."""

PacketHandler = Callable[[RtpPacket, int], Awaitable[None]]
EncodedFrame = tuple[RTCRtpCodecParameters, JitterFrame]


class InOrder:
    """Releases packets by sequence number (16 bits, wrapping)."""

    def __init__(self, patience: int = PATIENCE) -> None:
        self._patience = patience
        self._source: int | None = None
        self._next: int | None = None
        self._held: dict[int, RtpPacket] = {}

    @property
    def depth(self) -> int:
        """Packets that wait."""
        return len(self._held)

    def add(self, packet: RtpPacket) -> list[RtpPacket]:
        """The packets that may go on now, in order. A late or repeated one goes nowhere."""
        if self._next is None or packet.ssrc != self._source:
            return self._restart(packet)
        ahead = (packet.sequence_number - self._next) & 0xFFFF
        if ahead >= 0x8000:
            if 0x10000 - ahead < RESTART:
                return []
            return self._restart(packet)
        if ahead > RESTART:
            return self._restart(packet)
        self._held[packet.sequence_number] = packet
        released = self._release()
        if len(self._held) > self._patience:
            self._next = min(self._held, key=self._distance)
            released += self._release()
        return released

    def _release(self) -> list[RtpPacket]:
        released = []
        while self._next in self._held:
            released.append(self._held.pop(self._next))
            self._next = (self._next + 1) & 0xFFFF
        return released

    def _restart(self, packet: RtpPacket) -> list[RtpPacket]:
        held = [self._held[number] for number in sorted(self._held, key=self._distance)]
        self._held.clear()
        self._source = packet.ssrc
        self._next = (packet.sequence_number + 1) & 0xFFFF
        return [*held, packet]

    def _distance(self, number: int) -> int:
        return (number - (self._next or 0)) & 0xFFFF


class PassOn:
    """Stands in for aiortc's buffer behind `InOrder`: one audio packet is one frame."""

    def add(self, packet: RtpPacket) -> tuple[bool, JitterFrame]:
        # aiortc's depayloader leaves the codec's bytes in `_data`.
        return False, JitterFrame(data=packet._data, timestamp=packet.timestamp)  # type: ignore[attr-defined]


class DecodeAtOnce(Queue[EncodedFrame | None]):
    """Stands in for the queue to aiortc's decoder thread, which is left with telling the track when it has ended."""

    def __init__(self, take: Callable[[av.AudioFrame], None]) -> None:
        super().__init__()
        self._take = take
        self._codec: str | None = None
        self._decoder: Decoder | None = None

    def put(self, item: EncodedFrame | None, block: bool = True, timeout: float | None = None) -> None:
        if item is None:
            super().put(None)
            return
        codec, frame = item
        if self._decoder is None or codec.name != self._codec:
            self._decoder, self._codec = get_decoder(codec), codec.name
        try:
            frames = self._decoder.decode(frame)
        except av.FFmpegError as error:  # shows as a jump, like a packet that was lost
            log.debug("a packet of sound was not decoded", error=type(error).__name__)
            return
        for decoded in frames:
            if isinstance(decoded, av.AudioFrame):
                self._take(decoded)


def hear_without_delay(receiver: RTCRtpReceiver) -> None:
    """Replace the audio receiver's jitter buffer and decoder thread. Call before its transport connects."""
    order = InOrder()
    # Any: none of these is part of aiortc's interface; all are set on this one receiver only.
    internals: Any = receiver
    handle: PacketHandler = internals._handle_rtp_packet
    internals._RTCRtpReceiver__jitter_buffer = PassOn()
    internals._RTCRtpReceiver__decoder_queue = DecodeAtOnce(internals.track._queue.put_nowait)

    async def handle_in_order(packet: RtpPacket, arrival_time_ms: int) -> None:
        for ready in order.add(packet):
            await handle(ready, arrival_time_ms)

    internals._handle_rtp_packet = handle_in_order
