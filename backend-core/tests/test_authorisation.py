"""Who may call what: every route of the API, against every kind of caller.

The routes come from the API's own description. A route that stands in no class of `callers.MATRIX` fails the test, so
that nobody adds one without deciding who may call it.
"""

import httpx
import pytest
from backend_core.openapi import describe_api
from callers import CALLERS, CLASSES, MATRIX

OPERATIONS = [
    f"{method.upper()} {path}" for path, operations in describe_api()["paths"].items() for method in operations
]


def test_every_route_is_classified_and_every_class_is_a_route():
    assert set(OPERATIONS) == set(MATRIX)


@pytest.mark.parametrize("operation", sorted(MATRIX))
def test_each_caller_gets_what_the_class_of_the_route_says(scene, operation):
    expected = CLASSES[MATRIX[operation]]
    # Those last who may: what they do may end the interview, or the posting.
    order = sorted(zip(CALLERS, expected, strict=True), key=lambda pair: pair[0] in ("owner", "member"))
    for caller, answer in order:
        response = scene.call(caller, operation)
        refused = response.status_code in {401, 403} or (response.status_code == 404 and not _not_ready(response))
        if answer == "ok":
            its_own = MATRIX[operation] == "public" or operation == "POST /api/media-sessions"
            assert its_own or not refused, (caller, response.status_code)
        else:
            assert response.status_code == answer, (caller, response.status_code, response.text)


def _not_ready(response: httpx.Response) -> bool:
    """The caller may ask; there is nothing to see yet."""
    nothing_yet = {"ReportNotReady", "NotFound", "ModelServerNotSet", "RecordingNotFound"}
    return response.status_code == 404 and response.json()["error"] in nothing_yet
