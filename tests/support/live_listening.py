"""An answer of two segments for recognisers that listen live, said in tones and heard by a service that knows them."""

import asyncio
from collections.abc import Sequence

import pytest
from contracts.base import Language
from engines.stt import SAMPLE_RATE, Hypothesis, Recognition, Recognizer, RecognizerStream
from tones import GAP, WORD, Tones

SAID = "그래서 저는 데이터베이스 인덱스를 다시 설계했고 응답 시간을 절반으로 줄였습니다. 그 뒤에 측정 도구도 만들었죠."
ANSWER = SAID.split()
FIRST, SECOND = ANSWER[:8], ANSWER[8:]
FIRST_AT, SECOND_AT = 0.5, 60.0
TONES = Tones(ANSWER)
PIECE = 1536


async def say(stream: RecognizerStream, words: Sequence[str], *, segment: int, at: float) -> list[Hypothesis]:
    """A segment, and every hypothesis that came of it; the last one is that of its end."""
    pcm = TONES.say(words)
    heard = []
    for start in range(0, len(pcm), PIECE):
        heard.append(await stream.feed(pcm[start : start + PIECE], segment=segment, at=at + start / SAMPLE_RATE))
        await asyncio.sleep(0.002)
    heard.append(await stream.end_segment())
    return [hypothesis for hypothesis in heard if hypothesis]


async def answer(recognizer: Recognizer) -> Recognition:
    """Two segments, the second a minute later."""
    stream = await recognizer.open(Language.KO)
    await say(stream, FIRST, segment=0, at=FIRST_AT)
    await say(stream, SECOND, segment=1, at=SECOND_AT)
    recognition = await stream.finish()
    await stream.close()
    return recognition


def assert_heard_whole(recognition: Recognition) -> None:
    """Every word once, where it was said."""
    assert recognition.text.split() == ANSWER
    assert [word.text for word in recognition.words] == ANSWER
    step = WORD + GAP
    begins = [
        *(FIRST_AT + number * step for number in range(len(FIRST))),
        *(SECOND_AT + number * step for number in range(len(SECOND))),
    ]
    for word, begin in zip(recognition.words, begins, strict=True):
        assert (word.start, word.end) == pytest.approx((begin, begin + WORD), abs=0.06)
        assert word.confidence == pytest.approx(0.97)
