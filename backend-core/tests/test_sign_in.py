"""Accounts, tokens, consents."""

import asyncio
import secrets
from datetime import timedelta

import pytest
from backend_core.auth import tokens
from backend_core.auth.rate_limits import RateLimiter
from backend_core.main import create_app
from backend_core.settings import CoreSettings
from contracts.base import Role
from contracts.errors import TooManyRequests
from jose import jwt
from persistence.columns import utc_now
from persistence.tables import RefreshSession
from pydantic import ValidationError
from runtime.tokens import fingerprint
from sqlalchemy import update
from sqlmodel import col

PASSWORD = "a long enough passphrase"


def test_wrong_password_and_unknown_address_are_told_apart_by_nobody(core, person):
    with core.client() as http:
        wrong = http.post("/token", data={"username": person.email, "password": "not it at all"})
        unknown = http.post("/token", data={"username": "nobody@example.org", "password": "not it at all"})
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    assert wrong.json()["error"] == "WrongCredentials"


def test_an_address_or_a_username_is_taken_once(core, person):
    account = {
        "email": person.email.upper(),
        "username": secrets.token_hex(5),
        "password": PASSWORD,
        "full_name": "Lee",
    }
    with core.client() as http:
        again = http.post("/register", json=account)
        assert (again.status_code, again.json()["error"]) == (409, "EmailTaken")
        weak = http.post("/register", json={**account, "email": "new@example.org", "password": "new@example.org"})
        assert (weak.status_code, weak.json()["error"]) == (422, "WeakPassword")


def test_nobody_registers_as_an_administrator(core):
    account = {"email": "a@example.org", "username": "a-b", "password": PASSWORD, "full_name": "A", "role": "admin"}
    with core.client() as http:
        assert http.post("/register", json=account).status_code == 422


def test_a_refresh_token_works_once_and_its_reuse_ends_the_session(core, person):
    http = person.http
    first = http.cookies["visavis_refresh"]
    assert http.post("/token/refresh").status_code == 200
    second = http.cookies["visavis_refresh"]
    assert first != second
    with core.database.transaction() as session:
        session.exec(
            update(RefreshSession)
            .where(col(RefreshSession.token_hash) == fingerprint(first))
            .values(used_at=utc_now() - timedelta(minutes=1))
        )
    with core.client() as thief:
        thief.cookies.set("visavis_refresh", first)
        assert thief.post("/token/refresh").status_code == 401
    assert http.post("/token/refresh").json()["error"] == "SessionExpired"


def test_signing_out_ends_the_refresh_token(person):
    token = person.http.cookies["visavis_refresh"]
    assert person.http.post("/logout").status_code == 204
    person.http.cookies.set("visavis_refresh", token)
    assert person.http.post("/token/refresh").status_code == 401


@pytest.mark.parametrize("change", [{"aud": "elsewhere"}, {"typ": "refresh"}, {"exp": 1}, {"sub": None}])
def test_a_token_of_another_kind_is_refused(core, person, change):
    key = core.settings.secret_key.get_secret_value()
    claims = jwt.decode(person.token, key, algorithms=["HS256"], audience="visavis")
    changed = {name: value for name, value in {**claims, **change}.items() if value is not None}
    forged = jwt.encode(changed, key, algorithm="HS256")
    with core.client() as http:
        assert http.get("/users/me", headers={"Authorization": f"Bearer {forged}"}).status_code == 401


def test_an_unsigned_token_is_refused(core, person):
    other_key = tokens.make_access_token(person.id, Role.ADMIN, secrets.token_urlsafe(48), timedelta(minutes=1))
    head, body, _ = person.token.split(".")
    none = jwt.encode({"sub": person.id}, "x" * 40, algorithm="HS256").split(".")[0]
    with core.client() as http:
        for token in (other_key, f"{head}.{body}.", f"{none}.{body}.", "x"):
            assert http.get("/users/me", headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_the_latest_decision_on_a_purpose_counts(person):
    person.consent("transcription", "delivery")
    person.consent("delivery", granted=False)
    decided = {row["purpose"]: row["granted"] for row in person.get("/users/me/consents").json()}
    assert decided == {"transcription": True, "delivery": False}


def test_a_consent_is_to_the_text_that_the_platform_names(person):
    person.consent("delivery")
    (consent,) = person.get("/users/me/consents").json()
    assert consent["version"] == person.get("/config").json()["consent_version"]


@pytest.mark.parametrize("field", ["secret_key", "service_token", "storage_key"])
@pytest.mark.parametrize("weak", ["short", "changethis" * 4, "a" * 64, "my-secret-key-for-development-only-please"])
def test_a_short_or_well_known_secret_stops_the_service(core, field, weak):
    good = core.settings.model_dump() | {"database_url": str(core.settings.database_url), "redis_url": "redis://x"}
    with pytest.raises(ValidationError, match=field):
        create_app(CoreSettings.model_validate({**good, field: weak}))


def test_messages_come_in_the_users_language(core):
    with core.client() as http:
        korean = http.get("/users/me", headers={"Accept-Language": "ko-KR,ko;q=0.9"}).json()["detail"]
        english = http.get("/users/me", headers={"Accept-Language": "en-GB"}).json()["detail"]
    assert korean.startswith("로그인")
    assert english.startswith("You need")


def test_too_many_attempts_on_one_account_are_held_back(redis_url):
    async def attempts() -> int:
        limiter = RateLimiter(redis_url, 3)
        account = secrets.token_hex(8)
        for number in range(10):
            try:
                await limiter.count("sign-in", account)
            except TooManyRequests:
                return number
        return 10

    assert asyncio.run(attempts()) == 3


def test_without_redis_nobody_is_locked_out():
    async def attempt() -> None:
        await RateLimiter("redis://127.0.0.1:9", 1).count("sign-in", "somebody")

    asyncio.run(attempt())
