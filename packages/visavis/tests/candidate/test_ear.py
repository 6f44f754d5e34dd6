"""What the candidate hears."""

import wave
from pathlib import Path

import numpy as np
import pytest
from visavis.candidate.ear import SAMPLE_RATE, Ear, level_dbfs


def tone(seconds: float, amplitude: float) -> np.ndarray:
    return (amplitude * np.sin(2 * np.pi * 440 * np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE)).astype(
        np.int16
    )


def test_a_full_scale_sine_is_three_decibels_below_full_scale() -> None:
    assert level_dbfs(tone(0.1, 32767)) == pytest.approx(-3.01, abs=0.05)
    assert level_dbfs(np.zeros(960, np.int16)) == float("-inf")


def test_only_what_is_audible_counts_and_for_the_turn_of_the_moment() -> None:
    ear = Ear()
    ear.attend(1)
    for _ in range(50):
        ear.hear(tone(0.02, 3277))
    ear.hear(tone(0.5, 10))
    ear.attend(2)
    ear.hear(np.zeros(960, np.int16))
    first, second = ear.heard(1), ear.heard(2)
    assert first.seconds == pytest.approx(1.0)
    assert first.level_dbfs == pytest.approx(-23.0, abs=0.2)
    assert (second.seconds, second.level_dbfs) == (0.0, None)


async def test_quiet_is_counted_from_the_last_audible_sound() -> None:
    now = 10.0
    ear = Ear(clock=lambda: now)
    await ear.quiet_for(60)
    ear.hear(tone(0.02, 3277))
    now = 10.7
    await ear.quiet_for(0.6)


def test_the_recording_holds_everything(tmp_path: Path) -> None:
    path = tmp_path / "interviewer.wav"
    ear = Ear(path)
    ear.hear(tone(0.02, 3277))
    ear.hear(np.zeros(960, np.int16))
    ear.close()
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnframes()) == (SAMPLE_RATE, 1920)
