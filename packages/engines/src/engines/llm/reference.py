"""A rubric for a question that has a model answer and no key points, as recruiters and language models write them."""

from contracts.questions import Criterion, KeyPoint, Localised, Rubric, ScoreArea

from engines.text.folding import Span, fold
from engines.text.sentences import sentences
from engines.text.words import Word, content_words

MAX_NAME = 80
"""Characters of a sentence that name its key point."""

_BANDS = [
    Localised(
        ko="모범 답변의 내용을 하나도 말하지 않았거나 질문과 다른 이야기를 했습니다.",
        en="Says nothing of the model answer, or speaks of something else.",
    ),
    Localised(ko="모범 답변의 일부를 짧게 언급했습니다.", en="Mentions a part of the model answer."),
    Localised(ko="모범 답변의 절반가량을 말했습니다.", en="Says about half of the model answer."),
    Localised(ko="모범 답변의 대부분을 말했습니다.", en="Says most of the model answer."),
    Localised(
        ko="모범 답변의 내용을 모두 말하고 수치나 직접 한 일로 뒷받침했습니다.",
        en="Says all of the model answer and supports it with figures or with what was done.",
    ),
]

FIT = "company-fit"
"""Of the criterion that a company's statement about its ideal candidate makes."""
_FIT_BANDS = [
    Localised(
        ko="회사가 말하는 인재상과 이어지는 내용이 없습니다.", en="Nothing that relates to whom the company looks for."
    ),
    Localised(ko="인재상의 일부를 짧게 언급했습니다.", en="Mentions a part of it."),
    Localised(ko="인재상의 절반가량이 답변에 드러납니다.", en="About half of it shows in the answer."),
    Localised(ko="인재상의 대부분이 답변에 드러납니다.", en="Most of it shows in the answer."),
    Localised(
        ko="인재상이 모두 드러나고 직접 한 일로 뒷받침했습니다.",
        en="All of it shows in the answer, supported by what was done.",
    ),
]

_ASK_ON = (
    Localised(ko="그 밖에 더 고려해야 할 점이 있다면 무엇일까요?", en="What else would you take into account there?"),
    Localised(
        ko="그렇게 했을 때 무엇이 잘못될 수 있고, 어떻게 알아차릴 수 있을까요?",
        en="What could go wrong with that, and how would you notice?",
    ),
)
"""About whichever point is missing, in turns: none of them is given away."""


def rubric_from_reference(question: str, reference: str) -> Rubric:
    """One criterion: how much of the model answer `reference` to `question` is said, its sentences as key points.

    The language of either does not matter; answers are judged in the language that they are given in. Raises
    `ValueError` for a reference without words.
    """
    asked = {word.stem for word in _words(question)}
    stated = _stated(reference)
    if not stated:
        raise ValueError("a model answer needs words")
    new = [sentence for sentence in stated if not {word.stem for word in _words(sentence)} <= asked]
    criterion = Criterion(
        slug="content",
        name=Localised(ko="내용", en="Content"),
        area=ScoreArea.TECHNICAL,
        weight=1,
        bands=_BANDS,
        key_points=[_point(sentence, _ASK_ON[nth % len(_ASK_ON)]) for nth, sentence in enumerate(new or stated)],
    )
    return Rubric(criteria=[criterion], model_answer=Localised(ko=reference, en=reference))


def fit_criterion(ideal_candidate: str, weight: float) -> Criterion | None:
    """How much an answer shows of whom a company looks for, in its own sentences; None where it says nothing.

    What the company hopes for is asked after in no words: a follow-up would give it away.
    """
    points = [_point(sentence, None) for sentence in _stated(ideal_candidate)]
    if not points:
        return None
    return Criterion(
        slug=FIT,
        name=Localised(ko="회사의 인재상", en="Whom the company looks for"),
        area=ScoreArea.CULTURAL_FIT,
        weight=weight,
        bands=_FIT_BANDS,
        key_points=points,
    )


def _stated(text: str) -> list[str]:
    return [sentence for sentence in _sentences(text) if _words(sentence)]


def _sentences(text: str) -> list[str]:
    folded = fold(text)
    origins = [folded.origin(span) for span in sentences(folded.text)]
    return [text[origin.start : origin.end] for origin in origins]


def _words(text: str) -> list[Word]:
    folded = fold(text).text
    return list(content_words(folded, Span(0, len(folded))))


def _point(sentence: str, ask_on: Localised | None) -> KeyPoint:
    name = sentence.rstrip(". ")  # names stand in a list
    name = name if len(name) <= MAX_NAME else name[: MAX_NAME - 1].rstrip() + "…"
    return KeyPoint(name=Localised(ko=name, en=name), ko=[sentence], en=[sentence], follow_up=ask_on, statement=True)
