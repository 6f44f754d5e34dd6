"""A language model as interviewer: it chooses what to ask on about, and finds the words.

It chooses among what the rules have found missing, and what it writes is let out word by word by a guard. Whatever goes
wrong, the interview goes on within the turn: with the embedded interviewer's choice, and a trace that says why.
"""

import asyncio
import secrets
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic

import structlog
from contracts.base import Language
from contracts.errors import AtCapacity, EngineFailed, EngineUnavailable, VisavisError
from contracts.trace import Decision, FollowUpTrace, InsteadOf, Passed
from contracts.turns import Chosen
from prometheus_client import Counter, Gauge

from engines.llm import Message, NextQuestion, TextGenerator, Thread
from engines.llm.bank import NAME as BANK, choose, planned_words, trace_of, words_of
from engines.llm.draft import ON, Reply, read_so_far, schema_for
from engines.llm.follow_up import FollowUp, follow_up, open_ends
from engines.llm.guard import Guard, Refused
from engines.llm.metrics import engine_of
from engines.llm.prompts import Prompt
from engines.text import morphology

log = structlog.get_logger(__name__)

MAX_TOKENS = 400
LONGEST = timedelta(seconds=20)
"""For a whole question, however steadily it comes."""
REST = timedelta(seconds=15)
LONGEST_REST = timedelta(minutes=1)
AWAY = (Passed.UNREACHABLE, Passed.SLOW, Passed.BROKEN_OFF)

LANGUAGE_NAMES = {Language.KO: "polite Korean (존댓말)", Language.EN: "English"}
LET_GO = {Language.KO: "… 네, 그 이야기는 여기까지 하겠습니다. ", Language.EN: "… Well, let us leave it at that. "}
"""Between words that lead nowhere any more and the question that is asked instead."""
ANYTHING_ELSE = {
    Language.KO: "지금까지 하신 말씀에 덧붙이고 싶은 것이 있으신가요?",
    Language.EN: "Is there anything that you would like to add?",
}

FALLBACKS = Counter(
    "visavis_interviewer_fallbacks", "Questions that the embedded interviewer chose instead", ["engine", "reason"]
)
DEGRADED = Gauge("visavis_interviewer_degraded", "Whether the language model is left alone for a moment", ["engine"])


class Patience:
    """Leaves an engine that is away alone for a while, longer each time; then one turn tries it, for at most `trial`
    seconds, and no other waits for it meanwhile.
    """

    def __init__(self, trial: float, clock: Callable[[], float] = monotonic) -> None:
        self._trial = trial
        self._clock = clock
        self._rest = REST
        self._until = 0.0

    @property
    def rests(self) -> bool:
        return self._clock() < self._until

    def may_try(self) -> bool:
        if self.rests:
            return False
        if self._rest > REST:
            self._until = self._clock() + self._trial
        return True

    def note_failure(self) -> None:
        self._until = self._clock() + self._rest.total_seconds()
        self._rest = min(2 * self._rest, LONGEST_REST)

    def note_answer(self) -> None:
        self._rest, self._until = REST, 0.0


@dataclass(frozen=True)
class _Call:
    """What the model is asked for one answer."""

    request: NextQuestion
    thread: Thread
    choices: dict[str, FollowUp]


class ModelInterviewer:
    """`timeout` is the longest silence before the first word, and between two pieces."""

    def __init__(
        self, generator: TextGenerator, prompt: Prompt, *, timeout: timedelta, clock: Callable[[], float] = monotonic
    ) -> None:
        self.name = generator.name
        self._generator = generator
        self._prompt = prompt
        self._timeout = timeout.total_seconds()
        self._patience = Patience(self._timeout, clock)

    @property
    def degraded(self) -> bool:
        """Whether the embedded interviewer stands in for now."""
        return self._patience.rests

    async def ask(self, request: NextQuestion) -> AsyncGenerator[str | Chosen, None]:
        """As the interface says; a model that fails is stood in for, and raises nothing."""
        thread = request.thread
        choices = open_ends(request)
        if thread is None or not choices or request.by_rubric:
            for piece in choose(request):
                yield piece
            return
        said = ""
        try:
            if not self._patience.may_try():
                raise Refused(Passed.RESTING)
            async with aclosing(self._written(_Call(request, thread, choices))) as written:
                async for piece in written:
                    said += piece if isinstance(piece, str) else ""
                    yield piece
            self._patience.note_answer()
        except (Refused, VisavisError, ValueError, TimeoutError) as error:
            reason = reason_of(error, begun=bool(said))
            self._note(reason)
            FALLBACKS.labels(engine_of(self._generator), reason).inc()
            for piece in self._instead(request, said, reason):
                yield piece
        finally:
            DEGRADED.labels(engine_of(self._generator)).set(self.degraded)

    async def warm_up(self) -> None:
        """Have the model write a reply: what is loaded with the first one is not loaded in a candidate's turn."""
        await asyncio.to_thread(morphology.warm_up)
        hello = Message("user", f'Answer with {{"about": "{ON}", "question": ""}}.')
        written = self._generator.generate([hello], max_tokens=MAX_TOKENS, schema=schema_for([]))
        try:
            async with asyncio.timeout(LONGEST.total_seconds()), aclosing(written) as pieces:
                async for _ in pieces:
                    pass
        except (VisavisError, TimeoutError) as error:
            self._note(reason_of(error, begun=False))

    async def close(self) -> None:
        await self._generator.close()

    async def _written(self, call: _Call) -> AsyncGenerator[str | Chosen, None]:
        """The model's choice, as it is written. Raises `Refused`, `VisavisError`, `ValueError`, `TimeoutError`."""
        guard = Guard(call.request, call.thread)
        text = out = ""
        clock = asyncio.get_running_loop()
        latest = clock.time() + LONGEST.total_seconds()
        deadline = min(clock.time() + self._timeout, latest)
        pieces = self._generator.generate(
            self._messages(call), max_tokens=MAX_TOKENS, schema=schema_for(list(call.choices))
        )
        async with aclosing(pieces):
            while True:
                async with asyncio.timeout_at(deadline):
                    piece = await anext(pieces, None)
                if piece is None:
                    raise Refused(Passed.BROKEN_OFF)
                text += piece.text
                whole = piece.finish_reason is not None
                about, question = _reply(text) if whole else read_so_far(text)
                if about == ON:
                    for planned in planned_words(call.request):
                        yield planned
                    yield self._decision()
                    return
                if about is None:
                    continue
                if about not in call.choices:
                    raise Refused(Passed.INVALID)
                allowed = guard.let_out(question, whole=whole)
                if not allowed.startswith(out):
                    raise Refused(Passed.INVALID)
                if allowed != out:
                    yield allowed[len(out) :]
                    out = allowed
                    deadline = min(clock.time() + self._timeout, latest)
                if whole or guard.is_at_end(out):
                    yield self._trace(call.choices[about])
                    return

    def _instead(self, request: NextQuestion, said: str, reason: Passed) -> list[str | Chosen]:
        """What is asked in the model's place, after what it has `said`."""
        instead_of = InsteadOf(engine=engine_of(self._generator), model=self._generator.model, reason=reason)
        if not said:
            return list(choose(request, instead_of))
        decision = Decision(engine=BANK, instead_of=instead_of)
        pieces: list[str | Chosen] = [*words_of(LET_GO[request.language])]
        if request.planned is not None:
            return [*pieces, *words_of(request.planned), decision]
        found = follow_up(request) or FollowUp(ANYTHING_ELSE[request.language], "key_point")
        return [*pieces, *words_of(found.text), trace_of(found, decision)]

    def _note(self, reason: Passed) -> None:
        if reason in AWAY:
            self._patience.note_failure()
        elif reason is not Passed.RESTING:
            self._patience.note_answer()
        log.warning("the language model does not ask", engine=self.name, reason=reason)

    def _messages(self, call: _Call) -> list[Message]:
        mark = f"said-{secrets.token_hex(8)}"
        first, *others = call.thread.turns
        said = [first.answer, *(line for turn in others for line in (f"({turn.question})", turn.answer))]
        instructions = self._prompt.filled(
            position=call.request.position,
            question=first.question,
            mark=mark,
            choices="\n".join([*map(_choice, call.choices.items()), f"- {ON}: go on"]),
            language=LANGUAGE_NAMES[call.request.language],
            taken="\n".join(f"- {text}" for text in call.request.taken),
        )
        return [Message("system", instructions), Message("user", f"<{mark}>\n" + "\n".join(said) + f"\n</{mark}>")]

    def _decision(self) -> Decision:
        return Decision(engine=engine_of(self._generator), model=self._generator.model, prompt=self._prompt.version)

    def _trace(self, chosen: FollowUp) -> FollowUpTrace:
        return trace_of(chosen, self._decision())


def _choice(choice: tuple[str, FollowUp]) -> str:
    label, found = choice
    if found.part:
        return f"- {label}: the {found.part} of what they tell, which is missing"
    return f"- {label}: {found.key_point}, which they have not said"


def _reply(text: str) -> tuple[str, str]:
    reply = Reply.model_validate_json(text)
    return reply.about, reply.question


def reason_of(error: Exception, *, begun: bool) -> Passed:
    """Why nothing came of what a model was asked for; `begun` where some of it was let out already."""
    match error:
        case Refused(reason=reason):
            return reason
        case _ if begun:
            return Passed.BROKEN_OFF
        case TimeoutError():
            return Passed.SLOW
        case EngineUnavailable() | AtCapacity():
            return Passed.UNREACHABLE
        case EngineFailed():
            return Passed.BROKEN_OFF
        case _:
            return Passed.INVALID
