"""Deepgram's recogniser: its real SDK, and a service that speaks its protocol and hears tones as words."""

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Sequence
from itertools import pairwise

import pytest
from contracts.base import Language
from contracts.errors import AtCapacity, EngineFailed, LanguageUnsupported
from deepgram_service import KEY, PAGE, Fault, Service, deepgram_service
from engines.settings import Server
from engines.stt import SAMPLE_RATE, Hypothesis, Recognition, live
from engines.stt import deepgram as module
from engines.stt.deepgram import DeepgramRecognizer
from engines.stt.live import LiveStream
from tones import GAP, WORD, Tones

SAID = "그래서 저는 데이터베이스 인덱스를 다시 설계했고 응답 시간을 절반으로 줄였습니다. 그 뒤에 측정 도구도 만들었죠."
ANSWER = SAID.split()
TONES = Tones(ANSWER)
SECOND_SEGMENT_AT = 60.0
PIECE = 1536


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    async with deepgram_service(TONES) as service:
        yield service


@pytest.fixture
async def recognizer(service: Service) -> AsyncIterator[DeepgramRecognizer]:
    recognizer = DeepgramRecognizer(Server(service.url, KEY), "nova-3")
    yield recognizer
    await recognizer.close()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trouble is over sooner than a candidate would have to bear it."""
    monkeypatch.setattr(live, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(live, "LONGEST_PAUSE", 0.05)
    monkeypatch.setattr(live, "REPLY_TIMEOUT", 1.0)
    monkeypatch.setattr(live, "PATIENCE", 3.0)


async def say(stream: LiveStream, words: Sequence[str], *, segment: int, at: float) -> list[Hypothesis]:
    """A segment, and every hypothesis that came of it; the last one is that of its end."""
    pcm = TONES.say(words)
    heard = []
    for start in range(0, len(pcm), PIECE):
        heard.append(await stream.feed(pcm[start : start + PIECE], segment=segment, at=at + start / SAMPLE_RATE))
        await asyncio.sleep(0.002)
    heard.append(await stream.end_segment())
    return [hypothesis for hypothesis in heard if hypothesis]


async def answer(recognizer: DeepgramRecognizer) -> Recognition:
    """Two segments, the second a minute later."""
    stream = await recognizer.open(Language.KO)
    await say(stream, ANSWER[:8], segment=0, at=0.5)
    await say(stream, ANSWER[8:], segment=1, at=SECOND_SEGMENT_AT)
    recognition = await stream.finish()
    await stream.close()
    return recognition


def assert_heard_whole(recognition: Recognition) -> None:
    """Every word once, where it was said."""
    assert recognition.text.split() == ANSWER
    assert [word.text for word in recognition.words] == ANSWER
    for number, word in enumerate(recognition.words):
        begin = 0.5 + number * (WORD + GAP) if number < 8 else SECOND_SEGMENT_AT + (number - 8) * (WORD + GAP)
        assert word.start == pytest.approx(begin, abs=0.06)
        assert word.end == pytest.approx(begin + WORD, abs=0.06)
        assert word.confidence == pytest.approx(0.97)


async def test_an_answer_has_partial_and_final_words_with_times(
    service: Service, recognizer: DeepgramRecognizer
) -> None:
    stream = await recognizer.open(Language.KO)
    partial = await say(stream, ANSWER[:8], segment=0, at=0.5)
    final = partial.pop()
    assert len(partial) >= 3
    assert any(hypothesis.stable < len(hypothesis.text) for hypothesis in partial)
    assert all(later.text.startswith(earlier.text[: earlier.stable]) for earlier, later in pairwise([*partial, final]))
    assert final.text.split() == ANSWER[:8]
    assert final.stable == len(final.text)
    assert [word.text for word in final.words] == ANSWER[:8]
    await say(stream, ANSWER[8:], segment=1, at=SECOND_SEGMENT_AT)
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
    await say(stream, ANSWER[:8], segment=0, at=0.5)
    await asyncio.sleep(0.8)
    assert "KeepAlive" in service.told
    assert len(service.opened) == 1
    monkeypatch.setattr(module, "KEEP_ALIVE", 60.0)
    await asyncio.sleep(1.2)  # and now it is closed for want of sound
    await say(stream, ANSWER[8:], segment=1, at=SECOND_SEGMENT_AT)
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
    understood = (await say(stream, ANSWER[:8], segment=0, at=0.5))[-1]
    with pytest.raises(EngineFailed) as failed:
        await say(stream, ANSWER[8:], segment=1, at=SECOND_SEGMENT_AT)
    assert failed.value.params["engine"] == "deepgram/nova-3"
    assert understood.text.split() == ANSWER[:8]
    await stream.close()


@pytest.mark.parametrize("fault", [Fault(silent=True), Fault(cut_at=0.1), Fault(says='{"type": "Error"}')], ids=str)
async def test_patience_ends(service: Service, recognizer: DeepgramRecognizer, fault: Fault) -> None:
    service.faults.extend([Fault(cut_at=0.1), *50 * [fault]])
    stream = await recognizer.open(Language.KO)
    with pytest.raises(EngineFailed):
        await say(stream, ANSWER[:8], segment=0, at=0.5)
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
