"""What is said in a recording: `/stt`, `/transcribe`, `/transcribe-chunk`; and whether anything is: `/detect`."""

import asyncio
from typing import Annotated

import numpy as np
import structlog
from contracts.base import Language
from contracts.errors import EngineFailed
from contracts.model_server import Detection, HeardSpeech, Transcription
from engines.stt import SAMPLE_RATE, Pcm
from engines.stt.recording import recognise_recording
from engines.stt.segments import SPEECH_THRESHOLD
from engines.vad import WINDOW_SAMPLES
from engines.vad.silero import SileroVad
from fastapi import APIRouter, Form, Request, Response, UploadFile

from ai_worker.serve.audio import read_chunk
from ai_worker.serve.services import Services, ServicesDep

log = structlog.get_logger(__name__)

MAX_CHUNK = 30.0
"""Seconds of what counts as a chunk."""
_CHUNK_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {"file": {"type": "string", "format": "binary"}},
                    "required": ["file"],
                }
            },
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
        },
    }
}

router = APIRouter(tags=["speech to text"])


@router.post("/stt")
async def recognise(
    services: ServicesDep,
    response: Response,
    file: UploadFile,
    language: Annotated[Language | None, Form()] = None,
) -> HeardSpeech:
    """The words of a recording. Without `language`: Korean, or what the recogniser hears if it does not hear that."""
    return _brief(await transcribe(services, file, language), response)


@router.post("/transcribe")
async def transcribe_recording(
    services: ServicesDep, file: UploadFile, language: Annotated[Language | None, Form()] = None
) -> Transcription:
    """As `/stt`, with what else is known of the recording and its transcript."""
    return await transcribe(services, file, language)


@router.post("/transcribe-chunk", openapi_extra=_CHUNK_BODY)
async def transcribe_chunk(
    request: Request, response: Response, services: ServicesDep, language: Language | None = None
) -> HeardSpeech:
    """The words of at most 30 seconds of sound: a file in a form, or as body a file or 16-bit samples at 16 kHz."""
    pcm = await read_chunk(request, services.reader, MAX_CHUNK)
    return _brief(await _transcribed(services, pcm, language), response)


@router.post("/detect", openapi_extra=_CHUNK_BODY)
async def detect(request: Request, services: ServicesDep) -> Detection:
    """Whether at most 30 seconds of sound hold speech. When that cannot be found out, they do: none may be lost."""
    try:
        pcm = await read_chunk(request, services.reader, MAX_CHUNK)
        probability = await asyncio.to_thread(_speech_probability, pcm)
    except EngineFailed as error:
        log.error("speech could not be looked for", engine=error.params["engine"])
        return Detection(speech=True, probability=None)
    return Detection(speech=probability >= SPEECH_THRESHOLD, probability=round(probability, 4))


async def transcribe(services: Services, file: UploadFile, language: Language | None) -> Transcription:
    """Raises `UnreadableAudio`, `AudioTooLong`, `LanguageUnsupported`, `AtCapacity`, `EngineFailed`."""
    longest = services.settings.max_recording.total_seconds()
    return await _transcribed(services, await services.reader.read(await file.read(), longest), language)


async def _transcribed(services: Services, pcm: Pcm, language: Language | None) -> Transcription:
    heard_language = services.heard_language(language)
    heard = await recognise_recording(services.recognizer, pcm, heard_language)
    return Transcription(
        text=heard.text,
        words=heard.words,
        language=heard_language,
        duration=round(len(pcm) / SAMPLE_RATE, 3),
        engine=services.recognizer.name,
        unreliable_reason=heard.unreliable_reason,
    )


def _brief(heard: Transcription, response: Response) -> HeardSpeech:
    response.headers["X-Engine"] = heard.engine
    if heard.unreliable_reason:
        response.headers["X-Unreliable"] = heard.unreliable_reason
    return HeardSpeech(text=heard.text, words=heard.words, language=heard.language)


def _speech_probability(pcm: Pcm) -> float:
    """The highest of any window; what is shorter than a window is filled up with silence."""
    vad = SileroVad()
    whole = np.pad(pcm, (0, -len(pcm) % WINDOW_SAMPLES))
    windows = whole.reshape(-1, WINDOW_SAMPLES)
    return max((vad.probability(window) for window in windows), default=0.0)
