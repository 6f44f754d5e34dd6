"""The media server as it runs, on real sockets, between a real peer and a backend that speaks the protocol."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from fastapi import FastAPI
from media_doubles.backend import Backend
from media_doubles.serving import serving
from media_server.main import create_app
from media_server.rtc.ice import PortRange
from media_server.settings import MediaSettings
from pydantic import HttpUrl, RedisDsn, SecretStr


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared_backend() -> AsyncIterator[Backend]:
    double = Backend()
    async with serving(double.app) as url:
        double.url = url
        yield double


@pytest.fixture
def backend(shared_backend: Backend) -> Backend:
    """With a new interview, before its first question."""
    shared_backend.begin()
    return shared_backend


@pytest.fixture(scope="session")
def settings(shared_backend: Backend) -> MediaSettings:
    """Of the running server; a test may change what is read for each session, through `monkeypatch`."""
    return MediaSettings(
        redis_url=RedisDsn("redis://127.0.0.1:1"),
        service_token=SecretStr(shared_backend.service_token),
        backend_url=HttpUrl(shared_backend.url),
        backend_patience=timedelta(seconds=10),
        media_udp_ports=PortRange(20000, 60000),
        farewell=timedelta(seconds=1),
        stt_processes=1,
        log_format="console",
        log_level="WARNING",
    )


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def app(settings: MediaSettings) -> FastAPI:
    return create_app(settings)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def server(app: FastAPI) -> AsyncIterator[str]:
    """Its engines take seconds to load, so that all tests share one."""
    async with serving(app) as url:
        yield url


@pytest_asyncio.fixture(loop_scope="session")
async def media(server: str, app: FastAPI, backend: Backend) -> AsyncIterator[str]:
    """The media server's address, `/media` included; nobody is connected before or after."""
    yield f"{server}/media"
    await app.state.sessions.close()
