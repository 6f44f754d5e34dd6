"""Supertonic through its makers' package, on a model of the real layout that a test builds."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import psutil
import pytest
from contracts.base import Language
from contracts.errors import EngineFailed, ModelMissing, SpeedOutOfRange, UnknownVoice
from engines.settings import EngineSettings
from engines.tts import Speech
from engines.tts.factory import voice_from
from engines.tts.supertonic import SupertonicVoice
from tiny_supertonic import SAMPLE_RATE, SECONDS_A_CHARACTER, tiny_supertonic

LEVELS = {"M1": 0.25, "F1": 0.5, "own": 2.0}
TEXT = "Tell me about yourself."


@pytest.fixture(scope="module")
def models_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    tiny_supertonic(folder / "supertonic-2", LEVELS, unreadable="Ω")
    return folder


@pytest.fixture
async def voice(models_dir: Path) -> AsyncIterator[SupertonicVoice]:
    voice = SupertonicVoice("supertonic-2", models_dir)
    yield voice
    await voice.close()


def level(speech: Speech) -> float:
    return float(np.median(speech.pcm)) / 32767


def seconds(processed: str, speed: float = 1.0) -> float:
    return len(processed) * SECONDS_A_CHARACTER / (speed * 1.05)


async def test_a_sentence_sounds_for_as_long_as_the_model_says(voice: SupertonicVoice) -> None:
    speech = await voice.synthesise(TEXT, Language.EN)
    assert speech.sample_rate == SAMPLE_RATE
    assert speech.duration == pytest.approx(seconds(f"<en>{TEXT}</en>"), abs=0.001)
    assert [TEXT[word.start : word.end] for word in speech.words] == TEXT.split()
    assert speech.estimated
    assert all(word.at < speech.duration for word in speech.words)


async def test_korean_is_read_as_the_letters_of_its_syllables(voice: SupertonicVoice) -> None:
    speech = await voice.synthesise("각", Language.KO)
    assert speech.duration == pytest.approx(seconds("<ko>ㄱㅏㄱ.</ko>"), abs=0.001)


async def test_the_named_voice_speaks(voice: SupertonicVoice) -> None:
    assert voice.voices(Language.KO) == ("M1", "F1", "own"), "the published ones first"
    assert level(await voice.synthesise(TEXT, Language.EN)) == pytest.approx(0.25, abs=0.01)
    assert level(await voice.synthesise(TEXT, Language.EN, voice="F1")) == pytest.approx(0.5, abs=0.01)
    assert level(await voice.synthesise(TEXT, Language.EN, voice="own")) == 1.0, "too loud is cut off, not turned over"
    with pytest.raises(UnknownVoice):
        await voice.synthesise(TEXT, Language.EN, voice="../M1")


async def test_speed_is_a_factor_within_what_the_package_takes(voice: SupertonicVoice) -> None:
    for speed in (0.7, 1.5):
        speech = await voice.synthesise(TEXT, Language.EN, speed)
        assert speech.duration == pytest.approx(seconds(f"<en>{TEXT}</en>", speed), abs=0.001)
    for speed in (0.5, 2.5):
        with pytest.raises(SpeedOutOfRange):
            await voice.synthesise(TEXT, Language.EN, speed)


@pytest.mark.parametrize("text", ["", "  \n ", "?!…", "ΩΩ"])
async def test_a_text_without_a_readable_letter_makes_no_sound(voice: SupertonicVoice, text: str) -> None:
    speech = await voice.synthesise(text, Language.EN)
    assert (len(speech.pcm), speech.words) == (0, [])


@pytest.mark.parametrize(
    "text", ["😀 hello 🎉", "\ud800 hello", "a\x00b\x1b[31m", "x" * 3000, "Ω hello", "<speak>hi</speak>"]
)
async def test_odd_text_is_spoken_and_ends_no_process(voice: SupertonicVoice, text: str) -> None:
    await voice.warm_up()
    running = psutil.Process().children()
    assert (await voice.synthesise(text, Language.EN)).duration > 0
    assert psutil.Process().children() == running


async def test_what_is_interrupted_while_it_waits_is_never_begun(voice: SupertonicVoice) -> None:
    await voice.warm_up()
    begun = []

    class Recorded:
        def __init__(self) -> None:
            self.release = asyncio.Event()

        async def call(self, method: object, text: str, *_: object) -> tuple[bytes, int]:
            begun.append(text)
            await self.release.wait()
            return b"", SAMPLE_RATE

        async def close(self) -> None: ...

    real, recorded = voice._process, Recorded()
    voice._process = recorded  # type: ignore[assignment]
    first, second = (asyncio.create_task(voice.synthesise(text, Language.EN)) for text in ("One.", "Two."))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    second.cancel()
    recorded.release.set()
    await asyncio.wait([first, second])
    assert begun == ["One."]
    voice._process = real


async def test_a_model_that_is_not_here_is_named_and_never_fetched_by_itself(tmp_path: Path) -> None:
    voice = voice_from(EngineSettings(tts_engine="supertonic", models_dir=tmp_path))
    assert voice.voices(Language.KO)[:2] == ("M1", "M2"), "those that come with it"
    for attempt in (voice.warm_up(), voice.synthesise(TEXT, Language.EN)):
        with pytest.raises(ModelMissing) as missing:
            await attempt
        assert "visavis models download supertonic-2" in missing.value.body(Language.EN).detail
    assert os.listdir(tmp_path) == []


async def test_a_folder_that_lacks_a_file_fails_by_name(tmp_path: Path) -> None:
    tiny_supertonic(tmp_path / "cut", LEVELS)
    (tmp_path / "cut" / "onnx" / "vocoder.onnx").unlink()
    voice = SupertonicVoice(str(tmp_path / "cut"), tmp_path)
    with pytest.raises(EngineFailed) as failed:
        await voice.warm_up()
    assert failed.value.params == {"engine": "supertonic"}
    await voice.close()
