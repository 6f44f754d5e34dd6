"""Opening, keeping and freeing connections, and everything that may be wrong with an offer."""

import asyncio
import re
import socket
from datetime import timedelta

import httpx
import pytest
from aiortc import RTCPeerConnection
from contracts.live import LiveError, Moment, QuestionStarted, TurnState
from fastapi import FastAPI
from media_doubles.backend import Backend
from media_doubles.candidate import Camera, Candidate
from media_server.rtc.ice import PortRange
from media_server.settings import MediaSettings
from uuid_utils import uuid7
from visavis.candidate.line import cut_line
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def post(media: str, body: bytes | dict[str, str]) -> httpx.Response:
    async with httpx.AsyncClient() as http:
        if isinstance(body, bytes):
            return await http.post(f"{media}/offer", content=body, headers={"Content-Type": "application/json"})
        return await http.post(f"{media}/offer", json=body)


async def real_offer() -> str:
    peer = RTCPeerConnection()
    peer.addTransceiver("audio")
    offer = await peer.createOffer()
    await peer.setLocalDescription(offer)
    sdp = peer.localDescription.sdp
    await peer.close()
    return sdp


async def test_what_is_wrong_with_an_offer_is_said_and_spends_no_ticket(media: str, backend: Backend) -> None:
    good = await real_offer()
    bad = {
        "not an sdp": 400,
        "v=0": 400,
        "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=audio x UDP/TLS/RTP/SAVPF 0\r\n": 400,
        good.replace("a=fingerprint", "a=nothing"): 400,
        good.replace("a=ice-ufrag", "a=nothing"): 400,
        good.replace("m=audio", "m=video"): 400,
        good + good[good.index("m=audio") :]: 400,
        good.replace("a=rtcp-mux\r\n", ""): 400,
        good.replace("a=mid:0", "a=mid:1"): 400,
        good.replace("a=group:BUNDLE 0", "a=group:BUNDLE 0 1"): 400,
        good.replace("a=mid:0", "a=mid"): 400,
        good + "a=candidate:1 1 udp 1 127.0.0.1 65536 typ host\r\n": 400,
        "": 422,
        good + "a=x:" + "y" * 70_000: 413,
        "v" * 1_000_000: 413,
    }
    for sdp, status in bad.items():
        response = await post(media, {"sdp": sdp, "type": "offer", "ticket": backend.ticket("offer")})
        assert response.status_code == status, (sdp[:60], response.text)
        assert backend.redeemed == 0
        assert response.json()["detail"]
    for body in (b"", b"{", b"[]", b"\xff\xfe", b'{"type": "offer"}'):
        assert (await post(media, body)).status_code == 422


async def test_a_ticket_opens_one_door_once(media: str, backend: Backend) -> None:
    ticket = backend.ticket("offer")
    async with Candidate(media, backend) as first, Candidate(media, backend) as second:
        assert (await first.offer(ticket)).status_code == 200
        again = await second.offer(ticket)
        assert (again.status_code, again.json()["error"]) == (401, "TicketInvalid")
    async with Candidate(media, backend) as third:
        for foreign in (backend.ticket("socket"), "a-ticket-that-nobody-gave"):
            refused = await third.offer(foreign)
            assert (refused.status_code, refused.json()["error"]) == (401, "TicketInvalid")
    assert (await post(media, {"sdp": await real_offer(), "type": "offer"})).status_code == 422


async def test_a_second_peer_is_refused_while_the_first_lives(media: str, backend: Backend) -> None:
    async with Candidate(media, backend) as first, Candidate(media, backend) as second:
        await first.connect()
        await first.attach()
        await first.hears(QuestionStarted)
        refused = await second.offer()
        assert (refused.status_code, refused.json()["error"]) == (409, "PeerAlreadyConnected")


async def test_a_peer_that_takes_over_ends_the_one_before(media: str, app: FastAPI, backend: Backend) -> None:
    async with Candidate(media, backend) as first, Candidate(media, backend) as second:
        await first.connect()
        await first.attach()
        await first.hears(QuestionStarted)
        await second.connect(takes_over=True)
        await second.attach()
        told = await first.hears(LiveError)
        assert (told.error, told.fatal) == ("TakenOver", True)
        assert (await second.hears(QuestionStarted)).question.turn == 1
        assert len(app.state.sessions) == 1


async def test_the_interview_goes_on_at_its_question_after_a_hang_up(media: str, backend: Backend) -> None:
    for _ in range(2):
        async with Candidate(media, backend) as candidate:
            await candidate.connect()
            await candidate.attach()
            assert (await candidate.hears(QuestionStarted)).question.turn == 1


async def test_a_peer_that_went_quiet_is_replaced(
    media: str, app: FastAPI, backend: Backend, settings: MediaSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "quiet_after", timedelta(0))
    async with Candidate(media, backend) as first, Candidate(media, backend) as second:
        await first.connect()
        await second.connect()
        assert len(app.state.sessions) == 1
        assert first.session_id != second.session_id


async def test_places_are_limited_and_a_full_server_spends_no_ticket(
    media: str, backend: Backend, settings: MediaSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "max_sessions", 1)
    async with Candidate(media, backend) as first, Candidate(media, backend) as second:
        await first.connect()
        ticket = backend.ticket("offer", str(uuid7()))
        full = await second.offer(ticket)
        assert (full.status_code, full.json()["error"]) == (503, "AtCapacity")
        await first.hang_up()
        offer = {"sdp": await real_offer(), "type": "offer", "ticket": ticket}
        while (response := await post(media, offer)).is_error:
            assert response.status_code == 503
            await asyncio.sleep(0.1)


async def test_without_a_free_port_the_server_is_full(
    media: str, app: FastAPI, backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("0.0.0.0", 0))
        port = taken.getsockname()[1]
        monkeypatch.setattr(app.state.services.addresses, "_ports", PortRange(port, port))
        async with Candidate(media, backend) as candidate:
            full = await candidate.offer()
            assert (full.status_code, full.json()["error"]) == (503, "AtCapacity")


async def test_an_offer_that_nobody_follows_up_is_closed(
    media: str, app: FastAPI, backend: Backend, settings: MediaSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = asyncio.all_tasks()
    async with Candidate(media, backend) as candidate:
        monkeypatch.setattr(settings, "connect_deadline", timedelta(seconds=0.5))
        assert (await candidate.offer()).status_code == 200
        assert len(app.state.sessions) == 1
    await nothing_left(app, before)


async def test_a_peer_that_vanishes_is_noticed(
    media: str, app: FastAPI, backend: Backend, settings: MediaSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "vanished_after", timedelta(seconds=3))
    before = asyncio.all_tasks()
    async with Candidate(media, backend) as candidate:
        await candidate.connect()
        await candidate.attach()
        await candidate.hears(TurnState, lambda m: m.phase == "speaking")
        cut_line(candidate.peer)
        while len(app.state.sessions):  # noqa: ASYNC110 - no event says so
            await asyncio.sleep(0.05)
        assert backend.submissions == []
    await nothing_left(app, before)


async def test_hanging_up_leaves_no_task_and_no_socket(media: str, app: FastAPI, backend: Backend) -> None:
    before = asyncio.all_tasks()
    async with Candidate(media, backend, video=Camera()) as candidate:
        await candidate.connect()
        await candidate.attach()
        await candidate.hears(TurnState, lambda m: m.phase == "speaking")
        ports = {
            int(port)
            for port in re.findall(r"a=candidate:\S+ \d udp \d+ \S+ (\d+)", candidate.peer.remoteDescription.sdp)
        }
        assert ports
    await nothing_left(app, before)
    for port in ports:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
            free.bind(("0.0.0.0", port))


async def nothing_left(app: FastAPI, before: set[asyncio.Task[object]]) -> None:
    """No session, and no task of a peer or a session more than before; the test's time limit is the deadline."""

    def of_a_session(task: asyncio.Task[object]) -> bool:
        code = getattr(task.get_coro(), "cr_code", None)
        source = code.co_filename if code else ""
        return any(part in source for part in ("aiortc", "aioice", "media_server")) and "watching/process" not in source

    while len(app.state.sessions) or [task for task in asyncio.all_tasks() - before if of_a_session(task)]:  # noqa: ASYNC110
        await asyncio.sleep(0.05)


async def test_a_socket_needs_its_own_sessions_ticket(media: str, backend: Backend) -> None:
    async with Candidate(media, backend) as candidate:
        await candidate.connect()
        for ticket in ("x" * 30, backend.ticket("offer"), backend.ticket("socket", str(uuid7()))):
            refused = await candidate.attach(ticket)
            assert (await candidate.hears(LiveError, lambda m: m.fatal)).error == "TicketInvalid"
            await refused.wait_closed()
            candidate.messages.clear()
        candidate.session_id = str(uuid7())
        await candidate.attach()
        assert (await candidate.hears(LiveError)).error == "NotFound"


@pytest.mark.parametrize("origin", ["https://elsewhere.example.org", "null", "http://here.example.org"])
async def test_a_page_from_elsewhere_is_refused_before_it_shows_a_ticket(
    media: str, backend: Backend, settings: MediaSettings, monkeypatch: pytest.MonkeyPatch, origin: str
) -> None:
    monkeypatch.setattr(settings, "allowed_origins", "https://here.example.org")
    async with Candidate(media, backend) as candidate:
        await candidate.connect()
        address = f"{media.replace('http', 'ws')}/ws/{candidate.session_id}"
        async with connect(address, origin=Origin(origin)) as socket:
            assert LiveError.model_validate_json(await socket.recv()).error == "NotAllowed"
            with pytest.raises(ConnectionClosed):
                await socket.recv()


@pytest.mark.parametrize("first", [None, Moment().model_dump_json(), "nonsense"])
async def test_the_ticket_must_come_first_and_soon(
    media: str, backend: Backend, settings: MediaSettings, monkeypatch: pytest.MonkeyPatch, first: str | None
) -> None:
    monkeypatch.setattr(settings, "authenticate_deadline", timedelta(seconds=0.2))
    async with Candidate(media, backend) as candidate:
        await candidate.connect()
        async with connect(f"{media.replace('http', 'ws')}/ws/{candidate.session_id}") as socket:
            if first:
                await socket.send(first)
            assert LiveError.model_validate_json(await socket.recv()).fatal
            with pytest.raises(ConnectionClosed):
                await socket.recv()


async def test_nonsense_on_the_socket_is_answered_and_survived(media: str, backend: Backend) -> None:
    async with Candidate(media, backend) as candidate:
        await candidate.connect()
        socket = await candidate.attach()
        for nonsense, error in (
            ("{", "InvalidInput"),
            ('{"type": "unheard-of"}', "InvalidInput"),
            (b"\x00\x01", "InvalidInput"),
            ("x" * 200_000, "PayloadTooLarge"),
            ('{"type": "typed", "text": "  "}', "EmptyAnswer"),
        ):
            candidate.messages.clear()
            await socket.send(nonsense)
            assert (await candidate.hears(LiveError)).error == error
        await candidate.say(Moment())
        assert socket.state.name == "OPEN"


async def test_a_lost_socket_comes_back_to_the_current_state(media: str, backend: Backend) -> None:
    async with Candidate(media, backend) as candidate:
        await candidate.connect()
        first = await candidate.attach()
        await candidate.hears(TurnState, lambda m: m.phase == "listening")
        await first.close()
        candidate.messages.clear()
        await candidate.attach()
        assert (await candidate.hears(QuestionStarted)).question.turn == 1
        assert (await candidate.hears(TurnState)).phase == "listening"
