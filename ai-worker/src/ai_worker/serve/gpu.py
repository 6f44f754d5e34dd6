"""`/gpu-status` and `/gpu-toggle`: whether the engines use this machine's GPU, and whether they may."""

import asyncio
import shutil
from asyncio.subprocess import DEVNULL, PIPE

import structlog
from contracts.errors import GpuMissing
from contracts.model_server import GpuDevice, GpuStatus, GpuToggle
from fastapi import APIRouter, Request

from ai_worker.serve.services import Services, ServicesDep, gpu_engines

log = structlog.get_logger(__name__)

QUERY = ("--query-gpu=name,memory.total,memory.free", "--format=csv,noheader,nounits")
QUERY_TIMEOUT = 10.0

router = APIRouter(tags=["gpu"])
_toggling = asyncio.Lock()


@router.get("/gpu-status")
async def gpu_status(services: ServicesDep) -> GpuStatus:
    return await _status(services)


@router.post("/gpu-toggle")
async def toggle_gpu(request: Request, wanted: GpuToggle) -> GpuStatus:
    """Let the engines use the GPU, or take them off it; their models load anew with the next request.

    Streams that go on are broken off. `GpuMissing` where there is none to use.
    """
    async with _toggling:
        services: Services = request.app.state.services
        if wanted.enabled and not await gpu_devices():
            raise GpuMissing
        if wanted.enabled != services.on_gpu:
            request.app.state.services = await services.moved(on_gpu=wanted.enabled)
            log.info("the engines may use the GPU" if wanted.enabled else "the engines leave the GPU")
        return await _status(request.app.state.services)


async def gpu_devices() -> list[GpuDevice]:
    """As the driver's `nvidia-smi` lists them; none where it is not there or fails."""
    program = shutil.which("nvidia-smi")
    if program is None:
        return []
    try:
        process = await asyncio.create_subprocess_exec(program, *QUERY, stdout=PIPE, stderr=DEVNULL)
        try:
            output, _ = await asyncio.wait_for(process.communicate(), QUERY_TIMEOUT)
        except TimeoutError:
            process.kill()
            await process.wait()
            raise
        return [_device(line) for line in output.decode().splitlines() if line.strip() and process.returncode == 0]
    except (OSError, ValueError) as error:
        log.warning("nvidia-smi fails", error=type(error).__name__)
        return []


async def _status(services: Services) -> GpuStatus:
    devices = await gpu_devices()
    enabled = bool(devices) and services.on_gpu
    engines = gpu_engines(services.settings) if enabled else []
    return GpuStatus(available=bool(devices), enabled=enabled, devices=devices, engines=engines)


def _device(line: str) -> GpuDevice:
    name, total, free = (part.strip() for part in line.rsplit(",", 2))
    return GpuDevice(name=name, memory_total_mib=int(total), memory_free_mib=int(free))
