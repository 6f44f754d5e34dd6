"""Administrators give roles, shut people out and let them in; each change is on the audit log."""

import csv
import io

import pytest
from contracts.audit import AuditAction, AuditSubject
from contracts.base import Role
from persistence.hiring.recruiting import Organisation
from persistence.ids import new_id
from persistence.record.audit import PLATFORM, record
from persistence.tables import RefreshSession, User
from sqlalchemy import update
from sqlmodel import col, select

from conftest import PASSWORD


def people(cast, **asked):
    response = cast["admin"].get("/admin/users", params=asked)
    assert response.status_code == 200, response.text
    return response.json()


def change(who, person, **wanted):
    return who.http.patch(f"/admin/users/{person.id}", json=wanted, headers=who.headers)


def entries(cast, **asked):
    response = cast["admin"].get("/admin/audit", params=asked)
    assert response.status_code == 200, response.text
    return response.json()["entries"]


def test_people_are_found_by_name_and_address_and_role(core, cast, person):
    found = people(cast, q=person.email.upper())["people"]
    assert [(one["id"], one["role"], one["deactivated_at"]) for one in found] == [(person.id, "candidate", None)]
    assert person.id in {one["id"] for one in people(cast, q="minseo", limit=100)["people"]}
    assert people(cast, q=person.email, role="admin")["people"] == []
    assert people(cast, q="100%_of")["people"] == [], "what is searched for is no pattern"


def test_pages_of_people_follow_each_other_without_gap_or_repetition(core, cast):
    made = [core.person().id for _ in range(3)]
    first = people(cast, limit=2)
    second = people(cast, limit=2, before=first["older"])
    listed = [one["id"] for one in first["people"] + second["people"]]
    assert listed[:3] == made[::-1]
    assert len(set(listed)) == 4
    everybody, older = 0, None
    while True:
        page = people(cast, limit=100, **({"before": older} if older else {}))
        everybody, older = everybody + len(page["people"]), page["older"]
        if older is None:
            break
    with core.database.transaction() as session:
        assert everybody == len(session.exec(select(User.id)).all())


def test_a_role_is_given_at_once_and_the_log_says_by_whom(cast, person):
    assert person.get("/questions").status_code == 403
    assert change(cast["admin"], person, role="recruiter").json()["role"] == "recruiter"
    assert change(cast["admin"], person, role="recruiter").status_code == 200
    assert person.get("/questions").status_code == 200
    (entry,) = entries(cast, subject_id=person.id)
    assert entry["action"] == "user.role_changed"
    assert entry["actor"] == {"id": cast["admin"].id, "role": "admin", "name": "Somebody"}
    assert entry["subject"] == {"kind": "user", "id": person.id, "name": "Kim Minseo"}
    assert entry["details"] == {"from": "candidate", "to": "recruiter"}


def test_whoever_is_deactivated_is_out_everywhere_until_let_in_again(core, cast, person):
    with core.client() as browser:
        form = {"username": person.email, "password": PASSWORD}
        browser.post("/token", data=form).raise_for_status()
        assert change(cast["admin"], person, active=False).json()["deactivated_at"] is not None
        assert person.get("/users/me").json()["error"] == "AccountDeactivated"
        assert browser.post("/token/refresh").json()["error"] == "SessionExpired"
        assert browser.post("/token", data=form).json()["error"] == "AccountDeactivated"
        wrong = browser.post("/token", data=form | {"password": "another passphrase"}).json()
        assert wrong["error"] == "WrongCredentials", "only who has the password learns that there is an account"
        assert change(cast["admin"], person, active=True).json()["deactivated_at"] is None
        assert browser.post("/token/refresh").status_code == 401, "sessions of before stay ended"
        assert browser.post("/token", data=form).status_code == 200
    assert [entry["action"] for entry in entries(cast, subject_id=person.id)] == [
        "user.reactivated",
        "user.deactivated",
    ]


@pytest.mark.parametrize("wanted", [{"role": "candidate"}, {"active": False}])
def test_the_last_administrator_stays_one(core, cast, person, wanted):
    with core.database.transaction() as session:
        others = session.exec(select(User.id).where(User.role == Role.ADMIN, User.id != cast["admin"].id)).all()
        session.exec(update(User).where(col(User.id).in_(others)).values(role=Role.CANDIDATE))
    try:
        refused = change(cast["admin"], cast["admin"], **wanted)
        assert (refused.status_code, refused.json()["error"]) == (409, "LastAdministrator")
        change(cast["admin"], person, role="admin").raise_for_status()
        assert change(cast["admin"], cast["admin"], **wanted).status_code == 200
        refused = change(person, person, **wanted)
        assert refused.json()["error"] == "LastAdministrator", "who is no administrator any more does not count"
    finally:
        with core.database.transaction() as session:
            session.exec(
                update(User)
                .where(col(User.id).in_([cast["admin"].id, *others]))
                .values(role=Role.ADMIN, deactivated_at=None)
            )
            ended = col(RefreshSession.user_id) == cast["admin"].id
            session.exec(update(RefreshSession).where(ended).values(revoked_at=None))


@pytest.mark.parametrize("wanted", [{"role": "owner"}, {"full_name": "Another"}, {"active": "perhaps"}])
def test_what_is_no_change_of_an_account_is_refused(cast, person, wanted):
    assert change(cast["admin"], person, **wanted).status_code == 422


def test_an_account_that_is_not_there_cannot_be_changed(cast):
    admin = cast["admin"]
    assert admin.http.patch(f"/admin/users/{new_id()}", json={}, headers=admin.headers).status_code == 404


def test_the_log_is_read_page_by_page_and_by_filter(cast, person):
    for active in (False, True, False, True):
        change(cast["admin"], person, active=active).raise_for_status()
    whole = entries(cast, subject_id=person.id)
    first = cast["admin"].get("/admin/audit", params={"subject_id": person.id, "limit": 3}).json()
    rest = cast["admin"].get("/admin/audit", params={"subject_id": person.id, "before": first["older"]}).json()
    assert first["entries"] + rest["entries"] == whole
    assert (len(first["entries"]), rest["older"]) == (3, None)
    middle = whole[2]["at"]
    asked = {"subject_id": person.id, "actor_id": cast["admin"].id, "subject": "user"}
    assert entries(cast, **asked, since=middle) == whole[:3]
    assert entries(cast, **asked, until=middle) == whole[3:]
    assert entries(cast, **asked, action="user.deactivated") == whole[1::2]
    assert entries(cast, subject_id=person.id, actor_id=person.id) == []
    assert entries(cast, subject_id=person.id, organisation_id=new_id()) == []


@pytest.mark.parametrize(
    "asked", [{"action": "nothing"}, {"subject_id": "a\x00b"}, {"since": "yesterday"}, {"limit": 0}]
)
def test_a_filter_that_means_nothing_is_refused(cast, asked):
    assert cast["admin"].get("/admin/audit", params=asked).status_code == 422


def test_the_log_is_exported_as_a_table_that_runs_no_formula(core, cast, person):
    with core.database.transaction() as session:
        session.exec(update(User).where(col(User.id) == person.id).values(full_name="=1+1"))
    change(cast["admin"], person, active=False).raise_for_status()
    change(cast["admin"], person, active=True).raise_for_status()
    response = cast["admin"].get("/admin/audit.csv", params={"subject_id": person.id})
    assert "attachment" in response.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [(row["action"], row["actor"], row["subject_name"]) for row in rows] == [
        ("user.reactivated", "Somebody", "'=1+1"),
        ("user.deactivated", "Somebody", "'=1+1"),
    ]
    export = entries(cast, action="audit.exported", limit=1)[0]
    assert export["details"] == {"subject_id": person.id}


def test_what_has_a_name_of_its_own_is_named_by_it(core, cast, person):
    interview_id, organisation, nothing = person.interview(), Organisation(name="Hanbit"), new_id()
    with core.database.transaction() as session:
        session.add(organisation)
        for subject, subject_id in (
            (AuditSubject.INTERVIEW, interview_id),
            (AuditSubject.ORGANISATION, organisation.id),
            (AuditSubject.POSTING, nothing),
            (AuditSubject.QUESTION, "no-uuid"),
        ):
            record(session, PLATFORM, AuditAction.INTERVIEW_VIEWED, subject, subject_id, organisation_id=nothing)
    named = {one["subject"]["kind"]: one["subject"]["name"] for one in entries(cast, organisation_id=nothing)}
    assert named == {"interview": "Kim Minseo", "organisation": "Hanbit", "posting": None, "question": None}


def test_names_of_who_was_erased_are_gone_and_their_entries_stay(core, cast, person):
    change(cast["admin"], person, active=False).raise_for_status()
    with core.database.transaction() as session:
        session.delete(session.get_one(User, person.id))
    (entry,) = entries(cast, subject_id=person.id)
    assert entry["subject"] == {"kind": "user", "id": person.id, "name": None}
