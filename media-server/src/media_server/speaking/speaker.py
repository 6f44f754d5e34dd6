"""The interviewer's voice: sentences in, sound out, each word told as it sounds."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from contracts.base import Language
from contracts.preferences import VoicePreferences
from engines.audio import resample
from engines.tts import Speech, Voice, preferred_voice
from engines.tts.sentences import Sentence

from media_server.speaking.track import SAMPLE_RATE, Clip, Mark, SpeechTrack
from media_server.tasks import cancelled


@dataclass(frozen=True)
class _Ahead:
    """A sentence that is being synthesised before it is spoken."""

    text: str
    preferences: VoicePreferences
    speech: asyncio.Task[Speech]


class Speaker:
    """Speaks one question at a time on the outbound track.

    `on_words` gets the number of code points of the question that have sounded; `on_sound` is called with its first
    sample. `preferences` count from the next sentence on. `synthesised_at` and `sounded_at` are
    the event loop's times of the first audio of the last question and of its first sample on the track.
    """

    def __init__(
        self,
        voice: Voice,
        language: Language,
        preferences: VoicePreferences,
        on_words: Callable[[int], None],
        on_sound: Callable[[], None],
    ) -> None:
        self._voice = voice
        self._language = language
        self.preferences = preferences
        self._on_sound = on_sound
        self.synthesised_at: float | None = None
        self.sounded_at: float | None = None
        self.prepared_at: float | None = None
        """When the sentence to `prepare` was ready."""
        self._ahead: _Ahead | None = None
        self.track = SpeechTrack(on_mark=on_words, on_sound=self._note_sound)

    async def speak(self, sentences: AsyncIterator[Sentence]) -> None:
        """Returns when the last sentence has sounded. Cancelling falls silent. Raises `EngineFailed`."""
        self.synthesised_at = self.sounded_at = None
        try:
            async for sentence in sentences:
                self.track.play(await self._next_clip(sentence))
            await self.track.played_out()
        finally:
            self.track.interrupt()

    def prepare(self, text: str) -> None:
        """Synthesise a sentence that will probably be spoken next. Whoever prepares calls `forget` in the end."""
        self.prepared_at = None
        if self._ahead:  # of a question that was then asked in other words
            self._ahead.speech.cancel()
        speech = asyncio.create_task(self._synthesise(text, self.preferences), name="prepare-sentence")
        speech.add_done_callback(self._note_prepared)
        self._ahead = _Ahead(text, self.preferences, speech)

    async def forget(self) -> None:
        """Drop what was prepared and not spoken."""
        if ahead := self._ahead:
            self._ahead = None
            await cancelled([ahead.speech])

    async def _next_clip(self, sentence: Sentence) -> Clip:
        """Ready before the sentence before it ends; made again if another voice was asked for in the meantime."""
        while True:
            preferences = self.preferences
            speech = await self._speech_of(sentence.text, preferences)
            self.synthesised_at = self.synthesised_at or asyncio.get_running_loop().time()
            await self.track.nearly_played()
            if preferences == self.preferences:
                return as_clip(speech, sentence)

    async def _speech_of(self, text: str, preferences: VoicePreferences) -> Speech:
        ahead = self._ahead
        if ahead and (ahead.text, ahead.preferences) == (text, preferences):
            self._ahead = None
            return await ahead.speech
        return await self._synthesise(text, preferences)

    async def _synthesise(self, text: str, preferences: VoicePreferences) -> Speech:
        voice = preferred_voice(self._voice, self._language, preferences.voice)
        return await self._voice.synthesise(text, self._language, preferences.speed, voice)

    def _note_prepared(self, speech: asyncio.Task[Speech]) -> None:
        if not speech.cancelled() and speech.exception() is None:
            self.prepared_at = asyncio.get_running_loop().time()

    def _note_sound(self) -> None:
        if self.sounded_at is None:
            self.sounded_at = asyncio.get_running_loop().time()
            self._on_sound()


def as_clip(speech: Speech, sentence: Sentence) -> Clip:
    """`speech` after its pause, at the track's rate, with a mark where each word has sounded; the last one ends it."""
    pause = round(sentence.pause * SAMPLE_RATE)
    pcm = np.pad(resample(speech.pcm, speech.sample_rate, SAMPLE_RATE), (pause, 0))
    marks = [
        Mark(min(pause + int(following.at * SAMPLE_RATE), len(pcm) - 1), sentence.start + word.end)
        for word, following in pairwise(speech.words)
    ]
    return Clip(pcm, [*marks, Mark(len(pcm) - 1, sentence.end)])
