"""A language model that writes questions of the plan: about a candidate's own work, and about the posting.

Which place of the plan is about what is chosen in code; the model finds the words. What candidates and employers wrote
is data: it goes alone in a message, between marks that nobody can know beforehand, without what is recognised as an
order. What the model writes is taken only as a guard lets it through; else the bank's question stands in, and says why.
"""

import asyncio
import secrets
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import dataclass
from datetime import timedelta

import structlog
from contracts.base import Language
from contracts.errors import VisavisError
from contracts.questions import Difficulty, Rubric
from contracts.trace import Decision, InsteadOf, Passed, PlanSource, WrittenQuestion
from pydantic import BaseModel, ConfigDict

from engines.llm import JsonSchema, Message, TextGenerator
from engines.llm.bank import NAME as BANK
from engines.llm.draft import MAX_QUESTION
from engines.llm.guard import Refused, check_language, whole_question
from engines.llm.instructions import addresses_judge
from engines.llm.interviewer import FALLBACKS, LANGUAGE_NAMES, reason_of
from engines.llm.metrics import engine_of
from engines.llm.prompts import Prompt
from engines.llm.quotes import Quotable
from engines.llm.reference import rubric_from_reference
from engines.llm.statements import read
from engines.text.folding import fold
from engines.text.words import content_stems, is_korean

log = structlog.get_logger(__name__)

LONGEST = timedelta(seconds=20)
"""For all questions of a plan together: the candidate begins to speak meanwhile."""
MAX_TOKENS = 1200
MAX_ANSWER = 1200
MAX_REPLY = 6000
"""Characters after which a reply is given up."""
MAX_SUBJECT = 2000
"""Characters of a subject's text that the model is shown."""
FEWEST_POINTS = 2
"""Of a model answer, below which there is nothing to hold an answer against."""
SOURCES: Mapping[PlanSource, str] = {"resume": "the candidate's résumé", "posting": "the job posting"}
ANY_DIFFICULTY = "neither trivial nor for specialists only"

_SCHEMA: JsonSchema = {
    "type": "object",
    "properties": {
        "question": {"type": "string", "minLength": 1, "maxLength": MAX_QUESTION},
        "answer": {"type": "string", "minLength": 1, "maxLength": MAX_ANSWER},
    },
    "required": ["question", "answer"],
    "additionalProperties": False,
}


@dataclass(frozen=True)
class Subject:
    """What a question is to be about. `name` is that of a project or a job, None where the `text` says it all."""

    source: PlanSource
    name: str | None
    text: str
    difficulty: Difficulty | None = None


@dataclass(frozen=True)
class PlanToWrite:
    """The places of a plan that are to be written for; no question of `taken` is to be written again. A place that is
    `late` has its question already.
    """

    language: Language
    position: str
    taken: list[str]
    subjects: dict[int, Subject]
    late: frozenset[int] = frozenset()


class QuestionWriter:
    """Belongs to one event loop. `variant` is the name that what it writes is signed with."""

    def __init__(
        self, generator: TextGenerator, prompt: Prompt, *, variant: str | None = None, longest: timedelta = LONGEST
    ) -> None:
        self._generator = generator
        self._prompt = prompt
        self._variant = variant
        self._longest = longest.total_seconds()

    async def write(self, plan: PlanToWrite) -> dict[int, WrittenQuestion | Decision]:
        """A question for each place, or the bank's signature where none came of it. Raises nothing but what is wrong
        with this program.
        """
        async with asyncio.TaskGroup() as tasks:
            writing = {
                place: tasks.create_task(self._one(plan, subject))
                for place, subject in plan.subjects.items()
                if place not in plan.late
            }
        written: dict[int, WrittenQuestion | Decision] = {place: self.instead(Passed.SLOW) for place in plan.late}
        texts: set[str] = set()
        for place, task in writing.items():
            one = task.result()
            if isinstance(one, WrittenQuestion):
                folded = fold(one.text).text
                one = self.instead(Passed.ASKED_BEFORE) if folded in texts else one
                texts.add(folded)
            written[place] = one
        return written

    def instead(self, reason: Passed) -> Decision:
        """Of the bank, which stands in for this model."""
        engine = engine_of(self._generator)
        log.warning("the language model writes no question", engine=self._generator.name, reason=reason)
        FALLBACKS.labels(engine, reason).inc()
        instead_of = InsteadOf(engine=engine, model=self._generator.model, reason=reason)
        return Decision(engine=BANK, variant=self._variant, instead_of=instead_of)

    async def close(self) -> None:
        await self._generator.close()

    async def _one(self, plan: PlanToWrite, subject: Subject) -> WrittenQuestion | Decision:
        try:
            async with asyncio.timeout(self._longest):
                reply = await self._reply(plan, subject)
            return self._checked(plan, subject, reply)
        except (Refused, VisavisError, ValueError, TimeoutError) as error:
            return self.instead(reason_of(error, begun=False))

    async def _reply(self, plan: PlanToWrite, subject: Subject) -> "_Reply":
        text = ""
        pieces = self._generator.generate(self._messages(plan, subject), max_tokens=MAX_TOKENS, schema=_SCHEMA)
        async with aclosing(pieces):
            async for piece in pieces:
                text += piece.text
                if len(text) > MAX_REPLY:
                    raise Refused(Passed.TOO_LONG)
        return _Reply.model_validate_json(text)

    def _messages(self, plan: PlanToWrite, subject: Subject) -> list[Message]:
        mark = f"work-{secrets.token_hex(8)}"
        instructions = self._prompt.filled(
            position=plan.position,
            source=SOURCES[subject.source],
            mark=mark,
            language=LANGUAGE_NAMES[plan.language],
            difficulty=subject.difficulty or ANY_DIFFICULTY,
            taken="\n".join(f"- {text}" for text in plan.taken),
        )
        data = _without_orders(f"{subject.name or SOURCES[subject.source]}\n{subject.text[:MAX_SUBJECT]}")
        return [Message("system", instructions), Message("user", f"<{mark}>\n{data}\n</{mark}>")]

    def _checked(self, plan: PlanToWrite, subject: Subject, reply: "_Reply") -> WrittenQuestion:
        question = whole_question(reply.question, plan.language, plan.taken)
        if not _takes_up(subject, question, plan.language):
            raise Refused(Passed.BESIDE)
        return WrittenQuestion(
            source=subject.source,
            about=subject.name,
            text=question,
            rubric=_rubric(question, reply.answer, plan.language),
            author=Decision(
                engine=engine_of(self._generator),
                model=self._generator.model,
                prompt=self._prompt.version,
                variant=self._variant,
            ),
        )


class _Reply(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    question: str
    answer: str


def _takes_up(subject: Subject, question: str, language: Language) -> bool:
    """Whether they share a word that says something; who asks in another language than it was written in need not."""
    if is_korean(subject.text) is not (language is Language.KO):
        return True
    about = content_stems(fold(f"{subject.name or ''}\n{subject.text}").text)
    return not set(about).isdisjoint(content_stems(fold(question).text))


def _rubric(question: str, answer: str, language: Language) -> Rubric:
    """Raises `Refused`, and `ValueError` for an answer without words."""
    answer = " ".join(answer.split())
    if len(answer) > MAX_ANSWER:
        raise Refused(Passed.TOO_LONG)
    check_language(answer, language)
    if addresses_judge(fold(answer).text):
        raise Refused(Passed.TELLS_SCORE)
    rubric = rubric_from_reference(question, answer)
    if len(rubric.criteria[0].key_points) < FEWEST_POINTS:
        raise Refused(Passed.INVALID)
    return rubric


def _without_orders(text: str) -> str:
    """What somebody wrote, less what is addressed to whoever judges or to a model."""
    folded = fold(text)
    return Quotable(folded, read(folded.text, "")).shown()
