"""Where the local platform lives: its directory, its ports, and what the user's `.env` says."""

import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated

from dotenv import dotenv_values
from pydantic import BaseModel, Field, ValidationError

from visavis.launcher.errors import LauncherError
from visavis.launcher.ports import LAST_OFFSET, MOST_MEDIA_PROCESSES, Ports

VARIABLES = {"VISAVIS_HOME": "home", "VISAVIS_PORT": "port", "MEDIA_PROCESSES": "media_processes"}


def checkout() -> Path:
    """The repository that this program runs from. Raises LauncherError where it was installed without one."""
    for directory in Path(__file__).resolve().parents:
        if (directory / "uv.lock").is_file() and (directory / "frontend").is_dir():
            return directory
    raise LauncherError("The local platform runs from a checkout of the repository; `docker compose up` needs none.")


class LauncherSettings(BaseModel):
    """What the launcher reads from its environment, and from `.env` in the checkout."""

    # Everything the platform keeps: database, logs, generated secrets. Default: `.visavis` in the checkout.
    home: Path | None = None
    # backend-core's and the front end's; every other port is derived from it.
    port: Annotated[int, Field(ge=1024, le=65535 - LAST_OFFSET)] = 8000
    # Media servers, between which interviews are spread. One process can keep one core busy and no more, which takes
    # more interviews than MAX_SESSIONS lets in: more are for hosts with cores to spare, and each has its own memory.
    media_processes: Annotated[int, Field(ge=1, le=MOST_MEDIA_PROCESSES)] = 1

    @property
    def ports(self) -> Ports:
        return Ports(self.port, media_processes=self.media_processes)

    @cached_property
    def home_path(self) -> Path:
        return (self.home or checkout() / ".visavis").expanduser().absolute()


def load_settings() -> LauncherSettings:
    """Raises LauncherError naming the variable that is wrong."""
    environment = user_environment()
    given = {field: environment[name] for name, field in VARIABLES.items() if name in environment}
    try:
        return LauncherSettings.model_validate(given)
    except ValidationError as error:
        problem = error.errors()[0]
        name = next(name for name, field in VARIABLES.items() if field == problem["loc"][0])
        raise LauncherError(f"{name}={problem['input']}: {problem['msg']}.") from error


def user_environment() -> dict[str, str]:
    """The environment over the checkout's `.env`. A variable without a value is a variable that is not set."""
    try:
        written = dotenv_values(checkout() / ".env")
    except LauncherError:
        written = {}
    return {name: value for name, value in {**written, **os.environ}.items() if value}


def models_folder(environment: Mapping[str, str], home: Path) -> Path:
    """Where local models lie: in the platform's own directory, unless MODELS_DIR is another."""
    chosen = environment.get("MODELS_DIR")
    return Path(chosen).expanduser().absolute() if chosen else home / "models"
