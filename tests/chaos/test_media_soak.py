"""Interviews at the declared capacity, for as long as SOAK_SECONDS says: `make drills K=soak SOAK_SECONDS=3600`."""

import asyncio
import os
import secrets
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import linear_regression

import httpx
from calls.stub_server import PERSONAL, QUESTION
from calls.stubbed import TICKET, StubServer, new_ticket, stub_server
from drills import percentile
from media_drills import KEPT_SHARE, Call, Held, complaints, offer_sdp
from media_server.settings import MediaSettings

Record = Callable[[str, object], None]

SOAK_SECONDS = os.environ.get("SOAK_SECONDS")
SECONDS = float(SOAK_SECONDS or 4)
CAPACITY: int = MediaSettings.model_fields["max_sessions"].default if SOAK_SECONDS else 2
PROBE_EVERY_S = 1.0
SAME_DESCRIPTORS = 2
MIB = 2**20


async def test_a_soak_at_capacity_loses_nothing_and_tells_nothing(tmp_path: Path, record_property: Record) -> None:
    """Every call goes on, who comes beside them is told when to come again, and the log holds nobody's words."""
    log, token = tmp_path / "log", secrets.token_urlsafe(48)
    settings = {"LOG_LEVEL": "INFO", "LOG_FORMAT": "json", "MAX_SESSIONS": str(CAPACITY), "SERVICE_TOKEN": token}
    held: list[tuple[float, Held]] = []
    async with stub_server(log, **settings) as server, httpx.AsyncClient(timeout=60) as http:
        sdp = await offer_sdp()
        async with AsyncExitStack() as interviews:
            calls = [await interviews.enter_async_context(Call(server, seed)) for seed in range(CAPACITY)]
            began = time.monotonic()
            while (now := time.monotonic() - began) < SECONDS:
                await refused(server, http, sdp)
                held.append((now, await Held.by(server, http)))
                await asyncio.sleep(PROBE_EVERY_S)
            for call in calls:
                await call.answers(1)
    said = log.read_text(errors="replace")

    first, last = held[0][1], held[-1][1]
    latencies = [latency for call in calls for latency in call.latencies]
    record_property("interviews at a time", CAPACITY)
    record_property("minutes", round(SECONDS / 60, 1))
    record_property("offers beyond capacity, refused with 503", len(held))
    record_property("turns answered", len(latencies))
    record_property("from the last sample to the first, p95 (ms)", round(percentile(latencies, 0.95) * 1000))
    record_property("share of its packets that the worst call kept", round(min(call.kept for call in calls), 4))
    record_property("resident memory (MiB)", (round(first.rss / MIB), round(last.rss / MIB)))
    record_property("its growth (MiB an hour)", round(growth(held), 1))
    record_property("descriptors", (first.descriptors, last.descriptors))
    record_property("lines logged", said.count("\n"))
    assert min(call.kept for call in calls) >= KEPT_SHARE
    assert abs(last.descriptors - first.descriptors) <= SAME_DESCRIPTORS
    assert "turn ended" in said
    for secret in (*PERSONAL, QUESTION, TICKET, token):
        assert secret not in said
    assert complaints(log) == []


async def refused(server: StubServer, http: httpx.AsyncClient, sdp: str) -> None:
    """An offer beyond capacity is told so, and when to come again."""
    response = await http.post(server.offers, json={"sdp": sdp, "type": "offer", "ticket": new_ticket()})
    assert (response.status_code, response.json()["error"]) == (503, "AtCapacity")
    assert int(response.headers["Retry-After"]) > 0


def growth(held: list[tuple[float, Held]]) -> float:
    """MiB an hour, over the second half: what is loaded once is loaded by then."""
    half = held[len(held) // 2 :]
    if len(half) < 2:
        return 0.0
    slope, _ = linear_regression([at for at, _ in half], [now.rss / MIB for _, now in half])
    return slope * 3600
