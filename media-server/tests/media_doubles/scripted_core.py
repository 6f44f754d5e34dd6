"""backend-core on a scripted timeline: its real protocol, without a socket, with exact latencies."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import dataclass, field

import httpx
from contracts.base import InterviewStatus, Language
from contracts.questions import AskedQuestion, QuestionCategory
from contracts.trace import Decision
from contracts.turns import (
    Asked,
    Delta,
    Ended,
    NothingAhead,
    Prepared,
    PreparedQuestion,
    QuestionPreparation,
    TurnSubmission,
)
from pydantic import BaseModel
from uuid_utils import uuid7

CLOSING = "…"


@dataclass
class ScriptedCore(httpx.AsyncBaseTransport):
    """Asks `questions`, the first words of each `thinks` seconds after the answer, each word `word` after the last.

    `note` is told of every request, and of streams that are closed before their end.
    """

    questions: list[str]
    language: Language
    note: Callable[[str], None]
    thinks: float = 0.3
    word: float = 0.05
    fails_to_prepare: bool = False
    refuses_seals: bool = False
    submissions: list[TurnSubmission] = field(default_factory=list)
    ids: list[str] = field(default_factory=lambda: [str(uuid7()) for _ in range(9)])

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        body = await request.aread()
        if request.url.path.endswith("/preparations"):
            preparation = QuestionPreparation.model_validate_json(body)
            self.note(f"prepare: {preparation.text}")
            return self._stream("preparation", self._prepare(preparation))
        submission = TurnSubmission.model_validate_json(body)
        if submission.next_question == "in_preparation":
            self.note(f"recorded: {submission.text}")
            return httpx.Response(204, request=request)
        self.note(f"answer: {submission.text}")
        self.submissions.append(submission)
        return self._stream("question", self._ask(submission))

    def question(self, turn: int) -> AskedQuestion:
        return AskedQuestion(
            id=self.ids[turn],
            turn=turn,
            number=turn,
            total=len(self.questions),
            text=self.questions[turn - 1],
            category=QuestionCategory.BEHAVIORAL,
            language=self.language,
        )

    def _stream(self, name: str, replies: AsyncGenerator[BaseModel]) -> httpx.Response:
        return httpx.Response(200, stream=_Stream(replies, lambda: self.note(f"{name} cancelled")))

    async def _prepare(self, preparation: QuestionPreparation) -> AsyncGenerator[BaseModel]:
        if self.fails_to_prepare:
            raise httpx.ReadError("away")
        if preparation.turn == len(self.questions):
            yield NothingAhead()
            return
        async for piece in self._write(preparation.turn + 1):
            yield piece
        yield Prepared(chosen=Decision(engine="scripted"), seal=preparation.text[:50])

    async def _ask(self, submission: TurnSubmission) -> AsyncGenerator[BaseModel]:
        if submission.turn == len(self.questions):
            yield Ended(status=InterviewStatus.COMPLETED, closing=CLOSING)
            return
        made = submission.next_question
        if isinstance(made, PreparedQuestion) and made.seal == submission.text[:50] and not self.refuses_seals:
            yield Delta(text=made.text)
        else:
            async for piece in self._write(submission.turn + 1):
                yield piece
        yield Asked(question=self.question(submission.turn + 1))

    async def _write(self, turn: int) -> AsyncIterator[Delta]:
        await asyncio.sleep(self.thinks)
        for number, word in enumerate(self.questions[turn - 1].split()):
            if number:
                await asyncio.sleep(self.word)
            yield Delta(text=f" {word}" if number else word)


class _Stream(httpx.AsyncByteStream):
    def __init__(self, replies: AsyncGenerator[BaseModel], on_cancel: Callable[[], None]) -> None:
        self._replies = replies
        self._on_cancel = on_cancel
        self._ended = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for reply in self._replies:
            data = json.dumps(reply.model_dump(mode="json"), ensure_ascii=False)
            self._ended = isinstance(reply, Asked | Ended | Prepared | NothingAhead)
            yield f"event: {reply.model_dump()['type']}\ndata: {data}\n\n".encode()

    async def aclose(self) -> None:
        await self._replies.aclose()
        if not self._ended:
            self._ended = True
            self._on_cancel()
