"""`GET /v1/models`: what this server holds."""

from contracts.base import Language
from contracts.errors import ModelNotHeld
from contracts.model_server import HeldModel, HeldModels, Task
from fastapi import APIRouter

from ai_worker.serve.services import Services, ServicesDep

router = APIRouter(prefix="/v1", tags=["openai"])


@router.get("/models")
async def list_models(services: ServicesDep) -> HeldModels:
    return HeldModels(data=held_models(services))


@router.get("/models/{model}")
async def read_model(model: str, services: ServicesDep) -> HeldModel:
    for held in held_models(services):
        if held.id == model:
            return held
    raise _not_held(model, held_models(services))


def check_model(services: Services, model: str, task: Task) -> None:
    """Raises `ModelNotHeld` where the server has another model for the task, or none."""
    candidates = [held for held in held_models(services) if held.task == task]
    if all(held.id != model for held in candidates):
        raise _not_held(model, candidates)


def held_models(services: Services) -> list[HeldModel]:
    held = [
        HeldModel(
            id=services.recognizer.name,
            task="speech-to-text",
            languages=[language for language in Language if services.recognizer.hears(language)],
        ),
        HeldModel(
            id=services.voice.name,
            task="text-to-speech",
            languages=[language for language in Language if services.voice.speaks(language)],
            voices={language: list(services.voice.voices(language)) for language in Language},
        ),
        HeldModel(id=services.embedder.name, task="embeddings"),
    ]
    if services.holds_language_model:
        held.append(HeldModel(id=services.generator.model, task="text"))
    return held


def _not_held(model: str, held: list[HeldModel]) -> ModelNotHeld:
    return ModelNotHeld(model=model, held=", ".join(other.id for other in held) or "—")
