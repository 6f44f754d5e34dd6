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
from browser import spoken, write_mjpeg, write_wav
from compose_project import ComposeProject, Container
from platform_under_test import eventually
from visavis.candidate.portrait import portrait_frames

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
    options = ["--url", project.url, "--questions", str(QUESTIONS), *little_work(tmp_path)]
    candidates = [Candidate(options, tmp_path / str(number), environment) for number in range(CANDIDATES)]
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
    assert any(record["reconnections"] for record in records)


def little_work(directory: Path) -> list[str]:
    """Options of an interview with a small picture, one short spoken answer and a typed one.

    Six candidates do the work of their browsers here as well, and have to find room on a small machine.
    """
    answer = write_wav(directory / "answer.wav", spoken("I measured the time, and my team made it twice as fast."))
    pictures = (picture[::4, ::4] for picture in portrait_frames(seconds=4, fps=15))
    film = write_mjpeg(directory / "face.mjpeg", pictures, 160, 120)
    typed = directory / "answer.txt"
    typed.write_text("I wrote the tests first, and then we released it to one customer before all others.")
    return ["--speech", str(answer), "--video", str(film), "--typed-turn", "2", "--typed", str(typed)]


class Candidate:
    """A virtual candidate in a process of its own."""

    def __init__(self, options: list[str], place: Path, environment: dict[str, str]) -> None:
        self._json, self._log = place.with_suffix(".json"), place.with_suffix(".log")
        command = [sys.executable, "-m", "visavis", "candidate", *options, "--json", str(self._json)]
        with self._log.open("w") as log:
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)

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
