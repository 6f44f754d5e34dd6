"""What the platform's engines are, for `/config` and the pages that tell a candidate what to expect."""

from contracts.base import Language

from backend_core.operations import EngineOut, EnginesOut
from backend_core.settings import CoreSettings

HEARD_LANGUAGES: dict[str, list[Language]] = {"pocketsphinx": [Language.EN]}
"""Of engines that do not hear every language."""


def describe_engines(settings: CoreSettings) -> EnginesOut:
    return EnginesOut(
        stt=EngineOut(name=settings.stt_engine, languages=HEARD_LANGUAGES.get(settings.stt_engine, list(Language))),
        tts=EngineOut(name=settings.tts_engine, languages=list(Language)),
        interviewer=EngineOut(name="bank", languages=list(Language)),
        judge=EngineOut(name="rubric", languages=list(Language)),
        face=EngineOut(name="facemesh"),
    )
