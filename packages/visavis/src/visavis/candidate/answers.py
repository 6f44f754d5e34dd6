"""What the candidate says where the user gives no sound files; the texts are in `answers.yaml` and the bank."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Annotated

import yaml
from backend_core.questions.bank import load_bank
from contracts.base import Contract, Language
from contracts.questions import AskedQuestion, KeyPoint, QuestionCategory, Rubric
from engines.text.expressions import find
from engines.text.folding import Span, fold
from engines.text.sentences import sentences
from pydantic import Field, TypeAdapter

MODEL_SENTENCES = 4
"""Of the bank's model answer: what one says in twenty seconds."""
POINT_SENTENCES = 3
"""Of it, about a key point that was asked for."""


class OwnAnswer(Contract):
    """An answer in sentences; `asked` are words of the questions it suits, none where it suits its whole category.

    Those to a `follow_up` are for any that is not the bank's; they take turns.
    """

    category: QuestionCategory
    follow_up: bool = False
    asked: list[str] = []
    ko: Annotated[list[str], Field(min_length=1)]
    en: Annotated[list[str], Field(min_length=1)]

    def in_language(self, language: Language) -> list[str]:
        return self.ko if language is Language.KO else self.en


def answer_to(question: AskedQuestion) -> list[str]:
    """The sentences of the answer to this question, or else the bank's, or else of the one to its category.

    Asked for a key point, in the bank's words, it says what the model answer says of it.
    """
    text = question.text.casefold()
    suitable = [
        answer
        for answer in own_answers()
        if answer.category is question.category and answer.follow_up is question.follow_up
    ]
    if question.follow_up:
        if about_it := next(_on_key_point(question), None):
            return about_it
        return suitable[question.turn % len(suitable)].in_language(question.language)
    for answer in suitable:
        if any(words in text for words in answer.asked):
            return answer.in_language(question.language)
    if question.text in model_answers():
        return model_answers()[question.text]
    return next(answer for answer in suitable if not answer.asked).in_language(question.language)


def _on_key_point(question: AskedQuestion) -> Iterator[list[str]]:
    """What the model answers say of the key points that the bank asks for in these words."""
    for rubric, point in _points_by_follow_up().get(question.text, []):
        told = _sentences(rubric.model_answer.in_language(question.language))
        names_it = [place for place, sentence in enumerate(told) if _names(point, sentence)]
        if names_it:
            # What stands beside it says more of it, and one sentence is no answer.
            start = max(0, min(names_it[0], len(told) - POINT_SENTENCES))
            yield told[start : start + POINT_SENTENCES]


def _names(point: KeyPoint, sentence: str) -> bool:
    text = fold(sentence).text
    return any(True for said in (*point.ko, *point.en) for _ in find(said, text, Span(0, len(text))))


def _sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


@cache
def _points_by_follow_up() -> dict[str, list[tuple[Rubric, KeyPoint]]]:
    points: dict[str, list[tuple[Rubric, KeyPoint]]] = {}
    for rubric in (question.rubric for question in load_bank()):
        for point in (point for criterion in rubric.criteria for point in criterion.key_points):
            for text in {point.follow_up.ko, point.follow_up.en} if point.follow_up else ():
                points.setdefault(text, []).append((rubric, point))
    return points


@cache
def own_answers() -> list[OwnAnswer]:
    text = files(__package__).joinpath("answers.yaml").read_text(encoding="utf-8")
    return TypeAdapter(list[OwnAnswer]).validate_python(yaml.safe_load(text))


@cache
def model_answers() -> dict[str, list[str]]:
    """The beginnings of the bank's model answers in sentences, by question, in both languages."""
    answers = {}
    for question, language in product(load_bank(), Language):
        text = question.rubric.model_answer.in_language(language)
        answers[question.content.in_language(language)] = _sentences(text)[:MODEL_SENTENCES]
    return answers
