"""What the candidate says where the user gives no sound files; the texts are in `answers.yaml`."""

from functools import cache
from importlib.resources import files
from typing import Annotated

import yaml
from contracts.base import Contract, Language
from contracts.questions import AskedQuestion, QuestionCategory
from pydantic import Field, TypeAdapter


class OwnAnswer(Contract):
    """An answer in sentences; `asked` are words of the questions it suits, none where it suits its whole category."""

    category: QuestionCategory
    asked: list[str] = []
    ko: Annotated[list[str], Field(min_length=1)]
    en: Annotated[list[str], Field(min_length=1)]

    def in_language(self, language: Language) -> list[str]:
        return self.ko if language is Language.KO else self.en


def answer_to(question: AskedQuestion) -> list[str]:
    """The sentences of the answer to this question, or else of the one to its category."""
    text = question.text.casefold()
    suitable = [answer for answer in own_answers() if answer.category is question.category]
    exact = (answer for answer in suitable if any(words in text for words in answer.asked))
    general = (answer for answer in suitable if not answer.asked)
    return next(exact, next(general)).in_language(question.language)


@cache
def own_answers() -> list[OwnAnswer]:
    text = files(__package__).joinpath("answers.yaml").read_text(encoding="utf-8")
    return TypeAdapter(list[OwnAnswer]).validate_python(yaml.safe_load(text))
