"""The interviewer's voice: sentences in, sound out, each word told as it sounds."""

from collections.abc import AsyncIterator, Callable
from fractions import Fraction
from itertools import pairwise
from time import monotonic

import av
import numpy as np
from contracts.base import Language
from contracts.preferences import VoicePreferences
from engines.tts import Speech, Voice
from numpy.typing import NDArray

from media_server.speaking.sentences import Sentence
from media_server.speaking.track import SAMPLE_RATE, Clip, Mark, SpeechTrack


class Speaker:
    """Speaks one question at a time on the outbound track.

    `on_words` gets the number of code points of the question that have sounded; `on_sound` is called with its first
    sample. `preferences` count from the next sentence on. `synthesised_at` and `sounded_at` are
    the monotonic times of the first audio of the last question and of its first sample on the track.
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
                speech = await self._voice.synthesise(sentence.text, self._language)
                self.synthesised_at = self.synthesised_at or monotonic()
                self.track.play(as_clip(speech, sentence))
            await self.track.played_out()
        finally:
            self.track.interrupt()

    def _note_sound(self) -> None:
        if self.sounded_at is None:
            self.sounded_at = monotonic()
            self._on_sound()


def as_clip(speech: Speech, sentence: Sentence) -> Clip:
    """`speech` at the track's rate, with a mark where each word has sounded; the last one ends the sentence."""
    pcm = _resample(speech.pcm, speech.sample_rate)
    marks = [
        Mark(min(int(following.at * SAMPLE_RATE), len(pcm) - 1), sentence.start + word.end)
        for word, following in pairwise(speech.words)
    ]
    return Clip(pcm, [*marks, Mark(len(pcm) - 1, sentence.end)])


def _resample(pcm: NDArray[np.int16], rate: int) -> NDArray[np.int16]:
    if rate == SAMPLE_RATE or not len(pcm):
        return pcm
    frame = av.AudioFrame.from_ndarray(pcm[None], format="s16", layout="mono")
    frame.sample_rate = rate
    frame.time_base = Fraction(1, rate)
    resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
    return np.concatenate([out.to_ndarray()[0] for out in [*resampler.resample(frame), *resampler.resample(None)]])
