"""A call's packets, as its candidate's peer counts them."""

from dataclasses import dataclass
from typing import Self

from aiortc import RTCPeerConnection


@dataclass(frozen=True)
class Traffic:
    """Packets of one call so far; what was lost on the way to the server comes from the server's reports."""

    sent: int
    sent_lost: int
    received: int
    received_lost: int

    @classmethod
    async def of(cls, peer: RTCPeerConnection) -> Self:
        stats = list((await peer.getStats()).values())
        sent = [entry for entry in stats if entry.type == "outbound-rtp"]
        there = [entry for entry in stats if entry.type == "remote-inbound-rtp"]
        here = [entry for entry in stats if entry.type == "inbound-rtp"]
        return cls(
            sum(entry.packetsSent for entry in sent),
            sum(entry.packetsLost for entry in there),
            sum(entry.packetsReceived for entry in here),
            sum(entry.packetsLost for entry in here),
        )

    def kept_since(self, before: Self) -> float:
        """The share (0…1) of the worse direction."""
        sent, sent_lost = self.sent - before.sent, self.sent_lost - before.sent_lost
        received, lost = self.received - before.received, self.received_lost - before.received_lost
        return min(1 - sent_lost / max(sent, 1), received / max(received + lost, 1))
