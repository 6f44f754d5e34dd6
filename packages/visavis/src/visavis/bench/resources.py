"""What an engine costs this machine while it is measured: processor, memory, and a GPU where there is one."""

import asyncio
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress

import psutil
from contracts.base import Contract

SAMPLE_EVERY = 0.25
"""Seconds."""
MEBIBYTE = 2**20


class Cost(Contract):
    """`engine` is what runs in processes of its own, `own` this process: voice activity, resampling and engines that
    have none. Processor time in seconds; memory is resident, at its peak, in MiB. Null without a GPU; an engine on
    another machine costs nothing here.
    """

    engine_cpu_seconds: float
    own_cpu_seconds: float
    engine_memory_mib: float
    own_memory_mib: float
    gpu_memory_mib: float | None
    gpu_utilisation: float | None


class Meter:
    """Sums up this process and its children."""

    def __init__(self) -> None:
        self._own = psutil.Process()
        self._cpu_before = self._cpu()
        self._cpu_now = self._cpu_before
        self._engine_memory = self._own_memory = 0.0
        self._gpu_memory: float | None = None
        self._gpu_busy: list[float] = []
        self._has_gpu = shutil.which("nvidia-smi") is not None

    @property
    def cost(self) -> Cost:
        return Cost(
            engine_cpu_seconds=round(self._cpu_now[0] - self._cpu_before[0], 2),
            own_cpu_seconds=round(self._cpu_now[1] - self._cpu_before[1], 2),
            engine_memory_mib=round(self._engine_memory, 1),
            own_memory_mib=round(self._own_memory, 1),
            gpu_memory_mib=self._gpu_memory,
            gpu_utilisation=round(sum(self._gpu_busy) / len(self._gpu_busy), 1) if self._gpu_busy else None,
        )

    async def sample(self) -> None:
        self._cpu_now = self._cpu()
        self._engine_memory = max(self._engine_memory, sum(map(_memory, self._children())))
        self._own_memory = max(self._own_memory, _memory(self._own))
        if self._has_gpu:
            await asyncio.to_thread(self._sample_gpu)

    def _cpu(self) -> tuple[float, float]:
        own = self._own.cpu_times()
        # What has ended counts too, once it has been waited for.
        ended = own.children_user + own.children_system
        return ended + sum(map(_cpu, self._children())), own.user + own.system

    def _children(self) -> Iterator[psutil.Process]:
        yield from self._own.children(recursive=True)

    def _sample_gpu(self) -> None:
        pids = {self._own.pid, *(child.pid for child in self._children())}
        used = [line.split(",") for line in _nvidia("--query-compute-apps=pid,used_memory")]
        ours = sum(float(mebibytes) for pid, mebibytes in used if int(pid) in pids)
        self._gpu_memory = max(self._gpu_memory or 0.0, ours)
        self._gpu_busy += [float(line) for line in _nvidia("--query-gpu=utilization.gpu")]


@asynccontextmanager
async def metered() -> AsyncIterator[Meter]:
    """Watches while the `with` block runs."""
    meter = Meter()
    watching = asyncio.create_task(_watch(meter), name="meter")
    try:
        yield meter
    finally:
        watching.cancel()
        await asyncio.wait([watching])
        await meter.sample()


async def _watch(meter: Meter) -> None:
    while True:
        await meter.sample()
        await asyncio.sleep(SAMPLE_EVERY)


def _cpu(process: psutil.Process) -> float:
    with suppress(psutil.Error):
        times = process.cpu_times()
        return float(times.user + times.system)
    return 0.0


def _memory(process: psutil.Process) -> float:
    with suppress(psutil.Error):
        return float(process.memory_info().rss / MEBIBYTE)
    return 0.0


def _nvidia(query: str) -> list[str]:
    """Lines of an answer, none where the driver does not give one."""
    command = ["nvidia-smi", query, "--format=csv,noheader,nounits"]
    try:
        ran = subprocess.run(command, check=True, capture_output=True, text=True, timeout=5)
    except (OSError, subprocess.SubprocessError):
        return []
    return [line for line in ran.stdout.splitlines() if line.strip() and "N/A" not in line]
