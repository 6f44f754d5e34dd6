"""Text to sound: `/tts`, and the sound itself at `/audio/{name}`."""

from contracts.base import Language
from contracts.errors import InvalidInput, NotFound
from contracts.model_server import SpeakRequest, SpokenAudio
from engines.audio import ENCODINGS, encode
from engines.text.words import is_korean
from engines.tts import Speech
from fastapi import APIRouter, Request, Response

from ai_worker.serve.services import Services, ServicesDep

router = APIRouter(tags=["text to speech"])
files = APIRouter(tags=["text to speech"])


@router.post("/tts")
async def speak(request: Request, response: Response, services: ServicesDep, wanted: SpeakRequest) -> SpokenAudio:
    """Speak a text into a WAV file. The voices here have one speaker a language, whatever `speaker` says."""
    speech = await synthesise(services, wanted.text, wanted.speed, wanted.language)
    name = services.spoken.put(encode(speech.pcm, speech.sample_rate, "wav"), ENCODINGS["wav"].media_type)
    response.headers["X-Engine"] = services.voice.name
    return SpokenAudio(audio_url=str(request.url_for("spoken_audio", name=name)))


@files.get("/audio/{name}")
async def spoken_audio(name: str, services: ServicesDep) -> Response:
    """What `/tts` has spoken, for some minutes. Its name, which cannot be guessed, is all that is asked for."""
    file = services.spoken.get(name)
    if file is None:
        raise NotFound
    return Response(file.data, media_type=file.media_type, headers={"Cache-Control": "private, no-store"})


async def synthesise(services: Services, text: str, speed: float, language: Language | None = None) -> Speech:
    """In the language of the text's script where none is given.

    Raises `InvalidInput` for a text without a letter or digit, `LanguageUnsupported`, `EngineFailed`.
    """
    if not any(map(str.isalnum, text)):
        raise InvalidInput(fields={"text": "nothing in it can be spoken"})
    return await services.voice.synthesise(text, language or (Language.KO if is_korean(text) else Language.EN), speed)
