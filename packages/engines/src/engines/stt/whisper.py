"""Whisper in transformers: Korean and English, in a process of its own.

It does not stream. While a segment of speech goes on it is decoded again and again, and what two decodings agree on is
said for good; when it is over it is decoded once more, for the words' times. No text of earlier segments goes in, for a
mistake in it would breed others.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from contracts.base import Language
from contracts.errors import AtCapacity, EngineFailed, LanguageUnsupported
from contracts.speech import Word

from engines.installed import require
from engines.models import model_path
from engines.process import EngineProcess
from engines.stt import SAMPLE_RATE, Hypothesis, Pcm, Recognition
from engines.stt.agreement import DecodedWord, LocalAgreement
from engines.stt.described import whisper_languages
from engines.stt.segments import quietest

if TYPE_CHECKING:
    from engines.stt.whisper_decoder import Whisper

NAME = "whisper"
MAX_STREAMS = 16
"""Answers heard at a time. They share one model; the more there are, the more rarely their captions change."""
CAPTION_AFTER = 0.8
"""Seconds of new speech that are worth another decoding."""
MAX_UTTERANCE = 28.0
"""Seconds after which an unbroken segment is cut; the model sees 30."""
CUT_WITHIN = 4.0
"""Seconds before that among which the quietest moment is taken, so that no word is cut in two."""
TIMEOUT = 180.0
"""Seconds for loading the model from a slow disk, or for a long segment on a slow processor."""


class WhisperRecognizer:
    """One model in one process, which decodes one utterance at a time."""

    name = NAME

    def __init__(self, model: str, models_dir: Path, device: str = "auto") -> None:
        """`model` is a size, such as "large-v3-turbo", or a folder. Raises `EngineNotInstalled`."""
        require("torch", "transformers", engine=NAME)
        self._model = model
        self._models_dir = models_dir
        self._device = device
        self._process: EngineProcess[Whisper] | None = None
        self._streams = 0
        self._waiting = 0

    def hears(self, language: Language) -> bool:
        return language in whisper_languages(self._model)

    async def open(self, language: Language, *, captions: bool = True) -> "WhisperStream":
        """Raises `ModelMissing`, `AtCapacity`, and `LanguageUnsupported` of a model that knows English only."""
        if not self.hears(language):
            raise LanguageUnsupported(engine=NAME)
        if self._streams >= MAX_STREAMS:
            raise AtCapacity
        self._running()
        self._streams += 1
        return WhisperStream(self, language, captions=captions)

    async def warm_up(self) -> None:
        """Load the model and let it hear a second of silence: on a GPU its first decoding takes seconds."""
        await self.decode(np.zeros(SAMPLE_RATE, np.float32), Language.EN, (), timed=True)

    async def close(self) -> None:
        if self._process:
            await self._process.close()

    @property
    def is_busy(self) -> bool:
        return self._waiting > 0

    async def decode(
        self, utterance: Pcm, language: Language, said: Sequence[int], *, timed: bool
    ) -> list[DecodedWord]:
        """The words of one utterance, as `Whisper.hear` has them. Raises `EngineFailed`."""
        self._waiting += 1
        try:
            return await self._running().call(_hear, utterance, language.value, tuple(said), timed)
        finally:
            self._waiting -= 1

    def release(self) -> None:
        """A stream has closed."""
        self._streams -= 1

    def _running(self) -> "EngineProcess[Whisper]":
        if self._process is None:
            name = self._model if Path(self._model).exists() else f"whisper-{self._model.removeprefix('whisper-')}"
            folder = model_path(self._models_dir, name, engine=NAME)
            self._process = EngineProcess(NAME, _load, str(folder), self._device, timeout=TIMEOUT)
        return self._process


class WhisperStream:
    """One answer. All that is known of it is here: when the model's process dies, one decoding is lost."""

    def __init__(self, recognizer: WhisperRecognizer, language: Language, *, captions: bool) -> None:
        self._recognizer = recognizer
        self._language = language
        self._captions = captions
        self._words: list[Word] = []
        self._segment: int | None = None
        self._started = 0.0
        self._utterance = np.zeros(0, np.float32)
        self._looked_at = 0
        self.look: asyncio.Task[list[DecodedWord]] | None = None
        """The decoding that the next captions come from, while there is one."""
        self._agreement = LocalAgreement()
        self._heard: list[DecodedWord] = []
        self._text = ""
        self._closed = False

    async def feed(self, pcm: Pcm, *, segment: int, at: float) -> Hypothesis | None:
        if self._segment not in {None, segment}:
            await self.end_segment()
        if self._segment is None:
            self._segment, self._started = segment, at
        self._utterance = np.concatenate([self._utterance, pcm])
        while len(self._utterance) >= MAX_UTTERANCE * SAMPLE_RATE:
            await self._cut()
        await self._take_look()
        self._begin_look()
        hypothesis = self._hypothesis()
        changed = hypothesis.text != self._text
        self._text = hypothesis.text
        return hypothesis if changed else None

    async def end_segment(self) -> Hypothesis:
        if self._segment is not None:
            await self._conclude(self._utterance)
            self._utterance = np.zeros(0, np.float32)
            self._segment = None
        hypothesis = self._hypothesis()
        self._text = hypothesis.text
        return replace(hypothesis, words=tuple(self._words))

    async def finish(self) -> Recognition:
        await self.end_segment()
        await self.close()
        return Recognition(self._text, list(self._words))

    async def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._recognizer.release()
        await self._drop_look()

    async def _cut(self) -> None:
        """Conclude the utterance at its quietest moment, and go on with what comes after that."""
        end = round(MAX_UTTERANCE * SAMPLE_RATE)
        begin = end - round(CUT_WITHIN * SAMPLE_RATE)
        cut = begin + quietest(self._utterance[begin:end])
        await self._conclude(self._utterance[:cut])
        self._utterance = self._utterance[cut:]
        self._started += cut / SAMPLE_RATE

    async def _conclude(self, utterance: Pcm) -> None:
        await self._drop_look()
        said = [token for word in self._agreement.committed for token in word.tokens]
        words = await self._recognizer.decode(utterance, self._language, said, timed=True)
        self._words += [self._placed(word) for word in words]
        self._agreement = LocalAgreement()
        self._heard = []
        self._looked_at = 0

    def _begin_look(self) -> None:
        """Decode what there is of the utterance, unless the model is busy: captions wait for what is final."""
        fresh = len(self._utterance) - self._looked_at
        if not self._captions or self.look or self._recognizer.is_busy or fresh < CAPTION_AFTER * SAMPLE_RATE:
            return
        self._looked_at = len(self._utterance)
        said = [token for word in self._agreement.committed for token in word.tokens]
        look = self._recognizer.decode(self._utterance, self._language, said, timed=False)
        self.look = asyncio.create_task(look, name="whisper-captions")

    async def _take_look(self) -> None:
        if self.look and self.look.done():
            look, self.look = self.look, None
            self._heard = await look
            self._agreement.hear(self._heard)

    async def _drop_look(self) -> None:
        if self.look:
            look, self.look = self.look, None
            look.cancel()
            with suppress(asyncio.CancelledError, EngineFailed):
                await look

    def _hypothesis(self) -> Hypothesis:
        """The finished utterances' words and the committed ones, which stay, before those that may still change."""
        final = [word.text for word in self._words]
        committed = [word.text for word in self._agreement.committed]
        open_ = [word.text for word in self._heard[len(committed) :]]
        return Hypothesis(" ".join([*final, *committed, *open_]), len(" ".join([*final, *committed])))

    def _placed(self, word: DecodedWord) -> Word:
        return Word(
            text=word.text,
            start=round(self._started + word.start, 2),
            end=round(self._started + max(word.start, word.end), 2),
            confidence=round(word.confidence, 3),
        )


def _load(folder: str, device: str) -> "Whisper":
    """In the child: torch is imported nowhere else."""
    from engines.stt.whisper_decoder import Whisper  # noqa: PLC0415

    return Whisper(folder, device)


def _hear(model: "Whisper", utterance: Pcm, language: str, said: tuple[int, ...], timed: bool) -> list[DecodedWord]:
    return model.hear(utterance, language, said, timed)
