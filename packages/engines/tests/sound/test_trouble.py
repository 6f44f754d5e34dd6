"""What is found wrong with sounds that are made to be wrong, and with real ones, through the real voice activity."""

from collections.abc import Callable

import numpy as np
import pytest
from contracts.sound import SoundTrouble
from engines.sound.trouble import OF, SILENT_AFTER, TOLD_AFTER, SoundWatch
from engines.stt.metrics import SpeechMeter
from engines.vad.silero import SileroVad
from signals import (
    Pcm,
    at_rms,
    babble,
    chords,
    clipped,
    fan,
    hum,
    mixed,
    noise,
    silence,
    sine,
    windows,
)

LONG = 8.0
ROOM = 0.0003


def watched(pcm: Pcm) -> SoundWatch:
    """Through voice activity and the meter, as an answer is heard."""
    vad, meter = SileroVad(), SpeechMeter()
    for window in windows(pcm):
        meter.add(window, vad.probability(window))
    return meter.sound


def told(speech: Pcm, likely: list[float]) -> SoundWatch:
    meter = SpeechMeter()
    for window, probability in zip(windows(speech), likely, strict=True):
        meter.add(window, probability)
    return meter.sound


def spoken(rms: float, background: Callable[[float], Pcm]) -> tuple[Pcm, list[float]]:
    """Speech that is made, eight seconds of it after five of the background alone."""
    pcm, likely = babble(rms, 40)
    before = 160 * 512
    whole = np.concatenate((silence(before / 16_000), pcm))
    return mixed(whole, background(len(whole) / 16_000)), [0.01] * 160 + likely


@pytest.mark.parametrize("mains", [50, 60, 49.95, 60.05])
@pytest.mark.parametrize("rms", [0.004, 0.02, 0.1])
def test_a_humming_microphone(mains: float, rms: float) -> None:
    assert watched(hum(mains, rms, LONG)).noted == [SoundTrouble.HUM]
    assert watched(mixed(hum(mains, rms, LONG), fan(rms / 4, LONG))).trouble is SoundTrouble.HUM


@pytest.mark.parametrize("beat", [0.25, 0.5, 2.0])
@pytest.mark.parametrize("rms", [0.004, 0.05])
def test_music(rms: float, beat: float) -> None:
    assert watched(chords(rms, LONG, beat)).noted == [SoundTrouble.MUSIC]


def test_a_steady_tone_is_told_as_music_is() -> None:
    assert watched(sine(1000, -30, LONG)).noted == [SoundTrouble.MUSIC]


@pytest.mark.parametrize("pcm", [noise(0.05, LONG), fan(0.05, LONG)])
def test_noise_before_anybody_speaks(pcm: Pcm) -> None:
    assert watched(pcm).noted == [SoundTrouble.NOISE]


@pytest.mark.parametrize("pcm", [noise(0.001, LONG), noise(0.005, LONG), fan(0.01, LONG), hum(50, 0.001, LONG)])
def test_a_room_as_rooms_are(pcm: Pcm) -> None:
    assert watched(pcm).noted == []


def test_a_microphone_that_gives_nothing() -> None:
    dead = silence((SILENT_AFTER + 1) * 1.024)
    assert watched(dead).noted == [SoundTrouble.SILENT]
    assert watched(silence((SILENT_AFTER - 1) * 1.024)).noted == []


def test_whoever_speaks_after_a_long_silence_was_thinking() -> None:
    pcm, likely = babble(0.02, 16)
    quiet = silence((SILENT_AFTER + 1) * 1.024)
    watch = told(np.concatenate((quiet, pcm)), [0.0] * (32 * (SILENT_AFTER + 1)) + likely)
    assert (watch.trouble, watch.noted) == (None, [])


def test_silence_after_somebody_was_heard_is_a_good_microphone() -> None:
    pcm, likely = babble(0.02, 16)
    quiet = silence(320 * 512 / 16_000)
    assert told(np.concatenate((pcm, quiet)), likely + [0.0] * 320).noted == []


@pytest.mark.parametrize(
    ("level", "background", "expected"),
    [
        (0.02, lambda seconds: noise(ROOM, seconds), []),
        (0.1, lambda seconds: noise(ROOM, seconds), []),
        (0.001, lambda seconds: noise(0.0001, seconds), [SoundTrouble.QUIET]),
        (0.02, lambda seconds: noise(0.002, seconds), []),
        (0.02, lambda seconds: noise(0.009, seconds), [SoundTrouble.NOISE]),
        (0.02, lambda seconds: fan(0.009, seconds), [SoundTrouble.NOISE]),
        (0.02, lambda seconds: hum(50, 0.004, seconds), [SoundTrouble.HUM]),
        (0.02, lambda seconds: chords(0.004, seconds + 1), [SoundTrouble.MUSIC]),
    ],
)
def test_speech_over_a_background(
    level: float, background: Callable[[float], Pcm], expected: list[SoundTrouble]
) -> None:
    assert told(*spoken(level, background)).noted == expected


@pytest.mark.parametrize(("gain", "expected"), [(1, []), (4, []), (30, [SoundTrouble.CLIPPING])])
def test_clipping(gain: float, expected: list[SoundTrouble]) -> None:
    pcm, likely = spoken(0.05, lambda seconds: noise(ROOM, seconds))
    assert told(clipped(pcm, gain), likely).noted == expected


@pytest.mark.parametrize(("rms", "doubtful"), [(0.002, False), (0.008, False), (0.018, True)])
def test_words_are_doubtful_where_the_background_is_as_loud_as_the_voice(rms: float, doubtful: bool) -> None:
    assert told(*spoken(0.02, lambda seconds: noise(rms, seconds))).doubtful is doubtful


def test_a_trouble_that_passes_is_taken_back_and_stays_noted() -> None:
    watch = watched(np.concatenate((hum(50, 0.02, LONG), noise(0.001, LONG))))
    assert (watch.trouble, watch.noted) == (None, [SoundTrouble.HUM])


def test_a_short_one_is_none() -> None:
    seconds = (TOLD_AFTER - 1) * 1.024
    assert seconds < OF
    assert watched(np.concatenate((hum(50, 0.02, seconds), noise(0.001, LONG)))).noted == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("noise_sb_noise1.wav", [SoundTrouble.HUM]),
        ("noise_leopard_empty.wav", [SoundTrouble.NOISE]),
        ("noise_transcribecpp_room_silence.wav", []),
    ],
)
def test_recorded_backgrounds(clip: Callable[[str], Pcm], name: str, expected: list[SoundTrouble]) -> None:
    pcm = clip(name)
    assert watched(np.tile(pcm, 3)[: 20 * 16_000]).noted == expected


@pytest.mark.parametrize("name", ["en_leopard_en.wav", "en_librivox_0870.wav", "en_librivox_0920.wav"])
def test_recorded_speech(clip: Callable[[str], Pcm], name: str) -> None:
    pcm = at_rms(np.concatenate([silence(1.2), clip(name)] * 3), 0.02)
    room = noise(ROOM, len(pcm) / 16_000 + 1)
    assert watched(mixed(pcm, room)).noted == []
    assert watched(mixed(pcm / 20, room / 4)).noted == [SoundTrouble.QUIET]
    assert watched(clipped(mixed(pcm, room), 40)).noted == [SoundTrouble.CLIPPING]
    assert SoundTrouble.HUM in watched(mixed(pcm, hum(60, 0.004, len(pcm) / 16_000 + 1))).noted
    assert SoundTrouble.MUSIC in watched(mixed(pcm, chords(0.004, len(pcm) / 16_000 + 1))).noted
    noisy = watched(mixed(pcm, noise(0.02, len(pcm) / 16_000 + 1)))
    assert (noisy.noted, noisy.doubtful) == ([SoundTrouble.NOISE], True)
