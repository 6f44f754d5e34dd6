"""Access tokens (JWT, minutes, in memory) and refresh tokens (random, days, in a cookie)."""

import hashlib
import secrets
from datetime import timedelta

from contracts.base import Role
from contracts.errors import NotSignedIn, SessionExpired
from jose import ExpiredSignatureError, JWTError, jwt
from persistence.columns import utc_now

ALGORITHM = "HS256"
AUDIENCE = "visavis"
ACCESS = "access"


def make_access_token(user_id: str, role: Role, key: str, lifetime: timedelta) -> str:
    now = utc_now()
    claims = {"sub": user_id, "role": role, "typ": ACCESS, "aud": AUDIENCE, "iat": now, "exp": now + lifetime}
    return jwt.encode(claims, key, algorithm=ALGORITHM)


def read_access_token(token: str, key: str) -> str:
    """The user's id. Raises `SessionExpired` for an old token and `NotSignedIn` for anything else that is not ours."""
    try:
        claims = jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            options={"require_aud": True, "require_exp": True, "require_sub": True},
        )
    except ExpiredSignatureError as error:
        raise SessionExpired from error
    except JWTError as error:
        raise NotSignedIn from error
    if claims.get("typ") != ACCESS:
        raise NotSignedIn
    return str(claims["sub"])


def make_opaque_token() -> str:
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> str:
    """What is stored of an opaque token."""
    return hashlib.sha256(token.encode()).hexdigest()
