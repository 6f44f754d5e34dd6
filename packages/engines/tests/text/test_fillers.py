"""Which words are fillers, on sentences written and marked by hand: a filler stands in square brackets."""

import re

import pytest
from contracts.base import Language
from contracts.speech import Word
from engines.text.fillers import HESITATION, count_fillers

KOREAN = [
    "[음], 저는 [어] 백엔드를 맡았습니다.",
    "그 사람이 그 프로젝트를 이끌었고 저 서버는 제가 봤습니다.",
    "[그], 그 사람이랑 [저], 이야기를 많이 했습니다.",
    "[그] 그 부분은 [뭐], 어렵지 않았습니다.",
    "그게 뭐 때문인지 몰라서 뭐든 해 봤습니다.",
    "[그으] 처음에는 [으음] 잘 몰랐어요.",
    "저 때문에 일정이 밀렸고, 그 뒤로 저는 먼저 물어봅니다.",
    "[그] [어] 캐시를 [막], 지우다가 [뭐랄까], 배웠습니다.",
    "이제 막 시작한 팀이라 그 점이 좋았습니다.",
    "어제는 음악을 듣고 아침에는 저녁을 준비했습니다.",
    "그래서 그때 그런 그림을 그렸습니다.",
    "[아], 그 질문은 [음…] 이렇게 답하겠습니다.",
    "팀장님이 저, 그러니까 제게 맡기셨습니다.",
]
"""The last one has a 저 that is the speaker, and a comma after it that looks like hesitation."""
ENGLISH = [
    "[Um], I think, [uh], we should [er] try it.",
    "I like the way you know the system, and I mean it.",
    "It was, [like], five days, and, [you know], nobody slept.",
    "[You know], I tried; [I mean], we all did.",
    "As you know, things like this happen. Do you know why?",
    "The umbrella is an erratic hummer, said Uma.",
    "[Hmm]... I would like, in time, to lead. [Ah]!",
    "Services like Redis, like queues, fail.",
]


def marked(sentence: str) -> tuple[str, int]:
    return re.sub(r"[\[\]]", "", sentence), sentence.count("[")


@pytest.mark.parametrize("sentence", KOREAN[:-1])
def test_korean_fillers(sentence: str) -> None:
    text, fillers = marked(sentence)
    assert count_fillers(text, Language.KO) == fillers


@pytest.mark.parametrize("sentence", ENGLISH)
def test_english_fillers(sentence: str) -> None:
    text, fillers = marked(sentence)
    assert count_fillers(text, Language.EN) == fillers


def test_published_precision_and_recall() -> None:
    """docs/delivery.md gives these figures: of the 24 that are found, 23 are fillers, and none is missed."""
    counts = [
        (count_fillers(marked(sentence)[0], language), marked(sentence)[1])
        for language, sentences in ((Language.KO, KOREAN), (Language.EN, ENGLISH))
        for sentence in sentences
    ]
    found, right = sum(found for found, _ in counts), sum(min(pair) for pair in counts)
    assert (found, right, sum(fillers for _, fillers in counts)) == (24, 23, 23)


def spoken(*words: tuple[str, float]) -> list[Word]:
    """Words of 0.3 s, each with the silence that follows it."""
    made: list[Word] = []
    at = 0.0
    for text, silence in words:
        made.append(Word(text=text, start=at, end=at + 0.3))
        at += 0.3 + silence
    return made


def test_a_silence_after_it_makes_a_korean_demonstrative_a_filler() -> None:
    text = "그 사람이 저 서버를 봤습니다"
    assert (
        count_fillers(text, Language.KO, spoken(("그", 0), ("사람이", 0), ("저", 0), ("서버를", 0), ("봤습니다", 0)))
        == 0
    )
    hesitant = spoken(("그", HESITATION), ("사람이", 0.5), ("저", 0.8), ("서버를", 0), ("봤습니다", 0))
    assert count_fillers(text, Language.KO, hesitant) == 2


def test_like_needs_a_silence_on_both_sides() -> None:
    text = "it was like five days"
    assert (
        count_fillers(text, Language.EN, spoken(("it", 0), ("was", 0.4), ("like", 0.4), ("five", 0), ("days", 0))) == 1
    )
    assert count_fillers(text, Language.EN, spoken(("it", 0), ("was", 0), ("like", 0.4), ("five", 0), ("days", 0))) == 0


def test_times_of_other_words_are_not_taken() -> None:
    assert count_fillers("그 사람이", Language.KO, spoken(("이", 0.5), ("사람이", 0))) == 0


@pytest.mark.parametrize("text", ["", " ", "…", "뭐?", "그게 뭐."])
def test_nothing_and_questions_are_none(text: str) -> None:
    assert count_fillers(text, Language.KO) == 0
