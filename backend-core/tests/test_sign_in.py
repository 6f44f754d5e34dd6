"""Accounts, tokens, consents."""

import asyncio
import base64
import hmac
import json
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from backend_core.auth.rate_limits import RateLimiter
from backend_core.main import create_app
from backend_core.settings import CoreSettings
from contracts.errors import TooManyRequests
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jose import jwt
from persistence.columns import utc_now
from persistence.tables import RefreshSession
from pydantic import ValidationError
from runtime.tokens import fingerprint
from sqlalchemy import update
from sqlmodel import col

PASSWORD = "a long enough passphrase"
RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC_KEY = ec.generate_private_key(ec.SECP256R1())
PUBLIC_PEM = RSA_KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
PUBLIC_DER = RSA_KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
Claims = dict[str, Any]
Forge = Callable[[Claims, str], str]


def signed(claims: Claims, key: str) -> str:
    return str(jwt.encode(claims, key, algorithm="HS256"))


def raw(header: dict[str, object], claims: object, key: bytes | None) -> str:
    """As no library would make it; without a key it has no signature."""
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (header, claims)]
    signature = b"" if key is None else hmac.digest(key, b".".join(parts), "sha256")
    return b".".join([*parts, base64.urlsafe_b64encode(signature).rstrip(b"=")]).decode()


def without(claims: Claims, name: str) -> Claims:
    return {one: value for one, value in claims.items() if one != name}


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
        own = http.post("/register", json={**account, "email": "new@example.org", "password": "new@example.org"})
        assert (own.status_code, own.json()["error"]) == (422, "CommonPassword")
        short = http.post("/register", json={**account, "email": "new@example.org", "password": "mZq4-vb"})
        assert (short.status_code, short.json()["error"]) == (422, "WeakPassword")


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


NOT_OURS: dict[str, Forge] = {
    "another audience": lambda claims, key: signed(claims | {"aud": "elsewhere"}, key),
    "no audience": lambda claims, key: signed(without(claims, "aud"), key),
    "several audiences, none ours": lambda claims, key: signed(claims | {"aud": ["a", "b"]}, key),
    "another type": lambda claims, key: signed(claims | {"typ": "refresh"}, key),
    "a link to speech": lambda claims, key: signed(claims | {"typ": "speech", "turn": 1}, key),
    "a playback cookie": lambda claims, key: signed(claims | {"typ": "playback", "interview": claims["sub"]}, key),
    "an export cookie": lambda claims, key: signed(claims | {"typ": "export"}, key),
    "no type": lambda claims, key: signed(without(claims, "typ"), key),
    "expired": lambda claims, key: signed(claims | {"exp": 1}, key),
    "no expiry": lambda claims, key: signed(without(claims, "exp"), key),
    "an expiry in words": lambda claims, key: signed(claims | {"exp": "tomorrow"}, key),
    "not valid yet": lambda claims, key: signed(claims | {"nbf": claims["exp"]}, key),
    "nobody": lambda claims, key: signed(without(claims, "sub"), key),
    "a subject that is a number": lambda claims, key: signed(claims | {"sub": 1}, key),
    "somebody who is not there": lambda claims, key: signed(claims | {"sub": str(uuid4())}, key),
    "an identifier that is none": lambda claims, key: signed(claims | {"sub": "' OR 1=1 --"}, key),
    "another key": lambda claims, key: signed(claims, secrets.token_urlsafe(48)),
    "an empty key": lambda claims, key: raw({"alg": "HS256"}, claims, b""),
    "our key cut short": lambda claims, key: raw({"alg": "HS256"}, claims, key[:-1].encode()),
    "the algorithm none": lambda claims, key: raw({"alg": "none"}, claims, None),
    "the algorithm NONE": lambda claims, key: raw({"alg": "NONE"}, claims, None),
    "no algorithm": lambda claims, key: raw({}, claims, key.encode()),
    "another digest": lambda claims, key: jwt.encode(claims, key, algorithm="HS512"),
    "an RSA signature": lambda claims, key: jwt.encode(claims, RSA_KEY, algorithm="RS256"),
    "an elliptic signature": lambda claims, key: jwt.encode(claims, EC_KEY, algorithm="ES256"),
    "a public key as the secret": lambda claims, key: raw({"alg": "HS256"}, claims, PUBLIC_PEM),
    "a public key in DER as the secret": lambda claims, key: raw({"alg": "HS256"}, claims, PUBLIC_DER),
    "a key that comes along": lambda claims, key: raw({"alg": "HS256", "jwk": {"kty": "oct", "k": "eA"}}, claims, b"x"),
    "a header that must be understood": lambda claims, key: raw(
        {"alg": "HS256", "crit": ["b64"]}, claims, key.encode()
    ),
    "no signature": lambda claims, key: signed(claims, key).rpartition(".")[0] + ".",
    "two parts": lambda claims, key: signed(claims, key).rpartition(".")[0],
    "four parts": lambda claims, key: signed(claims, key) + ".x",
    "others' claims under our signature": lambda claims, key: ".".join(
        (*signed(claims | {"role": "admin"}, key).split(".")[:2], signed(claims, key).split(".")[2])
    ),
    "claims that are no object": lambda claims, key: raw({"alg": "HS256"}, ["sub"], key.encode()),
    "noise": lambda claims, key: "x.y.z",
    "ten thousand dots": lambda claims, key: "." * 10_000,
}


@pytest.mark.parametrize("forged", NOT_OURS)
def test_a_token_that_is_not_ours_is_refused(core, person, forged):
    key = core.settings.secret_key.get_secret_value()
    claims = jwt.decode(person.token, key, algorithms=["HS256"], audience="visavis")
    token = NOT_OURS[forged](claims, key)
    with core.client() as http:
        refused = http.get("/users/me", headers={"Authorization": f"Bearer {token}"})
        assert refused.status_code == 401
        assert refused.json()["error"] in {"NotSignedIn", "SessionExpired"}
        assert http.get("/users/me", headers={"Authorization": f"Bearer {signed(claims, key)}"}).status_code == 200


@pytest.mark.parametrize("scheme", ["", "Basic ", "bearer", "Token "])
def test_a_token_comes_as_a_bearers(core, person, scheme):
    with core.client() as http:
        assert http.get("/users/me", headers={"Authorization": f"{scheme}{person.token}"}).status_code == 401
        assert http.get("/users/me", params={"token": person.token, "access_token": person.token}).status_code == 401


@pytest.mark.parametrize(
    "password",
    ["12345678", "password1", "qwertyuiop", "iloveyou2", "qlalfqjsgh1!", "dkssudgktpdy", "aaaaaaaaaaaa", "1q2w3e4r5t"],
)
def test_a_password_that_many_have_is_refused(core, password):
    name = secrets.token_hex(6)
    account = {"email": f"{name}@example.org", "username": name, "password": password, "full_name": "Kim Minseo"}
    with core.client() as http:
        refused = http.post("/register", json=account)
    assert (refused.status_code, refused.json()["error"]) == (422, "CommonPassword")


def test_a_password_may_be_a_long_sentence_in_any_script(core):
    name = secrets.token_hex(6)
    password = "겨울 바다에서 주운 조개껍데기 일곱 개와 " * 3
    account = {"email": f"{name}@example.org", "username": name, "password": password, "full_name": "Kim Minseo"}
    with core.client() as http:
        assert http.post("/register", json=account).status_code == 201
        assert http.post("/token", data={"username": account["email"], "password": password}).status_code == 200
        cut = {"username": account["email"], "password": password[:64]}
        assert http.post("/token", data=cut).status_code == 401, "every character of it counts"


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
