"""The media server's application: `uvicorn media_server.main:app`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from runtime import memory
from runtime.collector import exempt_loaded
from runtime.error_reports import report_errors
from runtime.http import ServiceApp, install_errors, operations_router
from runtime.logging import configure_logging
from runtime.tracing import send_traces

from media_server.recordings.ear import RecordingEar
from media_server.recordings.endpoints import router as recordings_router
from media_server.registration import registered
from media_server.rtc.endpoints import router
from media_server.rtc.registry import Sessions
from media_server.services import Services
from media_server.settings import MediaSettings


def create_app(settings: MediaSettings | None = None, services: Services | None = None) -> FastAPI:
    """The application; everything that it owns, `services` included, starts and ends with its lifespan."""
    settings = settings or MediaSettings()
    configure_logging("media-server", settings.log_level, settings.log_format)
    report_errors("media-server", settings.sentry_dsn)
    send_traces("media-server", settings)
    services = services or Services.from_settings(settings)
    sessions = Sessions(services)
    ear = RecordingEar(services.recognizer)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        try:
            await services.start()
            memory.give_back()
            # Whoever stops takes no more candidates before hanging up on those that are there.
            async with registered(settings, sessions):
                yield
        finally:
            await sessions.close()
            await ear.close()
            await services.close()

    title = "Visavis media server"
    app = ServiceApp("media-server", title=title, version=version("visavis-media-server"), lifespan=lifespan)
    app.state.services = services
    app.state.sessions = sessions
    app.state.ear = ear
    install_errors(app)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.origins,
        allow_methods=["POST"],
        allow_headers=["Content-Type", "Accept-Language", "X-Request-Id"],
    )
    app.include_router(router)
    app.include_router(recordings_router)
    app.include_router(operations_router({"backend-core": services.core.ready}))
    return app


def __getattr__(name: str) -> FastAPI:
    """`app` is made when a server asks for it, so that importing this module needs no environment."""
    if name == "app":
        app = create_app()
        exempt_loaded()
        return app
    raise AttributeError(name)
