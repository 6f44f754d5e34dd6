"""A recogniser whose finished answers are readable. The ear is scripted; Kiwi is the real one, in its process."""

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import psutil
import pytest
from contracts.base import Language
from contracts.speech import Word
from engines.stt import Hypothesis, Pcm, Recognition
from engines.stt.readable import ReadableRecognizer


class Scripted:
    """Recognises `heard`, whatever it hears."""

    name = "scripted"

    def __init__(self) -> None:
        self.heard = Recognition("")

    def hears(self, language: Language) -> bool:
        return True

    async def open(self, language: Language, *, captions: bool = True) -> "Scripted":
        return self

    async def warm_up(self) -> None: ...

    async def close(self) -> None: ...

    async def feed(self, pcm: Pcm, *, segment: int, at: float) -> Hypothesis | None:
        return None

    async def end_segment(self) -> Hypothesis:
        return Hypothesis(self.heard.text)

    async def finish(self) -> Recognition:
        return self.heard


@pytest.fixture
def ear() -> Scripted:
    return Scripted()


@pytest.fixture
async def recognizer(ear: Scripted) -> AsyncIterator[ReadableRecognizer]:
    recognizer = ReadableRecognizer(ear)
    yield recognizer
    await recognizer.close()


def spoken(text: str) -> Recognition:
    words = [Word(text=word, start=number, end=number + 0.4) for number, word in enumerate(text.split())]
    return Recognition(text, words, "embedded_recognizer")


def processes() -> set[psutil.Process]:
    return set(psutil.Process().children())


async def finished(recognizer: ReadableRecognizer, language: Language) -> Recognition:
    stream = await recognizer.open(language)
    await stream.feed(np.zeros(512, np.float32), segment=0, at=0.0)
    await stream.end_segment()
    return await stream.finish()


def quotes(heard: Recognition) -> list[str | None]:
    return [word.span and heard.text[slice(*word.span)] for word in heard.words]


async def test_english_is_written_and_its_words_stay_as_they_were_heard(
    recognizer: ReadableRecognizer, ear: Scripted
) -> None:
    ear.heard = spoken("i cut it by twenty three percent")

    heard = await finished(recognizer, Language.EN)

    assert heard.text == "I cut it by 23%."
    assert heard.said == "i cut it by twenty three percent"
    assert quotes(heard) == ["I", "cut", "it", "by", "23%.", "23%.", "23%."]
    assert heard.unreliable_reason == "embedded_recognizer"


async def test_korean_gets_its_spaces_and_full_stops(recognizer: ReadableRecognizer, ear: Scripted) -> None:
    ear.heard = spoken("저는결제시스템을옮겼습니다그래서빨라졌어요")

    heard = await finished(recognizer, Language.KO)

    assert heard.text == "저는 결제 시스템을 옮겼습니다. 그래서 빨라졌어요."
    assert quotes(heard) == [heard.text]


async def test_words_without_times_are_written_too(recognizer: ReadableRecognizer, ear: Scripted) -> None:
    ear.heard = Recognition("저는 옮겼습니다 그래서 빨라졌어요")

    heard = await finished(recognizer, Language.KO)

    assert heard == Recognition("저는 옮겼습니다. 그래서 빨라졌어요.")


@pytest.mark.parametrize("text", ["So, I moved it. Then we rested.", "twenty three percent, i said"])
async def test_an_engine_that_punctuates_is_left_alone(
    recognizer: ReadableRecognizer, ear: Scripted, text: str
) -> None:
    ear.heard = spoken(text)

    heard = await finished(recognizer, Language.EN)

    assert heard.text == text
    assert all(quotes(heard))


async def test_nothing_heard_stays_nothing_and_starts_no_process(recognizer: ReadableRecognizer) -> None:
    others = processes()
    assert await finished(recognizer, Language.KO) == Recognition("")
    assert processes() == others


async def test_punctuated_korean_starts_no_process(recognizer: ReadableRecognizer, ear: Scripted) -> None:
    others = processes()
    ear.heard = spoken("저는 옮겼습니다. 빨라졌어요.")

    await finished(recognizer, Language.KO)

    assert processes() == others


async def test_a_reader_that_dies_leaves_the_text_as_it_was_heard(
    recognizer: ReadableRecognizer, ear: Scripted
) -> None:
    ear.heard = spoken("저는 옮겼습니다 그래서 빨라졌어요")
    others = processes()
    await finished(recognizer, Language.KO)
    (reader,) = processes() - others
    reader.suspend()

    finishing = asyncio.create_task(finished(recognizer, Language.KO))
    await asyncio.sleep(0.1)
    reader.kill()
    heard = await finishing

    assert heard.text == ear.heard.text
    assert quotes(heard) == ear.heard.text.split()
    assert (await finished(recognizer, Language.KO)).text == "저는 옮겼습니다. 그래서 빨라졌어요."
