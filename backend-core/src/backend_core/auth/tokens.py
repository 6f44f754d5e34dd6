"""Signed tokens (JWT): access for minutes, kept in memory; links to what is spoken; cookies that play recordings and
fetch what is held on somebody.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from contracts.base import Id, Role
from contracts.errors import LinkExpired, NotSignedIn, SessionExpired
from jose import ExpiredSignatureError, JWTError, jwt
from persistence.columns import utc_now
from pydantic import TypeAdapter, ValidationError

ALGORITHM = "HS256"
HEADER = {"alg": ALGORITHM, "typ": "JWT"}
AUDIENCE = "visavis"
ACCESS = "access"
SPEECH = "speech"
SPEECH_LIFETIME = timedelta(minutes=45)
"""The longest answer, and time to hear the question once more."""
PLAYBACK = "playback"
PLAYBACK_LIFETIME = timedelta(minutes=15)
EXPORT = "export"
EXPORT_LIFETIME = timedelta(minutes=5)
_USER_ID = TypeAdapter[str](Id)


@dataclass(frozen=True)
class Access:
    """Whom a token lets in, and the session that it ends with: the family of refresh tokens that it came of."""

    user_id: str
    session_id: str

    @property
    def claims(self) -> dict[str, str]:
        return {"sub": self.user_id, "sid": self.session_id}


def make_access_token(access: Access, role: Role, key: str, lifetime: timedelta) -> str:
    return _signed({**access.claims, "role": role, "typ": ACCESS}, key, lifetime)


def read_access_token(token: str, key: str) -> Access:
    """Raises `SessionExpired` for an old token and `NotSignedIn` for anything else that is not ours."""
    try:
        return _access(_claims(token, key, ACCESS))
    except ExpiredSignatureError as error:
        raise SessionExpired from error
    except (JWTError, ValidationError) as error:
        raise NotSignedIn from error


def make_speech_token(interview_id: str, turn: int, key: str) -> str:
    """Lets whoever holds it hear what the interviewer says in this turn; 0 stands for the closing words."""
    return _signed({"sub": interview_id, "turn": turn, "typ": SPEECH}, key, SPEECH_LIFETIME)


def read_speech_token(token: str, key: str) -> tuple[str, int]:
    """The interview and its turn. Raises `LinkExpired`."""
    try:
        claims = _claims(token, key, SPEECH)
    except JWTError as error:
        raise LinkExpired from error
    return str(claims["sub"]), int(claims["turn"])


def make_playback_token(access: Access, interview_id: str, key: str) -> str:
    """Lets its user's browser play the recordings of one interview."""
    return _signed({**access.claims, "interview": interview_id, "typ": PLAYBACK}, key, PLAYBACK_LIFETIME)


def read_playback_token(token: str, interview_id: str, key: str) -> Access:
    """Raises `LinkExpired`, also for another interview's."""
    try:
        claims = _claims(token, key, PLAYBACK)
        if claims.get("interview") != interview_id:
            raise LinkExpired
        return _access(claims)
    except (JWTError, ValidationError) as error:
        raise LinkExpired from error


def make_export_token(access: Access, key: str) -> str:
    """Lets its user's browser fetch all that is held on them."""
    return _signed({**access.claims, "typ": EXPORT}, key, EXPORT_LIFETIME)


def read_export_token(token: str, key: str) -> Access:
    """Raises `LinkExpired`."""
    try:
        return _access(_claims(token, key, EXPORT))
    except (JWTError, ValidationError) as error:
        raise LinkExpired from error


def _access(claims: dict[str, Any]) -> Access:
    """Raises `JWTError` and `ValidationError`."""
    session_id = claims.get("sid")
    if not isinstance(session_id, str):
        raise JWTError("not of a session")
    return Access(_USER_ID.validate_python(claims["sub"]), session_id)


def _signed(claims: dict[str, Any], key: str, lifetime: timedelta) -> str:
    now = utc_now()
    return jwt.encode({**claims, "aud": AUDIENCE, "iat": now, "exp": now + lifetime}, key, algorithm=ALGORITHM)


def _claims(token: str, key: str, kind: str) -> dict[str, Any]:
    """Raises `JWTError`."""
    if jwt.get_unverified_header(token) != HEADER:
        raise JWTError("not a header of ours")  # python-jose passes over `crit`, which RFC 7515 has refused
    claims = jwt.decode(
        token,
        key,
        algorithms=[ALGORITHM],
        audience=AUDIENCE,
        options={"require_aud": True, "require_exp": True, "require_sub": True},
    )
    if claims.get("typ") != kind:
        raise JWTError(f"not a token of type {kind}")
    return claims
