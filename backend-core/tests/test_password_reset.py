"""A new password by a link that was sent, or by a command on the machine."""

from datetime import timedelta

import httpx
import pytest
from persistence.columns import utc_now
from persistence.people.password_resets import PasswordReset
from persistence.record.audit import AuditEntry
from runtime.tokens import fingerprint, make_opaque_token
from sqlmodel import select
from test_admin import run

NEW = "another long passphrase"


def link(core, person, *, lives: timedelta = timedelta(hours=1)) -> str:
    """The token of a link that was sent."""
    token = make_opaque_token()
    with core.database.transaction() as session:
        session.add(PasswordReset(user_id=person.id, token_hash=fingerprint(token), expires_at=utc_now() + lives))
    return token


def reset(core, token: str, password: str = NEW) -> httpx.Response:
    with core.client() as http:
        return http.post("/password/reset", json={"token": token, "password": password})


def may_sign_in(core, person, password: str) -> bool:
    with core.client() as http:
        return http.post("/token", data={"username": person.email, "password": password}).status_code == 200


def test_a_link_sets_a_password_once_and_ends_every_session(core, person):
    token, other = link(core, person), link(core, person)
    assert reset(core, token).status_code == 204
    assert may_sign_in(core, person, NEW)
    assert not may_sign_in(core, person, "a long enough passphrase")
    assert person.http.post("/token/refresh").json()["error"] == "SessionExpired"
    for spent in (token, other):
        again = reset(core, spent, "a third long passphrase")
        assert (again.status_code, again.json()["error"]) == (404, "ResetLinkExpired")
    assert may_sign_in(core, person, NEW)


def test_a_link_does_not_outlive_its_time(core, person):
    token = link(core, person, lives=-timedelta(seconds=1))
    assert reset(core, token).json()["error"] == "ResetLinkExpired"
    assert may_sign_in(core, person, "a long enough passphrase")


def test_a_weak_password_spends_no_link(core, person):
    token = link(core, person)
    refused = reset(core, token, "short")
    assert (refused.status_code, refused.json()["fields"]) == (422, {"password": "weak"})
    assert reset(core, token).status_code == 204


@pytest.mark.parametrize("token", ["", "x" * 101, "x" * 43, "\x00", "비밀번호"])
def test_what_is_no_link_is_an_error_that_says_so(core, token):
    assert reset(core, token).status_code in {404, 422}


def test_without_mail_the_platform_says_so_whoever_asks(core, person):
    with core.client() as http:
        answers = [
            http.post("/password/forgot", json={"email": email}) for email in (person.email, "nobody@example.org")
        ]
        assert http.get("/config").json()["mail"] is None
    for answer in answers:
        assert (answer.status_code, answer.json()["error"]) == (503, "MailNotSet")


def test_a_command_sets_a_password(core, person):
    said = run(core, "password", person.email.upper(), said=f"{NEW}\n")
    assert said.returncode == 0, said.stderr
    assert may_sign_in(core, person, NEW)
    assert person.http.post("/token/refresh").status_code == 401
    with core.database.transaction() as session:
        (entry,) = session.exec(select(AuditEntry).where(AuditEntry.subject_id == person.id)).all()
    assert (entry.action, entry.actor_role) == ("user.password_set", "platform")
    for email, password in ((person.email, "short\n"), ("nobody@example.org", f"{NEW}\n")):
        refused = run(core, "password", email, said=password)
        assert refused.returncode == 1
        assert "Traceback" not in refused.stderr
