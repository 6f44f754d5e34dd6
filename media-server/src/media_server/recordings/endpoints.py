"""`POST /speech/recognise` and `POST /speech/synthesise`, for the platform's own services only."""

import asyncio

from contracts.base import Language
from contracts.errors import InvalidInput, NotSignedIn, ServiceOnly
from contracts.recordings import MAX_RECORDING_BYTES, HeardAnswer, Saying
from engines.audio import ENCODINGS, encode
from engines.tts import joined, preferred_voice
from engines.tts.sentences import sentences_of
from fastapi import APIRouter, Depends, Request, Response
from runtime.http import ERROR_RESPONSES
from runtime.requests import bearer_token, is_secret, limited_body

from media_server.recordings.ear import RecordingEar
from media_server.rtc.endpoints import ServicesDep

ENCODING = "mp3"
"""What every browser's `<audio>` plays."""


async def require_service(request: Request, services: ServicesDep) -> None:
    """Raises `NotSignedIn` or `ServiceOnly`."""
    shown = bearer_token(request)
    if shown is None:
        raise NotSignedIn
    if not is_secret(shown, services.settings.service_token):
        raise ServiceOnly


# Outside of /media: no browser has anything to do here, and the proxy lets none in.
router = APIRouter(
    prefix="/speech", tags=["services"], dependencies=[Depends(require_service)], responses=ERROR_RESPONSES
)


@router.post("/recognise")
async def recognise(request: Request, language: Language) -> HeardAnswer:
    """What is said in the recording that is the body, a sound file of at most 30 minutes and 25 MB."""
    ear: RecordingEar = request.app.state.ear
    body = limited_body(request, MAX_RECORDING_BYTES, "25 MB")
    return await ear.hear(b"".join([piece async for piece in body]), language)


@router.post("/synthesise", response_class=Response)
async def synthesise(services: ServicesDep, saying: Saying) -> Response:
    """The text in the configured voice, sentence by sentence as in a call."""
    sentences = sentences_of(saying.text)
    if not sentences:
        raise InvalidInput(fields={"text": "nothing in it can be spoken"})
    voice = preferred_voice(services.voice, saying.language, saying.voice.voice)
    speeches = [
        await services.voice.synthesise(sentence.text, saying.language, saying.voice.speed, voice)
        for sentence in sentences
    ]
    speech = joined(speeches, [sentence.pause for sentence in sentences])
    sound = await asyncio.to_thread(encode, speech.pcm, speech.sample_rate, ENCODING)
    return Response(sound, media_type=ENCODINGS[ENCODING].media_type, headers={"X-Engine": services.voice.name})
