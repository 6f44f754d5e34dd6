"""Several of each service: interviews go on when one of each is killed in the middle."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import spoken, write_wav
from compose_project import ComposeProject, Container
from platform_under_test import eventually

CANDIDATES = 6
QUESTIONS = 2


@pytest.fixture(scope="module")
def project() -> Iterator[ComposeProject]:
    """Two media servers, two backends, three workers."""
    project = ComposeProject(profiles=("second-media-server",))
    project.build()
    with project.removed_afterwards():
        project.up("--scale", "backend-core=2", "--scale", "ai-worker-cpu=3")
        yield project


def test_one_of_each_is_killed_and_everyone_finishes(project: ComposeProject, tmp_path: Path):
    environment = os.environ | {"SSL_CERT_FILE": str(project.certificate(tmp_path))}
    # Short, because six candidates with their browsers' work have to find room on a small machine too.
    answer = write_wav(tmp_path / "answer.wav", spoken("I measured the time, and my team made it twice as fast."))
    candidates = [Candidate(project, answer, tmp_path / str(number), environment) for number in range(CANDIDATES)]
    try:
        servers = [c for c in project.containers() if c.service.startswith("media-server")]
        eventually(lambda: turns_ended(servers) >= 2 or any(map(Candidate.has_ended, candidates)), within=300)
        assert not any(map(Candidate.has_ended, candidates)), [candidate.said() for candidate in candidates]
        assert all(connections(server) for server in servers), "the candidates were not spread over both"
        worker = next(c for c in project.containers() if c.service == "ai-worker-cpu")
        for container in (servers[0], worker):
            subprocess.run(["docker", "kill", "--signal", "KILL", container.id], check=True, capture_output=True)
        for candidate in candidates:
            candidate.process.wait(timeout=600)
    finally:
        for candidate in candidates:
            candidate.process.kill()
    assert [candidate.process.returncode for candidate in candidates] == [0] * CANDIDATES, [
        candidate.said() for candidate in candidates
    ]
    records = [candidate.record() for candidate in candidates]
    assert [len(record["report"]["answers"]) for record in records] == [QUESTIONS] * CANDIDATES
    assert sum(record["reconnections"] for record in records) >= connections(servers[0])


class Candidate:
    """A virtual candidate in a process of its own."""

    def __init__(self, project: ComposeProject, answer: Path, place: Path, environment: dict[str, str]) -> None:
        self._json, self._log = place.with_suffix(".json"), place.with_suffix(".log")
        options = ["--url", project.url, "--questions", str(QUESTIONS), "--json", str(self._json)]
        for _ in range(QUESTIONS):
            options += ["--speech", str(answer)]
        with self._log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "visavis", "candidate", *options],
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def said(self) -> str:
        return self._log.read_text()[-500:]

    def record(self) -> dict[str, Any]:
        record: dict[str, Any] = json.loads(self._json.read_text())
        return record


def turns_ended(servers: list[Container]) -> int:
    return sum(_logged(server)["turn ended"] for server in servers)


def connections(server: Container) -> int:
    return _logged(server)["connected"]


def _logged(server: Container) -> Counter[str]:
    """How often the server has logged each event."""
    lines = subprocess.run(
        ["docker", "logs", server.id], capture_output=True, text=True, check=True
    ).stderr.splitlines()
    return Counter(json.loads(line)["event"] for line in lines if line.startswith("{"))
