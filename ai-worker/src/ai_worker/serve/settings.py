"""Settings of the model server."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated

from engines.settings import REMOTE, EngineSettings
from pydantic import Field
from runtime.settings import StrongSecret


class ServeSettings(EngineSettings):
    """A model server reads no MODEL_SERVER_URL: it is where that leads to."""

    # What callers show as a bearer token (OpenAI's clients: as their API key). Without one, only this machine is
    # answered.
    service_token: StrongSecret | None = None

    # Load every model at the start, and not with the first request that needs it.
    preload_models: bool = False

    # Of one request.
    max_upload_mebibytes: Annotated[int, Field(ge=1)] = 100
    max_recording: timedelta = timedelta(minutes=30)
    # What /tts has spoken is kept for so long, as long as there is room.
    audio_lifetime: timedelta = timedelta(minutes=10)
    audio_mebibytes: Annotated[int, Field(ge=1)] = 64

    def _contradictions(self) -> Iterator[str]:
        if (self.stt_engine, self.stt_server) == (REMOTE, None) or (self.tts_engine, self.tts_server) == (REMOTE, None):
            yield "a model server runs its engines itself: STT_ENGINE=remote and TTS_ENGINE=remote are for its callers"
        yield from super()._contradictions()
