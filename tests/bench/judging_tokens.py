"""Tokens that llama.cpp reads to judge answers by rubrics of the bank, and those that it had read already.

    uv run python tests/bench/judging_tokens.py

Needs what `make models-environment` installs. The model is one of random weights, made on the spot, whose token is a
byte (`tests/support/tiny_models.py`); counting needs no better one. Its judgements are broken off after a few tokens.
"""

import sys
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing, closing, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import typer
from backend_core.questions.bank import load_bank
from contracts.base import Language
from contracts.errors import EngineFailed
from contracts.questions import BankQuestion
from engines.llm import AnswerToJudge, JsonSchema, Message, TextPiece
from engines.llm.gguf import GgufGenerator
from engines.llm.judge import LlmJudge
from engines.llm.prompts import judge_prompts
from rich.console import Console
from rich.table import Table

sys.path.append(str(Path(__file__).parents[1] / "support"))
from tiny_models import tiny_gguf

ANSWERS = (
    "First I measured which queries were slow for two weeks, and then I added an index on the tenant column.",
    "We had outages every Friday, so I wrote down what we deployed, found the job behind them, and moved it.",
    "I would ask the team what they expect, agree on one small step, and look at the numbers again after a month.",
)
WRITTEN = 4
"""Tokens of each judgement."""


@dataclass
class Read:
    """What prompts held, and what of it the model had to read."""

    case: str
    texts: int = 0
    prompt: int = 0
    evaluated: int = 0


class Counting:
    """Counts in `read` what the generator behind it reads."""

    def __init__(self, generator: GgufGenerator, read: Read) -> None:
        self.name, self.model = generator.name, generator.model
        self._generator = generator
        self._read = read

    async def generate(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        temperature: float = 0.0,
        schema: JsonSchema | None = None,
    ) -> AsyncGenerator[TextPiece, None]:
        pieces = self._generator.generate(messages, max_tokens=max_tokens, temperature=temperature, schema=schema)
        async with aclosing(pieces):
            async for piece in pieces:
                if used := piece.usage:
                    self._read.texts += 1
                    self._read.prompt += used.prompt_tokens
                    self._read.evaluated += used.prompt_tokens - used.cached_tokens
                yield piece

    async def warm_up(self) -> None:
        await self._generator.warm_up()

    async def close(self) -> None:
        await self._generator.close()


def measure(case: str, model: Path, to_judge: Sequence[tuple[BankQuestion, str]], repeats: int = 1) -> Read:
    """By a judge that has read nothing before."""
    read = Read(case)
    generator = Counting(GgufGenerator(str(model), model.parent, context=32_768), read)
    judge = LlmJudge(generator, judge_prompts()["analytic"], repeats=repeats, max_tokens=WRITTEN)
    with closing(judge):
        for question, said in to_judge:
            with suppress(EngineFailed):
                judge.judge(AnswerToJudge(question.content.en, question.rubric, said, Language.EN))
    return read


def measure_all() -> list[Read]:
    with TemporaryDirectory() as folder:
        model = tiny_gguf(Path(folder) / "tiny.gguf")
        questions = load_bank()[: len(ANSWERS)]
        return [
            measure("answers to one question", model, [(questions[0], said) for said in ANSWERS]),
            measure("answers to different questions", model, list(zip(questions, ANSWERS, strict=True))),
            measure("one answer, judged three times", model, [(questions[0], ANSWERS[0])], repeats=3),
        ]


def main() -> None:
    """Count, and print."""
    table = Table(title="Tokens of prompts, a token being a byte")
    for column in ("", "judgements", "in prompts", "evaluated", "share"):
        table.add_column(column, justify="right" if column else "left")
    for read in measure_all():
        share = f"{read.evaluated / read.prompt:.2f}"
        table.add_row(read.case, str(read.texts), str(read.prompt), str(read.evaluated), share)
    Console().print(table)


if __name__ == "__main__":
    typer.run(main)
