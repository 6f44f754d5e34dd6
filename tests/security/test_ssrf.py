"""Where the platform sends what somebody who is no operator has asked for: the address of a webhook, and no other."""

import json
import socket
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler

import pytest
from backend_core.openapi import describe_api
from contracts.errors import AddressRefused, ReceiverUnavailable
from http_server import http_server
from runtime import outbound

PUBLIC = "93.184.216.34"
INWARD = {
    "this host": "https://127.0.0.1/",
    "this host by name": "https://localhost/",
    "this host by name, from the root": "https://localhost./",
    "this host, another of its addresses": "https://127.8.8.8/",
    "this host, short": "https://127.1/",
    "this host as one number": "https://2130706433/",
    "this host in hexadecimal": "https://0x7f000001/",
    "this host in octal": "https://0177.0.0.1/",
    "this host in wide digits": "https://①②⑦.⓪.⓪.①/",
    "this host with wide dots": "https://127。0。0。1/",
    "any address": "https://0.0.0.0/",
    "any address, short": "https://0/",
    "this network": "https://0.1.2.3/",
    "10/8": "https://10.0.0.1/",
    "172.16/12": "https://172.31.255.255/",
    "192.168/16": "https://192.168.0.1/",
    "a carrier's": "https://100.64.0.1/",
    "metadata of a cloud": "https://169.254.169.254/latest/meta-data/",
    "metadata as one number": "https://2852039166/",
    "metadata over IPv6": "https://[fd00:ec2::254]/",
    "a benchmark's": "https://198.18.0.1/",
    "an example's": "https://203.0.113.1/",
    "an old relay's": "https://192.88.99.1/",
    "many": "https://224.0.0.1/",
    "all": "https://255.255.255.255/",
    "reserved": "https://240.0.0.1/",
    "this host over IPv6": "https://[::1]/",
    "any over IPv6": "https://[::]/",
    "mapped": "https://[::ffff:10.0.0.1]/",
    "mapped, in hexadecimal": "https://[::ffff:7f00:1]/",
    "compatible": "https://[::10.0.0.1]/",
    "translated": "https://[::ffff:0:10.0.0.1]/",
    "translated by NAT64": "https://[64:ff9b::a00:1]/",
    "translated by a network's own NAT64": "https://[64:ff9b:1::a00:1]/",
    "tunnelled by 6to4": "https://[2002:a00:1::]/",
    "tunnelled by Teredo": "https://[2001:0:4136:e378:8000:63bf:f5ff:fffe]/",
    "a link's": "https://[fe80::1]/",
    "a link's, with its zone": "https://[fe80::1%25lo]/",
    "a site's": "https://[fec0::1]/",
    "unique locally": "https://[fc00::1]/",
    "many over IPv6": "https://[ff02::1]/",
    "an example's over IPv6": "https://[2001:db8::1]/",
    "a newer example's": "https://[3fff::1]/",
    "segments": "https://[5f00::1]/",
}
MALFORMED = {
    "plain http": f"http://{PUBLIC}/",
    "a file": "file:///etc/passwd",
    "Redis by gopher": "gopher://127.0.0.1:6379/_FLUSHALL",
    "no scheme": "//127.0.0.1/",
    "no host": "https:///hooks",
    "nothing": "https://",
    "half an address": "https://[::1",
    "a port that is none": f"https://{PUBLIC}:99999/",
    "a user": f"https://user@{PUBLIC}/",
    "a password": f"https://:password@{PUBLIC}/",
    "a host in front of the host": f"https://127.0.0.1%2f@{PUBLIC}/",
    "a name that leads nowhere": "https://nowhere.invalid/",
}


def leads_to(monkeypatch: pytest.MonkeyPatch, *looked_up: list[str]) -> None:
    """Every name leads to the first of these with the first look-up, to the next with the next, and so on."""
    answers = iter(looked_up)

    def getaddrinfo(_host: str, port: int, **_options: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in next(answers)]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


@pytest.mark.parametrize("url", [*INWARD.values(), *MALFORMED.values()], ids=[*INWARD, *MALFORMED])
def test_an_address_that_is_not_the_internets_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused):
        outbound.check_address(url, private=False)


@pytest.mark.parametrize(
    "url", [f"https://{PUBLIC}/hooks", "https://[2001:4860:4860::8888]/", f"https://{PUBLIC}:8443/"]
)
def test_others_are_not(url: str) -> None:
    outbound.check_address(url, private=False)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "0.0.0.0"])
def test_a_name_that_leads_inwards_is_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    leads_to(monkeypatch, [address], [PUBLIC, address])
    for _ in range(2):
        with pytest.raises(AddressRefused):
            outbound.check_address("https://hooks.example.org/", private=False)


def test_a_name_that_leads_elsewhere_a_moment_later_gains_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is looked at when it is entered and again when it is sent to, and the connection goes where that look led."""
    leads_to(monkeypatch, [PUBLIC], ["127.0.0.1"])
    outbound.check_address("https://hooks.example.org/", private=False)
    with pytest.raises(AddressRefused):
        outbound.post("https://hooks.example.org/", b"", {}, private=False, within=timedelta(seconds=5))


class Sends(BaseHTTPRequestHandler):
    """Somebody who sends on to another, and counts who comes."""

    seen: list[str]
    location: str

    def do_POST(self) -> None:
        self.seen.append(self.path)
        self.send_response(307)
        self.send_header("Location", self.location)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(params=["/inward", "http://169.254.169.254/", "file:///etc/passwd", "gopher://127.0.0.1:6379/"])
def sender(request: pytest.FixtureRequest) -> Iterator[tuple[str, list[str]]]:
    seen: list[str] = []
    kind = type("SendsOn", (Sends,), {"seen": seen, "location": request.param})
    with http_server(kind) as url:
        yield url, seen


def test_nobody_is_sent_on(sender: tuple[str, list[str]]) -> None:
    url, seen = sender
    assert outbound.post(f"{url}/first", b"", {}, private=True, within=timedelta(seconds=20)) == 307
    assert seen == ["/first"]


def test_nobody_there_is_an_error_of_its_own() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        with pytest.raises(ReceiverUnavailable):
            outbound.post(closed, b"", {}, private=True, within=timedelta(seconds=5))


def test_no_other_address_can_be_entered() -> None:
    """Those of servers that the platform calls are its operator's; a field that takes one more belongs up there."""
    schemas = describe_api()["components"]["schemas"]
    entered = {
        name
        for name, schema in schemas.items()
        for field in schema.get("properties", {}).values()
        if '"format": "uri"' in json.dumps(field)
    }
    assert entered == {"NewWebhook"}
