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
    """Speak a text into a WAV file; `X-Voice` says who spoke."""
    speech, headers = await synthesise(services, wanted.text, wanted.speed, str(wanted.speaker), wanted.language)
    name = services.spoken.put(encode(speech.pcm, speech.sample_rate, "wav"), ENCODINGS["wav"].media_type)
    response.headers.update(headers)
    return SpokenAudio(audio_url=str(request.url_for("spoken_audio", name=name)))


@files.get("/audio/{name}")
async def spoken_audio(name: str, services: ServicesDep) -> Response:
    """What `/tts` has spoken, for some minutes. Its name, which cannot be guessed, is all that is asked for."""
    file = services.spoken.get(name)
    if file is None:
        raise NotFound
    return Response(file.data, media_type=file.media_type, headers={"Cache-Control": "private, no-store"})


async def synthesise(
    services: Services, text: str, speed: float, speaker: str | None, language: Language | None = None
) -> tuple[Speech, dict[str, str]]:
    """In the language of the text's script where none is given; with headers that say which voice spoke.

    Names are those of clients of other servers too (KR, alloy): where the voice here has no such speaker, its default
    one speaks. Raises `InvalidInput` for a text without a letter or digit, `LanguageUnsupported`, `SpeedOutOfRange`,
    `EngineFailed`.
    """
    if not any(map(str.isalnum, text)):
        raise InvalidInput(fields={"text": "nothing in it can be spoken"})
    language = language or (Language.KO if is_korean(text) else Language.EN)
    known = services.voice.voices(language)
    name = speaker if speaker in known else next(iter(known), None)
    speech = await services.voice.synthesise(text, language, speed, name)
    return speech, {"X-Engine": services.voice.name} | ({"X-Voice": name} if name else {})
