"""What the candidate says where the user gives no sound files; the texts are in `answers.yaml` and the bank."""

from functools import cache
from importlib.resources import files
from itertools import product
from typing import Annotated

import yaml
from backend_core.questions.bank import load_bank
from contracts.base import Contract, Language
from contracts.questions import AskedQuestion, QuestionCategory
from engines.text.sentences import sentences
from pydantic import Field, TypeAdapter

MODEL_SENTENCES = 4
"""Of the bank's model answer: what one says in twenty seconds."""


class OwnAnswer(Contract):
    """An answer in sentences; `asked` are words of the questions it suits, none where it suits its whole category.

    Those to a `follow_up` are for any; they take turns.
    """

    category: QuestionCategory
    follow_up: bool = False
    asked: list[str] = []
    ko: Annotated[list[str], Field(min_length=1)]
    en: Annotated[list[str], Field(min_length=1)]

    def in_language(self, language: Language) -> list[str]:
        return self.ko if language is Language.KO else self.en


def answer_to(question: AskedQuestion) -> list[str]:
    """The sentences of the answer to this question, or else the bank's, or else of the one to its category."""
    text = question.text.casefold()
    suitable = [
        answer
        for answer in own_answers()
        if answer.category is question.category and answer.follow_up is question.follow_up
    ]
    if question.follow_up:
        return suitable[question.turn % len(suitable)].in_language(question.language)
    for answer in suitable:
        if any(words in text for words in answer.asked):
            return answer.in_language(question.language)
    if question.text in model_answers():
        return model_answers()[question.text]
    return next(answer for answer in suitable if not answer.asked).in_language(question.language)


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
        spans = sentences(text)[:MODEL_SENTENCES]
        answers[question.content.in_language(language)] = [text[span.start : span.end] for span in spans]
    return answers
