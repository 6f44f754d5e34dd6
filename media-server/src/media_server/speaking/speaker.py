"""The interviewer's voice: sentences in, sound out, each word told as it sounds."""

import asyncio
from collections.abc import AsyncIterator, Callable
from itertools import pairwise

import numpy as np
from contracts.base import Language
from contracts.preferences import VoicePreferences
from engines.audio import resample
from engines.tts import Speech, Voice, preferred_voice
from engines.tts.sentences import Sentence

from media_server.speaking.track import SAMPLE_RATE, Clip, Mark, SpeechTrack


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

    async def _next_clip(self, sentence: Sentence) -> Clip:
        """Ready before the sentence before it ends; made again if another voice was asked for in the meantime."""
        while True:
            preferences = self.preferences
            voice = preferred_voice(self._voice, self._language, preferences.voice)
            speech = await self._voice.synthesise(sentence.text, self._language, preferences.speed, voice)
            self.synthesised_at = self.synthesised_at or asyncio.get_running_loop().time()
            await self.track.nearly_played()
            if preferences == self.preferences:
                return as_clip(speech, sentence)

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
