"""The GPU's switch, on a machine without one, and with a driver's program that lists one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from ai_worker.serve import gpu
from contracts.model_server import GpuDevice
from model_server import ModelServer


def test_a_machine_without_a_gpu_says_so(tmp_path: Path) -> None:
    with running(tmp_path, "/nonexistent") as http:
        nothing = {"available": False, "enabled": False, "devices": [], "engines": []}
        assert http.get("/gpu-status").json() == nothing
        refused = http.post("/gpu-toggle", json={"enabled": True})
        assert (refused.status_code, refused.json()["error"]) == (409, "GpuMissing")
        assert http.post("/gpu-toggle", json={"enabled": False}).json() == nothing
        assert http.post("/gpu-toggle", json={"enabled": "perhaps"}).status_code == 422


def test_the_switch_is_kept(tmp_path: Path) -> None:
    _driver(tmp_path, "echo 'NVIDIA H200, 143771, 120000'")
    with running(tmp_path, f"{tmp_path}:/usr/bin:/bin") as http:
        status = http.get("/gpu-status").json()
        device = {"name": "NVIDIA H200", "memory_total_mib": 143771, "memory_free_mib": 120000}
        # The embedded engines have no use for it.
        assert status == {"available": True, "enabled": True, "devices": [device], "engines": []}
        assert not http.post("/gpu-toggle", json={"enabled": False}).json()["enabled"]
        assert not http.get("/gpu-status").json()["enabled"]
        assert http.post("/gpu-toggle", json={"enabled": True}).json()["enabled"]


@pytest.mark.parametrize("says", ["exit 9", "echo 'No devices were found'", "echo"])
async def test_a_driver_that_fails_is_no_gpu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: str) -> None:
    _driver(tmp_path, says)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert await gpu.gpu_devices() == []


async def test_a_name_may_hold_a_comma(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _driver(tmp_path, "echo 'Card, big, 10, 5'")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert await gpu.gpu_devices() == [GpuDevice(name="Card, big", memory_total_mib=10, memory_free_mib=5)]


@contextmanager
def running(folder: Path, path: str) -> Iterator[httpx.Client]:
    """A client of a model server that finds its programs on `path`."""
    with ModelServer(folder / "log", {"PATH": path}) as server:
        client = httpx.Client(base_url=server.url, headers=server.headers, timeout=30)
        with client as http:
            yield http


def _driver(folder: Path, says: str) -> None:
    program = folder / "nvidia-smi"
    program.write_text(f"#!/bin/sh\n{says}\n")
    program.chmod(0o755)
