"""What backend-core cannot serve anybody without, and what it can: `/readyz` tells one from the other."""

from contracts.errors import EngineFailed, EngineUnavailable, StorageNotSet
from contracts.tasks import ANALYZE_ANSWER, Queue
from fastapi import FastAPI
from persistence.database import run_sync
from persistence.record import jobs
from runtime.http import ReadinessCheck
from sqlalchemy import text

from backend_core.administration import system
from backend_core.operations import EnginesOut
from backend_core.settings import CoreSettings


class QueueStandsStill(Exception):
    """Work has been due for a minute, and no worker is at any."""


def needed(app: FastAPI) -> dict[str, ReadinessCheck]:
    return {"postgres": _postgres(app), "redis": _redis(app)}


def optional(app: FastAPI, settings: CoreSettings) -> dict[str, ReadinessCheck]:
    """Speech falls back on typing, the interviewer's model on the embedded one, and work waits for who takes it."""
    return {
        "speech-to-text": _speech(app, "stt"),
        "text-to-speech": _speech(app, "tts"),
        "interviewer": _interviewer(app),
        "judge": _judge(app),
        "cpu_queue": _queue(app, "cpu_queue"),
        "gpu_queue": _queue(app, "gpu_queue"),
        "storage": _storage(settings),
    }


def _postgres(app: FastAPI) -> ReadinessCheck:
    async def check() -> None:
        async with app.state.database.transaction() as session:
            await session.exec(text("SELECT 1"))

    return check


def _redis(app: FastAPI) -> ReadinessCheck:
    async def check() -> None:
        await app.state.redis.ping()

    return check


def _speech(app: FastAPI, name: str) -> ReadinessCheck:
    async def check() -> None:
        engine = getattr(await _engines(app), name)
        if not engine.responds:
            raise EngineUnavailable(engine=engine.name)

    return check


def _interviewer(app: FastAPI) -> ReadinessCheck:
    async def check() -> None:
        interviewer = (await _engines(app)).interviewer
        if interviewer.degraded:
            raise EngineFailed(engine=interviewer.name)

    return check


def _judge(app: FastAPI) -> ReadinessCheck:
    """The worker asks it: that judgements wait for a server that is away is on the record."""

    async def check() -> None:
        async with app.state.database.transaction() as session:
            work = await system.unfinished(session)
        if any(one.task == ANALYZE_ANSWER.name and one.away for one in work):
            raise EngineUnavailable(engine="judge")

    return check


def _queue(app: FastAPI, name: Queue) -> ReadinessCheck:
    async def check() -> None:
        async with app.state.database.transaction() as session:
            stands_still = await run_sync(session, jobs.stands_still, name)
        if stands_still:
            raise QueueStandsStill

    return check


def _storage(settings: CoreSettings) -> ReadinessCheck:
    store = settings.object_store()

    async def check() -> None:
        if store is None:
            raise StorageNotSet
        await store.get("readyz")

    return check


async def _engines(app: FastAPI) -> EnginesOut:
    known: EnginesOut = await app.state.engines.describe()
    return known
