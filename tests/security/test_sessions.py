"""What ends a session ends all that came of it, what is open already as well, and answers tell nobody who is known."""

import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from backend_core.auth import passwords
from contracts.base import Role
from contracts.media_servers import hang_up_key
from contracts.recruiting import MemberRole
from drills import percentile, times
from organisations import open_posting
from persistence.hiring.recruiting import Membership
from persistence.tables import User
from redis import Redis
from sqlalchemy import delete, update
from sqlmodel import col

from conftest import PASSWORD, Core, Person

End = Callable[[Core, Person], None]


def signs_out(_core: Core, person: Person) -> None:
    person.http.post("/logout").raise_for_status()


def is_deactivated(core: Core, person: Person) -> None:
    admin = core.staff(Role.ADMIN)
    change = {"active": False}
    admin.http.patch(f"/admin/users/{person.id}", json=change, headers=admin.headers).raise_for_status()


ENDS = {"signs out": signs_out, "is deactivated": is_deactivated}


@pytest.fixture(autouse=True)
def quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """At who may still listen; a drill that measures has the real ones."""
    if "DRILL_COUNT" not in os.environ:
        monkeypatch.setattr("backend_core.events.hub.POLL_SECONDS", 0.05)


@pytest.fixture
def redis(core: Core) -> Iterator[Redis]:
    with Redis.from_url(str(core.settings.redis_url)) as redis:
        yield redis


@contextmanager
def open_stream(person: Person, path: str) -> Iterator[Iterator[str]]:
    with person.http.stream("GET", path, headers=person.headers) as stream:
        assert stream.status_code == 200
        lines = stream.iter_lines()
        assert next(lines) == "event: snapshot"
        yield lines


@pytest.mark.parametrize("end", ENDS)
def test_the_end_of_a_session_closes_what_is_open_and_refuses_what_comes(
    core: Core, redis: Redis, record_property: Callable[[str, object], None], end: str
) -> None:
    took = []
    for _ in times(1):
        person = core.person()
        interview_id, _ = person.live_interview()
        person.post(f"/interviews/{interview_id}/recordings/playback").raise_for_status()
        with open_stream(person, f"/interviews/{interview_id}/events") as lines:
            with core.client() as elsewhere:
                elsewhere.cookies.update(person.http.cookies)
                ENDS[end](core, Person(elsewhere, person.id, person.email, person.token))
            ended = time.monotonic()
            assert all(line.startswith(("id:", "event:", "data:", ":")) for line in lines if line)
            took.append(time.monotonic() - ended)
        assert person.get("/users/me").status_code in (401, 403)
        assert redis.exists(hang_up_key(interview_id)), "the call is told to end"
        played = person.http.get(f"/interviews/{interview_id}/recordings/{interview_id}")
        assert played.status_code in (401, 403), "by the cookie"
        person.http.close()
    record_property("stream open after the end, longest (s)", round(percentile(took, 1), 1))


def test_another_session_of_the_same_account_goes_on(core: Core, redis: Redis, person: Person) -> None:
    interview_id, _ = person.live_interview()
    with core.client() as elsewhere:
        form = {"username": person.email, "password": PASSWORD}
        token = elsewhere.post("/token", data=form).json()["access_token"]
        signs_out(core, person)
        assert elsewhere.get("/users/me", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    assert person.get("/users/me").status_code == 401
    assert not redis.exists(hang_up_key(interview_id)), "the call may be theirs"


def test_whoever_is_taken_out_of_an_organisation_watches_its_candidates_no_more(core: Core) -> None:
    member = core.staff()
    with core.database.transaction() as session:
        posting = open_posting(session, {member.id: MemberRole.REVIEWER})
    with open_stream(member, f"/job-postings/{posting.id}/live") as lines:
        with core.database.transaction() as session:
            session.exec(delete(Membership).where(col(Membership.user_id) == member.id))
        assert all(line.startswith((":", "data:")) for line in lines if line)


@pytest.mark.parametrize(("before", "after"), [(Role.ADMIN, Role.CANDIDATE), (Role.CANDIDATE, Role.ADMIN)])
def test_another_role_counts_with_the_next_request(core: Core, before: Role, after: Role) -> None:
    person = core.staff(before)

    def admitted() -> bool:
        return person.get("/admin/system").status_code == 200

    assert admitted() is (before is Role.ADMIN)
    with core.database.transaction() as session:
        session.exec(update(User).where(col(User.id) == person.id).values(role=after))
    assert admitted() is (after is Role.ADMIN)


def test_as_much_work_is_done_for_an_address_that_nobody_has(
    core: Core, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Time is not measured: hashing with Argon2id, the one thing that takes any, is done as often and as thoroughly."""
    hashed: list[str] = []
    verify = passwords.hashing.verify

    def seen(password: str, of: str) -> bool:
        hashed.append(of.rpartition("$")[0].rpartition("$")[0])
        return bool(verify(password, of))

    monkeypatch.setattr(passwords.hashing, "verify", seen)
    known_one, unknown_one = (
        person.http.post("/token", data={"username": email, "password": "not it at all"})
        for email in (person.email, f"{secrets.token_hex(6)}@example.org")
    )
    assert known_one.status_code == unknown_one.status_code == 401
    assert known_one.content == unknown_one.content
    known, unknown = hashed
    assert known == unknown
    assert known.startswith("$argon2id$")
