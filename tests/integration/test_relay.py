"""coturn as the platform runs it: who may use it, and where it leads."""

import asyncio
import time
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest
from aioice import stun, turn
from backend_core.ice_servers import IceServer, ice_servers_for
from backend_core.settings import CoreSettings
from persistence.ids import new_id
from pydantic import ValidationError
from relay import LOOPBACK, Relay, find_coturn

needs_coturn = pytest.mark.skipif(find_coturn() is None, reason="coturn is not installed on this machine")
SECRETS = {
    "SECRET_KEY": "0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d",
    "SERVICE_TOKEN": "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d",
    "STORAGE_KEY": "2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d",
    "REDIS_URL": "redis://localhost",
    "DATABASE_URL": "postgresql+psycopg://localhost/visavis",
}
SOMEWHERE_PRIVATE = "10.0.0.1"


@pytest.fixture(scope="module")
def relay() -> Iterator[Relay]:
    with Relay() as relay:
        yield relay


def settings_of(**others: str) -> CoreSettings:
    return CoreSettings.of(SECRETS | others)


def own_server(relay: Relay, **others: str) -> IceServer:
    (server,) = ice_servers_for(settings_of(**(relay.settings | others)), new_id())
    return server


class Outcome(asyncio.DatagramProtocol):
    """What arrives, or is refused, first."""

    def __init__(self, outcome: "asyncio.Future[bytes]") -> None:
        self._outcome = outcome

    def datagram_received(self, data: bytes, addr: object) -> None:
        self._outcome.set_result(data)

    def error_received(self, exc: Exception) -> None:
        self._outcome.set_exception(exc)


async def said_through(relay: Relay, server: IceServer, to: str = LOOPBACK) -> bytes:
    """What somebody at `to` hears of what is sent through the relay. Raises `TransactionFailed` where it refuses."""
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[bytes] = loop.create_future()
    ear, _ = await loop.create_datagram_endpoint(lambda: Outcome(outcome), local_addr=(LOOPBACK, 0))
    sender, _ = await turn.create_turn_endpoint(
        lambda: Outcome(outcome),
        server_addr=(LOOPBACK, relay.port),
        username=str(server["username"]),
        password=str(server["credential"]),
    )
    try:
        sender.sendto(b"hello", (to, ear.get_extra_info("sockname")[1]))
        return await outcome
    finally:
        sender.close()
        ear.close()


@needs_coturn
async def test_whoever_has_credentials_gets_through_to_the_media_server(relay: Relay):
    assert await said_through(relay, own_server(relay)) == b"hello"


@needs_coturn
@pytest.mark.parametrize("wrong", ["ended", "of another secret", "of another user"])
async def test_other_credentials_are_refused(relay: Relay, wrong: str, monkeypatch: pytest.MonkeyPatch):
    server = own_server(relay)
    if wrong == "ended":
        two_days_ago = time.time() - timedelta(days=2).total_seconds()
        monkeypatch.setattr("backend_core.ice_servers.time", SimpleNamespace(time=lambda: two_days_ago))
        server = own_server(relay)
    elif wrong == "of another secret":
        server["credential"] = own_server(relay, TURN_SECRET=relay.secret[::-1])["credential"]
    else:
        server["username"] = f"{server['username']}0"
    with pytest.raises(stun.TransactionFailed, match="401"):
        await said_through(relay, server)


@needs_coturn
async def test_it_leads_to_no_other_machine(relay: Relay):
    with pytest.raises(stun.TransactionFailed, match="403"):
        await said_through(relay, own_server(relay), to=SOMEWHERE_PRIVATE)


@needs_coturn
def test_its_log_holds_neither_secret_nor_password(relay: Relay):
    assert relay.secret not in relay.log


def test_passers_by_get_no_credentials():
    settings = settings_of(
        TURN_URLS="turn:turn.example.org:3478?transport=udp, turns:turn.example.org:5349",
        TURN_SECRET="3a4b5c6d7e8f9012a3b4c5d6e7f8091a2b3c4d5e",
    ).model_copy(update={"ice_servers": [{"urls": "stun:stun.example.org"}]})
    assert ice_servers_for(settings, None) == [{"urls": "stun:stun.example.org"}]
    stun_server, relay = ice_servers_for(settings, new_id())
    assert stun_server == {"urls": "stun:stun.example.org"}
    assert relay["urls"] == ["turn:turn.example.org:3478?transport=udp", "turns:turn.example.org:5349"]


@pytest.mark.parametrize(
    ("others", "says"),
    [({"TURN_URLS": "turn:turn.example.org"}, "TURN_SECRET"), ({"TURN_URLS": "turn.example.org"}, "TURN_URLS lists")],
)
def test_relays_that_nobody_could_use_stop_the_start(others: dict[str, str], says: str):
    with pytest.raises(ValidationError, match=says):
        settings_of(**others)
