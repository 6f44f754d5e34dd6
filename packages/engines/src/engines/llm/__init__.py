"""Questions and judgements."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from contracts.base import Language
from contracts.evaluation import AnswerEvaluation
from contracts.questions import Rubric


@dataclass(frozen=True)
class PastTurn:
    question: str
    answer: str


@dataclass(frozen=True)
class NextQuestion:
    """What the interviewer is to ask: the planned question, and what was said so far."""

    language: Language
    position: str
    planned: str
    history: list[PastTurn]


class Interviewer(Protocol):
    name: str

    def ask(self, request: NextQuestion) -> AsyncIterator[str]:
        """The next question in pieces. Closing the iterator cancels. Raises `EngineFailed`."""
        ...


@dataclass(frozen=True)
class AnswerToJudge:
    question: str
    rubric: Rubric
    text: str
    language: Language
    unreliable_reason: str | None = None


class Judge(Protocol):
    name: str

    def judge(self, answer: AnswerToJudge) -> AnswerEvaluation:
        """Judge one answer. Every quote is an exact span of `answer.text`. Raises `EngineFailed`."""
        ...
