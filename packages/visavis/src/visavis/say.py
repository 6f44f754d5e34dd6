"""`visavis say`: a text to a sound file, by the voice that the settings choose. No platform need run."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from contracts.base import Language
from contracts.errors import VisavisError
from engines.audio import ENCODINGS, encode
from engines.settings import PlatformEngineSettings
from engines.text.words import is_korean
from engines.tts import Speech, checked_voice, joined
from engines.tts.factory import voice_from
from engines.tts.sentences import sentences_of
from pydantic import ValidationError

from visavis.launcher.settings import load_settings, models_folder, user_environment

ENCODING_OF = {f".{name}": name for name in ENCODINGS} | {".ogg": "opus"}


class SayError(Exception):
    """The text cannot be spoken; the message says why and what to do."""


@dataclass(frozen=True)
class Said:
    """`seconds` of sound by `voice` (None where the engine does not name it) of `engine`, in `file`."""

    file: Path
    seconds: float
    engine: str
    voice: str | None


def say(
    text: str, file: Path, *, language: Language | None, engine: str | None, voice: str | None, speed: float
) -> Said:
    """Write `text` as sound, in the format that the file's name ends with; in the language of its script by default.

    Raises `SayError`, and writes nothing then.
    """
    if not any(map(str.isalnum, text)):
        raise SayError("There is no letter or digit in the text, so that nothing can be spoken.")
    if (encoding := ENCODING_OF.get(file.suffix.lower())) is None:
        raise SayError(f"{file.name}: the file's name has to end with {', '.join(sorted(ENCODING_OF))}.")
    if not file.parent.is_dir():
        raise SayError(f"There is no folder {file.parent}.")
    language = language or (Language.KO if is_korean(text) else Language.EN)
    try:
        speech, speaker, name = asyncio.run(_speak(_settings(engine), text, language, voice, speed))
    except ValidationError as error:
        problems = "; ".join(problem["msg"].removeprefix("Value error, ") for problem in error.errors())
        raise SayError(f"The engine's settings contradict each other: {problems}.") from error
    except VisavisError as error:
        raise SayError(error.body(Language.EN).detail) from error
    except ValueError as error:
        raise SayError(f"{error}.") from error
    try:
        file.write_bytes(encode(speech.pcm, speech.sample_rate, encoding))
    except OSError as error:
        raise SayError(f"{file} cannot be written: {error.strerror}.") from error
    return Said(file, speech.duration, speaker, name)


def _settings(engine: str | None) -> PlatformEngineSettings:
    environment = user_environment()
    environment["MODELS_DIR"] = str(models_folder(environment, load_settings().home_path))
    if engine:
        environment["TTS_ENGINE"] = engine
    return PlatformEngineSettings.of(environment)


async def _speak(
    settings: PlatformEngineSettings, text: str, language: Language, wished: str | None, speed: float
) -> tuple[Speech, str, str | None]:
    """Sentence by sentence, as an interviewer speaks; with the names of the engine and of its voice."""
    voice = voice_from(settings)
    try:
        await voice.warm_up()
        name = checked_voice(voice, language, wished)
        sentences = sentences_of(text)
        spoken = [await voice.synthesise(sentence.text, language, speed, name) for sentence in sentences]
        speech = joined(spoken, [sentence.pause for sentence in sentences])
        if not speech.pcm.any():
            raise SayError(f"The voice {voice.name} can read nothing of this text.")
        return speech, voice.name, name
    finally:
        await voice.close()
