"""`/v1/audio/transcriptions` and `/v1/audio/speech`."""

from typing import Annotated, Literal

from contracts.base import Contract, Language
from contracts.errors import InvalidInput
from contracts.model_server import MAX_SPOKEN_CHARS, Transcription
from engines.audio import ENCODINGS, encode, resample
from engines.tts import Speech
from fastapi import APIRouter, Form, Response, UploadFile
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, Field

from ai_worker.serve.openai.models import check_model
from ai_worker.serve.services import ServicesDep
from ai_worker.serve.speech import transcribe
from ai_worker.serve.voice import synthesise

PCM_RATE = 24_000
"""Of `response_format=pcm`, which has no header to say it: 16 bit, little endian, mono."""
NAMES = {Language.KO: "korean", Language.EN: "english"}

router = APIRouter(prefix="/v1/audio", tags=["openai"])


class TranscriptionText(Contract):
    text: str


class VerboseWord(Contract):
    word: str
    start: float
    end: float


class VerboseTranscription(Contract):
    """`words` are always there; `unreliable_reason` says why nobody should be judged on this, if so."""

    task: Literal["transcribe"] = "transcribe"
    language: str
    duration: float
    text: str
    words: list[VerboseWord]
    unreliable_reason: str | None


class SpeechRequest(BaseModel):
    """OpenAI's; fields that only other voices know, such as `instructions`, change nothing."""

    model: str
    input: Annotated[str, Field(min_length=1, max_length=MAX_SPOKEN_CHARS)]
    voice: str | None = None
    speed: Annotated[float, Field(ge=0.5, le=2.5)] = 1.0
    response_format: Literal["mp3", "opus", "flac", "wav", "pcm"] = "mp3"
    stream_format: Literal["audio"] = "audio"


@router.post("/transcriptions", response_model=TranscriptionText | VerboseTranscription)
async def create_transcription(
    *,
    services: ServicesDep,
    file: UploadFile,
    model: Annotated[str, Form()],
    language: Annotated[Language | None, Form()] = None,
    response_format: Annotated[Literal["json", "text", "verbose_json"], Form()] = "json",
    stream: Annotated[bool, Form()] = False,
) -> Contract | Response:
    """As OpenAI's, without streaming: `WebSocket /stt/stream` does that."""
    check_model(services, model, "speech-to-text")
    if stream:
        raise InvalidInput(fields={"stream": "WebSocket /stt/stream streams"})
    heard = await transcribe(services, file, language)
    match response_format:
        case "text":
            return PlainTextResponse(heard.text)
        case "verbose_json":
            return _verbose(heard)
        case "json":
            return TranscriptionText(text=heard.text)


@router.post("/speech", response_class=Response)
async def create_speech(services: ServicesDep, wanted: SpeechRequest) -> Response:
    """The text as sound. `X-Voice` says who spoke: the default voice, where there is none by the name of `voice`."""
    check_model(services, wanted.model, "text-to-speech")
    speech, headers = await synthesise(services, wanted.input, wanted.speed, wanted.voice)
    if wanted.response_format == "pcm":
        return Response(_raw(speech), media_type="audio/pcm", headers=headers)
    data = encode(speech.pcm, speech.sample_rate, wanted.response_format)
    return Response(data, media_type=ENCODINGS[wanted.response_format].media_type, headers=headers)


def _verbose(heard: Transcription) -> VerboseTranscription:
    return VerboseTranscription(
        language=NAMES[heard.language],
        duration=heard.duration,
        text=heard.text,
        words=[VerboseWord(word=word.text, start=word.start, end=word.end) for word in heard.words],
        unreliable_reason=heard.unreliable_reason,
    )


def _raw(speech: Speech) -> bytes:
    return resample(speech.pcm, speech.sample_rate, PCM_RATE).astype("<i2").tobytes()
