"""Deepgram's recogniser: its real SDK, and a service that speaks its protocol and hears tones as words."""

import asyncio
import logging
import random
from collections.abc import AsyncIterator
from itertools import pairwise

import pytest
from contracts.base import Language
from contracts.errors import AtCapacity, EngineFailed, LanguageUnsupported
from deepgram_service import KEY, PAGE, Fault, Service, deepgram_service
from engines.settings import Server
from engines.stt import deepgram as module
from engines.stt.deepgram import DeepgramRecognizer
from live_listening import (
    ANSWER,
    FIRST,
    FIRST_AT,
    SECOND,
    SECOND_AT,
    TONES,
    answer,
    assert_heard_whole,
    say,
)
from tones import GAP, WORD

pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    async with deepgram_service(TONES) as service:
        yield service


@pytest.fixture
async def recognizer(service: Service) -> AsyncIterator[DeepgramRecognizer]:
    recognizer = DeepgramRecognizer(Server(service.url, KEY), "nova-3")
    yield recognizer
    await recognizer.close()


async def test_an_answer_has_partial_and_final_words_with_times(
    service: Service, recognizer: DeepgramRecognizer
) -> None:
    stream = await recognizer.open(Language.KO)
    partial = await say(stream, FIRST, segment=0, at=FIRST_AT)
    final = partial.pop()
    assert len(partial) >= 3
    assert any(hypothesis.stable < len(hypothesis.text) for hypothesis in partial)
    assert all(later.text.startswith(earlier.text[: earlier.stable]) for earlier, later in pairwise([*partial, final]))
    assert final.text.split() == FIRST
    assert final.stable == len(final.text)
    assert [word.text for word in final.words] == FIRST
    await say(stream, SECOND, segment=1, at=SECOND_AT)
    recognition = await stream.finish()
    assert recognition.unreliable_reason is None
    assert_heard_whole(recognition)
    await recognizer.close()
    assert service.told == ["Finalize", "Finalize", "CloseStream"]
    assert service.opened == [
        {
            "channels": "1",
            "encoding": "linear16",
            "endpointing": "false",
            "filler_words": "false",
            "interim_results": "true",
            "language": "ko",
            "mip_opt_out": "true",
            "model": "nova-3",
            "punctuate": "true",
            "sample_rate": "16000",
            "smart_format": "true",
        }
    ]


async def test_a_connection_that_is_cut_three_times_loses_and_doubles_no_word(
    service: Service, recognizer: DeepgramRecognizer
) -> None:
    service.faults.extend([Fault(cut_at=1.3), Fault(cut_at=3.9), Fault(cut_at=0.6)])
    assert_heard_whole(await answer(recognizer))
    assert len(service.opened) == 4


@pytest.mark.parametrize("seed", range(8))
async def test_wherever_it_is_cut(service: Service, recognizer: DeepgramRecognizer, seed: int) -> None:
    chance = random.Random(seed)
    service.faults.extend(Fault(cut_at=chance.uniform(0.05, 3)) for _ in range(3))
    assert_heard_whole(await answer(recognizer))


async def test_a_cut_at_the_very_end_and_a_service_that_is_away_for_a_while(
    service: Service, recognizer: DeepgramRecognizer
) -> None:
    service.faults.extend([Fault(close_at=(2.0, 1011, "NET-0000")), Fault(status=503), Fault(status=429), Fault()])
    service.faults.extend([Fault(page=True), Fault(cut_at_end=True)])
    assert_heard_whole(await answer(recognizer))


async def test_silence_keeps_the_connection_and_its_loss_in_silence_does_not_matter(
    service: Service, recognizer: DeepgramRecognizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "KEEP_ALIVE", 0.05)
    service.idle_timeout = 0.5
    stream = await recognizer.open(Language.KO)
    await say(stream, FIRST, segment=0, at=FIRST_AT)
    await asyncio.sleep(0.8)
    assert "KeepAlive" in service.told
    assert len(service.opened) == 1
    monkeypatch.setattr(module, "KEEP_ALIVE", 60.0)
    await asyncio.sleep(1.2)  # and now it is closed for want of sound
    await say(stream, SECOND, segment=1, at=SECOND_AT)
    assert_heard_whole(await stream.finish())
    assert len(service.opened) == 2


async def test_after_a_long_answer_only_what_is_not_final_is_sent_again(
    service: Service, recognizer: DeepgramRecognizer
) -> None:
    words = len(ANSWER) * (WORD + GAP)
    service.faults.append(Fault(cut_at=5.9 * words))
    stream = await recognizer.open(Language.KO, captions=False)
    for number in range(6):
        await say(stream, ANSWER, segment=number, at=300.0 * number)
    recognition = await stream.finish()
    await recognizer.close()
    assert recognition.text.split() == 6 * ANSWER
    assert recognition.words[-1].end == pytest.approx(1500 + words - GAP, abs=0.06)
    assert service.seconds[1] < words


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=400),
        Fault(status=401),
        Fault(status=402),
        Fault(status=403),
        Fault(status=500),
        Fault(page=True),
        Fault(never_opens=True),
    ],
    ids=str,
)
async def test_a_service_that_will_not_listen_is_an_error_with_a_name(
    service: Service, recognizer: DeepgramRecognizer, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "OPEN_TIMEOUT", 0.3)
    service.faults.append(fault)
    with pytest.raises(EngineFailed) as failed:
        await recognizer.open(Language.KO)
    assert failed.value.params["engine"] == "deepgram/nova-3"
    service.faults.append(fault)
    await recognizer.warm_up()
    await (await recognizer.open(Language.KO)).close()


async def test_too_many_connections_are_a_matter_of_time(service: Service, recognizer: DeepgramRecognizer) -> None:
    service.faults.append(Fault(status=429))
    with pytest.raises(AtCapacity):
        await recognizer.open(Language.KO)


@pytest.mark.parametrize(
    "says",
    [
        PAGE,
        '{"type": "Welcome"}',
        '{"type": "Results", "is_final": true}',
        '{"type": "Results", "channel": {"alternatives": [{"words": [{"word": "x", "start": -1, "end": "?"}]}]}, '
        '"start": 0, "duration": 1, "is_final": true}',
        b"\x00\x01",
    ],
)
async def test_an_answer_that_is_none_is_an_error_and_what_was_understood_stays(
    service: Service, recognizer: DeepgramRecognizer, says: str | bytes
) -> None:
    service.faults.extend([Fault(cut_at=8 * (WORD + GAP) + 0.2), Fault(says=says)])
    stream = await recognizer.open(Language.KO)
    understood = (await say(stream, FIRST, segment=0, at=FIRST_AT))[-1]
    with pytest.raises(EngineFailed) as failed:
        await say(stream, SECOND, segment=1, at=SECOND_AT)
    assert failed.value.params["engine"] == "deepgram/nova-3"
    assert understood.text.split() == FIRST
    await stream.close()


@pytest.mark.parametrize("fault", [Fault(silent=True), Fault(cut_at=0.1), Fault(says='{"type": "Error"}')], ids=str)
async def test_patience_ends(service: Service, recognizer: DeepgramRecognizer, fault: Fault) -> None:
    service.faults.extend([Fault(cut_at=0.1), *50 * [fault]])
    stream = await recognizer.open(Language.KO)
    with pytest.raises(EngineFailed):
        await say(stream, FIRST, segment=0, at=FIRST_AT)
    await stream.close()


async def test_the_key_is_in_no_log_and_no_error(
    service: Service, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    recognizer = DeepgramRecognizer(Server(service.url, KEY), "nova-3")
    await (await recognizer.open(Language.KO)).close()
    service.faults.append(Fault(status=401))
    with pytest.raises(EngineFailed) as failed:
        await recognizer.open(Language.KO)
    await recognizer.close()
    printed = capsys.readouterr()
    assert "the key is not accepted" in printed.out + printed.err + caplog.text
    for text in (printed.out, printed.err, caplog.text, repr(failed.value), repr(failed.value.__context__)):
        assert KEY not in text


async def test_a_model_for_a_trade_hears_english_only(service: Service) -> None:
    recognizer = DeepgramRecognizer(Server(service.url, KEY), "nova-3-medical")
    assert recognizer.hears(Language.EN)
    with pytest.raises(LanguageUnsupported):
        await recognizer.open(Language.KO)
    await (await recognizer.open(Language.EN)).close()
    await recognizer.close()
    assert service.opened[0]["filler_words"] == "true"
