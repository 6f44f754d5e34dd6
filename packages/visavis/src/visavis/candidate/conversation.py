"""The candidate's side of the conversation: wait until it is one's turn, answer, and note what happened."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog
from contracts.base import AnswerSource
from contracts.live import (
    Caption,
    Done,
    LiveError,
    QuestionStarted,
    ServerMessage,
    SessionEnded,
    StageTimes,
    TurnState,
    TypeInstead,
)
from contracts.questions import AskedQuestion

from visavis.candidate.ear import Ear
from visavis.candidate.errors import CandidateError, ConnectionLost, SessionRefused
from visavis.candidate.live import LiveConnection
from visavis.candidate.record import Captions, Said
from visavis.candidate.voice import Clip, Voice

log = structlog.get_logger(__name__)

REACTION_SECONDS = 0.6
"""Between the interviewer's last sound and the candidate's first: nobody answers faster."""
PATIENCE_SECONDS = 8.0
"""How long to wait for the turn to end by itself before saying "I'm done"; twice that before giving up."""


@dataclass(frozen=True)
class TypedAnswer:
    text: str


PlannedAnswer = Clip | TypedAnswer
Answers = Callable[[AskedQuestion], Awaitable[PlannedAnswer]]


@dataclass
class TurnNotes:
    """What is known of one turn so far."""

    question: AskedQuestion
    said: Said | None = None
    partials: int = 0
    final: str | None = None
    stages: StageTimes | None = None

    @property
    def captions(self) -> Captions:
        return Captions(partials=self.partials, final=self.final)


@dataclass
class Notes:
    turns: dict[int, TurnNotes] = field(default_factory=dict)
    errors: list[LiveError] = field(default_factory=list)
    ended: bool = False


class Conversation:
    """Holds one interview over one connection after another; `notes` grow as it goes.

    `answers` plans the answer to a question. `give_up` ends the interview where neither silence nor "I'm done" brings
    it forward, as a person would with the button that leaves it.
    """

    def __init__(self, voice: Voice, ear: Ear, answers: Answers, give_up: Callable[[], Awaitable[None]]) -> None:
        self.notes = Notes()
        self._voice = voice
        self._ear = ear
        self._answers = answers
        self._give_up = give_up
        self._answering: tuple[int, asyncio.Task[None]] | None = None
        self._listening = asyncio.Event()
        self._words_given = 0

    async def hold(self, connection: LiveConnection, first_question: AskedQuestion) -> None:
        """Go on until the session ends. Raises `ConnectionLost` or `SessionRefused` where the connection ends before.

        Held again over another connection, it goes on at the question that is open there: an answer that was not
        handed in is given again from its beginning.
        """
        self.notes.turns.setdefault(first_question.turn, TurnNotes(first_question))
        try:
            async for message in connection.messages():
                await self._note(message)
                if isinstance(message, TurnState):
                    await self._follow(message, connection)
                if self.notes.ended:
                    return
        except ConnectionLost:
            if not self.notes.ended:
                raise
        finally:
            await self._leave_turn()

    async def _note(self, message: ServerMessage) -> None:
        turns = self.notes.turns
        match message:
            case QuestionStarted(question=question):
                turns.setdefault(question.turn, TurnNotes(question))
                self._ear.attend(question.turn)
            case Caption(turn=turn, text=text, final=final) if turn in turns:
                turns[turn].partials += not final
                turns[turn].final = text if final else turns[turn].final
            case StageTimes(turn=turn) if turn in turns:
                turns[turn].stages = message
            case LiveError():
                self.notes.errors.append(message)
                if message.fatal:
                    raise SessionRefused(message)
            case SessionEnded():
                self.notes.ended = True
            case _:
                pass

    async def _follow(self, state: TurnState, connection: LiveConnection) -> None:
        if state.phase == "listening":
            self._words_given += 1
            self._listening.set()
            await self._take_turn(state.turn, connection)
            return
        # The interviewer took the turn: a person stops talking.
        self._listening.clear()
        self._voice.pause()
        if state.phase == "speaking":
            self._ear.attend(state.turn)
            if self._answering and self._answering[0] != state.turn:
                await self._leave_turn()
        elif state.phase == "thinking":
            # The first words of the next question, or the closing ones, sound before they are announced.
            self._ear.attend(state.turn + 1)

    async def _take_turn(self, turn: int, connection: LiveConnection) -> None:
        """Start to answer `turn`, or go on with it where the interviewer gives the word back."""
        if self._answering and self._answering[0] == turn:
            self._voice.resume()
            return
        await self._leave_turn()
        if turn not in self.notes.turns:
            raise CandidateError(f"The media server listens for the answer to turn {turn}, which it never asked.")
        self._answering = (turn, asyncio.create_task(self._answer(self.notes.turns[turn], connection)))

    async def _answer(self, notes: TurnNotes, connection: LiveConnection) -> None:
        answer = await self._answers(notes.question)
        await asyncio.sleep(REACTION_SECONDS)
        await self._ear.quiet_for(REACTION_SECONDS)
        if isinstance(answer, TypedAnswer):
            notes.said = Said(source=AnswerSource.TYPED, name="typed", reference=answer.text)
            await connection.send(TypeInstead(text=answer.text))
            return
        notes.said = Said(
            source=AnswerSource.SPEECH, name=answer.name, seconds=round(answer.duration, 2), reference=answer.text
        )
        self._voice.say(answer)
        await self._voice.silent.wait()
        await self._listened_for(PATIENCE_SECONDS)
        log.info("the turn did not end by itself", turn=notes.question.turn)
        notes.said = notes.said.model_copy(update={"done": True})
        await connection.send(Done())
        await self._listened_for(2 * PATIENCE_SECONDS)
        log.info("giving up", turn=notes.question.turn)
        await self._give_up()
        self.notes.ended = True
        await connection.close()

    async def _listened_for(self, seconds: float) -> None:
        """Wait until the interviewer has been listening for `seconds` on end."""
        while True:
            await self._listening.wait()
            words_given = self._words_given
            await asyncio.sleep(seconds)
            if self._listening.is_set() and self._words_given == words_given:
                return

    async def _leave_turn(self) -> None:
        """Stop answering. Raises what went wrong while answering."""
        left = self._voice.stop()
        if self._answering is None:
            return
        turn, task = self._answering
        self._answering = None
        said = self.notes.turns[turn].said
        if said is not None and left:
            self.notes.turns[turn].said = said.model_copy(update={"cut_off": round(left, 2)})
        task.cancel()
        (outcome,) = await asyncio.gather(task, return_exceptions=True)
        if isinstance(outcome, Exception):
            raise outcome
