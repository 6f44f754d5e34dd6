"""What JSON and addresses can name and the database cannot hold is refused by the field that has it."""

import json
from typing import Any

import pytest
from contracts.recruiting import MemberRole
from organisations import open_posting

from conftest import Core, Person

NUL, HALF = "\0", "\ud83d"


@pytest.fixture
def posting_id(core: Core, cast: dict[str, Person]) -> str:
    with core.database.transaction() as session:
        return open_posting(session, {cast["recruiter"].id: MemberRole.OWNER}).id


def refused(person: Person, method: str, path: str, **sent: Any) -> set[str]:
    answer = person.http.request(method, path, headers=person.headers, **sent)
    assert (answer.status_code, answer.json()["error"]) == (422, "InvalidInput"), answer.text
    return set(answer.json()["fields"])


@pytest.mark.parametrize("bad", [NUL, HALF], ids=["NUL", "half a surrogate pair"])
@pytest.mark.parametrize(
    ("operation", "body", "field"),
    [
        ("POST /register", {"email": "a@example.org", "username": "jane", "password": "{bad}"}, "password"),
        ("POST /password/forgot", {"email": "jane{bad}@example.org"}, "email"),
        ("PATCH /users/me", {"full_name": "Ja{bad}ne"}, "full_name"),
        ("POST /interviews", {"position": "back{bad}end"}, "position"),
        ("POST /member-invitations/read", {"token": "{bad}" * 30}, "token"),
        ("POST /companies", {"name": "Hanbit", "ideal_candidate": "We want {bad}"}, "ideal_candidate"),
        ("POST /register", {"{bad}": 1}, None),
    ],
)
def test_in_json(person: Person, bad: str, operation: str, body: dict[str, Any], field: str | None):
    method, path = operation.split()
    text = json.dumps(body).replace("{bad}", json.dumps(bad)[1:-1])
    headers = {"content-type": "application/json"}
    answer = person.http.request(method, path, content=text, headers=person.headers | headers)
    assert (answer.status_code, answer.json()["error"]) == (422, "InvalidInput"), answer.text
    assert field is None or field in answer.json()["fields"]


@pytest.mark.parametrize("turn", [2**31, 2**63, 10**30])
def test_a_number_that_no_column_holds(person: Person, turn: int):
    interview_id, _ = person.live_interview()
    answer = person.http.put(
        f"/interviews/{interview_id}/transcripts/{turn}/correction", json={"text": "As I said."}, headers=person.headers
    )
    assert (answer.status_code, answer.json()["error"]) == (422, "InvalidInput"), answer.text


def test_in_addresses_and_forms(core: Core, cast: dict[str, Person], posting_id: str):
    recruiter, admin = cast["recruiter"], cast["admin"]
    assert refused(recruiter, "GET", f"/job-postings/{posting_id}/invitations?q=%00") == {"q"}
    assert refused(recruiter, "GET", "/candidates/compare?interviews=%00") == {"interviews"}
    assert refused(recruiter, "GET", "/questions/search?q=%00") == {"q"}
    assert refused(admin, "GET", "/admin/users?q=a%00b") == {"q"}
    assert refused(admin, "GET", "/admin/audit?subject_id=%00") == {"subject_id"}
    form = {"username": "jane\0@example.org", "password": "a\0"}
    assert refused(recruiter, "POST", "/token", data=form) == {"username", "password"}
