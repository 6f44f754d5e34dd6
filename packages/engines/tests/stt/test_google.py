"""Google's recogniser: its real client, and a service that speaks its protocol and hears tones as words."""

from collections.abc import AsyncIterator

import pytest
from contracts.base import Language
from contracts.errors import EngineFailed, EngineNotInstalled
from engines import installed
from engines.settings import EngineSettings
from engines.stt import Recognizer, live
from engines.stt.factory import RECOGNIZERS, recognizer_from
from engines.stt.google import HOPELESS
from google_speech_service import Fault, Service, google_speech_service
from grpc import StatusCode
from live_listening import ANSWER, FIRST, FIRST_AT, SECOND, SECOND_AT, TONES, answer, assert_heard_whole, say
from tones import GAP, WORD

pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    async with google_speech_service(TONES) as service:
        yield service


@pytest.fixture
async def recognizer(service: Service) -> AsyncIterator[Recognizer]:
    chosen = {"stt_engine": "google", "google_speech_project": "p", "google_speech_url": f"http://{service.address}"}
    recognizer = RECOGNIZERS["google"](EngineSettings.model_validate(chosen))
    yield recognizer
    await recognizer.close()


async def test_every_segment_has_a_stream_and_partial_and_final_words(service: Service, recognizer: Recognizer) -> None:
    stream = await recognizer.open(Language.KO)
    *partial, final = await say(stream, FIRST, segment=0, at=FIRST_AT)
    assert partial
    assert partial[0].stable == 0
    assert final.text.split() == FIRST
    assert final.stable == len(final.text)
    await say(stream, SECOND, segment=1, at=SECOND_AT)
    assert_heard_whole(await stream.finish())
    assert recognizer.name == "google/long"
    assert len(service.opened) == 2
    assert service.opened[0].recognizer == "projects/p/locations/global/recognizers/_"
    assert list(service.opened[0].streaming_config.config.language_codes) == ["ko-KR"]


async def test_streams_that_break_lose_and_double_no_word(service: Service, recognizer: Recognizer) -> None:
    breaks = [Fault(StatusCode.UNAVAILABLE, 1.3), Fault(StatusCode.INTERNAL), Fault(StatusCode.ABORTED, 2.0)]
    service.faults.extend([*breaks, None, Fault(StatusCode.RESOURCE_EXHAUSTED, 0.6)])
    assert_heard_whole(await answer(recognizer))
    assert len(service.opened) == 6


async def test_speech_without_a_pause_is_renewed_where_nobody_speaks(
    service: Service, recognizer: Recognizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "MAX_UNBROKEN", 6.0)
    monkeypatch.setattr(live, "CUT_WITHIN", 1.0)
    service.longest = 7.5
    stream = await recognizer.open(Language.KO)
    await say(stream, 4 * ANSWER, segment=0, at=0.0)
    recognition = await stream.finish()
    assert recognition.text.split() == 4 * ANSWER
    assert len(service.opened) >= 3
    assert recognition.words[-1].end == pytest.approx(len(4 * ANSWER) * (WORD + GAP) - GAP, abs=0.06)


@pytest.mark.parametrize("code", HOPELESS)
async def test_a_refusal_is_an_error_with_a_name(service: Service, recognizer: Recognizer, code: StatusCode) -> None:
    service.faults.extend(50 * [Fault(code)])
    stream = await recognizer.open(Language.KO)
    with pytest.raises(EngineFailed) as failed:
        await say(stream, ANSWER, segment=0, at=0.0)
    assert failed.value.params["engine"] == "google/long"
    assert len(service.opened) <= live.MAX_BREAKS + 1
    await stream.close()


async def test_a_service_that_only_listens_is_an_error_and_no_hang(service: Service, recognizer: Recognizer) -> None:
    service.silent = True
    stream = await recognizer.open(Language.KO)
    with pytest.raises(EngineFailed):
        await say(stream, ANSWER, segment=0, at=0.0)
    await stream.close()


async def test_without_credentials_it_says_so_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", "/nowhere.json")
    chosen = {"stt_engine": "google", "google_speech_project": "p"}
    recognizer = recognizer_from(EngineSettings.model_validate(chosen))
    with pytest.raises(EngineFailed) as failed:
        await recognizer.open(Language.KO)
    assert failed.value.params["engine"] == "google/long"
    await recognizer.close()


def test_without_the_extra_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed, "find_spec", lambda _: None)
    with pytest.raises(EngineNotInstalled) as missing:
        recognizer_from(EngineSettings.model_validate({"stt_engine": "google", "google_speech_project": "p"}))
    assert "--extra google" in missing.value.body(Language.EN).detail
