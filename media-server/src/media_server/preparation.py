"""The next question, made while the answer only looks finished, so that it sounds at once when it is."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing

import httpx
import structlog
from contracts.base import Language
from contracts.errors import VisavisError
from contracts.trace import Decision
from contracts.turns import Delta, NothingAhead, Prepared, PreparedQuestion, QuestionPreparation, TurnSubmission
from engines.tts.sentences import SentenceSplitter
from prometheus_client import Counter
from pydantic import ValidationError

from media_server.core_client import CoreClient
from media_server.speaking.speaker import Speaker
from media_server.tasks import cancelled

log = structlog.get_logger(__name__)

PREPARATIONS = Counter("visavis_question_preparations", "Questions made ahead of their turn", ["outcome"])


class Preparation:
    """Starts with its making; whoever made it calls `use` or `drop`. One that fails costs nothing but itself.

    `pieces` are read once. `sealed` is the whole question once backend-core has sealed it.
    """

    def __init__(self, core: CoreClient, answer: QuestionPreparation, language: Language, speaker: Speaker) -> None:
        self.answer = answer
        self.sealed: PreparedQuestion | None = None
        self._core = core
        self._language = language
        self._speaker = speaker
        self._pieces: asyncio.Queue[str | None] = asyncio.Queue()
        self._has_nothing = False
        self._began = asyncio.get_running_loop().time()
        self._making = asyncio.create_task(self._make(), name="prepare")

    @property
    def void(self) -> str | None:
        """Why its making ended without a question, where it did."""
        if not self._making.done() or self.sealed:
            return None
        return "nothing_to_ask" if self._has_nothing else "failed"

    def fits(self, submission: TurnSubmission) -> bool:
        """Whether it was made from these words. They are written for people only once the answer has ended.

        Nobody is asked on about words that turned out unreliable.
        """
        asks_on = self.sealed is None or not isinstance(self.sealed.chosen, Decision)
        if asks_on and submission.unreliable_reason != self.answer.unreliable_reason:
            return False
        said = " ".join(word.text for word in submission.words)
        return _bare(self.answer.text) in {_bare(submission.text), _bare(said)}

    async def pieces(self) -> AsyncIterator[str]:
        """All of its pieces, as they come. Ends when it is whole or has failed."""
        while (piece := await self._pieces.get()) is not None:
            yield piece

    def worked_until(self, moment: float) -> float:
        """Seconds of work that were done by then, up to the first sentence's sound."""
        return min(moment, self._speaker.prepared_at or moment) - self._began

    async def use(self) -> None:
        """It has been asked."""
        PREPARATIONS.labels("used").inc()
        await cancelled([self._making])

    async def drop(self, reason: str) -> None:
        """Cancel all of it. `reason` is counted."""
        PREPARATIONS.labels(reason).inc()
        await cancelled([self._making])
        await self._speaker.forget()

    async def _make(self) -> None:
        text = ""
        splitter: SentenceSplitter | None = SentenceSplitter()
        try:
            async with aclosing(self._core.prepare(self.answer, self._language)) as replies:
                async for reply in replies:
                    match reply:
                        case Delta(text=piece):
                            text += piece
                            self._pieces.put_nowait(piece)
                            sentences = splitter.push(piece) if splitter else []
                        case Prepared(chosen=chosen, seal=seal):
                            self.sealed = PreparedQuestion(answer=self.answer.text, text=text, chosen=chosen, seal=seal)
                            sentences = splitter.flush() if splitter else []
                        case NothingAhead():
                            self._has_nothing = True
                            sentences = []
                    if sentences:
                        self._speaker.prepare(sentences[0].text)
                        splitter = None
        except (VisavisError, ValidationError, httpx.TransportError) as error:
            # The question is made once the turn has ended, as if nobody had tried.
            log.warning("the next question was not prepared", turn=self.answer.turn, error=type(error).__name__)
        finally:
            self._pieces.put_nowait(None)


def _bare(text: str) -> str:
    """Letters and digits alone."""
    return "".join(filter(str.isalnum, text)).casefold()
