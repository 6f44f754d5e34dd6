"""Every word once, wherever chunks cut through the speech."""

import random

import pytest
from contracts.base import Language
from contracts.model_server import HeardSpeech
from contracts.speech import Word
from visavis.mic.listening import CHUNK, OVERLAP
from visavis.mic.stitching import Stitcher

SENTENCE = (
    "and so my fellow americans ask not what your country can do for you ask what you can do for your country"
    " it was very very late and no no no one could say say it again so we we went on"
)
SPEECH = SENTENCE.split()


def spoken(seed: int) -> list[Word]:
    """The sentence at a talker's pace, with pauses."""
    chance = random.Random(seed)
    words, at = [], 0.3
    for text in SPEECH:
        length = 0.12 + 0.06 * len(text) * chance.uniform(0.7, 1.3)
        words.append(Word(text=text, start=at, end=at + length))
        at += length + (chance.uniform(0.5, 2.5) if chance.random() < 0.1 else chance.uniform(0.0, 0.1))
    return words


def heard_in(words: list[Word], start: float, end: float, chance: random.Random) -> HeardSpeech | None:
    """What a recogniser makes of a chunk: times that are a little off, and rubbish where a word is cut through."""
    heard = []
    for word in words:
        if word.end <= start or word.start >= end:
            continue
        is_cut = word.start < start or word.end > end
        begin, finish = max(word.start, start) + chance.uniform(-0.05, 0.05), min(word.end, end)
        text = chance.choice(["uh", word.text[: len(word.text) // 2 + 1] + "x"]) if is_cut else word.text
        heard.append(Word(text=text, start=max(0.0, begin - start), end=finish - start))
    return HeardSpeech(text="", words=heard, language=Language.EN) if heard else None


def stitched(words: list[Word], seed: int) -> tuple[Stitcher, list[str]]:
    """All chunks put together, and the words in the order in which they were told."""
    chance, stitcher, told = random.Random(seed), Stitcher(), list[str]()
    start = 0.0
    while start < words[-1].end:
        stitcher.add(heard_in(words, start, start + CHUNK, chance), start, start + CHUNK)
        start += CHUNK - OVERLAP
        told += [word.text for word in stitcher.settle(until=start)]
    told += [word.text for word in stitcher.settle(until=float("inf"))]
    return stitcher, told


@pytest.mark.parametrize("seed", range(50))
def test_no_word_is_doubled_or_lost(seed: int) -> None:
    words = spoken(seed)
    stitcher, told = stitched(words, seed)
    assert [word.text for word in stitcher.words] == SPEECH
    assert told == SPEECH, "what is printed while it grows is what stands there in the end"
    assert all(abs(heard.start - word.start) < 0.1 for heard, word in zip(stitcher.words, words, strict=True))


def test_words_that_only_one_of_two_chunks_heard_stay() -> None:
    stitcher = Stitcher()
    stitcher.add(heard(Word(text="one", start=0.5, end=0.9)), 0, 3)
    stitcher.add(heard(Word(text="two", start=0.1, end=0.4), Word(text="three", start=1.5, end=2)), 2, 5)
    stitcher.add(None, 4, 7)
    assert [(word.text, word.start) for word in stitcher.words] == [("one", 0.5), ("two", 2.1), ("three", 3.5)]


def test_an_engine_without_times_is_stitched_by_its_words() -> None:
    stitcher = Stitcher()
    stitcher.add(HeardSpeech(text="we measured it first", words=[], language=Language.EN), 0, 3)
    stitcher.add(HeardSpeech(text="first and then again", words=[], language=Language.EN), 2, 5)
    assert [word.text for word in stitcher.words] == ["we", "measured", "it", "first", "and", "then", "again"]


def heard(*words: Word) -> HeardSpeech:
    return HeardSpeech(text="", words=list(words), language=Language.EN)
