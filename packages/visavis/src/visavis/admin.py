"""`visavis admin`: what only somebody with the machine's own rights may do to a platform's people."""

import os

from backend_core.seed import create_admin
from contracts.base import Language
from contracts.errors import VisavisError
from pydantic import ValidationError

from visavis.launcher.errors import LauncherError
from visavis.launcher.home import Home
from visavis.launcher.run import open_platform
from visavis.launcher.settings import LauncherSettings


def create(settings: LauncherSettings, email: str, full_name: str, password: str) -> None:
    """Create an administrator. Raises LauncherError saying what is wrong with the account or where no database is."""
    if "DATABASE_URL" not in os.environ:
        platform = open_platform(settings, Home.create(settings.home_path))
        if not platform.postgres.answers():
            raise LauncherError("The local platform does not run. Start it with `make up`, or set DATABASE_URL.")
        os.environ.update(platform.backend_environment())
    try:
        create_admin(email, full_name, password)
    except VisavisError as error:
        raise LauncherError(error.body(Language.EN).detail) from error
    except ValidationError as error:
        names = ", ".join(str(problem["loc"][0]).upper() for problem in error.errors())
        raise LauncherError(f"These settings are missing or wrong: {names}.") from error
