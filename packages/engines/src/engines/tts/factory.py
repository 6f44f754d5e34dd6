"""The voice that the setting `TTS_ENGINE` names."""

from collections.abc import Callable

from engines.settings import REMOTE, EngineSettings
from engines.tts import Voice
from engines.tts.espeak import EspeakVoice
from engines.tts.remote import OpenAIVoice, RemoteVoice
from engines.tts.supertonic import SupertonicVoice


def _remote(settings: EngineSettings) -> Voice:
    assert settings.tts_server  # noqa: S101 — the settings refuse a remote voice without one
    return RemoteVoice(settings.tts_server, settings.tts_speaker)


def _openai(settings: EngineSettings) -> Voice:
    assert settings.tts_server  # noqa: S101 — as above
    assert settings.tts_model  # noqa: S101
    return OpenAIVoice(settings.tts_server, settings.tts_model, settings.tts_speaker)


VOICES: dict[str, Callable[[EngineSettings], Voice]] = {
    "espeak": lambda _: EspeakVoice(),
    "supertonic": lambda settings: SupertonicVoice(settings.supertonic_model, settings.models_dir),
    REMOTE: _remote,
    "openai": _openai,
}


def voice_from(settings: EngineSettings) -> Voice:
    """Raises `ValueError` for an unknown name, listing the known ones. Nothing is loaded before `warm_up`."""
    engine = settings.tts_name
    if engine not in VOICES:
        raise ValueError(f"TTS_ENGINE is one of {', '.join(sorted(VOICES))}; there is no {engine!r}")
    return VOICES[engine](settings)
