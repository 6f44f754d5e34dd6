"""The embedded judge on its own: the first answer that a process judges to a question, and the next one.

    uv run python tests/bench/embedded_judge.py --questions 120

Processor time of this process. An answer is the question's model answer without its first sentence, in Korean for ten
questions and in English for the next ten.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import typer
from backend_core.questions.bank import load_bank
from contracts.base import Language
from contracts.evaluation import AnswerEvaluation
from engines.llm import AnswerToJudge
from engines.llm.rubric import RubricJudge
from engines.text.expressions import compiled
from rich.console import Console
from rows.evaluation_rows import answer_to

IN_A_ROW = 10


@dataclass(frozen=True)
class Judged:
    """Milliseconds of processor time an answer."""

    first_ms: float
    next_ms: float
    expressions: int
    """Of the rubrics, that had to be compiled."""


def answers(questions: int, languages: Sequence[Language]) -> list[AnswerToJudge]:
    bank = [question for question in load_bank() if question.scenario is None][:questions]
    in_turn = [(one, languages[number // IN_A_ROW % len(languages)]) for number, one in enumerate(bank)]
    return [
        AnswerToJudge(one.content.in_language(language), one.rubric, answer_to(one, language), language)
        for one, language in in_turn
    ]


def measure(to_judge: Sequence[AnswerToJudge]) -> Judged:
    """Raises `RuntimeError` where the same answers are judged otherwise the second time."""
    judge = RubricJudge()
    compiled.cache_clear()
    first_ms, first = _judge_all(judge, to_judge)
    next_ms, then = _judge_all(judge, to_judge)
    if first != then:
        raise RuntimeError("the same answers were judged otherwise the second time")
    return Judged(first_ms, next_ms, compiled.cache_info().misses)


def _judge_all(judge: RubricJudge, to_judge: Sequence[AnswerToJudge]) -> tuple[float, list[AnswerEvaluation]]:
    begun = time.process_time()
    judged = [judge.judge(answer) for answer in to_judge]
    return 1000 * (time.process_time() - begun) / len(to_judge), judged


def main(questions: Annotated[int, typer.Option(min=1, help="Of the bank.")] = 120) -> None:
    """Measure, and print."""
    RubricJudge().warm_up()
    judged = measure(answers(questions, (Language.KO, Language.EN)))
    Console().print(
        f"{questions} questions: {judged.first_ms:.1f} ms the first answer, {judged.next_ms:.1f} ms the next; "
        f"{judged.expressions} expressions compiled"
    )


if __name__ == "__main__":
    typer.run(main)
