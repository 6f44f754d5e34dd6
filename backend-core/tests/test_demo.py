"""What the local demo begins with, made once."""

import secrets
from collections.abc import Iterator

import pytest
from backend_core import demo
from backend_core.auth.accounts import create_user
from contracts.base import Role
from persistence.hiring.recruiting import JobPosting, Membership, Organisation
from persistence.tables import User
from sqlalchemy import delete
from sqlmodel import col, select

from conftest import PASSWORD, Core, Person


@pytest.fixture
def recruiter(core: Core, monkeypatch: pytest.MonkeyPatch) -> Iterator[Person]:
    """Of this demo alone, with the database's other accounts as they are."""
    marked = {role: f"{secrets.token_hex(6)}@demo.visavis.local" for role in Role}
    monkeypatch.setattr(demo, "USERS", marked)
    with core.database.transaction() as session:
        user = create_user(session, marked[Role.RECRUITER], "Demo recruiter", PASSWORD, Role.RECRUITER)
    person = core.sign_in(user.id, user.email)
    yield person
    person.http.close()
    with core.database.transaction() as session:
        theirs = select(Membership.organisation_id).where(Membership.user_id == user.id)
        session.exec(delete(Organisation).where(col(Organisation.id).in_(theirs)))
        session.exec(delete(User).where(col(User.email).in_(marked.values())))


async def test_the_demos_recruiter_finds_an_open_posting_and_a_second_start_changes_nothing(
    core: Core, recruiter: Person
):
    await demo.found_organisation(core.settings)
    [organisation] = recruiter.get("/organisations").json()
    assert (organisation["name"], organisation["role"]) == (demo.ORGANISATION, "owner")
    path = f"/job-postings?organisation_id={organisation['id']}"
    [posting] = recruiter.get(path).json()["postings"]
    assert (posting["state"], posting["languages"], posting["plan_version"]) == ("open", ["ko", "en"], 1)
    questions = recruiter.get(f"/job-postings/{posting['id']}/plan").json()["questions"]
    assert [question["competency"] for question in questions] == ["initiative", "reliability", "judgement"]

    recruiter.http.patch(f"/organisations/{organisation['id']}", json={"name": "Ours"}, headers=recruiter.headers)
    await demo.found_organisation(core.settings)
    assert [one["name"] for one in recruiter.get("/organisations").json()] == ["Ours"]
    assert recruiter.get(path).json()["postings"] == [posting]


async def test_without_the_demos_recruiter_nothing_is_founded(core: Core, recruiter: Person):
    with core.database.transaction() as session:
        session.get_one(User, recruiter.id).role = Role.CANDIDATE
    await demo.found_organisation(core.settings)
    with core.database.transaction() as session:
        assert session.exec(select(Membership.id).where(Membership.user_id == recruiter.id)).all() == []


def test_users_are_created_where_they_are_missing(core: Core, recruiter: Person):
    with core.database.transaction() as session:
        created = demo.create_users(session)
        assert {user["role"] for user in created} == {"candidate", "admin"}
        assert demo.create_users(session) == []
        assert session.exec(select(JobPosting.id).where(JobPosting.created_by == recruiter.id)).all() == []
