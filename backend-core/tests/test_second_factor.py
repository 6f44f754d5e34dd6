"""Codes beside the password: of an authenticator app, and to recover with."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from backend_core.auth import second_factor
from backend_core.auth.passwords import hashing
from contracts.base import Role
from persistence.columns import utc_now
from persistence.people.second_factors import SecondFactor
from persistence.record.audit import AuditEntry
from persistence.tables import User
from pyotp import TOTP
from sqlmodel import select
from test_admin import run

from conftest import PASSWORD, Core, Person

SHORT = "mZq4-vbN7"


def code_of(secret: str, seconds: int = 0) -> str:
    """What an app shows that many seconds from now."""
    return TOTP(secret).at(utc_now() + timedelta(seconds=seconds))


def begin(person: Person) -> str:
    return str(person.post("/users/me/second-factor", {"password": PASSWORD}).json()["secret"])


def set_up(person: Person) -> tuple[str, list[str]]:
    """The app's secret, and the codes to recover with."""
    secret = begin(person)
    confirmed = person.post("/users/me/second-factor/confirm", {"code": code_of(secret, -30)})
    assert confirmed.status_code == 200, confirmed.text
    return secret, confirmed.json()["codes"]


def sign_in(core: Core, person: Person, code: str | None = None, password: str = PASSWORD) -> tuple[int, str | None]:
    form = {"username": person.email, "password": password} | ({"code": code} if code else {})
    with core.client() as http:
        answer = http.post("/token", data=form)
    return answer.status_code, answer.json().get("error")


def end(person: Person, code: str, password: str = PASSWORD) -> tuple[int, str | None]:
    path, body = "/users/me/second-factor", {"code": code, "password": password}
    answer = person.http.request("DELETE", path, json=body, headers=person.headers)
    return answer.status_code, answer.json()["error"] if answer.content else None


def has_password(core: Core, person: Person, password: str) -> None:
    with core.database.transaction() as session:
        row = session.get_one(User, person.id)
        row.password_hash = hashing.hash(password)


def test_a_code_is_asked_for_once_one_has_confirmed_the_app(core, person):
    secret = begin(person)
    assert person.get("/users/me/second-factor").json() == {"is_on": False, "recovery_codes_left": 0}
    assert sign_in(core, person) == (200, None), "nothing changes before a code has come back"
    confirmed = person.post("/users/me/second-factor/confirm", {"code": code_of(secret)})
    assert len(set(confirmed.json()["codes"])) == 10
    assert person.get("/users/me/second-factor").json() == {"is_on": True, "recovery_codes_left": 10}
    assert sign_in(core, person) == (401, "SecondFactorNeeded")
    assert sign_in(core, person, code_of(secret, 30)) == (200, None)


def test_what_is_asked_of_whom_has_not_the_password_tells_nothing(core, person):
    set_up(person)
    assert sign_in(core, person, password="not it at all") == (401, "WrongCredentials")


def test_no_code_is_taken_twice_nor_an_older_one(core, person):
    secret, _ = set_up(person)
    code = code_of(secret)
    assert sign_in(core, person, code) == (200, None)
    assert sign_in(core, person, code) == (422, "WrongCode")
    assert sign_in(core, person, code_of(secret, -30)) == (422, "WrongCode")


@pytest.mark.parametrize("seconds", [-90, 90, 3600])
def test_a_code_of_another_time_is_refused(core, person, seconds):
    secret, _ = set_up(person)
    assert sign_in(core, person, code_of(secret, seconds)) == (422, "WrongCode")


@pytest.mark.parametrize("code", ["000", "abcdef", "１２３４５６", "12345678901234567890", "' OR 1=1 --"])
def test_what_is_no_code_is_refused(core, person, code):
    set_up(person)
    assert sign_in(core, person, code) == (422, "WrongCode")


def test_each_code_to_recover_with_works_once(core, person):
    _, recovery = set_up(person)
    assert sign_in(core, person, recovery[0].upper()) == (200, None)
    assert sign_in(core, person, recovery[0]) == (422, "WrongCode")
    assert sign_in(core, person, recovery[1]) == (200, None)
    assert person.get("/users/me/second-factor").json()["recovery_codes_left"] == 8


def test_the_app_is_another_after_it_was_taken_off(core, person):
    secret, _ = set_up(person)
    assert person.post("/users/me/second-factor", {"password": PASSWORD}).json()["error"] == "SecondFactorOn"
    assert end(person, code_of(secret), "another") == (403, "WrongPassword")
    assert end(person, "123456")[1] == "WrongCode"
    assert end(person, code_of(secret)) == (204, None)
    assert sign_in(core, person) == (200, None)
    assert end(person, code_of(secret, 30))[1] == "SecondFactorOff"
    assert begin(person) != secret


def test_a_code_confirms_only_what_was_begun(person):
    assert person.post("/users/me/second-factor/confirm", {"code": "123456"}).json()["error"] == "SecondFactorOff"
    first = begin(person)
    second = begin(person)
    assert person.post("/users/me/second-factor/confirm", {"code": code_of(first)}).json()["error"] == "WrongCode"
    assert person.post("/users/me/second-factor/confirm", {"code": code_of(second)}).status_code == 200


def test_who_finds_a_browser_signed_in_sets_nothing_up(person):
    refused = person.post("/users/me/second-factor", {"password": "another"})
    assert (refused.status_code, refused.json()["error"]) == (403, "WrongPassword")


def test_the_secret_and_the_codes_lie_unreadable(core, person):
    secret, recovery = set_up(person)
    with core.database.transaction() as session:
        row = session.exec(select(SecondFactor).where(SecondFactor.user_id == person.id)).one()
        assert secret not in row.secret
        assert not set(recovery) & set(row.recovery_codes)


def test_who_sees_others_data_has_a_long_password_or_a_second_factor(core):
    recruiter = core.staff()
    secret, _ = set_up(recruiter)
    has_password(core, recruiter, SHORT)
    assert sign_in(core, recruiter, code_of(secret), SHORT) == (200, None)
    assert end(recruiter, code_of(secret, 30), SHORT)[1] == "WeakPassword", "it could not stand alone"
    with core.database.transaction() as session:
        second_factor.remove(session, session.get_one(User, recruiter.id), session.get_one(User, recruiter.id))
    assert sign_in(core, recruiter, None, SHORT) == (403, "PasswordTooShort")


def test_a_candidate_may_have_a_shorter_password(core, person):
    has_password(core, person, SHORT)
    assert sign_in(core, person, None, SHORT) == (200, None)


def test_an_administrator_lets_somebody_in_who_has_lost_it(core, person):
    admin = core.staff(Role.ADMIN)
    set_up(person)
    (found,) = admin.get("/admin/users", params={"q": person.email}).json()["people"]
    assert found["second_factor"] is True
    path = f"/admin/users/{person.id}"
    by_another = admin.http.patch(path, json={"second_factor": True}, headers=admin.headers)
    assert by_another.status_code == 422, "its owner alone can set one up"
    changed = admin.http.patch(path, json={"second_factor": False}, headers=admin.headers)
    assert changed.json()["second_factor"] is False
    assert sign_in(core, person) == (200, None)
    with core.database.transaction() as session:
        acts = session.exec(select(AuditEntry.action).where(AuditEntry.subject_id == person.id)).all()
    assert list(acts).count("second_factor.removed") == 1


def test_a_command_does_when_nobody_else_can(core, person):
    set_up(person)
    assert run(core, "second-factor-off", person.email).returncode == 0
    assert sign_in(core, person) == (200, None)


def test_two_who_show_one_code_at_once_are_not_both_let_in(core, person):
    secret, _ = set_up(person)
    code = code_of(secret)
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: sign_in(core, person, code), range(4)))
    assert sorted(status for status, _ in answers) == [200, 422, 422, 422]


def test_codes_are_counted(core, person):
    secret, _ = set_up(person)
    wrong = [sign_in(core, person, f"{number:06}")[1] for number in secrets.SystemRandom().sample(range(10**6), 19)]
    assert set(wrong) == {"WrongCode"}
    assert sign_in(core, person, code_of(secret)) == (429, "TooManyRequests")
