"""What every session shares: engines, backend-core, addresses."""

import asyncio
from dataclasses import dataclass

from engines.face.factory import face_model
from engines.stt import Recognizer
from engines.stt.factory import recognizer_from
from engines.tts import Voice
from engines.tts.cache import CachedVoice, speech_cache_from
from engines.tts.factory import voice_from
from engines.vad.silero import SileroVad

from media_server.core_client import CoreClient
from media_server.rtc.ice import IceAddresses
from media_server.settings import MediaSettings
from media_server.watching.crops import CropSender
from media_server.watching.pool import TrackerPool


@dataclass(frozen=True)
class Services:
    """Owned by the application; sessions borrow them."""

    settings: MediaSettings
    core: CoreClient
    recognizer: Recognizer
    voice: Voice
    trackers: TrackerPool
    crops: CropSender
    addresses: IceAddresses

    @classmethod
    def from_settings(cls, settings: MediaSettings) -> "Services":
        advertised = settings.media_advertised_address
        voice = voice_from(settings)
        cache = speech_cache_from(settings)
        return cls(
            settings=settings,
            core=CoreClient(
                str(settings.backend_url), settings.service_token.get_secret_value(), settings.backend_patience
            ),
            recognizer=recognizer_from(settings),
            voice=CachedVoice(voice, cache) if cache else voice,
            trackers=TrackerPool(settings.watching_processes, face_model(settings)),
            crops=CropSender(str(settings.redis_url)),
            addresses=IceAddresses(settings.media_udp_ports, str(advertised) if advertised else None),
        )

    def voice_activity(self) -> SileroVad:
        return SileroVad()

    async def start(self) -> None:
        """Load what would otherwise load within a candidate's first turn. Raises `EngineFailed`."""
        await asyncio.gather(self.recognizer.warm_up(), self.voice.warm_up())

    async def close(self) -> None:
        await asyncio.gather(
            self.recognizer.close(), self.voice.close(), self.trackers.close(), self.crops.close(), self.core.close()
        )
