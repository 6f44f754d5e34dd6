"""The application: `uvicorn backend_core.main:app`."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from engines.llm import Interviewer
from engines.llm.factory import interviewer_from
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from persistence.database import AsyncDatabase, Doorbell
from redis.asyncio import Redis
from runtime import memory
from runtime.collector import exempt_loaded
from runtime.error_reports import report_errors
from runtime.http import ERROR_RESPONSES, ServiceApp, install_errors, operations_router
from runtime.logging import configure_logging
from runtime.tracing import send_traces
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from backend_core import readiness
from backend_core.administration.endpoints import router as administration_router
from backend_core.administration.workers import Workers
from backend_core.auth.endpoints import router as auth_router
from backend_core.auth.rate_limits import RateLimiter
from backend_core.delivery.endpoints import router as delivery_router
from backend_core.engines import EngineList
from backend_core.events.endpoints import router as events_router
from backend_core.events.hub import EventHub
from backend_core.figures import RecordFigures
from backend_core.front_end import front_end_app
from backend_core.interviews.endpoints import router as interviews_router
from backend_core.interviews.media_servers import MediaServers
from backend_core.interviews.preparations import Seals
from backend_core.operations import router as config_router
from backend_core.page_errors import router as page_errors_router
from backend_core.questions.endpoints import router as questions_router
from backend_core.questions.search import QueryReader
from backend_core.recordings.endpoints import router as recordings_router
from backend_core.recruiting.candidates.endpoints import router as candidates_router
from backend_core.recruiting.companies.endpoints import router as companies_router
from backend_core.recruiting.integrations.endpoints import router as integrations_router
from backend_core.recruiting.invitations.endpoints import router as invitations_router
from backend_core.recruiting.live.endpoints import router as live_router
from backend_core.recruiting.organisations.endpoints import router as organisations_router
from backend_core.recruiting.postings.endpoints import router as postings_router
from backend_core.recruiting.reviews.endpoints import router as reviews_router
from backend_core.reports.endpoints import router as reports_router
from backend_core.reports.shares.endpoints import router as shares_router
from backend_core.resumes.endpoints import router as resumes_router
from backend_core.rights.endpoints import router as rights_router
from backend_core.rights.organisation_endpoints import router as organisation_rights_router
from backend_core.routing import PREFIX
from backend_core.settings import CoreSettings
from backend_core.voice.endpoints import router as voice_router
from backend_core.voice.media_server import MediaServer
from backend_core.voice.service import VoiceOverHttp

WARM_UP_AFTER_S = 2.0

ROUTERS = (
    auth_router,
    resumes_router,
    interviews_router,
    events_router,
    reports_router,
    shares_router,
    rights_router,
    reviews_router,
    organisation_rights_router,
    delivery_router,
    recordings_router,
    voice_router,
    questions_router,
    organisations_router,
    companies_router,
    postings_router,
    config_router,
    page_errors_router,
    candidates_router,
    integrations_router,
    administration_router,
    invitations_router,
    live_router,
)


def create_app(settings: CoreSettings | None = None) -> FastAPI:
    """An application on `settings`, by default those of the environment; refuses to be made with weak secrets."""
    settings = settings or CoreSettings()
    configure_logging("backend-core", settings.log_level, settings.log_format)
    report_errors("backend-core", settings.sentry_dsn)
    send_traces("backend-core", settings)
    app = ServiceApp(
        "backend-core",
        title="Visavis",
        version=version("visavis-backend-core"),
        lifespan=_lifespan,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.settings = settings
    app.state.interviewer = interviewer_from(settings)
    app.state.engines = EngineList(settings, app.state.interviewer)
    app.state.seals = Seals(settings.secret_key.get_secret_value())
    install_errors(app)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.origins,
        allow_credentials=True,
        allow_methods=["*"],
        allow_headers=["authorization", "content-type", "accept-language", "last-event-id", "x-request-id"],
    )
    app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=settings.trusted_proxies)
    needed, optional = readiness.needed(app), readiness.optional(app, settings)
    # Each into the application itself: FastAPI looks for a request's route once more for every router around it.
    for router in (*ROUTERS, operations_router(needed, optional, RecordFigures(app))):
        app.include_router(router, prefix=PREFIX, responses=ERROR_RESPONSES)
    if settings.frontend_dist is not None:
        app.mount("/", front_end_app(settings.frontend_dist, settings.media_addresses))
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: CoreSettings = app.state.settings
    redis_url = str(settings.redis_url)
    app.state.database = AsyncDatabase(
        str(settings.database_url),
        Doorbell(redis_url),
        pool_size=settings.database_pool_size,
        statement_timeout=settings.database_statement_timeout,
    )
    app.state.rate_limiter = RateLimiter(redis_url, settings.sign_in_attempts_per_minute)
    app.state.redis = Redis.from_url(redis_url, socket_timeout=2, socket_connect_timeout=1)
    app.state.workers = Workers(redis_url)
    app.state.media_servers = MediaServers(app.state.redis, settings.media_url)
    media_server = MediaServer(str(settings.media_server_url), settings.service_token.get_secret_value())
    app.state.voice = VoiceOverHttp(
        app.state.database, app.state.interviewer, media_server, settings.secret_key.get_secret_value()
    )
    app.state.query_reader = QueryReader(settings)
    app.state.event_hub = EventHub(
        redis_url, app.state.database, looks_at_once=max(1, settings.database_pool_size // 2)
    )
    app.state.event_hub.start()
    warming = asyncio.create_task(_warm_up(app.state.interviewer), name="warm up the interviewer")
    try:
        yield
    finally:
        warming.cancel()
        await asyncio.wait([warming])
        await app.state.interviewer.close()
        await app.state.event_hub.close()
        await media_server.close()
        app.state.workers.close()
        await app.state.redis.aclose()
        await app.state.database.close()


async def _warm_up(interviewer: Interviewer) -> None:
    """While a model loads, the interpreter may be busy for seconds: those who wait for the server come first."""
    await asyncio.sleep(WARM_UP_AFTER_S)
    await interviewer.warm_up()
    await asyncio.to_thread(memory.give_back)


def __getattr__(name: str) -> FastAPI:
    """`app` is made when a server asks for it, so that importing this module needs no settings."""
    if name == "app":
        app = create_app()
        exempt_loaded()
        return app
    raise AttributeError(name)
