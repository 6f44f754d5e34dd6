"""The voice that the setting `TTS_ENGINE` names."""

from collections.abc import Callable

from engines.tts import Voice
from engines.tts.espeak import EspeakVoice

VOICES: dict[str, Callable[[], Voice]] = {
    "espeak": EspeakVoice,
}


def voice_from(engine: str) -> Voice:
    """Raises `ValueError` for an unknown name, listing the known ones. Nothing is loaded before `warm_up`."""
    if engine not in VOICES:
        raise ValueError(f"TTS_ENGINE is one of {', '.join(sorted(VOICES))}; there is no {engine!r}")
    return VOICES[engine]()
