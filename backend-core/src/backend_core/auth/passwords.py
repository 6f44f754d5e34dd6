"""Passwords: how long, how common, and Argon2id, off the event loop."""

import asyncio
from functools import cache

from contracts.base import Role
from contracts.errors import CommonPassword, WeakPassword, WrongPassword
from passlib.context import CryptContext
from persistence.tables import User
from zxcvbn import zxcvbn

LEAST = 8
LEAST_OF_STAFF = 15
"""Of those who see others' data and show nothing beside it (NIST SP 800-63B-4, 3.1.1.2)."""
GUESSES_LOG10 = 6.0
"""What takes fewer guesses than this is tried first by whoever guesses."""
COMPARED = 64
"""Characters that are compared with words and patterns: comparing takes ever longer, and those alone make it good."""
TYPED_IN_KOREAN = ("qlalfqjsgh", "dkssudgktpdy", "tkfkdgody", "eogksalsrnr", "dlsxjspt", "ausdlqtkfkdgo", "visavis")
"""Common words as they come out of a keyboard that is set to English, which foreign lists do not have."""

hashing = CryptContext(schemes=["argon2"])


@cache
def _nobody() -> str:
    return str(hashing.hash("nobody signs in with this"))


def least_length(role: Role, has_second_factor: bool) -> int:
    return LEAST if role is Role.CANDIDATE or has_second_factor else LEAST_OF_STAFF


async def check_strength(password: str, least: int, *own: str) -> None:
    """`own` is what others know of whose it is: address, names. Raises `WeakPassword` and `CommonPassword`."""
    if len(password) < least:
        raise WeakPassword(fields={"password": "weak"}, least=str(least))
    if await asyncio.to_thread(_guesses_log10, password[:COMPARED], own) < GUESSES_LOG10:
        raise CommonPassword(fields={"password": "common"})


def _guesses_log10(password: str, own: tuple[str, ...]) -> float:
    known = [*TYPED_IN_KOREAN, *own, *(address.partition("@")[0] for address in own)]
    return float(zxcvbn(password, user_inputs=known)["guesses_log10"])


async def hash_password(password: str) -> str:
    return await asyncio.to_thread(hashing.hash, password)


async def verify_password(password: str, password_hash: str | None) -> bool:
    """Takes as long for an account that does not exist (`None`) as for one that does."""
    matches = await asyncio.to_thread(hashing.verify, password, password_hash or _nobody())
    return bool(matches) and password_hash is not None


async def require_password(user: User, password: str) -> None:
    """Raises `WrongPassword`."""
    if not await verify_password(password, user.password_hash):
        raise WrongPassword(fields={"password": "wrong"})
