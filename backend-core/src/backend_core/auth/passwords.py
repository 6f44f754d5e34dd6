"""Passwords: Argon2id, off the event loop."""

import asyncio

from contracts.errors import WeakPassword
from passlib.context import CryptContext

MIN_LENGTH = 10
hashing = CryptContext(schemes=["argon2"])
_nobody = hashing.hash("nobody signs in with this")


def check_strength(password: str, email: str) -> None:
    """Raises `WeakPassword`."""
    local_part = email.partition("@")[0]
    if len(password) < MIN_LENGTH or password.lower() in {email.lower(), local_part.lower()} or len(set(password)) < 4:
        raise WeakPassword(fields={"password": "weak"})


async def hash_password(password: str) -> str:
    return await asyncio.to_thread(hashing.hash, password)


async def verify_password(password: str, password_hash: str | None) -> bool:
    """Takes as long for an account that does not exist (`None`) as for one that does."""
    matches = await asyncio.to_thread(hashing.verify, password, password_hash or _nobody)
    return bool(matches) and password_hash is not None
