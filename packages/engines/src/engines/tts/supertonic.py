"""Supertonic 2: a local voice, Korean and English, in a process of its own.

Unverified: nobody has listened to it here yet. What is tested is the way to it, with a tiny model.
"""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from contracts.base import Language
from contracts.errors import ModelMissing, SpeedOutOfRange

from engines.models import model_path
from engines.process import EngineProcess
from engines.tts import Speech, checked_voice, estimated_words
from engines.tts.voices import SUPERTONIC

if TYPE_CHECKING:
    from engines.tts.supertonic_model import Supertonic

NAME = "supertonic"
MIN_SPEED, MAX_SPEED = 0.7, 1.9
TIMEOUT = 120.0
"""Seconds for loading the model from a slow disk, or for a long sentence on a slow processor."""


class SupertonicVoice:
    """One model in one process, which speaks one sentence at a time."""

    name = NAME

    def __init__(self, model: str, models_dir: Path) -> None:
        """`model` is a name that `visavis models` knows, or a folder."""
        self._model = model
        self._models_dir = models_dir
        self._process: EngineProcess[Supertonic] | None = None
        # Whoever waits here and is interrupted has given the process nothing to do.
        self._speaking = asyncio.Lock()

    def speaks(self, language: Language) -> bool:
        return True

    def voices(self, language: Language) -> tuple[str, ...]:
        """Those in the model's folder; while it is not here, those that come with it."""
        try:
            names = {path.stem for path in (self._folder() / "voice_styles").glob("*.json")}
        except ModelMissing:
            return SUPERTONIC
        published = [name for name in SUPERTONIC if name in names]
        return (*published, *sorted(names.difference(published)))

    async def synthesise(self, text: str, language: Language, speed: float = 1.0, voice: str | None = None) -> Speech:
        """Speak `text`; `speed` between 0.7 and 1.9. The model knows how long the whole takes, and no word's time.

        Raises `EngineFailed`, `ModelMissing`, `UnknownVoice`, `SpeedOutOfRange`.
        """
        if not MIN_SPEED <= speed <= MAX_SPEED:
            raise SpeedOutOfRange(engine=NAME, lowest=f"{MIN_SPEED:g}", highest=f"{MAX_SPEED:g}")
        name = checked_voice(self, language, voice) or SUPERTONIC[0]
        async with self._speaking:
            sound, sample_rate = await self._running().call(_synthesise, text, language.value, speed, name)
        pcm = np.frombuffer(sound, np.int16)
        words = estimated_words(text, len(pcm) / sample_rate) if len(pcm) else []
        return Speech(pcm, sample_rate, words, estimated=True)

    async def warm_up(self) -> None:
        """Load the model. Raises `ModelMissing`, `EngineFailed`."""
        await self._running().start()

    async def close(self) -> None:
        if self._process:
            await self._process.close()

    def _folder(self) -> Path:
        return model_path(self._models_dir, self._model, engine=NAME)

    def _running(self) -> "EngineProcess[Supertonic]":
        if self._process is None:
            self._process = EngineProcess(NAME, _load, str(self._folder()), timeout=TIMEOUT)
        return self._process


def _load(folder: str) -> "Supertonic":
    """In the child: the model's package is imported nowhere else."""
    from engines.tts.supertonic_model import Supertonic  # noqa: PLC0415

    return Supertonic(folder)


def _synthesise(model: "Supertonic", text: str, language: str, speed: float, voice: str) -> tuple[bytes, int]:
    return model.synthesise(text, language, speed, voice)
