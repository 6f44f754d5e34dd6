import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import pairwise

import numpy as np
import psutil
import pytest
from contracts.base import Language
from contracts.errors import AtCapacity, EngineFailed, LanguageUnsupported
from engines.settings import EngineSettings
from engines.stt import SAMPLE_RATE, Hypothesis, Pcm, Recognition, RecognizerStream
from engines.stt.factory import recognizer_from
from engines.stt.pocketsphinx import LONG_UTTERANCE, STREAMS_PER_PROCESS, PocketSphinxRecognizer
from engines.stt.pocketsphinx_decoder import Decoders

PIECE = 1536
Say = Callable[[str, Language], Awaitable[Pcm]]
QUESTION = "What can you do for your country?"


@pytest.fixture
async def recognizer() -> AsyncIterator[PocketSphinxRecognizer]:
    recognizer = PocketSphinxRecognizer()
    yield recognizer
    await recognizer.close()


async def fed(stream: RecognizerStream, pcm: Pcm, segment: int = 0, at: float = 0.0) -> list[Hypothesis]:
    partials = [
        await stream.feed(pcm[start : start + PIECE], segment=segment, at=at + start / SAMPLE_RATE)
        for start in range(0, len(pcm), PIECE)
    ]
    return [partial for partial in partials if partial is not None]


async def recognised(recognizer: PocketSphinxRecognizer, pcm: Pcm, *, captions: bool = False) -> Recognition:
    """Without captions, which take most of the time and change no word (`test_who_reads_no_captions…`)."""
    stream = await recognizer.open(Language.EN, captions=captions)
    await fed(stream, pcm)
    return await stream.finish()


async def test_none_runs_before_somebody_speaks_english_and_then_one_more_than_needed() -> None:
    recognizer = PocketSphinxRecognizer(processes=3)

    async def running(count: int) -> bool:
        for _ in range(1200):
            if [process.pid is not None for process in recognizer._decoders].count(True) == count:
                return True
            await asyncio.sleep(0.05)
        return False

    try:
        await recognizer.warm_up()
        assert await running(0)
        first = await recognizer.open(Language.EN, captions=False)
        assert await running(2)
        second = await recognizer.open(Language.EN, captions=False)
        assert first._decoders is not second._decoders
        assert await running(3)
    finally:
        await recognizer.close()
    assert await running(0)


def words_in_common(expected: str, heard: str) -> int:
    return len(set(re.findall(r"\w+", expected.lower())) & set(heard.split()))


async def test_speech_becomes_words_with_times_and_confidence(recognizer: PocketSphinxRecognizer, say: Say) -> None:
    pcm = await say(QUESTION, Language.EN)

    recognition = await recognised(recognizer, pcm)

    assert words_in_common(QUESTION, recognition.text) >= 4
    assert recognition.text == " ".join(word.text for word in recognition.words)
    assert all(one.end <= other.start for one, other in pairwise(recognition.words))
    assert recognition.words[0].start > 0.3  # 0.6 s of the room come first
    assert recognition.words[-1].end < len(pcm) / SAMPLE_RATE - 0.3
    assert all(word.confidence is not None for word in recognition.words)
    assert recognition.unreliable_reason == "embedded_recognizer"


async def test_captions_grow_while_one_speaks_and_segments_follow_each_other(
    recognizer: PocketSphinxRecognizer, say: Say
) -> None:
    pcm = await say(QUESTION, Language.EN)
    stream = await recognizer.open(Language.EN)

    partials = await fed(stream, pcm, segment=0, at=2.0)
    first = await stream.end_segment()
    later = await fed(stream, pcm, segment=1, at=10.0)
    recognition = await stream.finish()

    assert len(partials) > 1
    assert all(partial.stable == 0 for partial in partials)
    assert words_in_common(QUESTION, first.text) >= 4
    assert first.stable == 0, "the two segments are weighed together, so that the first may still change"
    assert all(caption.text.startswith(first.text) for caption in later)
    assert recognition.text == " ".join(word.text for word in recognition.words)
    starts = [word.start for word in recognition.words]
    assert starts == sorted(starts)
    assert starts[0] > 2.3
    assert starts[-4] > 10.3
    assert not any(4.0 < start < 10.0 for start in starts), "nothing was said between the two"


async def test_what_was_said_ten_seconds_ago_stays(recognizer: PocketSphinxRecognizer, say: Say) -> None:
    pcm = await say(QUESTION, Language.EN)
    long = np.concatenate([pcm] * 4)
    assert len(long) > LONG_UTTERANCE * SAMPLE_RATE
    stream = await recognizer.open(Language.EN)

    await fed(stream, long, segment=0)
    unended = await fed(stream, pcm, segment=1, at=20.0)
    ended = await stream.end_segment()
    recognition = await stream.finish()

    assert 0 < unended[-1].stable < len(unended[-1].text)
    assert ended.stable == unended[-1].stable
    assert recognition.text.startswith(unended[-1].text[: ended.stable] + " ")


async def test_who_reads_no_captions_gets_the_same_words(recognizer: PocketSphinxRecognizer, say: Say) -> None:
    pcm = await say(QUESTION, Language.EN)
    stream = await recognizer.open(Language.EN, captions=False)

    partials = await fed(stream, pcm)
    await stream.end_segment()

    assert (partials, (await stream.finish()).words) == ([], (await recognised(recognizer, pcm, captions=True)).words)


async def test_an_unbroken_segment_is_cut_and_keeps_its_times(recognizer: PocketSphinxRecognizer, say: Say) -> None:
    pcm = np.concatenate([await say(QUESTION, Language.EN)] * 9)
    assert len(pcm) > 21 * SAMPLE_RATE

    recognition = await recognised(recognizer, pcm)

    starts = [word.start for word in recognition.words]
    assert starts == sorted(starts)
    assert starts[-1] > len(pcm) / SAMPLE_RATE - 3


@pytest.mark.parametrize("level", [0.0, 0.0005, 0.02, 0.1])
async def test_silence_and_steady_noise_give_no_words(recognizer: PocketSphinxRecognizer, level: float) -> None:
    noise = np.random.default_rng(3).normal(0, level, 4 * SAMPLE_RATE).astype(np.float32)
    stream = await recognizer.open(Language.EN)

    partials = await fed(stream, noise)

    assert (partials, (await stream.finish()).text) == ([], "")


async def test_what_another_said_before_changes_nothing(recognizer: PocketSphinxRecognizer, say: Say) -> None:
    pcm = await say(QUESTION, Language.EN)
    first = await recognised(recognizer, pcm)
    noise = np.random.default_rng(3).normal(0, 0.1, 4 * SAMPLE_RATE).astype(np.float32)
    await recognised(recognizer, noise)

    assert (await recognised(recognizer, pcm)).words == first.words


async def test_an_utterance_that_cannot_be_decoded_spoils_nobody_elses(say: Say) -> None:
    pcm = await say(QUESTION, Language.EN)
    decoders = Decoders()
    for stream in (1, 2):
        decoders.open(stream, captions=False)
    with pytest.raises(IndexError):
        decoders.decode(1, over=True)

    decoders.feed(2, pcm, 0, 0.0)
    words = decoders.decode(2, over=True)

    assert words_in_common(QUESTION, " ".join(word.text for word in words)) >= 4


async def test_nothing_heard_is_an_empty_answer(recognizer: PocketSphinxRecognizer) -> None:
    stream = await recognizer.open(Language.EN)

    assert (await stream.end_segment()).text == ""
    assert (await stream.finish()).words == []


async def test_real_speech_is_heard_better_than_not(
    recognizer: PocketSphinxRecognizer, clip: Callable[[str], Pcm]
) -> None:
    said = "had he married a more amiable woman he might have been made still more respectable than he was"

    recognition = await recognised(recognizer, clip("en_librivox_0920.wav"))

    assert words_in_common(said, recognition.text) >= 8


async def test_concurrent_streams_do_not_mix(recognizer: PocketSphinxRecognizer, say: Say) -> None:
    one, other = await say(QUESTION, Language.EN), await say("My name is Mary and I work in London.", Language.EN)
    alone = [await recognised(recognizer, one), await recognised(recognizer, other)]

    together = await asyncio.gather(recognised(recognizer, one), recognised(recognizer, other))

    assert [recognition.text for recognition in together] == [recognition.text for recognition in alone]


async def test_korean_is_refused(recognizer: PocketSphinxRecognizer) -> None:
    assert recognizer.hears(Language.EN)
    assert not recognizer.hears(Language.KO)
    with pytest.raises(LanguageUnsupported):
        await recognizer.open(Language.KO)


async def test_one_stream_too_many_is_turned_away_until_another_closes(recognizer: PocketSphinxRecognizer) -> None:
    streams = [await recognizer.open(Language.EN) for _ in range(STREAMS_PER_PROCESS)]
    with pytest.raises(AtCapacity):
        await recognizer.open(Language.EN)

    await streams[0].close()
    await streams[0].close()

    await recognizer.open(Language.EN)
    with pytest.raises(AtCapacity):
        await recognizer.open(Language.EN)


async def test_a_killed_process_fails_its_stream_and_the_next_answer_is_heard(
    recognizer: PocketSphinxRecognizer, say: Say
) -> None:
    pcm = await say(QUESTION, Language.EN)
    stream = await recognizer.open(Language.EN)
    await fed(stream, pcm[: len(pcm) // 2])
    for child in psutil.Process().children():
        if "engines.child" in child.cmdline():
            child.kill()

    with pytest.raises(EngineFailed) as failure:
        await fed(stream, pcm[len(pcm) // 2 :])
    assert failure.value.params == {"engine": "pocketsphinx"}
    with pytest.raises(EngineFailed):
        await stream.finish()
    await stream.close()

    assert words_in_common(QUESTION, (await recognised(recognizer, pcm)).text) >= 4


async def test_close_leaves_no_process() -> None:
    others = set(psutil.Process().children())
    recognizer = recognizer_from(EngineSettings(stt_processes=2))
    await recognizer.open(Language.EN)
    assert set(psutil.Process().children()) - others

    await recognizer.close()

    assert set(psutil.Process().children()) <= others


def test_an_unknown_engine_is_named_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"deepgram, .*pocketsphinx, remote, whisper; there is no 'telepathy'"):
        recognizer_from(EngineSettings(stt_engine="telepathy"))
