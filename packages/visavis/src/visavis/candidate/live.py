"""One live connection: a peer with voice and face out and the interviewer in, and the WebSocket beside it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random
from typing import Literal

import structlog
from aiortc import (
    MediaStreamTrack,
    RTCConfiguration,
    RTCIceServer,
    RTCIceTransportPolicy,
    RTCPeerConnection,
    RTCSessionDescription,
)
from contracts.base import Id
from contracts.live import Answer, Authenticate, ClientMessage, DeviceId, ServerMessage, Ticket
from pydantic import TypeAdapter, ValidationError
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from visavis.candidate.api import Platform
from visavis.candidate.ear import Ear
from visavis.candidate.errors import ConnectionLost
from visavis.candidate.line import lose_packets

log = structlog.get_logger(__name__)

CONNECT_SECONDS = 15.0
SERVER_MESSAGE: TypeAdapter[ServerMessage] = TypeAdapter(ServerMessage)


class LiveConnection:
    """What the conversation sees of the connection. Its methods raise `ConnectionLost`."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    async def send(self, message: ClientMessage) -> None:
        try:
            await self._socket.send(message.model_dump_json())
        except ConnectionClosed as error:
            raise ConnectionLost("The WebSocket to the media server is closed.") from error

    async def close(self) -> None:
        """Leave; `messages` then raises `ConnectionLost`."""
        await self._socket.close()

    async def messages(self) -> AsyncIterator[ServerMessage]:
        """Messages in order, for as long as the connection lives."""
        while True:
            try:
                yield SERVER_MESSAGE.validate_json(await self._socket.recv())
            except ConnectionClosed as error:
                raise ConnectionLost("The connection to the media server broke.") from error
            except ValidationError as error:
                raise ConnectionLost("The media server sent a message that its contract does not know.") from error


@asynccontextmanager
async def live_connection(
    platform: Platform,
    interview_id: Id,
    outbound: list[MediaStreamTrack],
    ear: Ear,
    *,
    door: Literal["offer", "check"] = "offer",
    camera: DeviceId | None = None,
    loss: float = 0.0,
    relay: bool = False,
) -> AsyncIterator[LiveConnection]:
    """Connect with fresh tickets, to the media server that they are for, over a line that loses a share of the packets.

    `door` is that of the interview, or of a check before it; `camera` the one whose calibration counts. With `relay`,
    voice and face go through the platform's relay and on no other way.

    Raises `ConnectionLost`, `Unreachable`, or `ApiError` where the platform refuses.
    """
    # An empty list, because None would ask a public STUN server.
    peer = RTCPeerConnection(await _through_relay(platform) if relay else RTCConfiguration(iceServers=[]))
    listeners: list[asyncio.Task[None]] = []
    connected, lost = asyncio.Event(), asyncio.Event()

    @peer.on("track")
    def _on_track(track: MediaStreamTrack) -> None:
        listeners.append(asyncio.create_task(ear.listen(track)))

    @peer.on("connectionstatechange")
    def _on_state() -> None:
        log.debug("peer connection", state=peer.connectionState)
        if peer.connectionState == "connected":
            connected.set()
        elif peer.connectionState in {"failed", "closed"}:
            lost.set()

    try:
        ticket = await platform.ticket(interview_id, door, camera)
        answer = await _exchange(platform, ticket, peer, outbound)
        if loss:
            lose_packets(peer, loss, Random())  # noqa: S311 — a network, and no secret
        async with _socket(platform, interview_id, answer.session_id) as socket:
            await _until(connected)
            listeners.append(asyncio.create_task(_hang_up_when(lost, socket)))
            yield LiveConnection(socket)
    finally:
        await peer.close()
        for listener in listeners:
            listener.cancel()
        await asyncio.gather(*listeners, return_exceptions=True)


async def _through_relay(platform: Platform) -> RTCConfiguration:
    """With credentials of this moment. aiortc uses the first relay that it is given."""
    relays = (await platform.config()).relays
    servers = [RTCIceServer(relay.urls, relay.username, relay.credential) for relay in relays]
    return RTCConfiguration(iceServers=servers, iceTransportPolicy=RTCIceTransportPolicy.RELAY)


async def _exchange(
    platform: Platform, ticket: Ticket, peer: RTCPeerConnection, outbound: list[MediaStreamTrack]
) -> Answer:
    for track in outbound:
        # The interviewer is heard and not seen.
        peer.addTransceiver(track, direction="sendrecv" if track.kind == "audio" else "sendonly")
    await peer.setLocalDescription(await peer.createOffer())
    answer = await platform.offer(ticket, peer.localDescription.sdp)
    # A local platform is known as 127.0.0.1 and answers from the address that the candidate calls from. aioice learns
    # that one from the server's own checks, if it has not given up with the only candidate that it was told.
    sdp = answer.sdp.replace("a=end-of-candidates\r\n", "")
    await peer.setRemoteDescription(RTCSessionDescription(sdp=sdp, type=answer.type))
    return answer


@asynccontextmanager
async def _socket(platform: Platform, interview_id: Id, session_id: Id) -> AsyncIterator[ClientConnection]:
    ticket = await platform.ticket(interview_id, "socket")
    url = f"{ticket.media_url.replace('http', 'ws', 1)}/ws/{session_id}"
    try:
        # Browsers send where the page came from, and the media server may look at it.
        async with connect(url, additional_headers={"Origin": platform.url}, open_timeout=CONNECT_SECONDS) as socket:
            await socket.send(Authenticate(ticket=ticket.ticket).model_dump_json())
            yield socket
    except (WebSocketException, OSError) as error:
        raise ConnectionLost(f"The WebSocket to the media server did not open ({type(error).__name__}).") from error


async def _until(connected: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(connected.wait(), CONNECT_SECONDS)
    except TimeoutError:
        raise ConnectionLost(
            f"Voice and face did not connect within {CONNECT_SECONDS:.0f} s. "
            "Is the media server's UDP port range reachable from here?"
        ) from None


async def _hang_up_when(lost: asyncio.Event, socket: ClientConnection) -> None:
    """A peer that is gone ends the WebSocket too, so that whoever waits for messages learns of it."""
    await lost.wait()
    await socket.close()
