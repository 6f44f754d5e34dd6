"""A line that loses packets, as bad networks do, or all of them."""

from random import Random
from typing import Any

from aiortc import RTCPeerConnection
from aiortc.rtp import is_rtcp


def lose_packets(peer: RTCPeerConnection, share: float, chance: Random) -> None:
    """Lose `share` (0…1) of the voice and picture packets that `peer` sends from now on; its reports arrive."""
    for transport in {sender.transport for sender in peer.getSenders()}:
        # Any: aiortc has no place between a sender and its transport; this replaces a method of this one transport.
        internals: Any = transport
        send = internals._send_rtp

        async def send_or_lose(data: bytes, send: Any = send) -> None:
            if is_rtcp(data) or chance.random() >= share:
                await send(data)

        internals._send_rtp = send_or_lose


def cut_line(peer: RTCPeerConnection) -> None:
    """As a power cut does it: nothing comes out any more, and nobody said goodbye."""
    for transceiver in peer.getTransceivers():
        # Any: nor has aioice a place between a connection and its sockets.
        connection: Any = transceiver.receiver.transport.transport._connection
        for protocol in connection._protocols:
            protocol.transport.sendto = lambda data, address: None
