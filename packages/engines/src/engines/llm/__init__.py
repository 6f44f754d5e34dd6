"""Questions and judgements, and the language models that may stand behind them."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from contracts.base import Language
from contracts.evaluation import AnswerEvaluation
from contracts.questions import QuestionCategory, Rubric
from contracts.turns import Chosen


@dataclass(frozen=True)
class PastTurn:
    question: str
    answer: str


@dataclass(frozen=True)
class Thread:
    """A question of the plan and its follow-ups, with what was answered; `turns` are in order and never empty."""

    category: QuestionCategory
    rubric: Rubric
    turns: list[PastTurn]
    follow_ups_left: int
    is_reliable: bool = True
    """Whether the transcript is: nobody is asked for what a recogniser may have missed."""


@dataclass(frozen=True)
class NextQuestion:
    """What the interviewer is to choose from: the next question of the plan, None after the last one, and what may be
    asked about the last answer, None before the first. No question of `taken` is to be asked as a follow-up.
    """

    language: Language
    position: str
    planned: str | None
    history: list[PastTurn]
    thread: Thread | None = None
    taken: list[str] = field(default_factory=list)
    interview: str | None = None
    """Its id: where several interviewers are compared, one of them asks in a whole interview."""
    by_rubric: bool = False
    """Whether rules alone may choose and word a follow-up, so that the same answer leads everybody to the same one."""


class Interviewer(Protocol):
    name: str

    @property
    def degraded(self) -> bool:
        """Whether the embedded one stands in for it at the moment."""
        ...

    def ask(self, request: NextQuestion) -> AsyncGenerator[str | Chosen, None]:
        """The next question in pieces, and last how it was chosen; no pieces where there is nothing left to ask.

        A question of the plan keeps its words. Closing the generator cancels.
        """
        ...

    async def warm_up(self) -> None:
        """Do before the first question what would make it wait. Raises nothing: who is away is stood in for."""
        ...

    async def close(self) -> None: ...


@dataclass(frozen=True)
class AnswerToJudge:
    question: str
    rubric: Rubric
    text: str
    language: Language
    unreliable_reason: str | None = None
    interview: str | None = None
    """Its id: where several judges are compared, one of them judges a whole interview."""


class Judge(Protocol):
    name: str

    def judge(self, answer: AnswerToJudge) -> AnswerEvaluation:
        """Judge one answer. Every quote is an exact span of `answer.text`.

        Raises `EngineFailed` for a model that judged nothing, and `EngineUnavailable` or `AtCapacity` where it may be
        asked again later.
        """
        ...

    def warm_up(self) -> None:
        """Load what it judges with. Raises `EngineFailed`."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class Message:
    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True)
class Usage:
    """Tokens, as the model counts them."""

    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int = 0
    """Of the prompt: those that it had read already, at the beginning of another."""


@dataclass(frozen=True)
class TextPiece:
    """The next piece of a text. The last one, and no other, says why the text ended; its own text may be empty."""

    text: str
    finish_reason: Literal["stop", "length"] | None = None
    usage: Usage | None = None
    """Beside `finish_reason`, where the model counts at all."""


JsonSchema = Mapping[str, Any]
"""JSON Schema as decoded from JSON, hence `Any`. What an engine enforces is in `engines.llm.grammar`."""


class TextGenerator(Protocol):
    """A language model that writes."""

    name: str
    """Of the engine, as in settings and errors."""
    model: str
    """Of the model that it holds."""

    def generate(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        temperature: float = 0.0,
        schema: JsonSchema | None = None,
    ) -> AsyncGenerator[TextPiece, None]:
        """The assistant's next message in pieces, at most `max_tokens` of it. Closing the generator cancels.

        With a `schema` the text is JSON that fits it, unless it ends with "length" and is broken off. Raises
        `EngineFailed`, `PromptTooLong`, `SchemaUnsupported`, and `AtCapacity` where too many wait already.
        """
        ...

    async def warm_up(self) -> None:
        """Load the model. Raises `EngineFailed`."""
        ...

    async def close(self) -> None: ...
