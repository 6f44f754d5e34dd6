"""The platform in containers: a Compose project of its own, with ports, volumes and secrets of its own."""

import json
import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from visavis.launcher.settings import checkout
from visavis.testing import free_port

BASE_IMAGES = (
    "python:3.11-slim-bookworm",
    "node:22-bookworm-slim",
    "pgvector/pgvector:pg18",
    "redis:7-bookworm",
    "caddy:2",
)
SERVICE_LABEL = "com.docker.compose.service"
FIRST_UDP, SECOND_UDP = "22000-22050", "22051-22101"
"""Below the ports that the system gives to any program, among them the browser of these tests."""


def why_not() -> str | None:
    """Why containers cannot be tried on this machine; None where they can."""
    if shutil.which("docker") is None:
        return "no Docker on this machine"
    if subprocess.run(["docker", "compose", "version"], capture_output=True, check=False).returncode:
        return "Docker's Compose plugin is not installed"
    if subprocess.run(["docker", "info"], capture_output=True, timeout=60, check=False).returncode:
        return "no Docker engine answers"
    return None


@dataclass(frozen=True)
class Container:
    """A container as `docker inspect` knows it."""

    id: str
    service: str
    details: dict[str, Any]


class ComposeProject:
    """`docker compose` on the checkout's own files; raises AssertionError with what it said when it fails."""

    def __init__(self, *files: str, profiles: tuple[str, ...] = ()) -> None:
        self.name = f"visavis-test-{secrets.token_hex(3)}"
        self.https_port = free_port()
        self.url = f"https://localhost:{self.https_port}"
        self._files = files or ("docker-compose.yml",)
        self._profiles = profiles
        self._environment = {
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", "/"),
            "DOCKER_BUILDKIT": "1",
            "COMPOSE_PROJECT_NAME": self.name,
            "VISAVIS_VERSION": "test",
            "HTTP_PORT": str(free_port()),
            "HTTPS_PORT": str(self.https_port),
            "SITE_URL": self.url,
            "EDGE_NETWORK": f"10.232.{secrets.randbelow(256)}",
            "MEDIA_UDP_PORTS": FIRST_UDP,
            "SECOND_MEDIA_UDP_PORTS": SECOND_UDP,
        } | {name: os.environ[name] for name in _BUILD_SETTINGS if name in os.environ}
        self.secrets = {
            name: secrets.token_hex(32)
            for name in ("SECRET_KEY", "SERVICE_TOKEN", "STORAGE_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD")
        }

    def compose(self, *arguments: str, timeout: float = 600) -> str:
        """What `docker compose …` prints."""
        files = [argument for file in self._files for argument in ("-f", file)]
        profiles = [argument for profile in self._profiles for argument in ("--profile", profile)]
        # The project's own settings are those above: an operator's .env in the checkout is not for this one.
        command = ["docker", "compose", "--env-file", "/dev/null", *files, *profiles, *arguments]
        environment = self._environment | self.secrets
        done = subprocess.run(
            command, cwd=checkout(), env=environment, capture_output=True, text=True, timeout=timeout, check=False
        )
        assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
        return done.stdout

    def build(self) -> None:
        """Skips the test where the images to start from can neither be found nor fetched."""
        for image in BASE_IMAGES:
            here = subprocess.run(["docker", "image", "inspect", image], capture_output=True, check=False)
            if here.returncode and subprocess.run(["docker", "pull", "--quiet", image], check=False).returncode:
                pytest.skip(f"the image {image} is not here and cannot be fetched")
        self.compose("build", timeout=1200)

    def up(self, *arguments: str) -> None:
        self.compose("up", "--detach", "--wait", "--wait-timeout", "300", *arguments)

    def containers(self) -> list[Container]:
        ids = self.compose("ps", "--all", "--quiet").split()
        described = json.loads(subprocess.check_output(["docker", "inspect", *ids], text=True))
        return [Container(each["Id"], each["Config"]["Labels"][SERVICE_LABEL], each) for each in described]

    def certificate(self, directory: Path) -> Path:
        """The certificate authority that Caddy made for itself."""
        path = directory / "root.crt"
        self.compose("cp", "caddy:/data/caddy/pki/authorities/local/root.crt", str(path))
        return path

    @contextmanager
    def removed_afterwards(self) -> Iterator["ComposeProject"]:
        try:
            yield self
        finally:
            self.compose("down", "--volumes", "--remove-orphans", "--timeout", "20")


_BUILD_SETTINGS = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "PIP_INDEX_URL", "UV_DEFAULT_INDEX", "NPM_CONFIG_REGISTRY")
