import asyncio
from itertools import pairwise

import numpy as np
import psutil
import pytest
from contracts.base import Language
from contracts.errors import EngineFailed, LanguageUnsupported, SpeedOutOfRange, UnknownVoice
from engines.settings import EngineSettings
from engines.tts import Speech
from engines.tts.espeak import EspeakVoice
from engines.tts.factory import voice_from

ODD_TEXTS = [
    "",
    "   \n\t ",
    "😀🎉",
    "?!…",
    "a\x00b\x07c\x1b[31m",
    "\ud800 lone surrogate \udfff",
    "Z̷̢͓a̵l̶g̴o̷",
    "<speak>hello <break time='30s'/></speak> &amp; [[f@n'i:m]]",
    "x" * 5000,
    "면접 " * 1700,
    "가나다라" * 1250,
    "1234567890" * 100,
    "مرحبا שלום 你好",
]


def words(text: str, speech: Speech) -> list[str]:
    return [text[word.start : word.end] for word in speech.words]


def assert_well_formed(text: str, speech: Speech) -> None:
    assert speech.pcm.dtype == np.int16
    assert speech.pcm.ndim == 1
    assert all(0 <= word.start < word.end <= len(text) and 0 <= word.at <= speech.duration for word in speech.words)
    assert all(one.end <= other.start and one.at <= other.at for one, other in pairwise(speech.words))


async def test_korean_sounds_word_by_word_in_order(voice: EspeakVoice) -> None:
    text = "안녕하세요, 최근 프로젝트에서 맡은 역할을 설명해 주시겠어요?"

    speech = await voice.synthesise(text, Language.KO)

    assert_well_formed(text, speech)
    assert words(text, speech) == text.split()
    assert np.abs(speech.pcm).max() > 5000
    assert speech.words[0].at < 0.2
    assert len({word.at for word in speech.words}) == len(speech.words)


async def test_offsets_count_code_points_in_mixed_text(voice: EspeakVoice) -> None:
    text = "😀 REST API를 3.11 버전으로 café에서 개발했어요."

    speech = await voice.synthesise(text, Language.KO)

    assert_well_formed(text, speech)
    assert words(text, speech) == ["REST", "API를", "3.11", "버전으로", "café에서", "개발했어요."]


async def test_a_number_is_one_written_word_however_many_are_spoken(voice: EspeakVoice) -> None:
    text = "In 2024 we grew by 37.5 percent."

    assert words(text, await voice.synthesise(text, Language.EN)) == text.split()


async def test_a_long_sentence_without_punctuation_loses_no_word(voice: EspeakVoice) -> None:
    text = "저는 데이터베이스를 설계하고 배포하는 프로젝트를 오래 맡아 왔고 " * 12

    speech = await voice.synthesise(text, Language.KO)

    assert_well_formed(text, speech)
    assert words(text, speech) == text.split()


@pytest.mark.parametrize("language", Language)
async def test_odd_text_is_spoken_or_passed_over_and_never_ends_the_process(
    voice: EspeakVoice, language: Language
) -> None:
    await voice.warm_up()
    running = psutil.Process().children()

    for text in ODD_TEXTS:
        assert_well_formed(text, await voice.synthesise(text, language))

    assert psutil.Process().children() == running


async def test_markup_is_read_out_and_not_obeyed(voice: EspeakVoice) -> None:
    speech = await voice.synthesise("wait <break time='30s'/> here", Language.EN)

    assert speech.duration < 15


async def test_speed_is_a_factor(voice: EspeakVoice) -> None:
    text = "The deployment failed, so we rolled it back and wrote a test."

    slow, normal, fast = [(await voice.synthesise(text, Language.EN, speed)).duration for speed in (0.5, 1.0, 2.0)]

    assert slow > 1.5 * normal
    assert normal > 1.5 * fast


@pytest.mark.parametrize("language", Language)
async def test_every_voice_that_is_listed_sounds_like_itself(voice: EspeakVoice, language: Language) -> None:
    text = {Language.KO: "최근 프로젝트를 설명해 주세요.", Language.EN: "Tell me about a project."}[language]
    names = voice.voices(language)

    pitch = {name: fundamental(await voice.synthesise(text, language, voice=name)) for name in names}
    assert pitch["m8"] < pitch["m1"] < pitch["standard"] < pitch["f1"] < pitch["f2"] < pitch["f5"]
    # The library keeps what the last voice changed, unless it is told to forget it.
    assert fundamental(await voice.synthesise(text, language)) == pytest.approx(pitch["standard"], rel=0.05)


def fundamental(speech: Speech) -> float:
    """Median pitch in hertz of the windows that are loud, by autocorrelation."""
    window = speech.sample_rate // 20
    pieces = [speech.pcm[at : at + window].astype(float) for at in range(0, len(speech.pcm) - window, window)]
    loud = [piece for piece in pieces if np.abs(piece).mean() > 1000]
    low, high = speech.sample_rate // 400, speech.sample_rate // 60
    lags = [low + np.argmax([piece[:-lag] @ piece[lag:] for lag in range(low, high)]) for piece in loud]
    return speech.sample_rate / float(np.median(lags))


async def test_a_voice_that_is_not_there_is_refused_with_those_that_are(voice: EspeakVoice) -> None:
    with pytest.raises(UnknownVoice) as refused:
        await voice.synthesise("hello", Language.EN, voice="../m1")
    assert refused.value.params["known"].startswith("standard, m1")


@pytest.mark.parametrize("speed", [0.0, -1.0, 0.4, 3.0])
async def test_a_speed_out_of_bounds_is_refused(voice: EspeakVoice, speed: float) -> None:
    with pytest.raises(SpeedOutOfRange) as refused:
        await voice.synthesise("hello", Language.EN, speed)
    assert refused.value.params == {"engine": "espeak", "lowest": "0.5", "highest": "2.5"}


async def test_too_long_a_text_is_refused(voice: EspeakVoice) -> None:
    with pytest.raises(ValueError, match="10000"):
        await voice.synthesise("a" * 10_001, Language.EN)


async def test_a_killed_voice_fails_by_name_and_then_speaks_again(voice: EspeakVoice) -> None:
    others = set(psutil.Process().children())
    await voice.warm_up()
    (child,) = set(psutil.Process().children()) - others
    child.suspend()  # so that it cannot have answered before it is killed
    waiting = asyncio.create_task(voice.synthesise("Hello.", Language.EN))
    await asyncio.sleep(0)
    child.kill()

    with pytest.raises(EngineFailed) as failure:
        await waiting

    assert failure.value.params == {"engine": "espeak"}
    assert (await voice.synthesise("Hello.", Language.EN)).duration > 0.3


async def test_a_voice_that_lacks_a_language_says_so() -> None:
    english = EspeakVoice({Language.EN: "en-gb"})

    with pytest.raises(LanguageUnsupported):
        await english.synthesise("안녕하세요.", Language.KO)
    await english.close()


async def test_close_leaves_no_process() -> None:
    others = psutil.Process().children()
    voice = voice_from(EngineSettings())
    await voice.warm_up()
    assert len(psutil.Process().children()) == len(others) + 1

    await voice.close()

    assert psutil.Process().children() == others


def test_an_unknown_engine_is_named_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"one of espeak, openai, remote, supertonic; there is no 'melo'"):
        voice_from(EngineSettings(tts_engine="melo"))
