"""A worker's figures are those of all its processes."""

import os
import subprocess
import sys
from pathlib import Path

import httpx
from visavis.testing import free_port

WORKER = """
from ai_worker.metrics import metrics_server
import os, sys
from ai_worker.jobs import JOBS

server = metrics_server()
for _ in range(2):
    if not os.fork():
        JOBS.labels("tasks.any", "done").inc()
        os._exit(0)
    os.wait()
JOBS.labels("tasks.any", "failed").inc()
print(os.environ.get("PROMETHEUS_MULTIPROC_DIR", "none"), flush=True)
sys.stdin.read()
if server:
    server.close()
"""


def worker(**settings: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", WORKER],
        env={**os.environ, **settings},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_counts_of_processes_that_are_gone_are_served_and_cleared_away_at_the_end() -> None:
    port = free_port()
    with worker(METRICS_PORT=str(port)) as running:
        assert running.stdout
        counts = Path(running.stdout.readline().strip())
        metrics = httpx.get(f"http://127.0.0.1:{port}/metrics").text
        assert 'visavis_jobs_total{name="tasks.any",outcome="done"} 2.0' in metrics
        assert 'visavis_jobs_total{name="tasks.any",outcome="failed"} 1.0' in metrics
        assert list(counts.iterdir())
        running.communicate("")
    assert running.returncode == 0
    assert not counts.exists()


def test_without_a_port_nothing_is_kept_in_files() -> None:
    with worker(METRICS_PORT="") as running:
        said, _ = running.communicate("")
    assert said.strip() == "none"


def test_a_port_that_is_taken_ends_the_worker_by_its_name() -> None:
    port = free_port()
    with worker(METRICS_PORT=str(port)) as first:
        assert first.stdout
        first.stdout.readline()
        with worker(METRICS_PORT=str(port), METRICS_HOST="0.0.0.0") as second:
            said, _ = second.communicate("")
        first.communicate("")
    assert second.returncode == 1
    assert "METRICS_PORT" in said
