"""From received frames to one answer's recognised segments."""

import asyncio
from fractions import Fraction

import av
import numpy as np
import pytest
from contracts.base import Language
from contracts.errors import EngineFailed
from engines.stt import SAMPLE_RATE, Hypothesis, Pcm, Recognition
from engines.stt.segments import PRE_ROLL
from engines.vad import WINDOW_SAMPLES
from media_server.hearing.answer import Answer, Heard, HearingEvent, HearingFailed
from media_server.hearing.policy import TurnPolicy
from media_server.hearing.resample import BREAK, Resampler
from media_server.hearing.turns import TurnEnd

WINDOW = WINDOW_SAMPLES / SAMPLE_RATE


def frame(pts: int, level: int = 8000, samples: int = 960) -> av.AudioFrame:
    made = av.AudioFrame.from_ndarray(np.full((1, samples * 2), level, np.int16), format="s16", layout="stereo")
    made.sample_rate, made.pts, made.time_base = 48_000, pts, Fraction(1, 48_000)
    return made


def test_sound_becomes_16_khz_mono() -> None:
    resampler = Resampler()
    heard = np.concatenate([resampler.feed(frame(i * 960)) for i in range(50)])
    assert heard.dtype == np.float32
    assert abs(len(heard) - SAMPLE_RATE) < 64
    assert heard[1000:-100] == pytest.approx(8000 / 32768, abs=0.01)


def test_a_lost_packet_is_as_long_as_it_was() -> None:
    resampler = Resampler()
    whole = sum(len(resampler.feed(frame(i * 960))) for i in range(50) if i not in {20, 21, 30})
    assert abs(whole - SAMPLE_RATE) < 64


def test_a_cut_is_told_and_parts_the_words_without_the_silence_that_would_end_a_turn() -> None:
    resampler = Resampler()
    resampler.feed(frame(0))
    assert not resampler.was_cut
    assert len(resampler.feed(frame(48_000 * 10))) <= BREAK * SAMPLE_RATE + 640
    assert resampler.was_cut
    assert TurnPolicy().silence_when_complete > BREAK
    resampler.feed(frame(48_000 * 10 + 960))
    assert not resampler.was_cut


def test_a_codec_that_changes_ends_nothing() -> None:
    resampler = Resampler()
    resampler.feed(frame(0))
    narrow = av.AudioFrame.from_ndarray(np.full((1, 160), 8000, np.int16), format="s16", layout="mono")
    narrow.sample_rate, narrow.pts, narrow.time_base = 8_000, 4_711_000, Fraction(1, 8_000)
    assert len(resampler.feed(narrow)) > 0
    assert not resampler.was_cut
    assert len(resampler.feed(frame(960))) > 0


class Stream:
    """Understands one word a segment, and can fail."""

    def __init__(self, *, failing: bool = False) -> None:
        self.segments: dict[int, tuple[float, int]] = {}
        self.ended = 0
        self.failing = failing
        self.closed = False

    async def feed(self, pcm: Pcm, *, segment: int, at: float) -> Hypothesis | None:
        if self.failing:
            raise EngineFailed(engine="test")
        start, length = self.segments.get(segment, (at, 0))
        self.segments[segment] = (start, length + len(pcm))
        return Hypothesis(" ".join(f"word{number}." for number in self.segments))

    async def end_segment(self) -> Hypothesis:
        self.ended += 1
        text = " ".join(f"word{number}." for number in self.segments)
        return Hypothesis(text, len(text))

    async def finish(self) -> Recognition:
        return Recognition(" ".join(f"word{number}." for number in self.segments))

    async def close(self) -> None:
        self.closed = True


class Hearing:
    def __init__(self, stream: Stream) -> None:
        policy = TurnPolicy(speech_onset=0)
        self.stream = stream
        self.events: list[HearingEvent] = []
        self.answer = Answer(stream, "test", Language.EN, policy=policy, emit=self.events.append)

    async def hear(self, seconds: float, *, speech: bool) -> None:
        for _ in range(round(seconds / WINDOW)):
            window = np.full(WINDOW_SAMPLES, 0.1 if speech else 0.0, np.float32)
            self.answer.hear(window, 0.9 if speech else 0.0, speech)
            await asyncio.sleep(0)


async def test_segments_have_a_pre_roll_and_place_in_the_answer() -> None:
    hearing = Hearing(Stream())
    hearing.answer.begin()
    await hearing.hear(1.6, speech=False)
    await hearing.hear(1.6, speech=True)
    await hearing.hear(0.64, speech=False)
    await hearing.hear(0.64, speech=True)
    await hearing.hear(1.6, speech=False)
    recognition = await hearing.answer.finish()
    await hearing.answer.close()
    assert recognition.text == "word0. word1."
    (first, length), (second, _) = hearing.stream.segments[0], hearing.stream.segments[1]
    assert first == pytest.approx(1.6 - PRE_ROLL)
    assert length / SAMPLE_RATE > 1.6 + PRE_ROLL
    assert second > first + length / SAMPLE_RATE - WINDOW
    assert hearing.stream.ended == 2
    assert isinstance(hearing.events[-1], TurnEnd)
    assert hearing.stream.closed
    metrics = hearing.answer.metrics(recognition, Language.EN)
    assert (metrics.pause_count, metrics.longest_pause) == (1, pytest.approx(0.64))


async def test_speech_before_the_question_ends_starts_the_answer() -> None:
    hearing = Hearing(Stream())
    await hearing.hear(3.2, speech=False)
    await hearing.hear(0.32, speech=True)
    hearing.answer.begin()
    await hearing.hear(0.64, speech=True)
    await hearing.hear(1.0, speech=False)
    await hearing.answer.finish()
    await hearing.answer.close()
    assert hearing.stream.segments[0][0] == 0.0
    assert len(hearing.stream.segments) == 1


async def test_a_recogniser_that_fails_is_told_and_ends_no_turn() -> None:
    hearing = Hearing(Stream(failing=True))
    hearing.answer.begin()
    await hearing.hear(1.0, speech=True)
    await hearing.hear(40.0, speech=False)
    assert [type(event) for event in hearing.events] == [HearingFailed]
    recognition = await hearing.answer.finish()
    assert (recognition.text, recognition.unreliable_reason) == ("", "engine_failed")
    await hearing.answer.close()


async def test_nothing_is_told_after_the_end() -> None:
    hearing = Hearing(Stream())
    hearing.answer.begin()
    await hearing.hear(1.0, speech=True)
    hearing.answer.done()
    told = list(hearing.events)
    await hearing.hear(1.0, speech=True)
    hearing.answer.done()
    await hearing.answer.finish()
    await hearing.answer.close()
    assert hearing.events == told
    assert any(isinstance(event, Heard) for event in told)
