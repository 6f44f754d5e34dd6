"""Several of each service: interviews go on when one of each is killed in the middle."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
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
    results = [tmp_path / f"{number}.json" for number in range(CANDIDATES)]
    candidates = [
        subprocess.Popen(
            [
                *(sys.executable, "-m", "visavis", "candidate", "--url", project.url),
                *("--questions", str(QUESTIONS), "--json", str(result)),
            ],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for result in results
    ]
    try:
        servers = [c for c in project.containers() if c.service.startswith("media-server")]
        eventually(lambda: sum(turns_ended(server) for server in servers) >= 2, within=300)
        assert all(connections(server) for server in servers), "the candidates were not spread over both"
        lost = connections(servers[0])
        worker = next(c for c in project.containers() if c.service == "ai-worker-cpu")
        for container in (servers[0], worker):
            subprocess.run(["docker", "kill", "--signal", "KILL", container.id], check=True, capture_output=True)
        said = [candidate.communicate(timeout=600)[0] for candidate in candidates]
    finally:
        for candidate in candidates:
            candidate.kill()
    assert [candidate.returncode for candidate in candidates] == [0] * CANDIDATES, said
    records = [json.loads(result.read_text()) for result in results]
    assert [len(record["report"]["answers"]) for record in records] == [QUESTIONS] * CANDIDATES
    assert sum(1 for record in records if record["reconnections"]) == lost


def turns_ended(server: Container) -> int:
    return _logged(server)["turn ended"]


def connections(server: Container) -> int:
    return _logged(server)["connected"]


def _logged(server: Container) -> Counter[str]:
    """How often the server has logged each event."""
    lines = subprocess.run(
        ["docker", "logs", server.id], capture_output=True, text=True, check=True
    ).stderr.splitlines()
    return Counter(json.loads(line)["event"] for line in lines if line.startswith("{"))
