"""The operating guide has every setting of every service, under every name, in both languages; and what it says of a
service reaches it in containers.
"""

import re
from functools import cache

import pytest
import yaml
from ai_worker.serve.settings import ServeSettings
from ai_worker.settings import WorkerSettings
from backend_core.settings import CoreSettings
from media_server.hearing.policy import TurnPolicy
from media_server.settings import MediaSettings
from pydantic import AliasChoices
from pydantic_settings import BaseSettings
from visavis.launcher.settings import VARIABLES, checkout

SERVICES = {
    "backend-core": "backend-core",
    "media-server": "media-server",
    "ai-worker": "ai-worker-cpu",
    "model-server": "model-server",
}
"""As the guide calls them, and as Compose does."""
NOT_FOR_CONTAINERS = {
    "DEMO_MODE": "the local demo's",
    "FRONTEND_DIST": "the local demo's: Caddy has the pages",
    "MAIL_FOLDER": "for development",
    "ALIVE_FILE": "the image sets it",
    "FACE_MODEL": "a mount",
    "SECOND_MEDIA_UDP_PORTS": "the second media server's",
}


@pytest.fixture(params=["docs/operating.md", "docs/ko/operating.md"])
def page(request: pytest.FixtureRequest) -> str:
    return (checkout() / request.param).read_text(encoding="utf-8")


@pytest.fixture
def documented(page: str) -> set[str]:
    return set(re.findall(r"`([A-Z][A-Z0-9_]+)`", page))


def names_of(settings: type[BaseSettings]) -> set[str]:
    names = set()
    for name, field in settings.model_fields.items():
        alias = field.validation_alias
        names |= set(map(str, alias.choices)) if isinstance(alias, AliasChoices) else {name.upper()}
    return names


@cache
def passed(service: str) -> set[str]:
    """What Compose hands to a service, with a GPU or without."""
    files = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in checkout().glob("docker-compose*.yml")]
    return {name for file in files for name in file["services"].get(service, {}).get("environment", {})}


@pytest.mark.parametrize("settings", [CoreSettings, MediaSettings, WorkerSettings, ServeSettings])
def test_every_setting_is_in_the_table(settings: type[BaseSettings], documented: set[str]):
    assert names_of(settings) - documented == set()


def test_every_variable_of_the_compose_files_is_in_the_table(documented: set[str]):
    files = "".join(path.read_text() for path in sorted(checkout().glob("docker-compose*.yml")))
    variables = set(re.findall(r"\$\{([A-Z][A-Z0-9_]+)", files)) - {"VISAVIS_VERSION", "DEV_UID", "DEV_GID"}
    assert variables - documented == set()


def test_what_the_guide_says_of_a_service_reaches_it_in_containers(page: str):
    rows = re.findall(r"^\| (`[A-Z][^|]*) \| [^|]* \| ([^|]*) \|", page, flags=re.MULTILINE)
    named = {
        (setting, service)
        for settings, where in rows
        if "Compose" not in where
        # An older name, in brackets, is for those who have it set already.
        for setting in re.findall(r"`([A-Z][A-Z0-9_]+)`", re.sub(r"\(.*?\)", "", settings))
        for service in where.split(", ")
        if service in SERVICES and setting not in NOT_FOR_CONTAINERS
    }
    assert len(named) > len(SERVICES) * 10
    lost = {(setting, service) for setting, service in named if setting not in passed(SERVICES[service])}
    assert lost == set()


def test_so_are_the_local_platforms_own(documented: set[str]):
    assert set(VARIABLES) <= documented


def test_so_is_every_part_of_the_turn_policy_with_its_default(page: str):
    rows = dict(re.findall(r"^\| `([a-z_]+)` \| ([^|]+) \|", page, flags=re.MULTILINE))
    assert {name: rows.get(name) for name in TurnPolicy.model_fields} == {
        name: str(default).lower() if isinstance(default, bool) else f"{default:g}"
        for name, default in TurnPolicy().model_dump().items()
    }
