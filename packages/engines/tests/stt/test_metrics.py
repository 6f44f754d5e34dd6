import tracemalloc
from typing import get_args

import numpy as np
import pytest
from contracts.base import Language, Unmeasured
from contracts.speech import SpeechMetrics, VoiceMeasure, Word
from engines.stt.metrics import SpeechMeter, syllables
from engines.vad import WINDOW_SAMPLES
from signals import Pcm, glide, noise, sine, voice, whispered, windows

WINDOW = WINDOW_SAMPLES / 16_000


def meter(*stretches: tuple[float, float]) -> SpeechMeter:
    """Stretches of (seconds, amplitude of a square wave); amplitude 0 is silence."""
    meter = SpeechMeter()
    for seconds, amplitude in stretches:
        window = np.full(WINDOW_SAMPLES, amplitude, np.float32)
        window[::2] *= -1
        for _ in range(round(seconds / WINDOW)):
            meter.add(window, 0.9 if amplitude else 0.05)
    return meter


def heard(*stretches: tuple[Pcm, float]) -> SpeechMetrics:
    """Stretches of (sound, probability of speech), without words."""
    meter = SpeechMeter()
    for pcm, probability in stretches:
        for window in windows(pcm):
            meter.add(window, probability)
    return meter.metrics("", Language.EN)


def test_rates_run_from_the_first_speech_to_the_last_pauses_included() -> None:
    metrics = meter((5, 0), (3.2, 0.1), (0.8, 0), (2.0, 0.1), (3, 0)).metrics(
        "we built the service in two weeks", Language.EN
    )

    assert metrics.duration == pytest.approx(14, abs=0.1)
    assert metrics.speech_duration == pytest.approx(5.2, abs=0.1)
    assert metrics.words_per_minute == pytest.approx(7 / 6.0 * 60, rel=0.02)
    assert metrics.syllables_per_minute == pytest.approx(8 / 6.0 * 60, rel=0.02)


def test_only_silence_of_half_a_second_between_speech_is_a_pause() -> None:
    metrics = meter((2, 0), (1, 0.1), (0.4, 0), (1, 0.1), (0.64, 0), (1, 0.1), (1.28, 0), (1, 0.1), (4, 0)).metrics(
        "", Language.EN
    )

    assert metrics.pause_count == 2
    assert metrics.longest_pause == pytest.approx(1.28)
    assert metrics.pause_share == pytest.approx(1.92 / 6.3, abs=0.01)


def test_articulation_leaves_the_pauses_out() -> None:
    metrics = meter((3, 0.1), (3, 0), (3, 0.1)).metrics("우리는 서비스를 두 주 만에 만들었습니다", Language.KO)

    assert metrics.syllables_per_minute == pytest.approx(17 / 9 * 60, rel=0.02)
    assert metrics.articulation_rate == pytest.approx(17 / 6 * 60, rel=0.02)


def test_korean_counts_syllables_exactly_and_fillers_by_their_hesitation() -> None:
    metrics = meter((6.4, 0.1)).metrics("음 저는 그 서버를, 어 개발했습니다 저", Language.KO)

    assert metrics.filler_count == 2
    assert metrics.syllables_per_minute == pytest.approx(15 / 6.4 * 60, rel=0.02)


def test_a_silence_in_the_words_times_makes_a_filler() -> None:
    words = [Word(text="그", start=0, end=0.2), Word(text="서버를", start=0.8, end=1.2)]

    assert meter((3, 0.1)).metrics("그 서버를", Language.KO, words).filler_count == 1
    assert meter((3, 0.1)).metrics("그 서버를", Language.KO).filler_count == 0


def test_fillers_of_an_answer_without_words_are_not_counted() -> None:
    metrics = meter((6.4, 0.1)).metrics(" ", Language.KO)

    assert metrics.filler_count is None
    assert metrics.unmeasured["filler_count"] is Unmeasured.NOT_ENOUGH_SAID


def test_loudness_is_that_of_the_speech_alone() -> None:
    metrics = heard((noise(0.02, 10), 0.0), (sine(997, -20, 8), 0.9), (noise(0.02, 10), 0.0))

    assert metrics.loudness_lufs == pytest.approx(-23.0, abs=0.1)
    assert metrics.loudness_range_lu == pytest.approx(0, abs=0.1)


def test_loudness_range_is_between_the_quiet_and_the_loud_parts() -> None:
    metrics = heard((sine(997, -40, 20), 0.9), (sine(997, -30, 20), 0.9))

    assert metrics.loudness_range_lu == pytest.approx(10, abs=0.5)


def test_a_melody_and_a_monotone() -> None:
    melody = heard((voice(glide(110, 8, 6), 0.02, 6), 0.9))
    monotone = heard((voice(110, 0.02, 6), 0.9))

    assert melody.pitch_range_semitones == pytest.approx(6.4, abs=0.3)
    assert monotone.pitch_range_semitones == pytest.approx(0, abs=0.1)
    assert monotone.pitch_hz == pytest.approx(110, rel=0.01)
    assert monotone.voiced_share == pytest.approx(1, abs=0.02)


def test_half_of_the_speech_is_voiced() -> None:
    metrics = heard((voice(150, 0.05, 4), 0.9), (noise(0.02, 4), 0.9))

    assert metrics.voiced_share == pytest.approx(0.5, abs=0.02)


def test_a_whisper_is_not_voiced_and_has_no_pitch() -> None:
    metrics = heard((whispered(voice(150, 0.05, 6)), 0.9))

    assert metrics.voiced_share == pytest.approx(0, abs=0.1)
    assert metrics.pitch_hz is None
    assert metrics.unmeasured["pitch_hz"] is Unmeasured.NOT_VOICED


def test_half_an_hour_of_measures_takes_less_than_half_a_megabyte() -> None:
    window = voice(125, 0.05, WINDOW)
    meter = SpeechMeter()
    held: list[int] = []
    tracemalloc.start()
    for number in range(1, round(180 / WINDOW)):
        meter.add(window, 0.9)
        if number in (round(60 / WINDOW), round(179 / WINDOW)):
            held.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()

    two_minutes = held[1] - held[0]
    assert 15 * two_minutes < 500_000


@pytest.mark.parametrize("stretches", [(), ((5.0, 0.0),), ((1.5, 0.1),)])
def test_too_little_speech_leaves_everything_unmeasured(stretches: tuple[tuple[float, float], ...]) -> None:
    metrics = meter(*stretches).metrics("one two three four five", Language.EN)

    assert metrics.unmeasured == dict.fromkeys(
        [name for name in get_args(VoiceMeasure) if name != "filler_count"], Unmeasured.NOT_ENOUGH_SAID
    )


def test_a_measure_is_null_exactly_where_it_has_a_reason() -> None:
    for metrics in (
        meter((3, 0.1)).metrics("", Language.EN),
        meter((9, 0.1)).metrics("we built it in two weeks", Language.EN),
        heard((voice(150, 0.05, 9), 0.9)),
    ):
        assert {name for name in get_args(VoiceMeasure) if getattr(metrics, name) is None} == set(metrics.unmeasured)


def test_speech_without_a_transcript_has_a_loudness_and_no_rate() -> None:
    metrics = meter((5, 0.1)).metrics("", Language.EN)

    assert metrics.loudness_lufs is not None
    assert metrics.words_per_minute is None


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("데이터베이스를", 7),
        ("made", 1),
        ("table", 2),
        ("engineer", 3),
        ("coffee", 2),
        ("my", 1),
        ("rhythm", 1),
        ("3", 1),
    ],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count
