"""The interviewer's voice as the candidate wants it, on a clock that only the track moves."""

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pytest
from contracts.base import Language
from contracts.preferences import VoicePreferences
from engines.tts import Speech, SpokenWord
from engines.tts.sentences import Sentence
from media_server.speaking.sentences import Utterance
from media_server.speaking.speaker import Speaker, as_clip

FRAMES_A_SENTENCE = 50
PAUSES = 31
"""Frames of the two pauses between three sentences, and one more."""


class Recorded:
    """A voice of two names that takes down who was to speak what, and how fast."""

    name = "recorded"

    def __init__(self) -> None:
        self.said: list[tuple[str, float, str | None]] = []
        self.cancelled = 0
        self.ready = asyncio.Event()
        self.ready.set()

    def speaks(self, language: Language) -> bool:
        return True

    def voices(self, language: Language) -> tuple[str, ...]:
        return ("low", "high")

    async def synthesise(self, text: str, language: Language, speed: float = 1.0, voice: str | None = None) -> Speech:
        self.said.append((text, speed, voice))
        try:
            await self.ready.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        return Speech(np.full(16_000, 900, np.int16), 16_000, [SpokenWord(0, len(text), 0.0)])

    async def warm_up(self) -> None: ...

    async def close(self) -> None: ...


@pytest.fixture
def voice() -> Recorded:
    return Recorded()


def speaker_of(voice: Recorded, preferences: VoicePreferences) -> Speaker:
    return Speaker(voice, Language.EN, preferences, on_words=lambda _: None, on_sound=lambda: None)


@pytest.fixture
async def speech(voice: Recorded) -> AsyncIterator[tuple[Speaker, "asyncio.Task[None]"]]:
    """Three sentences, being spoken by `low` at speed 1."""
    speaker = speaker_of(voice, VoicePreferences(voice="low"))
    utterance = Utterance("One. Two. Three.")
    utterance.end()
    task = asyncio.create_task(speaker.speak(aiter(utterance)))
    await settle()
    yield speaker, task
    task.cancel()
    await asyncio.wait([task])
    speaker.track.stop()


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def play(speaker: Speaker, frames: int) -> None:
    for _ in range(frames):
        speaker.track._due = None  # no frame is waited for
        await speaker.track.recv()
        await settle()


Speaking = tuple[Speaker, "asyncio.Task[None]"]


async def test_a_change_counts_from_the_next_sentence_on(voice: Recorded, speech: Speaking) -> None:
    speaker, task = speech
    await play(speaker, 5)
    assert voice.said == [("One.", 1.0, "low"), ("Two.", 1.0, "low")], "one sentence ahead, and no further"
    speaker.preferences = VoicePreferences(speed=1.3, voice="high")
    await play(speaker, 3 * FRAMES_A_SENTENCE + PAUSES)
    assert voice.said[2:] == [("Two.", 1.3, "high"), ("Three.", 1.3, "high")]
    assert task.done()


async def test_nothing_is_made_twice_without_need(voice: Recorded, speech: Speaking) -> None:
    speaker, task = speech
    await play(speaker, 3 * FRAMES_A_SENTENCE + PAUSES)
    assert task.done()
    assert [text for text, _, _ in voice.said] == ["One.", "Two.", "Three."]


async def test_an_interruption_drops_the_queue_and_what_is_being_made(voice: Recorded, speech: Speaking) -> None:
    speaker, task = speech
    voice.ready.clear()
    await play(speaker, FRAMES_A_SENTENCE)
    assert [text for text, _, _ in voice.said] == ["One.", "Two.", "Three."]
    task.cancel()
    await asyncio.wait([task])
    assert voice.cancelled == 1
    await play(speaker, 1)
    assert not (await speaker.track.recv()).to_ndarray().any()
    assert len(voice.said) == 3


async def test_a_voice_that_is_gone_is_spoken_for_by_the_default(voice: Recorded) -> None:
    speaker = speaker_of(voice, VoicePreferences(voice="of another engine"))
    utterance = Utterance("One.")
    utterance.end()
    task = asyncio.create_task(speaker.speak(aiter(utterance)))
    await settle()
    assert voice.said == [("One.", 1.0, None)]
    task.cancel()
    await asyncio.wait([task])
    speaker.track.stop()


def test_a_pause_stands_before_the_words_and_their_marks() -> None:
    speech = Speech(np.full(16_000, 900, np.int16), 16_000, [SpokenWord(0, 3, 0.0), SpokenWord(4, 8, 0.5)])
    clip = as_clip(speech, Sentence("One two.", 10, 18, pause=0.3))
    silence = round(0.3 * 48_000)
    assert not clip.pcm[: silence - 100].any()
    assert clip.pcm[silence + 100 :].all()
    assert [(mark.offset, mark.spoken) for mark in clip.marks] == [(silence + 24_000, 13), (len(clip.pcm) - 1, 18)]
