"""Organisations: who founds one, how others join, and that somebody always answers for it."""

import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest
from contracts.audit import AuditAction
from persistence.columns import utc_now
from persistence.hiring.recruiting import Membership, Organisation
from persistence.ids import new_id
from persistence.people.member_invitations import MemberInvitation
from persistence.record.audit import AuditEntry
from sqlalchemy import delete, update
from sqlmodel import col, select

from conftest import PASSWORD, Core, Person


@dataclass
class Founded:
    """An organisation and its owner."""

    core: Core
    id: str
    owner: Person

    @property
    def path(self) -> str:
        return f"/organisations/{self.id}"

    def invite(self, role: str = "recruiter", email: str | None = None) -> dict[str, Any]:
        wanted = {"email": email or f"{secrets.token_hex(6)}@example.org", "role": role, "language": "en"}
        made = self.owner.post(f"{self.path}/member-invitations", wanted)
        assert made.status_code == 201, made.text
        return made.json()

    def join(self, person: Person, role: str = "recruiter") -> None:
        accepted = person.post("/member-invitations/accept", {"token": self.invite(role)["token"]})
        assert accepted.json()["role"] == role, accepted.text

    def members(self) -> dict[str, str]:
        listed = self.owner.get(f"{self.path}/members").json()
        return {member["user_id"]: member["role"] for member in listed}


@pytest.fixture
def founded(core: Core, cast: dict[str, Person]) -> Iterator[Founded]:
    owner = core.staff()
    made = cast["admin"].post("/organisations", {"name": "Hanbit Works", "owner_email": owner.email.upper()})
    assert made.status_code == 201, made.text
    assert made.json()["invited"] is None
    yield Founded(core, made.json()["id"], owner)
    with core.database.transaction() as session:
        session.exec(delete(Organisation).where(col(Organisation.id) == made.json()["id"]))
    owner.http.close()


def test_an_administrator_founds_one_and_is_no_member_of_it(founded: Founded, cast: dict[str, Person]):
    assert [one["role"] for one in founded.owner.get("/organisations").json()] == ["owner"]
    assert cast["admin"].get(f"{founded.path}/members").status_code == 404
    assert founded.id not in {one["id"] for one in cast["admin"].get("/organisations").json()}


def test_one_address_that_is_invited_many_times_at_once_has_one_invitation(founded: Founded):
    email = f"{secrets.token_hex(6)}@example.org"
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: founded.invite(email=email), range(4)))
    waiting = founded.owner.get(f"{founded.path}/member-invitations").json()
    assert [one["email"] for one in waiting] == [email]


def test_a_first_owner_without_an_account_makes_one_with_the_link(core: Core, cast: dict[str, Person]):
    email = f"{secrets.token_hex(6)}@example.org"
    made = cast["admin"].post("/organisations", {"name": "Saebyeok", "owner_email": email}).json()
    token = made["invited"]["token"]
    with core.client() as anybody:
        waiting = anybody.post("/member-invitations/read", json={"token": token}).json()
        assert (waiting["organisation"], waiting["email"], waiting["role"]) == ("Saebyeok", email, "owner")
        account = {"token": token, "email": email, "username": secrets.token_hex(6), "full_name": "Han Seojun"}
        weak = anybody.post("/member-invitations/register", json=account | {"password": "short"})
        assert (weak.status_code, weak.json()["error"]) == (422, "WeakPassword")
        joined = anybody.post("/member-invitations/register", json=account | {"password": PASSWORD})
        assert (joined.status_code, joined.json()["role"]) == (201, "recruiter")
        again = anybody.post(
            "/member-invitations/register",
            json=account | {"password": PASSWORD, "email": f"x{email}", "username": secrets.token_hex(6)},
        )
        assert (again.status_code, again.json()["error"]) == (404, "MemberInvitationGone")
    owner = core.sign_in(joined.json()["id"], email)
    assert [one["id"] for one in owner.get("/organisations").json()] == [made["id"]]
    owner.http.close()


def test_an_administrator_invites_the_first_owner_again(founded: Founded, cast: dict[str, Person]):
    admin, addresses = cast["admin"], [f"{secrets.token_hex(6)}@demo.visavis.local" for _ in range(2)]
    made = admin.post("/organisations", {"name": "Saebyeok", "owner_email": addresses[0]}).json()
    path = f"/organisations/{made['id']}/first-owner"
    again, elsewhere = (admin.post(path, {"owner_email": address}).json() for address in addresses)
    assert again["invited"]["invitation"]["email"] == addresses[0]
    newcomer = founded.core.staff()
    for old in (made, again):
        refused = newcomer.post("/member-invitations/accept", {"token": old["invited"]["token"]})
        assert refused.json()["error"] == "MemberInvitationGone"
    assert newcomer.post("/member-invitations/accept", {"token": elsewhere["invited"]["token"]}).status_code == 200
    owned = admin.post(path, {"owner_email": addresses[0]})
    assert (owned.status_code, owned.json()["error"]) == (409, "OrganisationOwned")
    missing = admin.post(f"/organisations/{new_id()}/first-owner", {"owner_email": addresses[0]})
    assert (missing.status_code, missing.json()["error"]) == (404, "OrganisationNotFound")
    with founded.core.database.transaction() as session:
        session.exec(delete(Organisation).where(col(Organisation.id) == made["id"]))
    newcomer.http.close()


def test_a_member_may_become_the_owner_of_what_nobody_owns_any_more(founded: Founded, cast: dict[str, Person]):
    heir = founded.core.staff()
    founded.join(heir)
    with founded.core.database.transaction() as session:
        session.exec(delete(Membership).where(col(Membership.user_id) == founded.owner.id))
    given = cast["admin"].post(f"{founded.path}/first-owner", {"owner_email": heir.email})
    assert given.status_code == 201, given.text
    (mine,) = heir.get("/organisations").json()
    assert (mine["id"], mine["role"]) == (founded.id, "owner")
    heir.http.close()


def test_an_organisation_whose_owner_was_shut_out_can_be_given_to_another(founded: Founded, cast: dict[str, Person]):
    admin, heir = cast["admin"], founded.core.staff()
    path, name = f"{founded.path}/first-owner", "Hanbit Works"
    shut_out = admin.http.patch(f"/admin/users/{founded.owner.id}", json={"active": False}, headers=admin.headers)
    assert shut_out.status_code == 200, shut_out.text
    listed = admin.get("/admin/organisations", params={"q": name}).json()["organisations"]
    assert next(one["owners"] for one in listed if one["id"] == founded.id) == []
    same = admin.post(path, {"owner_email": founded.owner.email})
    assert (same.status_code, same.json()["error"]) == (403, "AccountDeactivated")
    assert admin.post(path, {"owner_email": heir.email}).status_code == 201
    again = admin.post(path, {"owner_email": heir.email})
    assert (again.status_code, again.json()["error"]) == (409, "OrganisationOwned")
    heir.http.close()


def test_administrators_see_which_there_are_and_who_answers_for_them(founded: Founded, cast: dict[str, Person]):
    admin, name = cast["admin"], f"Hanbit {secrets.token_hex(6)} 100%"
    email = f"{secrets.token_hex(6)}@example.org"
    wanted = [{"name": name, "owner_email": founded.owner.email}, {"name": name, "owner_email": email}]
    older, newer = (admin.post("/organisations", one).json()["id"] for one in wanted)
    try:
        first = admin.get("/admin/organisations", params={"q": name.upper(), "limit": 1}).json()
        rest = admin.get("/admin/organisations", params={"q": name, "before": first["older"]}).json()
        assert [one["id"] for one in (*first["organisations"], *rest["organisations"])] == [newer, older]
        assert rest["older"] is None
        [waiting], [owned] = first["organisations"], rest["organisations"]
        assert (waiting["members"], waiting["owners"], waiting["invited"]) == (0, [], [email])
        assert (owned["members"], owned["invited"]) == (1, [])
        assert [owner["email"] for owner in owned["owners"]] == [founded.owner.email]
    finally:
        with founded.core.database.transaction() as session:
            session.exec(delete(Organisation).where(col(Organisation.id).in_([older, newer])))


def test_a_candidate_neither_owns_nor_joins(founded: Founded, cast: dict[str, Person], person: Person):
    refused = cast["admin"].post("/organisations", {"name": "X", "owner_email": person.email})
    assert (refused.status_code, refused.json()["error"]) == (403, "CandidateCannotOwn")
    token = founded.invite(email=person.email)["token"]
    refused = person.post("/member-invitations/accept", {"token": token})
    assert (refused.status_code, refused.json()["error"]) == (403, "CandidateCannotJoin")
    assert person.id not in founded.members()


def test_a_link_is_used_once_taken_back_replaced_and_grows_old(founded: Founded, cast: dict[str, Person]):
    recruiter = cast["recruiter"]

    def accepted(token: str) -> httpx.Response:
        return recruiter.post("/member-invitations/accept", {"token": token})

    taken_back = founded.invite()
    ended = founded.owner.http.delete(
        f"{founded.path}/member-invitations/{taken_back['invitation']['id']}", headers=founded.owner.headers
    )
    assert ended.status_code == 204
    first, second = (founded.invite(email="same@example.org")["token"] for _ in range(2))
    old = founded.invite()
    with founded.core.database.transaction() as session:
        session.exec(
            update(MemberInvitation)
            .where(col(MemberInvitation.id) == old["invitation"]["id"])
            .values(expires_at=utc_now() - timedelta(seconds=1))
        )
    for token in (taken_back["token"], first, old["token"]):
        assert accepted(token).json()["error"] == "MemberInvitationGone"
    assert accepted(second).json()["id"] == founded.id
    assert accepted(second).json()["error"] == "MemberInvitationGone"
    assert accepted(founded.invite()["token"]).json()["error"] == "AlreadyMember"
    taken = founded.owner.post(f"{founded.path}/member-invitations", {"email": recruiter.email, "role": "owner"})
    assert (taken.status_code, taken.json()["error"]) == (409, "AlreadyMember")


def test_no_token_lies_in_the_record(founded: Founded):
    token = founded.invite()["token"]
    with founded.core.database.transaction() as session:
        for row in session.exec(select(MemberInvitation)):
            assert token not in row.model_dump_json()


def test_one_owner_stays(founded: Founded, cast: dict[str, Person]):
    owner, other = founded.owner, cast["recruiter"]

    def change(actor: Person, member: Person, role: str) -> httpx.Response:
        return actor.http.patch(f"{founded.path}/members/{member.id}", json={"role": role}, headers=actor.headers)

    def remove(actor: Person, member: Person) -> httpx.Response:
        return actor.http.delete(f"{founded.path}/members/{member.id}", headers=actor.headers)

    founded.join(other, "reviewer")
    for refused in (change(owner, owner, "recruiter"), remove(owner, owner)):
        assert (refused.status_code, refused.json()["error"]) == (409, "LastOwner")
    for refused in (change(other, other, "owner"), remove(other, owner)):
        assert (refused.status_code, refused.json()["error"]) == (403, "MemberRoleTooLow")
    assert change(owner, other, "owner").json()["role"] == "owner"
    assert remove(owner, owner).status_code == 204
    assert owner.get(f"{founded.path}/members").status_code == 404
    assert remove(other, owner).json()["error"] == "MemberNotFound"
    assert remove(other, other).json()["error"] == "LastOwner"


def test_who_came_and_went_stands_in_the_audit_log(founded: Founded, cast: dict[str, Person]):
    founded.join(cast["recruiter"], "reviewer")
    path = f"{founded.path}/members/{cast['recruiter'].id}"
    founded.owner.http.patch(path, json={"role": "recruiter"}, headers=founded.owner.headers)
    cast["recruiter"].http.delete(path, headers=cast["recruiter"].headers)
    with founded.core.database.transaction() as session:
        entries = session.exec(
            select(AuditEntry).where(AuditEntry.organisation_id == founded.id).order_by(col(AuditEntry.id))
        ).all()
    assert [entry.action for entry in entries] == [
        AuditAction.ORGANISATION_CREATED,
        AuditAction.MEMBER_JOINED,
        AuditAction.MEMBER_INVITED,
        AuditAction.MEMBER_JOINED,
        AuditAction.MEMBER_ROLE_CHANGED,
        AuditAction.MEMBER_REMOVED,
    ]
    assert entries[4].details == {"from": "reviewer", "to": "recruiter"}
    assert all("example.org" not in entry.model_dump_json() for entry in entries)


def test_an_owner_renames_their_organisation(founded: Founded):
    renamed = founded.owner.http.patch(founded.path, json={"name": "한빛"}, headers=founded.owner.headers)
    assert renamed.json()["name"] == "한빛"
