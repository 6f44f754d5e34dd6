"""The recogniser that the setting `STT_ENGINE` names."""

from collections.abc import Callable

from engines.installed import require
from engines.settings import REMOTE, EngineSettings, Server
from engines.stt import Recognizer
from engines.stt.deepgram import DeepgramRecognizer
from engines.stt.described import DEEPGRAM, GOOGLE
from engines.stt.pocketsphinx import PocketSphinxRecognizer
from engines.stt.readable import ReadableRecognizer
from engines.stt.remote import RemoteRecognizer
from engines.stt.upload import UploadRecognizer
from engines.stt.whisper import WhisperRecognizer


def _server(settings: EngineSettings) -> Server:
    assert settings.stt_server  # noqa: S101 — the settings refuse a remote recogniser without one
    return settings.stt_server


def _google(settings: EngineSettings) -> Recognizer:
    require("google.cloud.speech_v2", engine=GOOGLE, install="`uv sync --inexact --extra google`")
    from engines.stt.google import GoogleRecognizer  # noqa: PLC0415 — an extra, and half a second to import

    assert settings.google_speech_project  # noqa: S101 — the settings refuse Google without one
    place = f"projects/{settings.google_speech_project}/locations/{settings.google_speech_location}"
    url = settings.google_speech_url
    return GoogleRecognizer(place, settings.google_speech_model, f"{url.host}:{url.port}" if url else None)


RECOGNIZERS: dict[str, Callable[[EngineSettings], Recognizer]] = {
    DEEPGRAM: lambda settings: DeepgramRecognizer(settings.deepgram_server, settings.deepgram_model),
    "pocketsphinx": lambda settings: PocketSphinxRecognizer(settings.stt_processes),
    GOOGLE: _google,
    REMOTE: lambda settings: RemoteRecognizer(_server(settings)),
    "http": lambda settings: UploadRecognizer.of_speech_server(_server(settings)),
    "openai": lambda settings: UploadRecognizer.of_openai(_server(settings), settings.stt_model or ""),
    "whisper": lambda settings: WhisperRecognizer(
        settings.whisper_model_size, settings.models_dir, settings.whisper_device
    ),
}


def recognizer_from(settings: EngineSettings) -> Recognizer:
    """What it recognises is made readable; nothing is loaded before `warm_up` or `open`.

    Raises `ValueError` for an unknown name, listing the known ones, and `EngineNotInstalled`.
    """
    engine = settings.stt_name
    if engine not in RECOGNIZERS:
        raise ValueError(f"STT_ENGINE is one of {', '.join(sorted(RECOGNIZERS))}; there is no {engine!r}")
    return ReadableRecognizer(RECOGNIZERS[engine](settings))
