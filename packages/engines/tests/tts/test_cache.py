"""Sentences spoken ahead: found by their text and voice, or spoken anew."""

import os
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from contracts.base import Language
from contracts.errors import EngineFailed, StorageFailed, UnknownVoice
from engines.settings import SpeechCacheSettings
from engines.tts import Speech
from engines.tts.cache import LOOKED, CachedVoice, speech_cache_from
from engines.tts.espeak import EspeakVoice

QUESTION = "최근 프로젝트에서 맡은 역할을 설명해 주시겠어요?"


class CountingVoice(EspeakVoice):
    """espeak, with the number of sentences that it had to speak."""

    def __init__(self) -> None:
        super().__init__()
        self.spoken = 0

    async def synthesise(self, text: str, language: Language, speed: float = 1.0, voice: str | None = None) -> Speech:
        self.spoken += 1
        return await super().synthesise(text, language, speed, voice)


@pytest.fixture
async def espeak() -> AsyncIterator[CountingVoice]:
    voice = CountingVoice()
    yield voice
    await voice.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "objects"


@pytest.fixture
def broken_folder(folder: Path) -> Path:
    folder.write_text("no folder")
    return folder


@pytest.fixture
def cached(espeak: CountingVoice, folder: Path) -> CachedVoice:
    cache = speech_cache_from(SpeechCacheSettings(storage_url=str(folder)))
    assert cache
    return CachedVoice(espeak, cache)


def files(folder: Path) -> list[Path]:
    return list(folder.rglob("*.flac"))


def outcomes() -> dict[str, float]:
    return {name: LOOKED.labels(name)._value.get() for name in ("hit", "miss", "failed")}


async def test_what_was_spoken_ahead_is_not_spoken_again(
    cached: CachedVoice, espeak: CountingVoice, folder: Path
) -> None:
    assert await cached.speak_ahead(QUESTION, Language.KO)
    assert not await cached.speak_ahead(QUESTION, Language.KO)
    assert espeak.spoken == 1
    before = outcomes()

    kept = await cached.synthesise(QUESTION, Language.KO)
    assert espeak.spoken == 1
    assert outcomes() == before | {"hit": before["hit"] + 1}

    fresh = await espeak.synthesise(QUESTION, Language.KO)
    assert len(kept.pcm) == pytest.approx(len(fresh.pcm), rel=0.01)
    assert (kept.sample_rate, kept.estimated) == (fresh.sample_rate, fresh.estimated)
    assert [(word.start, word.end) for word in kept.words] == [(word.start, word.end) for word in fresh.words]
    assert [word.at for word in kept.words] == pytest.approx([word.at for word in fresh.words], abs=0.05)
    (file,) = files(folder)
    assert QUESTION.encode() not in file.read_bytes(), "no text is kept"


async def test_the_sound_is_kept_without_loss(cached: CachedVoice, folder: Path) -> None:
    noise = np.random.default_rng(5).integers(-32768, 32767, 30_000).astype(np.int16)

    class Noise(CountingVoice):
        async def synthesise(self, *_: object, **__: object) -> Speech:
            return Speech(noise, 22_050, [], estimated=True)

    cached._voice = Noise()
    await cached.speak_ahead("Noise.", Language.EN)
    cached._voice = CountingVoice()
    kept = await cached.synthesise("Noise.", Language.EN)
    assert np.array_equal(kept.pcm, noise)
    assert kept.estimated


async def test_another_text_voice_speed_or_language_is_another_sentence(
    cached: CachedVoice, espeak: CountingVoice
) -> None:
    await cached.speak_ahead("Hello there.", Language.EN)
    await cached.synthesise("Hello there.", Language.EN, voice=cached.voices(Language.EN)[0])
    assert espeak.spoken == 1, "the default by its name is the default"
    for spoken, (text, language, speed, voice) in enumerate(
        [
            ("Hello there!", Language.EN, 1.0, None),
            ("Hello there.", Language.KO, 1.0, None),
            ("Hello there.", Language.EN, 1.1, None),
            ("Hello there.", Language.EN, 1.0, "f2"),
        ],
        start=2,
    ):
        await cached.synthesise(text, language, speed, voice)
        assert espeak.spoken == spoken


async def test_what_is_merely_spoken_is_never_kept(cached: CachedVoice, espeak: CountingVoice, folder: Path) -> None:
    """It may be a follow-up that repeats what a candidate has said."""
    for _ in range(2):
        await cached.synthesise("You said that you broke production.", Language.EN)
    assert espeak.spoken == 2
    assert files(folder) == []


async def test_a_failure_is_never_kept(cached: CachedVoice, espeak: CountingVoice, folder: Path) -> None:
    await espeak.close()
    with pytest.raises(EngineFailed):
        await cached.speak_ahead(QUESTION, Language.KO)
    with pytest.raises(UnknownVoice):
        await cached.speak_ahead(QUESTION, Language.KO, voice="nobody")
    assert files(folder) == []


@pytest.mark.parametrize("damage", [b"", b"no sound", None])
async def test_a_damaged_file_is_spoken_anew(
    cached: CachedVoice, espeak: CountingVoice, folder: Path, damage: bytes | None
) -> None:
    await cached.speak_ahead(QUESTION, Language.KO)
    (file,) = files(folder)
    file.write_bytes(file.read_bytes()[:300] if damage is None else damage)
    assert (await cached.synthesise(QUESTION, Language.KO)).duration > 1
    assert espeak.spoken == 2


async def test_a_storage_that_fails_costs_nobody_the_question(
    cached: CachedVoice, espeak: CountingVoice, broken_folder: Path
) -> None:
    before = outcomes()
    assert (await cached.synthesise(QUESTION, Language.KO)).duration > 1
    assert sum(outcomes().values()) == sum(before.values()) + 1
    with pytest.raises(StorageFailed):
        await cached.speak_ahead(QUESTION, Language.KO)


def test_no_storage_or_no_room_is_no_cache(folder: Path) -> None:
    assert speech_cache_from(SpeechCacheSettings()) is None
    assert speech_cache_from(SpeechCacheSettings(storage_url=os.fspath(folder), speech_cache_mebibytes=0)) is None
    assert SpeechCacheSettings().speech_cache_lifetime == timedelta(days=30)
