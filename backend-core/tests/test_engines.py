"""What `/config` says of the engines is what is in use."""

import secrets
from pathlib import Path

import pytest
from backend_core.engines import EngineList
from contracts.base import Language
from engines.llm.bank import BankInterviewer
from engines.llm.settings import JudgeSettings
from engines.tts.voices import ESPEAK
from model_server import ModelServer

ALL = list(Language)


def engines(**settings: object) -> EngineList:
    return EngineList(JudgeSettings.model_validate(settings), BankInterviewer())


async def test_embedded_engines_are_named_with_what_they_hear() -> None:
    known = await engines().describe()
    assert (known.stt.name, known.stt.languages) == ("pocketsphinx", [Language.EN])
    assert (known.tts.name, known.tts.languages) == ("espeak", ALL)
    assert known.tts.voices == {language: list(ESPEAK) for language in ALL}


async def test_a_model_server_is_asked_what_it_holds(model_server: ModelServer) -> None:
    known = await engines(model_server_url=model_server.url, service_token=model_server.token).describe()
    assert (known.stt.name, known.stt.languages) == ("remote/pocketsphinx", [Language.EN])
    assert (known.tts.name, known.tts.languages) == ("remote/espeak", ALL)
    assert known.tts.voices == {language: list(ESPEAK) for language in ALL}


async def test_a_model_server_that_does_not_answer_hears_nothing_until_it_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend_core.engines.KEPT_S", 0.0)
    server = ModelServer(tmp_path / "log")
    listed = engines(model_server_url=server.url, service_token=server.token)
    known = await listed.describe()
    assert (known.stt.name, known.stt.languages) == ("remote", [])
    with server:
        assert (await listed.describe()).stt.languages == [Language.EN]


async def test_a_speaker_that_the_settings_name_is_the_default() -> None:
    openai = engines(tts_engine="openai", tts_url="http://127.0.0.1:9/v1", tts_model="melo", tts_speaker="nova")
    assert (await openai.describe()).tts.voices == {language: ["nova"] for language in ALL}


async def test_a_voice_that_nobody_has_listened_to_is_marked() -> None:
    assert (await engines(tts_engine="supertonic").describe()).tts.unverified
    assert not (await engines().describe()).tts.unverified


async def test_one_engine_may_stay_here(model_server: ModelServer) -> None:
    token = secrets.token_hex(32)
    listed = engines(
        model_server_url=model_server.url, service_token=token, stt_engine="pocketsphinx", tts_engine="espeak"
    )
    known = await listed.describe()
    assert (known.stt.name, known.tts.name) == ("pocketsphinx", "espeak")
