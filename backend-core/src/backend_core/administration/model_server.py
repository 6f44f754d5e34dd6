"""The GPU of the model server, where there is one: whether engines use it, and whether they may."""

from typing import Literal

import httpx
from contracts.errors import GpuMissing, ModelServerNotSet, ModelServerRefused, ModelServerSilent, VisavisError
from contracts.model_server import GpuStatus, GpuToggle
from engines.remote import client_of
from engines.settings import PlatformEngineSettings
from pydantic import ValidationError
from runtime.responses import raise_for_error


async def gpu_status(settings: PlatformEngineSettings) -> GpuStatus:
    """Raises `ModelServerNotSet`, `ModelServerSilent`, `ModelServerRefused`."""
    return await _ask(settings, "GET", "/gpu-status")


async def toggle_gpu(settings: PlatformEngineSettings, wanted: GpuToggle) -> GpuStatus:
    """As `gpu_status`, and `GpuMissing` where there is none to use."""
    return await _ask(settings, "POST", "/gpu-toggle", wanted)


async def _ask(
    settings: PlatformEngineSettings, method: Literal["GET", "POST"], path: str, body: GpuToggle | None = None
) -> GpuStatus:
    server = settings.model_server
    if server is None:
        raise ModelServerNotSet
    async with client_of(server) as http:
        try:
            response = await http.request(method, path, json=body.model_dump() if body else None)
        except httpx.HTTPError as error:
            raise ModelServerSilent from error
    # Its own words would tell the administrator to sign in, who is.
    if response.status_code in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
        raise ModelServerRefused
    try:
        raise_for_error(response)
        return GpuStatus.model_validate_json(response.content)
    except GpuMissing:
        raise
    except (VisavisError, ValidationError) as error:
        raise ModelServerSilent from error
