"""What comes from the network is heard or dropped; it ends no call and costs other calls nothing.

In aiortc (1.16) one task reads all that a call receives, and whatever a handler raises ends it, and the call with it:
an empty datagram from anybody, a header extension of the wrong length. A report that cannot be packed leaves a receiver
that waits for ever to be stopped, and a parameter of no length in a data channel's packet holds up the whole process.
`guard` puts a fence around the handlers of one peer and `CallSocket` around its sockets. Nothing global is touched.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aioice.ice import StunProtocol
from aiortc import RTCPeerConnection
from aiortc.rtp import AnyRtcpPacket, RtcpRtpfbPacket, RtpPacket

log = structlog.get_logger(__name__)

MOST_SOURCES = 8
"""Streams that one track may come in: a browser may begin another one, and does not do so often."""
MOST_STUN_BYTE = 3
"""RFC 7983: what begins with a higher byte is DTLS or media."""

Handler = Callable[..., Awaitable[None]]


class CallSocket(StunProtocol):
    """A call's socket. Only those let in through ICE, which proves that they have the answer, reach what is behind."""

    def datagram_received(self, data: bytes | str, addr: tuple[Any, ...]) -> None:
        if not data or not (self._is_stun(data) or self._is_let_in((addr[0], addr[1]))):
            return
        try:
            super().datagram_received(data, addr)
        except Exception as error:  # whatever a parser of conversions raises
            _dropped("datagram", error)

    @staticmethod
    def _is_stun(data: bytes | str) -> bool:
        first = data[0]
        return isinstance(first, int) and first <= MOST_STUN_BYTE

    def _is_let_in(self, address: tuple[str, int]) -> bool:
        connection = self.receiver
        chosen = connection._nominated.get(self.local_candidate.component)
        return bool(chosen and chosen.remote_addr == address) or any(
            pair.remote_addr == address for pair in connection._check_list
        )


def guard(peer: RTCPeerConnection) -> None:
    """Call after `setRemoteDescription`, when the transports are those that will be used."""
    # Any: none of these is part of aiortc's interface; all are set on this one peer's parts only.
    for transport in {transceiver.receiver.transport for transceiver in peer.getTransceivers()}:
        _drop_what_fails(transport, "_handle_rtp_data")
        _drop_what_fails(transport, "_handle_rtcp_data")
    for transceiver in peer.getTransceivers():
        _limit_sources(transceiver.receiver)
        _drop_what_fails(transceiver.receiver, "_send_rtcp")
        _send_nothing_again(transceiver.sender)
    if peer.sctp:
        _read_no_data(peer.sctp)


def _drop_what_fails(part: Any, name: str) -> None:
    handle: Handler = getattr(part, name)

    async def handle_or_drop(*packet: Any, **when: Any) -> None:
        try:
            await handle(*packet, **when)
        except (asyncio.CancelledError, ConnectionError):
            raise
        except Exception as error:  # aiortc asserts and converts what packets say
            _dropped(name, error)

    setattr(part, name, handle_or_drop)


def _limit_sources(receiver: Any) -> None:
    """aiortc reports on every stream it has ever seen, and one packet begins a stream."""
    handle: Handler = receiver._handle_rtp_packet
    sources: set[int] = set()

    async def handle_known(packet: RtpPacket, arrival_time_ms: int) -> None:
        if len(sources) < MOST_SOURCES:
            sources.add(packet.ssrc)
        if packet.ssrc in sources:
            await handle(packet, arrival_time_ms=arrival_time_ms)

    receiver._handle_rtp_packet = handle_known


def _send_nothing_again(sender: Any) -> None:
    """A voice is not sent twice, and nobody is told that it would be; one packet can ask for five thousand."""
    handle: Handler = sender._handle_rtcp_packet

    async def handle_the_rest(packet: AnyRtcpPacket) -> None:
        if not isinstance(packet, RtcpRtpfbPacket):
            await handle(packet)

    sender._handle_rtcp_packet = handle_the_rest


def _read_no_data(channel: Any) -> None:
    """A page may offer a data channel; nothing here listens to one."""

    async def ignore(data: bytes) -> None: ...

    channel._handle_data = ignore


def _dropped(what: str, error: Exception) -> None:
    log.debug("dropped", what=what, error=type(error).__name__)
