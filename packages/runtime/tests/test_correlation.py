"""What an id of a request may be, and that it goes with what is asked of another service."""

import httpx
import pytest
from runtime import correlation


@pytest.mark.parametrize("shown", [None, "", "a b", "x" * 65, 'a","level":"error', "a\nb", "김"])
def test_what_a_line_of_the_log_could_not_take_is_replaced(shown: str | None):
    made = correlation.given_or_new(shown)
    assert made != shown
    assert correlation.given_or_new(made) == made


async def test_another_service_is_told_it():
    told: list[str | None] = []

    def answer(request: httpx.Request) -> httpx.Response:
        told.append(request.headers.get(correlation.HEADER))
        return httpx.Response(200)

    hooks = {"request": [correlation.pass_on]}
    async with httpx.AsyncClient(transport=httpx.MockTransport(answer), event_hooks=hooks) as http:
        await http.get("http://service/")
        with correlation.of("asked-1"):
            await http.get("http://service/")
            await http.get("http://service/", headers={correlation.HEADER: "another"})
    assert told == [None, "asked-1", "another"]
