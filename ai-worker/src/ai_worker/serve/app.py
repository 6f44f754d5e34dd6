"""The model server's application: `uvicorn ai_worker.serve.app:app`, or `ai-worker serve`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from contracts.errors import VisavisError
from fastapi import APIRouter, Depends, FastAPI, Request, Response
from runtime.error_reports import report_errors
from runtime.http import (
    ERROR_RESPONSES,
    BodyLimit,
    ServiceApp,
    answer_error,
    install_errors,
    operations_router,
)
from runtime.logging import configure_logging
from runtime.tracing import send_traces

from ai_worker.serve import gpu, openai, speech, stream, text, voice
from ai_worker.serve.access import require_token
from ai_worker.serve.services import Services
from ai_worker.serve.settings import ServeSettings


def create_app(settings: ServeSettings | None = None) -> FastAPI:
    """The application; everything that it owns starts and ends with its lifespan.

    `state.services` is looked up by every request, for `/gpu-toggle` exchanges engines while the server runs.
    """
    settings = settings or ServeSettings()
    configure_logging("model-server", settings.log_level, settings.log_format)
    report_errors("model-server", settings.sentry_dsn)
    send_traces("model-server", settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        try:
            await app.state.services.start()
            yield
        finally:
            await app.state.services.close()

    app = ServiceApp(
        "model-server", title="Visavis model server", version=version("visavis-ai-worker"), lifespan=lifespan
    )
    app.state.services = Services.from_settings(settings)
    install_errors(app, _answer)
    app.add_middleware(BodyLimit, mebibytes=settings.max_upload_mebibytes)
    guarded = APIRouter(dependencies=[Depends(require_token)], responses=ERROR_RESPONSES)
    for router in (speech.router, voice.router, text.router, gpu.router, *openai.ROUTERS):
        guarded.include_router(router)
    app.include_router(guarded)
    app.include_router(voice.files)
    app.include_router(stream.router)
    app.include_router(operations_router({}))
    return app


def _answer(request: Request, error: VisavisError, error_id: str | None = None) -> Response:
    answer = openai.answer_error if request.url.path.startswith("/v1/") else answer_error
    return answer(request, error, error_id)


def __getattr__(name: str) -> FastAPI:
    """`app` is made when a server asks for it, so that importing this module needs no environment."""
    if name == "app":
        return create_app()
    raise AttributeError(name)
