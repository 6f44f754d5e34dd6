"""What recognisers are called and hear, for those who list them and do not load them."""

import re
from collections.abc import Sequence

from contracts.base import Language

from engines.settings import REMOTE, EngineSettings

DEEPGRAM = "deepgram"
GOOGLE = "google"
_OF_A_TRADE = re.compile(r"nova-[23]-(?!general)")
"""Deepgram's models for medicine, telephone calls and the like know English only."""


def described(settings: EngineSettings) -> tuple[str, Sequence[Language]]:
    """The recogniser's name, as transcripts and pages have it, and its languages.

    Of servers that do not say what they hear: all. A model server says, to who asks it (`engines.remote.held_for`).
    """
    match settings.stt_name:
        case "pocketsphinx":
            return "pocketsphinx", [Language.EN]
        case "whisper":
            return "whisper", whisper_languages(settings.whisper_model_size)
        case "deepgram":
            return f"{DEEPGRAM}/{settings.deepgram_model}", deepgram_languages(settings.deepgram_model)
        case "google":
            return f"{GOOGLE}/{settings.google_speech_model}", list(Language)
        case "openai":
            return f"{REMOTE}/{settings.stt_model}", list(Language)
        case name:
            return name, list(Language)


def whisper_languages(model: str) -> Sequence[Language]:
    return [Language.EN] if model.endswith(".en") else list(Language)


def deepgram_languages(model: str) -> Sequence[Language]:
    return [Language.EN] if _OF_A_TRADE.match(model) else list(Language)
