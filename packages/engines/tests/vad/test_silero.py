import subprocess
import sys
from collections.abc import Awaitable, Callable

import numpy as np
import pytest
from contracts.base import Language
from engines.stt import Pcm
from engines.vad import WINDOW_SAMPLES
from engines.vad.silero import SileroVad

WINDOWS_OF_SILENCE = 18  # what `say` puts before and after the speech, in whole windows


def probabilities(pcm: Pcm, vad: SileroVad | None = None) -> list[float]:
    vad = vad or SileroVad()
    whole = len(pcm) - len(pcm) % WINDOW_SAMPLES
    return [vad.probability(window) for window in pcm[:whole].reshape(-1, WINDOW_SAMPLES)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Tell me about a project that you are proud of.", Language.EN),
        ("최근에 맡았던 프로젝트를 설명해 주세요.", Language.KO),
    ],
)
async def test_speech_is_speech_and_the_room_around_it_is_not(
    say: Callable[[str, Language], Awaitable[Pcm]], text: str, language: Language
) -> None:
    heard = probabilities(await say(text, language))

    speech = heard[WINDOWS_OF_SILENCE:-WINDOWS_OF_SILENCE]
    assert np.mean([probability >= 0.5 for probability in speech]) > 0.6
    assert max(heard[: WINDOWS_OF_SILENCE - 2]) < 0.5


@pytest.mark.parametrize("level", [0.0, 0.001, 0.1])
def test_silence_and_steady_noise_are_not_speech(level: float) -> None:
    noise = np.random.default_rng(1).normal(0, level, 3 * 16_000).astype(np.float32)

    assert max(probabilities(noise)) < 0.5


@pytest.mark.parametrize(
    "name", ["noise_leopard_empty.wav", "noise_transcribecpp_room_silence.wav", "noise_sb_noise1.wav"]
)
def test_recorded_noise_never_sounds_like_speech_for_long(clip: Callable[[str], Pcm], name: str) -> None:
    heard = probabilities(clip(name))

    onsets = [min(heard[index : index + 3]) for index in range(len(heard) - 2)]
    assert max(onsets) < 0.5  # three windows in a row are what begins a segment


async def test_streams_do_not_share_state(say: Callable[[str, Language], Awaitable[Pcm]]) -> None:
    speech = await say("One two three four five.", Language.EN)
    silence = np.zeros(len(speech), np.float32)
    first, second = SileroVad(), SileroVad()

    interleaved = []
    for start in range(0, len(speech) - WINDOW_SAMPLES + 1, WINDOW_SAMPLES):
        interleaved.append(first.probability(speech[start : start + WINDOW_SAMPLES]))
        second.probability(silence[start : start + WINDOW_SAMPLES])

    assert interleaved == probabilities(speech)


async def test_reset_forgets_the_stream(say: Callable[[str, Language], Awaitable[Pcm]]) -> None:
    speech = await say("One two three.", Language.EN)
    vad = SileroVad()
    before = probabilities(speech, vad)

    vad.reset()

    assert probabilities(speech, vad) == before


def test_a_window_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="512 samples"):
        SileroVad().probability(np.zeros(480, np.float32))


def test_the_network_is_read_without_importing_its_package() -> None:
    code = "import sys; from engines.vad.silero import SileroVad; SileroVad(); print('silero_vad' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "False"
