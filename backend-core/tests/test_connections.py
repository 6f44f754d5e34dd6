"""No request holds one connection to the database and waits for another: with as many as there are, all would wait."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from backend_core.dependencies import get_database, get_session
from backend_core.main import ROUTERS
from fastapi.dependencies.models import Dependant
from fastapi.responses import StreamingResponse
from fastapi.routing import APIRoute

ROUTES = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]


def needs(dependant: Dependant) -> Iterator[object]:
    """What it depends on, however indirectly."""
    for inner in dependant.dependencies:
        yield inner.call
        yield from needs(inner)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_who_opens_transactions_is_given_none(route: APIRoute) -> None:
    opens_its_own = any(inner.call is get_database for inner in route.dependant.dependencies)
    # The body of a stream is sent when the endpoint's transaction has been committed.
    if opens_its_own and route.response_class is not StreamingResponse:
        assert get_session not in needs(route.dependant)


def test_more_interviews_start_at_once_than_there_are_connections(core, person):
    interviews = [person.interview() for _ in range(core.settings.database_pool_size + 2)]
    with ThreadPoolExecutor(len(interviews)) as threads:
        started = list(threads.map(lambda interview_id: person.post(f"/interviews/{interview_id}/start"), interviews))
    assert [response.status_code for response in started] == [200] * len(interviews)
