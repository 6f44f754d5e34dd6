import numpy as np
import pytest
from contracts.base import Language
from engines.stt.metrics import SpeechMeter, syllables
from engines.vad import WINDOW_SAMPLES

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


def test_korean_counts_syllables_exactly_and_fillers_as_words_of_their_own() -> None:
    metrics = meter((6.4, 0.1)).metrics("음 저는 그 서버를, 어 개발했습니다 저", Language.KO)

    assert metrics.filler_count == 4
    assert metrics.syllables_per_minute == pytest.approx(15 / 6.4 * 60, rel=0.02)


@pytest.mark.parametrize(
    ("text", "fillers"),
    [("Um, I think, uh, er, umm yes", 4), ("The umbrella is an erratic hummer", 0), ("Hmm... I see. Ah!", 2)],
)
def test_english_fillers(text: str, fillers: int) -> None:
    assert meter((3, 0.1)).metrics(text, Language.EN).filler_count == fillers


def test_loudness_is_that_of_the_speech_alone() -> None:
    metrics = meter((10, 0), (4, 0.1), (10, 0)).metrics("", Language.EN)

    assert metrics.loudness_dbfs == pytest.approx(-20, abs=0.1)
    assert metrics.loudness_range_db == pytest.approx(0, abs=0.1)


def test_loudness_range_is_between_the_quiet_and_the_loud_parts() -> None:
    metrics = meter((4, 0.02), (4, 0.2)).metrics("", Language.EN)

    assert metrics.loudness_range_db == pytest.approx(20, abs=0.2)


@pytest.mark.parametrize("stretches", [(), ((5.0, 0.0),), ((1.5, 0.1),)])
def test_too_little_speech_leaves_rates_and_loudness_unmeasured(stretches: tuple[tuple[float, float], ...]) -> None:
    metrics = meter(*stretches).metrics("one two three four five", Language.EN)

    assert metrics.words_per_minute is None
    assert metrics.syllables_per_minute is None
    assert metrics.loudness_dbfs is None
    assert metrics.loudness_range_db is None


def test_speech_without_a_transcript_has_a_loudness_and_no_rate() -> None:
    metrics = meter((5, 0.1)).metrics("", Language.EN)

    assert metrics.loudness_dbfs is not None
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
