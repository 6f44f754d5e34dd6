"""A peer that is let in and then sends what it likes, inside the encryption; and what strangers send to its port."""

import itertools
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from random import Random
from typing import Any

from aioice import stun
from aiortc import rtcsctptransport as sctp, rtp
from calls.caller import Caller
from calls.stubbed import StubServer, new_ticket
from google_crc32c import value as crc32c
from media_server.rtc.intake import guard
from mutation import Mutator
from pylibsrtp import Error as SrtpError

SSRC, OTHER_SSRC = 0x11111111, 0x22222222
DATA_PORT = 5000


def _report() -> rtp.RtcpReceiverInfo:
    return rtp.RtcpReceiverInfo(
        ssrc=SSRC, fraction_lost=3, packets_lost=9, highest_sequence=99, jitter=7, lsr=5, dlsr=4
    )


RTCP = [
    bytes(packet)
    for packet in (
        rtp.RtcpSrPacket(SSRC, rtp.RtcpSenderInfo(1, 2, 3, 4), [_report(), _report()]),
        rtp.RtcpRrPacket(SSRC, [_report()]),
        rtp.RtcpRrPacket(SSRC, []),
        rtp.RtcpSdesPacket([rtp.RtcpSourceInfo(SSRC, [(1, b"name")])]),
        rtp.RtcpByePacket([OTHER_SSRC]),
        rtp.RtcpRtpfbPacket(rtp.RTCP_RTPFB_NACK, SSRC, OTHER_SSRC, [1, 2, 40, 99]),
        rtp.RtcpPsfbPacket(rtp.RTCP_PSFB_PLI, SSRC, OTHER_SSRC),
        rtp.RtcpPsfbPacket(rtp.RTCP_PSFB_APP, SSRC, 0, rtp.pack_remb_fci(500_000, [SSRC, OTHER_SSRC])),
    )
]
CHUNKS = [
    bytes(chunk)
    for chunk in (
        sctp.DataChunk(flags=3),
        sctp.SackChunk(),
        sctp.ForwardTsnChunk(),
        sctp.HeartbeatChunk(),
        sctp.HeartbeatAckChunk(),
        sctp.InitChunk(),
        sctp.InitAckChunk(),
        sctp.CookieEchoChunk(body=b"cookie"),
        sctp.CookieAckChunk(),
        sctp.ErrorChunk(),
        sctp.AbortChunk(),
        sctp.ShutdownChunk(),
        sctp.ShutdownAckChunk(),
        sctp.ShutdownCompleteChunk(),
        sctp.ReconfigChunk(),
    )
]


def stun_request(attributes: bytes, key: bytes | None = None) -> bytes:
    """A binding request; with `key`, one that its receiver takes for authentic."""
    head = struct.pack(
        "!HHI12s", stun.Method.BINDING | stun.Class.REQUEST, len(attributes), stun.COOKIE, b"transaction_"
    )
    if key is None:
        return head + attributes
    integrity = struct.pack("!HH", 0x0008, 20) + stun.message_integrity(head + attributes, key)
    return stun.set_body_length(head + attributes, len(attributes) + stun.INTEGRITY_LENGTH) + integrity


def stun_attributes(username: str) -> bytes:
    name = username.encode() + b"\0" * (-len(username) % 4)
    return b"".join(
        (
            struct.pack("!HH", 0x0006, len(username)) + name,
            struct.pack("!HHI", 0x0024, 4, 1_862_270_975),
            struct.pack("!HHQ", 0x802A, 8, 1),
            struct.pack("!HH", 0x0025, 0),
        )
    )


def rtp_packets(payload_types: list[int], ssrcs: list[int]) -> list[bytes]:
    packets = []
    for payload_type in payload_types:
        for ssrc in ssrcs:
            packet = rtp.RtpPacket(payload_type, 1, 4_711, 48_000, ssrc, b"\xf8\xff\xfe" * 9)
            packets.append(packet.serialize())
            packet.csrc, packet.padding_size = [1, 2], 4
            head, rest = packet.serialize()[:20], packet.serialize()[20:]
            extended = bytes([head[0] | 0x10]) + head[1:] + struct.pack("!HH", 0xBEDE, 2)
            packets.append(extended + b"\x10\x30\x30\x85\x22abc" + rest)
    return packets


STRANGE = {
    "stun": [stun_request(b""), stun_request(stun_attributes("abcd:efgh")), b"\x01\x01" + b"\0" * 18],
    "dtls": [
        b"\x16\xfe\xfd" + b"\0" * 8 + b"\x00\x40" + b"\x01" + b"\0" * 63,
        b"\x15\xfe\xfd" + b"\0" * 8 + b"\x00\x02\x02\x28",
        b"\x17\xfe\xfd\x00\x01" + b"\0" * 6 + b"\x00\x20" + b"\xaa" * 32,
    ],
    "rtp": rtp_packets([96, 0], [SSRC]),
    "rtcp": RTCP,
}
"""What a stranger can make up, by protocol."""


class HostilePeer:
    """A connected candidate that sends mutated packets of one protocol after the other, encrypted as they should be."""

    def __init__(self, caller: Caller) -> None:
        # Any: aiortc's transports have no public way to send what one likes.
        self._sctp: Any = caller.peer.sctp
        self._dtls: Any = self._sctp.transport
        self._ice: Any = self._dtls.transport._connection
        self._rtp = rtp_packets([96, 97, 98, 0, 8], [*(sender._ssrc for sender in caller.peer.getSenders()), SSRC])
        self._protocols = itertools.cycle((self._send_rtp, self._send_rtcp, self._send_sctp, self._send_bare))
        self.sent = 0

    @property
    def connected(self) -> bool:
        return bool(self._dtls.state == "connected")

    async def send(self, mutator: Mutator) -> None:
        with suppress(ConnectionError):
            await next(self._protocols)(mutator)
            self.sent += 1

    async def _send_rtp(self, mutator: Mutator) -> None:
        packet = bytearray(mutator.packet(self._rtp)) or bytearray(1)
        packet[0] = packet[0] & 0x3F | 0x80
        with suppress(SrtpError):  # no header that could be encrypted
            await self._dtls._send_rtp(bytes(packet))

    async def _send_rtcp(self, mutator: Mutator) -> None:
        packet = mutator.packet(RTCP).ljust(8, b"\0")
        with suppress(SrtpError):
            await self._dtls._send_rtp(bytes([packet[0] & 0x3F | 0x80]) + packet[1:])

    async def _send_sctp(self, mutator: Mutator) -> None:
        chunks = mutator.packet(CHUNKS) + mutator.chance.choice((b"", *CHUNKS))
        # An association is begun, as far as its receiver can tell, by whoever sends no tag.
        tag = mutator.chance.choice((self._sctp._remote_verification_tag, self._sctp._remote_verification_tag, 0))
        header = struct.pack("!HHL", DATA_PORT, DATA_PORT, tag)
        checksum = struct.pack("<L", crc32c(header + bytes(4) + chunks))
        await self._dtls._send_data(header + checksum + chunks)

    async def _send_bare(self, mutator: Mutator) -> None:
        """To the socket as it is, from the address that the server knows."""
        name = f"{self._ice.remote_username}:{self._ice.local_username}"
        authentic = stun_request(mutator.packet([stun_attributes(name)]), self._ice.remote_password.encode())
        strange = [mutator.packet(packets) for packets in STRANGE.values()]
        await self._ice.send(mutator.chance.choice([authentic, authentic, b"", *strange]))


@asynccontextmanager
async def hostile_peer(server: StubServer, seed: int) -> AsyncIterator[HostilePeer]:
    caller = Caller(0.0, Random(seed))
    caller.peer.createDataChannel("clock")
    caller.peer.addTransceiver("video", direction="sendonly")
    async with caller.connected(server.offers, new_ticket()):
        await caller.heard()
        guard(caller.peer)  # what comes back must not stop it either
        yield HostilePeer(caller)
