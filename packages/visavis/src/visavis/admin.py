"""`visavis admin`: what only somebody with the machine's own rights may do to a platform's people."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from backend_core.auth import accounts
from backend_core.key_rotation import Rotation, rotate_keys
from contracts.base import Language
from contracts.errors import RecordUnavailable, VisavisError
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError

from visavis.launcher.errors import LauncherError
from visavis.launcher.home import Home
from visavis.launcher.run import open_platform
from visavis.launcher.settings import LauncherSettings


def create(settings: LauncherSettings, email: str, full_name: str, password: str) -> None:
    """Create an administrator. Raises LauncherError saying what is wrong with the account or where no database is."""
    with record_of(settings):
        accounts.create_admin(email, full_name, password)


def set_password(settings: LauncherSettings, email: str, password: str) -> None:
    """Give an account another password. Raises LauncherError where there is none, it is too weak, or no database."""
    with record_of(settings):
        accounts.set_password(email, password)


def remove_second_factor(settings: LauncherSettings, email: str) -> None:
    """Let somebody in who has lost theirs. Raises LauncherError where there is no such account, or no database."""
    with record_of(settings):
        accounts.remove_second_factor(email)


def erase(settings: LauncherSettings, email: str) -> str:
    """Erase an account with all that hangs on it; returns the receipt's id. Raises LauncherError where there is none,
    or no database.
    """
    with record_of(settings):
        return accounts.erase_user(email)


def rotate_storage_key(settings: LauncherSettings) -> Rotation:
    """Wrap what lies under earlier storage keys under the present one. Raises LauncherError where no database is."""
    with record_of(settings):
        return rotate_keys()


@contextmanager
def record_of(settings: LauncherSettings) -> Iterator[None]:
    """The environment names the database: its own, or else the local platform's. Errors come out as LauncherError."""
    if "DATABASE_URL" not in os.environ:
        platform = open_platform(settings, Home.create(settings.home_path))
        if not platform.postgres.answers():
            raise LauncherError("The local platform does not run. Start it with `make up`, or set DATABASE_URL.")
        os.environ.update(platform.backend_environment())
    try:
        yield
    except VisavisError as error:
        raise LauncherError(error.body(Language.EN).detail) from error
    except OperationalError as error:
        raise LauncherError(f"{RecordUnavailable().body(Language.EN).detail}\n{error.orig}") from error
    except ValidationError as error:
        names = ", ".join(str(problem["loc"][0]).upper() for problem in error.errors())
        raise LauncherError(f"These settings are missing or wrong: {names}.") from error
