"""Packets that nobody should send: from strangers, and from a peer that was let in."""

import re
import socket
import struct
from typing import Any

import pytest
from aiortc.rtp import RTCP_RTPFB_NACK, RtcpRtpfbPacket, RtpPacket
from contracts.live import TurnState
from fastapi import FastAPI
from google_crc32c import value as crc32c
from media_doubles.backend import Backend
from media_doubles.candidate import Candidate

pytestmark = pytest.mark.asyncio(loop_scope="session")

EMPTY, ALERT, STUN = b"", b"\x15\xfe\xfd" + bytes(8) + b"\0\2\2\x28", bytes.fromhex("000100082112a442") + bytes(12)
SHORT_PRIORITY = STUN + struct.pack("!HHH2x", 0x0024, 2, 1)


async def test_a_stranger_ends_no_call(media: str, backend: Backend) -> None:
    async with Candidate(media, backend) as candidate:
        await candidate.connect()
        await candidate.attach()
        await candidate.hears(TurnState, lambda m: m.phase == "speaking")
        sdp = candidate.peer.remoteDescription.sdp
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
            for port in re.findall(r"a=candidate:\S+ 1 udp \d+ 127\.0\.0\.1 (\d+)", sdp):
                for packet in (EMPTY, ALERT, SHORT_PRIORITY, b"\x80\x60" + bytes(30)):
                    stranger.sendto(packet, ("127.0.0.1", int(port)))
        await candidate.hears(TurnState, lambda m: m.phase == "listening")


def wrong_extension() -> bytes:
    """The level of the sound in two bytes instead of one, whatever number was agreed on for it."""
    extensions = b"".join(bytes([number << 4 | 1, 0, 0]) for number in range(1, 15))
    packet = bytearray(RtpPacket(96, 0, 1, 1, 7, b"").serialize())
    packet[0] |= 0x10
    return bytes(packet) + struct.pack("!HH", 0xBEDE, 11) + extensions.ljust(44, b"\0")


@pytest.mark.parametrize(
    "packets",
    [
        [wrong_extension()],
        [RtpPacket(96, 0, 1, 1, source, b"").serialize() for source in range(200)],
        [bytes(RtcpRtpfbPacket(RTCP_RTPFB_NACK, 1, 2, list(range(300))))],
    ],
    ids=["extension of a wrong length", "more sources than a report holds", "asks for all it has heard again"],
)
async def test_what_a_peer_sends_ends_no_call(media: str, app: FastAPI, backend: Backend, packets: list[bytes]) -> None:
    async with Candidate(media, backend) as candidate:
        await candidate.connect()
        await candidate.attach()
        (sender,) = candidate.peer.getSenders()
        # Any: there is no public way to send what one likes.
        transport: Any = sender.transport
        await candidate.hears(TurnState, lambda m: m.phase == "speaking")
        for packet in packets:
            await transport._send_rtp(packet)
        await candidate.hears(TurnState, lambda m: m.phase == "listening")
        assert len(app.state.sessions) == 1
    await app.state.sessions.close()
    assert len(app.state.sessions) == 0


async def test_data_that_no_parser_finishes_holds_up_nobody(media: str, backend: Backend) -> None:
    async with Candidate(media, backend) as candidate:
        channel: Any = candidate.peer.createDataChannel("clock").transport
        await candidate.connect()
        await candidate.attach()
        await candidate.hears(TurnState, lambda m: m.phase == "speaking")
        parameter_of_no_length = struct.pack("!BBHHHL", 4, 0, 12, 1, 0, 0)
        header = struct.pack("!HHL", 5000, 5000, 0)
        checksum = struct.pack("<L", crc32c(header + bytes(4) + parameter_of_no_length))
        await channel.transport._send_data(header + checksum + parameter_of_no_length)
        await candidate.hears(TurnState, lambda m: m.phase == "listening")
