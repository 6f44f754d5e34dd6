"""What every request shares: the engines that this server holds, and what it reads and keeps."""

import asyncio
from dataclasses import dataclass, replace
from typing import Annotated

from contracts.base import Language
from engines.audio_reader import AudioReader
from engines.embedding import Embedder
from engines.embedding.factory import embedder_from
from engines.llm import TextGenerator, template
from engines.llm.factory import generator_from
from engines.stt import Recognizer
from engines.stt.factory import recognizer_from
from engines.tts import Voice
from engines.tts.factory import voice_from
from fastapi import Depends
from starlette.requests import HTTPConnection

from ai_worker.serve.settings import ServeSettings
from ai_worker.serve.spoken import SpokenFiles

ON_PROCESSOR = {"whisper_device": "cpu", "llm_gpu_layers": 0, "embedding_device": "cpu"}


def gpu_engines(settings: ServeSettings) -> list[str]:
    """The engines that use a GPU where there is one."""
    embeds_here = settings.embedding_model is not None and settings.embedding_server is None
    engines = {
        "whisper": settings.stt_name == "whisper" and settings.whisper_device != "cpu",
        "gguf": settings.llm_gguf is not None and settings.llm_gpu_layers != 0,
        "embeddings": embeds_here and settings.embedding_device != "cpu",
    }
    return [name for name, uses in engines.items() if uses]


@dataclass(frozen=True)
class Services:
    """Owned by the application; requests borrow them."""

    settings: ServeSettings
    recognizer: Recognizer
    voice: Voice
    embedder: Embedder
    generator: TextGenerator
    reader: AudioReader
    spoken: SpokenFiles
    on_gpu: bool = True
    """Whether engines may use one, where there is one."""

    @classmethod
    def from_settings(cls, settings: ServeSettings) -> "Services":
        return cls(
            settings=settings,
            recognizer=recognizer_from(settings),
            voice=voice_from(settings),
            embedder=embedder_from(settings),
            generator=generator_from(settings),
            reader=AudioReader(),
            spoken=SpokenFiles(settings.audio_lifetime, settings.audio_mebibytes * 2**20),
        )

    async def moved(self, *, on_gpu: bool) -> "Services":
        """The same with engines that may, or may not, use a GPU. Those that could are made anew and lose their streams.

        A remote recogniser of ours then opens another stream and sends the open segment once more.
        """
        if not gpu_engines(self.settings):
            return replace(self, on_gpu=on_gpu)
        settings = self.settings if on_gpu else self.settings.model_copy(update=ON_PROCESSOR)
        moved = replace(
            self,
            recognizer=recognizer_from(settings),
            embedder=embedder_from(settings),
            generator=generator_from(settings),
            on_gpu=on_gpu,
        )
        await asyncio.gather(self.recognizer.close(), self.generator.close())
        return moved

    async def start(self) -> None:
        """Load every model, where that is wished. Raises `EngineFailed`."""
        if self.settings.preload_models:
            await asyncio.gather(self.recognizer.warm_up(), self.voice.warm_up(), self.generator.warm_up())
            if not self.settings.embedding_server:
                await asyncio.to_thread(self.embedder.embed, ["warm"])

    async def close(self) -> None:
        parts = (self.recognizer, self.voice, self.generator, self.reader)
        await asyncio.gather(*(part.close() for part in parts))

    @property
    def holds_language_model(self) -> bool:
        return self.generator.name != template.NAME

    def heard_language(self, wished: Language | None) -> Language:
        """`wished`; else Korean where it is heard, else what is heard."""
        return wished or next(filter(self.recognizer.hears, Language), Language.KO)


def services_of(connection: HTTPConnection) -> Services:
    services: Services = connection.app.state.services
    return services


ServicesDep = Annotated[Services, Depends(services_of)]
