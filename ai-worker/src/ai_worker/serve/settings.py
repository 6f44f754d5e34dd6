"""Settings of the model server."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field
from runtime.settings import Settings, StrongSecret


class ServeSettings(Settings):
    # What callers show as a bearer token (OpenAI's clients: as their API key). Without one, only this machine is
    # answered.
    service_token: StrongSecret | None = None

    stt_engine: str = "pocketsphinx"
    stt_processes: Annotated[int, Field(ge=1)] = 2
    tts_engine: str = "espeak"

    # Load every model at the start, and not with the first request that needs it.
    preload_models: bool = False

    # Of one request.
    max_upload_mebibytes: Annotated[int, Field(ge=1)] = 100
    max_recording: timedelta = timedelta(minutes=30)
    # What /tts has spoken is kept for so long, as long as there is room.
    audio_lifetime: timedelta = timedelta(minutes=10)
    audio_mebibytes: Annotated[int, Field(ge=1)] = 64
