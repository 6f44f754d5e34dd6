"""Whether the audio score moves as a coach would move it: spoken sound in, units out.

Where speech is, is taken from the sound as it was before it was changed, so that only the measures are on trial.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from contracts.base import Language
from contracts.speech import SpeechMetrics
from engines.delivery.scale import SCALE, voice
from engines.stt.metrics import SpeechMeter
from engines.vad.silero import SileroVad
from signals import Pcm, at_rms, babble, clipped, glide, mixed, noise, voice as vowel, whispered, windows

NORMAL = 0.02
"""RMS of a normal voice over WebRTC without automatic gain control."""
CONTROLLED = 0.1
"""And with it."""
RECORDED = ("en_leopard_en.wav", "en_librivox_0870.wav", "en_librivox_0920.wav")
Spoken = tuple[Pcm, list[float], str]
"""Sound, how likely each window of it is speech, and its words."""


def probabilities(pcm: Pcm) -> list[float]:
    vad = SileroVad()
    return [vad.probability(window) for window in windows(pcm)]


def measured(pcm: Pcm, heard: list[float], text: str) -> SpeechMetrics:
    meter = SpeechMeter()
    for window, probability in zip(windows(pcm), heard, strict=True):
        meter.add(window, probability)
    return meter.metrics(text, Language.EN)


def unit(metrics: SpeechMetrics) -> float:
    described = voice(metrics)
    assert described is not None
    return described.unit


@pytest.fixture(params=["made", *RECORDED])
def spoken(request: pytest.FixtureRequest) -> Spoken:
    """A voice at the level of a browser: one that is made, and real ones."""
    if request.param == "made":
        pcm, heard = babble(NORMAL, 40)
        return pcm, heard, "every other word here has two syllables or even more of them all told now " * 2
    clip: Callable[[str], Pcm] = request.getfixturevalue("clip")
    data: Path = request.getfixturevalue("test_data")
    manifest = json.loads((data / "speech" / "MANIFEST.json").read_text(encoding="utf-8"))
    pcm = clip(request.param)
    text = next(entry["transcript"] for entry in manifest if entry["file"] == request.param)
    return at_rms(pcm, NORMAL), probabilities(pcm), text


def test_a_normal_voice_scores_alike_with_and_without_gain_control(spoken: Spoken) -> None:
    pcm, heard, text = spoken
    normal, controlled = measured(pcm, heard, text), measured(at_rms(pcm, CONTROLLED), heard, text)
    assert unit(normal) == pytest.approx(unit(controlled), abs=0.02)
    assert unit(normal) > 0.85
    assert normal.loudness_lufs is not None
    assert SCALE.loudness_lufs[1] < normal.loudness_lufs < SCALE.loudness_lufs[2]


@pytest.mark.parametrize("level", [0.002, CONTROLLED])
def test_a_whisper_scores_lower_also_where_gain_control_makes_it_loud(spoken: Spoken, level: float) -> None:
    pcm, heard, text = spoken
    normal = measured(pcm, heard, text)
    whisper = measured(at_rms(whispered(pcm), level), heard, text)
    assert whisper.voiced_share is not None
    assert whisper.voiced_share < SCALE.voiced_share[0] + 0.05
    assert unit(whisper) < unit(normal) - 0.1


def test_shouting_scores_lower(spoken: Spoken) -> None:
    pcm, heard, text = spoken
    assert unit(measured(clipped(pcm, 25), heard, text)) < unit(measured(pcm, heard, text)) - 0.05


def test_a_hurried_voice_scores_lower(spoken: Spoken) -> None:
    pcm, heard, text = spoken
    assert unit(measured(pcm, heard, f"{text} {text}")) < unit(measured(pcm, heard, text)) - 0.05


def test_a_halting_voice_scores_lower(spoken: Spoken) -> None:
    pcm, heard, text = spoken
    quarter = len(heard) // 4
    gap = noise(0.0005, 512 * 90 / 16_000)
    halting, when = [], []
    for number in range(4):
        stretch = slice(number * quarter, (number + 1) * quarter)
        halting += [windows(pcm)[stretch].ravel(), gap]
        when += [*heard[stretch], *[0.0] * 90]
    assert unit(measured(np.concatenate(halting), when, text)) < unit(measured(pcm, heard, text)) - 0.05


def test_a_monotone_scores_lower() -> None:
    text = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    melody, monotone = vowel(glide(110, 8, 6), NORMAL, 6), vowel(110, NORMAL, 6)
    heard = [0.9] * len(windows(melody))
    assert unit(measured(melody, heard, text)) == pytest.approx(1)
    assert unit(measured(monotone, heard, text)) == pytest.approx(1 - SCALE.melody)


def test_noise_of_a_room_changes_next_to_nothing(spoken: Spoken) -> None:
    pcm, heard, text = spoken
    noisy = mixed(pcm, noise(NORMAL / 10, len(pcm) / 16_000 + 1))
    assert unit(measured(noisy, heard, text)) == pytest.approx(unit(measured(pcm, heard, text)), abs=0.1)


def test_the_constants_can_be_tried_out() -> None:
    metrics = measured(vowel(110, 0.001, 6), [0.9] * 187, "")
    stern, kind = replace(SCALE, loudness_lufs=(-50, -40, -13, -5)), replace(SCALE, loudness_lufs=(-80, -70, -13, -5))
    one, other = voice(metrics, scale=stern), voice(metrics, scale=kind)
    assert one is not None
    assert other is not None
    assert one.unit < other.unit
