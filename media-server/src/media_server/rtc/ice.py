"""Where the media server can be reached: its UDP ports, its address, and itself on localhost.

aioice (0.13) binds port 0 on every address but loopback and can neither be given a range nor an address to advertise.
aiortc (1.16) makes one `aioice.Connection` per transport and lets it gather while the local description is set, so
`prepare` replaces that one step on the connections of one peer, after the remote description made them. Nothing global
is touched; a peer that was not prepared gathers as aioice does.
"""

import asyncio
import ipaddress
import itertools
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from aioice.candidate import Candidate, candidate_foundation, candidate_priority
from aioice.ice import Connection, get_host_addresses
from aiortc import RTCConfiguration, RTCIceTransport, RTCPeerConnection
from contracts.errors import AtCapacity
from pydantic import BeforeValidator, IPvAnyAddress
from pydantic_settings import NoDecode

from media_server.rtc.intake import CallSocket

LOOPBACK = "127.0.0.1"
RECEIVE_BUFFER_BYTES = 1 << 20
"""A burst of video must not push audio out of the kernel's buffer."""


@dataclass(frozen=True)
class PortRange:
    """UDP ports `first` to `last`, both included."""

    first: int
    last: int

    @classmethod
    def parse(cls, text: object) -> "PortRange":
        """Read "9000-9050". Raises ValueError."""
        if isinstance(text, PortRange):
            return text
        match = re.fullmatch(r"\s*(\d{1,5})\s*-\s*(\d{1,5})\s*", str(text))
        if not match:
            raise ValueError("a port range looks like 50000-50050")
        first, last = int(match[1]), int(match[2])
        if not 1024 <= first <= last <= 65535:
            raise ValueError("a port range lies within 1024-65535 and starts at its lower end")
        return cls(first, last)

    def __len__(self) -> int:
        return self.last - self.first + 1

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"


UdpPorts = Annotated[PortRange, NoDecode, BeforeValidator(PortRange.parse)]


def _looked_up(name: object) -> object:
    """The address behind a host's name, IPv4 where it has one; what is no name stays as it is. Raises ValueError."""
    if not isinstance(name, str):
        return name
    try:
        found = socket.getaddrinfo(name, None, type=socket.SOCK_DGRAM)
    except OSError as error:
        raise ValueError(f"there is no address behind {name}: give one, or a name that can be looked up") from error
    return min(found, key=lambda entry: entry[0] != socket.AF_INET)[4][0]


AdvertisedAddress = Annotated[IPvAnyAddress, BeforeValidator(_looked_up)]
"""An address, or a name that is looked up once, at the start."""


class IceAddresses:
    """Prepares peers to gather on the given ports, under the given address.

    Without `advertised`, a peer gets a candidate for every address of the host and for loopback, so that a browser on
    the same machine connects whatever its network. With it (a container, a 1:1 NAT), there is one socket on all
    interfaces and one candidate, with that address.
    """

    def __init__(self, ports: PortRange, advertised: str | None = None) -> None:
        self._ports = ports
        self._advertised = str(ipaddress.ip_address(advertised)) if advertised else None
        self._offsets = itertools.cycle(range(len(ports)))

    def peer(self) -> RTCPeerConnection:
        """A peer that asks nobody else for its address: an empty list, because None means a public STUN server."""
        return RTCPeerConnection(RTCConfiguration(iceServers=[]))

    def prepare(self, peer: RTCPeerConnection) -> None:
        """Call after `setRemoteDescription` and before `setLocalDescription`."""
        for transport in _ice_transports(peer):
            connection = transport.iceGatherer._connection

            async def gather(
                component: int, addresses: list[str], timeout: int = 5, connection: Connection = connection
            ) -> list[Candidate]:
                return await self._gather(connection, component)

            connection.get_component_candidates = gather  # type: ignore[method-assign]

    async def _gather(self, connection: Connection, component: int) -> list[Candidate]:
        candidates = []
        for bind_to, shown in self._addresses():
            protocol = await self._listen(connection, bind_to)
            protocol.local_candidate = Candidate(
                foundation=candidate_foundation("host", "udp", shown),
                component=component,
                transport="udp",
                priority=candidate_priority(component, "host"),
                host=shown,
                port=protocol.transport.get_extra_info("sockname")[1],
                type="host",
            )
            connection._protocols.append(protocol)
            candidates.append(protocol.local_candidate)
        return candidates

    def _addresses(self) -> list[tuple[str, str]]:
        """Pairs of (address to bind, address to show)."""
        if self._advertised:
            wildcard = "0.0.0.0" if ipaddress.ip_address(self._advertised).version == 4 else "::"  # noqa: S104
            return [(wildcard, self._advertised)]
        return [(address, address) for address in [*get_host_addresses(use_ipv4=True, use_ipv6=True), LOOPBACK]]

    async def _listen(self, connection: Connection, address: str) -> CallSocket:
        """A socket on the next free port of the range. Raises `AtCapacity` when none is left."""
        loop = asyncio.get_running_loop()
        family = socket.AF_INET if ipaddress.ip_address(address).version == 4 else socket.AF_INET6
        for port in self._ports_from_next():
            listener = socket.socket(family, socket.SOCK_DGRAM)
            try:
                listener.setblocking(False)
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
                listener.bind((address, port))
            except OSError:
                listener.close()
                continue
            _, protocol = await loop.create_datagram_endpoint(lambda: CallSocket(connection), sock=listener)
            return protocol
        raise AtCapacity

    def _ports_from_next(self) -> Iterator[int]:
        """Every port once, from where the last search ended: a port just freed may still receive a late packet."""
        start = next(self._offsets)
        for step in range(len(self._ports)):
            yield self._ports.first + (start + step) % len(self._ports)


def _ice_transports(peer: RTCPeerConnection) -> set[RTCIceTransport]:
    carriers: list[Any] = [transceiver.receiver for transceiver in peer.getTransceivers()]
    if peer.sctp:
        carriers.append(peer.sctp)
    return {carrier.transport.transport for carrier in carriers}
