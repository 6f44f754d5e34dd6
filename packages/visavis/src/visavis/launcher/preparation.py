"""Whether the database is as migrations and the loading of the bank would leave it, told without importing either.

All that they rest on has one number, which loading leaves in the record. In a database that was made anew or restored
from a backup it is gone, or is that of then.
"""

import hashlib
import importlib.util
from collections.abc import Mapping, Sequence
from pathlib import Path

import psycopg

from visavis.launcher.postgres import Postgres
from visavis.launcher.sources import digest_of

PACKAGES = ("backend_core", "contracts", "engines", "persistence")
"""Whose sources migrations and loading are."""
SETTINGS = ("EMBEDDING_", "MODELS_DIR")
"""What the names of settings begin with that say how questions are embedded."""
PREPARED = """
    SELECT EXISTS (SELECT FROM bank_loads WHERE fingerprint = %s)
    AND NOT EXISTS (SELECT FROM questions WHERE embedder IS NULL)
    AND NOT EXISTS (SELECT FROM resume_sections WHERE embedder IS NULL)
    AND (SELECT count(*) FROM users WHERE email = ANY(%s)) = %s
"""


def fingerprint(checkout: Path, environment: Mapping[str, str]) -> str:
    """Of the sources, the versions of what they use, and the settings in `environment` that loading follows."""
    settings = [f"{name}={value}" for name, value in sorted(environment.items()) if name.startswith(SETTINGS)]
    sources = [digest_of(_directory(package), {"__pycache__"}) for package in PACKAGES]
    versions = hashlib.sha256((checkout / "uv.lock").read_bytes()).hexdigest()
    return hashlib.sha256("\n".join([*sources, versions, *settings]).encode()).hexdigest()


def is_prepared(postgres: Postgres, fingerprint: str, users: Sequence[str]) -> bool:
    """Whether the bank was last loaded with this number, nothing lacks the vectors that loading would see to, and each
    of `users`, by their addresses, has an account.
    """
    with postgres.connect() as connection:
        try:
            row = connection.execute(PREPARED, (fingerprint, list(users), len(users))).fetchone()
        except psycopg.errors.UndefinedTable:
            return False
    return row == (True,)


def _directory(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    assert spec  # noqa: S101 — the launcher's own dependency
    assert spec.origin  # noqa: S101
    return Path(spec.origin).parent
