"""The embedded interviewer: the questions of the plan, and follow-ups from what an answer leaves out."""

import asyncio
import re
from collections.abc import AsyncGenerator, Iterator

from contracts.base import Language
from contracts.trace import Decision, FollowUpTrace, InsteadOf
from contracts.turns import Chosen

from engines.llm import NextQuestion
from engines.llm.follow_up import FollowUp, follow_up
from engines.llm.unanswered import declines
from engines.text import morphology

NAME = "bank"
_PIECE = re.compile(r"\s*\S+\s*")
GOING_ON = {
    Language.KO: "괜찮습니다. 다음 질문으로 넘어가겠습니다. ",
    Language.EN: "That is all right. Let us go on. ",
}
"""Said before the next question to somebody who had no answer."""


class BankInterviewer:
    """Chooses by rules, and streams word by word, so that whoever speaks it can begin at once."""

    name = NAME

    async def ask(self, request: NextQuestion) -> AsyncGenerator[str | Chosen, None]:
        for piece in choose(request):
            yield piece

    @property
    def degraded(self) -> bool:
        """Whether another stands in for it: nobody needs to."""
        return False

    async def warm_up(self) -> None:
        """Load what reads Korean, so that nobody's first turn waits for it."""
        await asyncio.to_thread(morphology.warm_up)

    async def close(self) -> None:
        """There is nothing to free."""


def choose(request: NextQuestion, instead_of: InsteadOf | None = None) -> Iterator[str | Chosen]:
    """As `Interviewer.ask`; the pieces, joined, are the question exactly."""
    decision = Decision(engine=NAME, instead_of=instead_of)
    found = follow_up(request)
    if found is not None:
        yield from words_of(found.text)
        yield trace_of(found, decision)
        return
    yield from planned_words(request)
    yield decision


def trace_of(found: FollowUp, decision: Decision) -> FollowUpTrace:
    return FollowUpTrace(
        move=found.move, criterion=found.criterion, key_point=found.key_point, part=found.part, decision=decision
    )


def planned_words(request: NextQuestion) -> Iterator[str]:
    """The question of the plan, where there is one, after a kind word to whoever had no answer to the last."""
    if request.planned is None:
        return
    if request.thread and declines(request.thread.turns[-1].answer):
        yield from words_of(GOING_ON[request.language])
    yield from words_of(request.planned)


def words_of(text: str) -> list[str]:
    return _PIECE.findall(text)
