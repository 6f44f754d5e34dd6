"""Speech for tests: espeak's everywhere, and real clips where `VISAVIS_TEST_DATA` names a directory."""

import wave
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import numpy as np
import pytest
from contracts.base import Language
from engines.stt import SAMPLE_RATE, Pcm
from engines.tts.espeak import EspeakVoice

SILENCE = round(0.6 * SAMPLE_RATE)

Say = Callable[[str, Language], Awaitable[Pcm]]
Clip = Callable[[str], Pcm]


@pytest.fixture
async def voice() -> AsyncIterator[EspeakVoice]:
    voice = EspeakVoice()
    yield voice
    await voice.close()


@pytest.fixture
def say(voice: EspeakVoice) -> Say:
    """Speaks a text in a quiet room: 16 kHz, 0.6 s of the room before and after it."""

    async def say(text: str, language: Language) -> Pcm:
        speech = await voice.synthesise(text, language)
        at = np.arange(0, len(speech.pcm), speech.sample_rate / SAMPLE_RATE)
        pcm = np.interp(at, np.arange(len(speech.pcm)), speech.pcm / 32768)
        room = np.random.default_rng(7).normal(0, 0.001, len(pcm) + 2 * SILENCE)
        room[SILENCE:-SILENCE] += pcm
        return room.astype(np.float32)

    return say


@pytest.fixture
def clip(test_data: Path) -> Clip:
    """Reads a recording of 16-bit mono WAV at 16 kHz."""

    def clip(name: str) -> Pcm:
        with wave.open(str(test_data / "speech" / name)) as file:
            assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (SAMPLE_RATE, 1, 2)
            return np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(np.float32) / 32768

    return clip
