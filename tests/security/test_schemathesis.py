"""What the API's description allows and what it forbids, made up by the hundred, from every role.

Schemathesis checks the answers: no error of the platform's own, no status, content type or field that the description
does not have, nothing accepted that it forbids.
"""

from collections import Counter
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest
import requests
import schemathesis
from backend_core.openapi import describe_api
from callers import MATRIX, Scene
from drills import times
from hypothesis import HealthCheck, Phase, given, reject, settings as sought, strategies as st
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.errors import InvalidSchema
from schemathesis.specs.openapi.checks import response_schema_conformance as in_its_form

from conftest import Core, Person

ROLES = ("owner", "member", "admin")
"""A candidate, a recruiter, an administrator."""
SERVICES_CALL = ("services", "answers")
STREAMS = ("/events", "/live")
"""Whose answers have no end."""
WITHOUT_THEIR_SERVER = {
    "POST /api/password/forgot",
    "POST /api/speech-samples",
    "POST /api/session/start",
    "POST /api/answer/complete",
    "GET /api/speech/{token}",
}
"""What may be unavailable here, where there is neither a mail server nor a media server."""
CHANGES_OTHERS = "PATCH /api/admin/users/{user_id}"
CHECKED: dict[str, Any] = {
    # Much that a field may not hold is no matter of its form: a password that many have, a question that was answered.
    "positive_data_acceptance": {"expected-statuses": ["2xx", "401", "403", "404", "409", "413", "415", "422", "429"]},
}


@schemathesis.serializer("video/webm")
def _as_it_is(_context: object, value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")


def operations() -> list[APIOperation]:
    """Those last that take away what the others are about."""
    config = schemathesis.Config.from_dict({"seed": 1, "checks": CHECKED})
    schema = schemathesis.openapi.from_dict(describe_api(), config=config)
    found = [result.ok() for result in schema.get_all_operations()]
    return sorted(found, key=lambda operation: (operation.label == CHANGES_OTHERS, operation.method == "delete"))


@st.composite
def made(draw: st.DrawFn, cases: st.SearchStrategy[Case]) -> Case:
    """One of `cases`, without those that Schemathesis begins and finds nothing to fill with."""
    try:
        return draw(cases)
    except InvalidSchema:
        reject()


def attack(operation: APIOperation, examples: int, ask: Callable[[Case, str, bool], None]) -> None:
    """`ask` with that many cases of the operation, allowed ones and forbidden ones, the same with every run."""
    roles = (*ROLES, "service") if MATRIX[operation.label] in SERVICES_CALL else ROLES
    cases = made(st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode)))

    @sought(
        max_examples=examples * len(roles),
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(case=cases, role=st.sampled_from(roles), known=st.booleans())
    def one(case: Case, role: str, known: bool) -> None:
        ask(case, role, known)

    one()


def stay_signed_in(core: Core, callers: dict[str, tuple[Person, requests.Session]]) -> None:
    """A token lasts minutes, and much of what is asked here ends a session."""
    for person, session in callers.values():
        if session.get(f"{core.url}/api/users/me").status_code == HTTPStatus.UNAUTHORIZED:
            anew = core.sign_in(person.id, person.email)
            session.headers["Authorization"] = anew.headers["Authorization"]
            anew.http.close()


@pytest.mark.timeout(0)
def test_schemathesis_finds_nothing_that_the_description_does_not_have(
    core: Core, scene: Scene, cast: dict[str, Person], record_property: Callable[[str, object], None]
) -> None:
    answers: Counter[int] = Counter()
    wrong: dict[str, str] = {}
    sessions = {role: requests.Session() for role in (*ROLES, "service")}
    for role, session in sessions.items():
        session.headers["Authorization"] = scene.callers[role].headers["Authorization"]

    def ask(case: Case, role: str, known: bool) -> None:
        label = case.operation.label
        if known and not label.endswith(STREAMS):
            case.path_parameters.update(
                {name: id_ for name, id_ in scene.identifiers(label).items() if name in case.path_parameters}
            )
        response = case.call(base_url=core.url, session=sessions[role], timeout=60)
        answers[response.status_code] += 1
        if response.status_code == 503 and label in WITHOUT_THEIR_SERVER:
            return
        try:
            # A file is described as the bytes that it is, and Schemathesis reads what is in YAML.
            case.validate_response(response, excluded_checks=[in_its_form] if label.endswith(".yaml") else [])
        # Schemathesis' groups of failures are no `Exception`.
        except BaseExceptionGroup as failures:
            for failure in failures.exceptions:
                wrong[f"{label}: {failure.title}"] = str(failures)

    for operation in operations():
        if operation.method != "delete":
            stay_signed_in(core, {role: (cast[role], sessions[role]) for role in ROLES})
        attack(operation, len(times(1)), ask)
    record_property("requests", sum(answers.values()))
    record_property("answers by status", dict(sorted(answers.items())))
    assert not wrong, "\n\n".join(wrong.values())
