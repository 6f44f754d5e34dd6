"""Whisper by its real loading path, with models that the test makes."""

import asyncio
import os
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import psutil
import pytest
import pytest_asyncio
from contracts.base import Language
from contracts.errors import AtCapacity, EngineFailed, EngineNotInstalled, LanguageUnsupported, ModelMissing
from engines.settings import EngineSettings
from engines.stt import SAMPLE_RATE, Hypothesis, Pcm
from engines.stt.factory import recognizer_from
from engines.stt.recording import recognise_recording
from engines.stt.whisper import MAX_STREAMS, WhisperRecognizer, WhisperStream
from tiny_models import tiny_whisper

for package in ("torch", "transformers"):
    pytest.importorskip(package, reason="local models are not installed; `make models-environment` installs them")

# One process serves the whole module: loading transformers takes longer than all that is decoded here.
pytestmark = pytest.mark.asyncio(loop_scope="module")

SENTENCE = "Ask not what 여러분의 나라가 can do."
PIECE = 1536


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # models this small only wait for a second thread
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def talking(models: Path) -> Path:
    return tiny_whisper(models / "whisper-talking", says=f" {SENTENCE}")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def recognizer(talking: Path, models: Path) -> AsyncIterator[WhisperRecognizer]:
    recognizer = WhisperRecognizer("talking", models, "cpu")
    yield recognizer
    await recognizer.close()


def sound(seconds: float) -> Pcm:
    return np.random.default_rng(5).normal(0, 0.1, round(seconds * SAMPLE_RATE)).astype(np.float32)


async def fed(stream: WhisperStream, pcm: Pcm, segment: int = 0, at: float = 0.0) -> list[Hypothesis]:
    """Feed as a call does, and give what is decoded meanwhile the time that it takes."""
    captions = []
    for start in range(0, len(pcm), PIECE):
        caption = await stream.feed(pcm[start : start + PIECE], segment=segment, at=at + start / SAMPLE_RATE)
        captions += [caption] if caption else []
        if stream.look:
            await asyncio.wait([stream.look])
    return captions


async def test_a_segment_becomes_words_with_times_and_confidence(recognizer: WhisperRecognizer) -> None:
    stream = await recognizer.open(Language.KO)

    await fed(stream, sound(4), at=10.0)
    recognition = await stream.finish()

    assert recognition.text == SENTENCE
    assert [word.text for word in recognition.words] == SENTENCE.split()
    assert all(10 <= word.start <= word.end <= 14 for word in recognition.words)
    assert all(one.start <= other.start for one, other in pairwise(recognition.words))
    assert all(word.confidence is not None and word.confidence > 0.9 for word in recognition.words)
    assert recognition.unreliable_reason is None


async def test_captions_commit_what_decodings_agree_on_and_take_nothing_back(recognizer: WhisperRecognizer) -> None:
    stream = await recognizer.open(Language.EN)

    captions = await fed(stream, sound(4))
    first = await stream.end_segment()
    later = await fed(stream, sound(2), segment=1, at=6.0)

    assert [word.text for word in first.words] == first.text.split()
    assert captions[0].stable == 0
    assert len({caption.stable for caption in captions}) > 1
    for one, other in pairwise(captions):
        assert other.stable >= one.stable
        assert other.text.startswith(one.text[: one.stable])
    assert (first.text, first.stable) == (SENTENCE, len(SENTENCE))
    assert all(caption.text.startswith(f"{SENTENCE} ") for caption in later)
    assert (await stream.finish()).text == f"{SENTENCE} {SENTENCE}"


async def test_without_captions_nothing_is_decoded_before_the_end(recognizer: WhisperRecognizer) -> None:
    stream = await recognizer.open(Language.EN, captions=False)

    assert await fed(stream, sound(4)) == []
    assert (await stream.finish()).text == SENTENCE


async def test_an_unbroken_segment_is_cut_and_keeps_its_times(recognizer: WhisperRecognizer) -> None:
    stream = await recognizer.open(Language.EN, captions=False)
    pcm = sound(40)
    quiet = slice(26 * SAMPLE_RATE, round(26.4 * SAMPLE_RATE))
    pcm[quiet] = 0

    await stream.feed(pcm, segment=0, at=0.0)
    recognition = await stream.finish()

    assert recognition.text == f"{SENTENCE} {SENTENCE}"
    second = recognition.words[len(SENTENCE.split())]
    assert 26 < second.start < 40


async def test_what_the_model_is_unsure_of_is_no_text(models: Path) -> None:
    tiny_whisper(models / "whisper-unsure", says=None)
    recognizer = WhisperRecognizer("unsure", models, "cpu")
    stream = await recognizer.open(Language.EN)

    captions = await fed(stream, sound(3))

    assert (captions, (await stream.finish()).text) == ([], "")
    await recognizer.close()


async def test_a_model_that_loops_gives_no_text(models: Path) -> None:
    tiny_whisper(models / "whisper-looping", says=" 시청 감사." * 6)
    recognizer = WhisperRecognizer("looping", models, "cpu")
    stream = await recognizer.open(Language.KO, captions=False)

    await fed(stream, sound(8))

    assert (await stream.finish()).words == []
    await recognizer.close()


@pytest.mark.parametrize("level", [0.0, 0.05])
async def test_silence_and_noise_never_reach_the_model(recognizer: WhisperRecognizer, level: float) -> None:
    noise = np.random.default_rng(3).normal(0, level, 3 * SAMPLE_RATE).astype(np.float32)

    assert (await recognise_recording(recognizer, noise, Language.EN)).text == ""


async def test_streams_share_the_model_and_not_their_words(recognizer: WhisperRecognizer) -> None:
    one, other = await recognizer.open(Language.EN), await recognizer.open(Language.KO)

    await asyncio.gather(fed(one, sound(3)), fed(other, sound(6)))
    both = await asyncio.gather(one.finish(), other.finish())

    assert [recognition.text for recognition in both] == [SENTENCE, SENTENCE]


async def test_the_event_loop_turns_while_the_model_works(recognizer: WhisperRecognizer) -> None:
    decoding = asyncio.create_task(recognizer.warm_up())
    turns = 0
    while not decoding.done():
        await asyncio.sleep(0)
        turns += 1

    await decoding
    assert turns > 100


async def test_a_killed_process_fails_the_decoding_and_the_answer_goes_on(recognizer: WhisperRecognizer) -> None:
    await recognizer.warm_up()
    stream = await recognizer.open(Language.EN, captions=False)
    await fed(stream, sound(3))
    for child in psutil.Process().children():
        if "engines.child" in child.cmdline():
            child.kill()
            child.wait()

    with pytest.raises(EngineFailed) as failure:
        await stream.end_segment()

    assert failure.value.params == {"engine": "whisper"}
    assert (await stream.finish()).text == SENTENCE


async def test_one_stream_too_many_is_turned_away(recognizer: WhisperRecognizer) -> None:
    streams = [await recognizer.open(Language.EN) for _ in range(MAX_STREAMS)]
    with pytest.raises(AtCapacity):
        await recognizer.open(Language.EN)

    await streams[0].close()
    await streams[0].close()

    streams.append(await recognizer.open(Language.EN))
    with pytest.raises(AtCapacity):
        await recognizer.open(Language.EN)
    for stream in streams:
        await stream.close()


async def test_a_model_that_is_not_here_says_how_to_get_it(tmp_path: Path) -> None:
    recognizer = WhisperRecognizer("large-v3-turbo", tmp_path)

    with pytest.raises(ModelMissing) as failure:
        await recognizer.open(Language.KO)

    assert "visavis models download whisper-large-v3-turbo" in failure.value.body(Language.EN).detail
    await recognizer.close()


async def test_settings_name_it_with_its_model(models: Path, talking: Path) -> None:
    environment = {
        "stt_engine": "whisper",
        "whisper_model_size": "talking",
        "models_dir": models,
        "whisper_device": "0",
    }
    recognizer = recognizer_from(EngineSettings.model_validate({**environment, "whisper_device": "0"}))

    stream = await recognizer.open(Language.KO)
    await stream.close()

    assert recognizer.name == "whisper"
    await recognizer.close()


async def test_a_folder_may_be_named_by_its_path(talking: Path, tmp_path: Path) -> None:
    recognizer = WhisperRecognizer(str(talking), tmp_path, "cpu")

    before = psutil.Process().children()

    await recognizer.warm_up()
    await recognizer.close()

    assert psutil.Process().children() == before


async def test_a_broken_model_fails_by_name(tmp_path: Path) -> None:
    (tmp_path / "whisper-broken").mkdir()
    recognizer = WhisperRecognizer("broken", tmp_path, "cpu")

    with pytest.raises(EngineFailed):
        await recognizer.warm_up()
    await recognizer.close()


async def test_an_english_model_does_not_hear_korean(tmp_path: Path) -> None:
    recognizer = WhisperRecognizer("small.en", tmp_path)

    assert not recognizer.hears(Language.KO)
    with pytest.raises(LanguageUnsupported):
        await recognizer.open(Language.KO)


async def test_without_its_packages_the_engine_says_how_to_install_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("engines.installed.find_spec", lambda _name: None)

    with pytest.raises(EngineNotInstalled) as failure:
        WhisperRecognizer("large-v3-turbo", tmp_path)

    assert "make models-environment" in failure.value.body(Language.EN).detail
