"""Offers and packets that are wrong in every way a seeded chance finds, while a healthy call goes on beside."""

import asyncio
import itertools
import socket
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import httpx
from calls.stubbed import new_ticket, stub_server
from drills import times
from hostile_peer import STRANGE, hostile_peer
from media_drills import KEPT_SHARE, Call, complaints, offer_sdp
from mutation import Mutator

Record = Callable[[str, object], None]

SETTINGS = {"LOG_LEVEL": "WARNING", "LOG_FORMAT": "json", "MAX_SESSIONS": "10000"}
SEED = 20_261_122
AT_ONCE = 4
PAUSE_S = 0.002
"""Between two packets: the kernel's buffer is not what is tried here."""


async def test_no_offer_is_too_strange(tmp_path: Path, record_property: Record) -> None:
    log, mutator, statuses = tmp_path / "log", Mutator(SEED), Counter[int]()
    kinds = [await offer_sdp(data=data, video=video) for data in (False, True) for video in (False, True)]
    offers = [mutator.sdp(mutator.chance.choice(kinds)) for _ in times(100)]
    gate = asyncio.Semaphore(AT_ONCE)

    async def send(http: httpx.AsyncClient, sdp: str) -> None:
        async with gate:
            offer = {"sdp": sdp, "type": "offer", "ticket": new_ticket()}
            response = await http.post(server.offers, json=offer)
            statuses[response.status_code] += 1
            assert response.status_code < 500, (response.text, sdp)

    async with stub_server(log, **SETTINGS) as server, Call(server) as call, httpx.AsyncClient(timeout=60) as http:
        await asyncio.gather(*(send(http, sdp) for sdp in offers))
        await call.answers(1)
    record_property("mutated offers, answered with", dict(sorted(statuses.items())))
    record_property("share of its packets that the call beside kept", round(call.kept, 4))
    assert set(statuses) <= {200, 400, 413, 422}
    assert len(statuses) > 1
    assert call.kept >= KEPT_SHARE
    assert complaints(log) == []


async def test_what_strangers_send_to_a_call_s_port_does_not_reach_it(tmp_path: Path, record_property: Record) -> None:
    log, mutator = tmp_path / "log", Mutator(SEED)
    async with stub_server(log, **SETTINGS) as server, Call(server) as call:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
            for _ in times(100):
                packets = [b"", *(mutator.packet(kind) for kind in STRANGE.values())]
                for port, packet in itertools.product(call.ports, packets):
                    stranger.sendto(packet, ("127.0.0.1", port))
                await asyncio.sleep(PAUSE_S)
        await call.answers(1)
    record_property("packets from strangers, to each port", len(times(100)) * (1 + len(STRANGE)))
    record_property("share of its packets that the call kept", round(call.kept, 4))
    assert call.kept >= KEPT_SHARE
    assert complaints(log) == []


async def test_a_peer_that_sends_nonsense_harms_nobody_else(tmp_path: Path, record_property: Record) -> None:
    log, mutator, connections, sent = tmp_path / "log", Mutator(SEED), 0, 0
    async with stub_server(log, **SETTINGS) as server, Call(server) as call:
        while sent < len(times(100)):
            connections += 1
            async with hostile_peer(server, connections) as peer:
                while peer.connected and sent + peer.sent < len(times(100)):
                    await peer.send(mutator)
                    await asyncio.sleep(PAUSE_S)
                sent += peer.sent
        await call.answers(1)
    record_property("packets of a hostile peer", sent)
    record_property("connections that it spent on them", connections)
    record_property("share of its packets that the call beside kept", round(call.kept, 4))
    assert call.kept >= KEPT_SHARE
    assert complaints(log) == []
