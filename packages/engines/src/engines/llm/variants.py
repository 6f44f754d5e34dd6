"""Several models or prompts side by side (A/B): which of them an interview gets, and that it always gets the same."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from hashlib import sha256
from typing import Annotated, Literal, Self

from contracts.evaluation import AnswerEvaluation
from contracts.trace import Decision
from contracts.turns import Chosen
from pydantic import BaseModel, ConfigDict, Field, HttpUrl, model_validator

from engines.llm import AnswerToJudge, Interviewer, Judge, NextQuestion

JUDGES = "judge"
QUESTIONS = "questions"
"""Names of experiments."""
_STEPS = 2**64


class Variant(BaseModel):
    """One of those that are compared. What it leaves out is as the settings beside it say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
    weight: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 1.0
    engine: Annotated[Literal["rubric"] | None, Field(description="The embedded judge")] = None
    model: str | None = None
    url: HttpUrl | None = None
    gguf: str | None = None
    prompt: str | None = None

    @model_validator(mode="after")
    def _in_one_place(self) -> Self:
        places = (self.engine, self.gguf, self.url or self.model)
        if sum(place is not None for place in places) > 1:
            raise ValueError(f"variant {self.name}: engine, gguf, and url with model are three places: name one")
        return self


def chosen(variants: Sequence[Variant], experiment: str, interview: str) -> Variant:
    """The one for `interview`, an id: by weight, and the same whenever and wherever it is asked for.

    `experiment` names what is compared, so that which judge an interview has says nothing of which questions it had.
    """
    digest = sha256(f"{experiment}:{interview}".encode()).digest()
    left = int.from_bytes(digest[:8], "big") / _STEPS * sum(variant.weight for variant in variants)
    for variant in variants:
        left -= variant.weight
        if left < 0:
            return variant
    return max(variants, key=lambda variant: variant.weight)  # what rounding has left over


def problem_of(setting: str, variants: Sequence[Variant], prompts: Sequence[str]) -> str | None:
    """What is wrong with a list of variants, in words for whoever set it."""
    names = [variant.name for variant in variants]
    if len(set(names)) < len(names):
        return f"{setting} names a variant twice"
    if variants and not sum(variant.weight for variant in variants):
        return f"the weights of {setting} sum to 0: nobody would ever get one"
    for variant in variants:
        if variant.prompt is not None and variant.prompt not in prompts:
            return f"{setting}: {variant.name} has the unknown prompt {variant.prompt}; known: {', '.join(prompts)}"
    return None


class VariantJudge:
    """Several judges, of whom one judges a whole interview and signs with its name."""

    name = "variants"

    def __init__(self, judges: Sequence[tuple[Variant, Judge]]) -> None:
        self._judges = dict(judges)

    def judge(self, answer: AnswerToJudge) -> AnswerEvaluation:
        """As the interface says. Raises `ValueError` for an answer of no interview."""
        if answer.interview is None:
            raise ValueError("which variant judges depends on the interview")
        variant = chosen(list(self._judges), JUDGES, answer.interview)
        evaluation = self._judges[variant].judge(answer)
        signed = evaluation.versions.model_copy(update={"variant": variant.name})
        return evaluation.model_copy(update={"versions": signed})

    def warm_up(self) -> None:
        for judge in self._judges.values():
            judge.warm_up()

    def close(self) -> None:
        for judge in self._judges.values():
            judge.close()


class VariantInterviewer:
    """Several interviewers, of whom one asks in a whole interview and signs with its name."""

    def __init__(self, interviewers: Sequence[tuple[Variant, Interviewer]]) -> None:
        self._interviewers = dict(interviewers)
        self.name = ", ".join(dict.fromkeys(interviewer.name for _, interviewer in interviewers))

    @property
    def degraded(self) -> bool:
        """Whether the embedded interviewer stands in for any of them."""
        return any(interviewer.degraded for interviewer in self._interviewers.values())

    async def ask(self, request: NextQuestion) -> AsyncGenerator[str | Chosen, None]:
        """As the interface says. Raises `ValueError` for a question of no interview."""
        if request.interview is None:
            raise ValueError("which variant asks depends on the interview")
        variant = chosen(list(self._interviewers), QUESTIONS, request.interview)
        async with aclosing(self._interviewers[variant].ask(request)) as pieces:
            async for piece in pieces:
                yield piece if isinstance(piece, str) else _signed(piece, variant)

    async def warm_up(self) -> None:
        await asyncio.gather(*(interviewer.warm_up() for interviewer in self._interviewers.values()))

    async def close(self) -> None:
        await asyncio.gather(*(interviewer.close() for interviewer in self._interviewers.values()))


def _signed(choice: Chosen, variant: Variant) -> Chosen:
    if isinstance(choice, Decision):
        return choice.model_copy(update={"variant": variant.name})
    return choice.model_copy(update={"decision": choice.decision.model_copy(update={"variant": variant.name})})
