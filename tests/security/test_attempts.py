"""How often one may try, whoever one says that one is."""

from collections.abc import Callable, Iterator
from itertools import count

import httpx
import pytest
from backend_core.main import create_app
from runtime.tokens import make_opaque_token
from threaded_server import serving

from conftest import CERTIFICATES, Core

ATTEMPTS = 3
Try = Callable[[str, str], int]


@pytest.fixture(params=["behind a proxy", "without one"])
def attempt(core: Core, request: pytest.FixtureRequest) -> Iterator[tuple[str, Try]]:
    """The status of an attempt at an account by whoever says that they come from somewhere; where that is believed."""
    trusted = "127.0.0.1" if request.param == "behind a proxy" else "192.0.2.1"
    few = {"sign_in_attempts_per_minute": ATTEMPTS, "trusted_proxies": trusted}
    with (
        serving(create_app(core.settings.model_copy(update=few))) as url,
        httpx.Client(base_url=f"{url}/api", verify=CERTIFICATES, timeout=20) as http,
    ):

        def attempted(account: str, forwarded: str) -> int:
            form = {"username": account, "password": "not it at all"}
            return http.post("/token", data=form, headers={"X-Forwarded-For": forwarded}).status_code

        yield request.param, attempted


def test_a_rotating_address_in_front_of_the_proxys_gains_nothing(attempt: tuple[str, Try]) -> None:
    """A proxy adds whom it sees at the end; what stands before it is what they say of themselves."""
    _, attempted = attempt
    numbers, here = count(), f"2001:db8::{make_opaque_token()[:4].encode().hex()[:4]}"
    answers = [
        attempted(f"{make_opaque_token()}@example.org", f"198.51.100.{next(numbers)}, {here}")
        for _ in range(ATTEMPTS + 3)
    ]
    assert 429 in answers
    assert answers[-1] == 429


def test_many_addresses_gain_nothing_at_one_account(attempt: tuple[str, Try]) -> None:
    where, attempted = attempt
    account = f"{make_opaque_token()}@example.org"
    answers = [attempted(account, f"198.51.100.{number}") for number in range(100, 103 + ATTEMPTS)]
    assert answers[-1] == 429
    if where == "behind a proxy":
        assert answers[:ATTEMPTS] == [401] * ATTEMPTS
