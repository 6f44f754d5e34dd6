"""Where speech ends, within windows in which it is still heard."""

import numpy as np
import pytest
from contracts.base import Language
from engines.stt import SAMPLE_RATE, Pcm
from engines.stt.segments import SpeechGate
from engines.tts.espeak import EspeakVoice
from engines.vad import WINDOW_SAMPLES
from engines.vad.silero import SileroVad
from media_server.hearing.fade import BLOCK_SAMPLES, MOST, Fade
from visavis.candidate.voice import synthesised_clip


def vowel(samples: int, peak: float = 0.3) -> Pcm:
    return (peak * np.sin(np.arange(samples) * 2 * np.pi * 220 / SAMPLE_RATE)).astype(np.float32)


def noise(samples: int, level: float) -> Pcm:
    return np.random.default_rng(1).normal(0, level, samples).astype(np.float32)


def quiet_after(sound: Pcm) -> int:
    fade = Fade()
    ends = range(WINDOW_SAMPLES, len(sound) + 1, WINDOW_SAMPLES)
    return [fade.hear(sound[end - WINDOW_SAMPLES : end]) for end in ends][-1]


@pytest.mark.parametrize("quiet", [0, 128, 384, 1024])
def test_the_end_is_found_within_a_window(quiet: int) -> None:
    sound = np.concatenate((vowel(8 * WINDOW_SAMPLES - quiet), noise(quiet, 0.001)))
    assert quiet_after(sound) == quiet


def test_it_looks_back_for_a_few_windows_only() -> None:
    assert quiet_after(np.concatenate((vowel(SAMPLE_RATE // 512 * 512), np.zeros(16_384, np.float32)))) == MOST


def test_a_noisy_room_never_falls_silent() -> None:
    sound = np.concatenate((vowel(15 * WINDOW_SAMPLES), np.zeros(5 * WINDOW_SAMPLES, np.float32)))
    assert quiet_after(sound + noise(len(sound), 0.03)) == 0


def test_soft_speech_after_a_loud_word_is_heard_once_that_is_over() -> None:
    word, mumbling = vowel(SAMPLE_RATE // 512 * 512, peak=0.9), vowel(2 * SAMPLE_RATE // 512 * 512, peak=0.018)
    assert quiet_after(np.concatenate((word, mumbling[: 2 * WINDOW_SAMPLES]))) > 0
    assert quiet_after(np.concatenate((word, mumbling))) == 0


async def test_what_silero_hears_beyond_the_end_does_not_count() -> None:
    """A voice that breaks off at twenty places, each time in the middle of a sound."""
    voice = EspeakVoice()
    try:
        clip = await synthesised_clip(voice, ["We moved every nightly report to one queue."], Language.EN)
    finally:
        await voice.close()
    spoken = clip.pcm[::3].astype(np.float32) / 32768
    loud = [end for end in range(8000, len(spoken), 100) if np.abs(spoken[end - 160 : end]).max() > 0.1]
    late = np.array([lateness(spoken[:end]) for end in loud[:: len(loud) // 20]])
    assert np.percentile(late[:, 0], 90) > 2 * WINDOW_SAMPLES
    assert np.percentile(late[:, 1], 90) <= 2 * BLOCK_SAMPLES


def lateness(spoken: Pcm) -> tuple[int, int]:
    """By how many samples the end of `spoken` is found too late: by Silero alone, and with the level."""
    vad, gate, fade = SileroVad(), SpeechGate(), Fade()
    sound = np.concatenate((np.zeros(8000, np.float32), spoken, np.zeros(8000, np.float32)))
    alone = level = 0
    for end in range(WINDOW_SAMPLES, len(sound) + 1, WINDOW_SAMPLES):
        window = sound[end - WINDOW_SAMPLES : end]
        quiet = fade.hear(window)
        if gate.hear(vad.probability(window)):
            alone, level = end, end - quiet
    true = 8000 + len(spoken)
    return alone - true, level - true
