"""Peers that come and go, vanish, or never come at all, and what they leave behind in the media server's process."""

import os
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from random import Random

import httpx
from calls.caller import Caller
from calls.stubbed import StubServer, new_ticket, stub_server
from drills import times
from media_drills import Held, complaints, offer_sdp, open_sessions, until
from visavis.candidate.line import cut_line

Record = Callable[[str, object], None]

LOG = {"LOG_LEVEL": "WARNING", "LOG_FORMAT": "json"}
MANY = {"MAX_SESSIONS": "10000"}
QUICK = {} if os.environ.get("DRILL_COUNT") else {"CONNECT_DEADLINE": "PT6S", "VANISHED_AFTER": "PT2S"}
"""Deadlines that `make test` can wait for; drills wait for the real ones."""
MIB = 2**20
WARM_UP = 5
"""Calls after which everything is loaded that the first ones load."""
MOST_GROWTH = 20 * MIB
SAME_DESCRIPTORS = 2
MOST_VANISHING = 20
"""At a time; all of them send until then."""


async def test_peers_leave_nothing_behind(tmp_path: Path, record_property: Record) -> None:
    """Whether they connect and close, never connect, or vanish."""
    log = tmp_path / "log"
    async with stub_server(log, **LOG, **MANY, **QUICK) as server, httpx.AsyncClient(timeout=60) as http:
        for _ in range(WARM_UP):
            await connect_and_close(server)
        await until(lambda: all_gone(server, http))
        before = await Held.by(server, http)

        cycles = times(5)
        for _ in cycles:
            await connect_and_close(server)
        await until(lambda: is_back(server, http, before))
        after = await Held.by(server, http)
        record_property("connected and closed", len(cycles))
        record_property("resident memory grown by (MiB)", round((after.rss - before.rss) / MIB, 1))
        assert after.rss - before.rss <= MOST_GROWTH

        abandoned = times(10)
        sdp = await offer_sdp(data=True, video=True)
        for _ in abandoned:
            await abandon(server, http, sdp)
        during = await Held.by(server, http)
        freed = await until(lambda: all_gone(server, http))
        await until(lambda: is_back(server, http, before))
        record_property("offers abandoned", len(abandoned))
        record_property("sockets they held", during.sockets - before.sockets)
        record_property("all closed after the last one (s)", round(freed, 1))

        vanishing = [Caller(0.0, Random(number)) for number in times(2)[:MOST_VANISHING]]
        async with AsyncExitStack() as calls:
            for caller in vanishing:
                await calls.enter_async_context(caller.connected(server.offers, new_ticket()))
                await caller.heard()
            for caller in vanishing:
                cut_line(caller.peer)
            gone = await until(lambda: all_gone(server, http))
        record_property("peers vanished", len(vanishing))
        record_property("all freed after they did (s)", round(gone, 1))
        await until(lambda: is_back(server, http, before))
        left = await Held.by(server, http)
        record_property("descriptors, threads, tasks before", (before.descriptors, before.threads, before.tasks))
        record_property("descriptors, threads, tasks after all", (left.descriptors, left.threads, left.tasks))
    assert complaints(log) == []


async def connect_and_close(server: StubServer) -> None:
    """One call, until the interviewer can be heard."""
    caller = Caller(0.0, Random(1))
    async with caller.connected(server.offers, new_ticket()):
        await caller.heard()


async def abandon(server: StubServer, http: httpx.AsyncClient, sdp: str) -> None:
    """Offer, and follow nothing up."""
    offer = {"sdp": sdp, "type": "offer", "ticket": new_ticket()}
    assert (await http.post(server.offers, json=offer)).status_code == 200


async def all_gone(server: StubServer, http: httpx.AsyncClient) -> bool:
    return await open_sessions(server, http) == 0


async def is_back(server: StubServer, http: httpx.AsyncClient, before: Held) -> bool:
    """Sockets as many as before, and descriptors and tasks but for a connection to backend-core that is kept open."""
    now = await Held.by(server, http)
    return now.sockets == before.sockets and abs(now.descriptors - before.descriptors) <= SAME_DESCRIPTORS
