"""The interview as a conversation: ask, hear, hand in, ask on.

backend-core owns the interview and decides what is asked; this is the order of things between the ear and the voice.
One task runs `run`; sound and the page's messages reach it as events in one queue, so that each phase reads top to
bottom and nothing races.
"""

import asyncio
from collections.abc import Callable
from contextlib import aclosing

import structlog
from contracts.base import AnswerSource, InterviewStatus
from contracts.errors import EmptyAnswer, TurnOutOfOrder, Unavailable
from contracts.live import (
    AnswerClock,
    Caption,
    ClientMessage,
    Done,
    Moment,
    ReadClock,
    Repeat,
    SessionContext,
    Start,
    TurnPhase,
    TurnState,
    TypeInstead,
    VoiceSettings,
)
from contracts.preferences import VoicePreferences
from contracts.questions import AskedQuestion
from contracts.speech import SpeechMetrics
from contracts.turns import MAX_ANSWER_CHARS, Asked, Delta, Ended, QuestionPreparation, TurnSubmission
from engines.stt import Recognizer
from engines.tts import Voice

from media_server.core_client import CoreClient, Restarted
from media_server.hearing.answer import (
    Answer,
    Heard,
    HearingEvent,
    HearingFailed,
    SoundChanged,
    Unfinished,
    WaitingChanged,
)
from media_server.hearing.barge_in import BargeIn
from media_server.hearing.ear import NOTHING_HEARD, Ear
from media_server.hearing.foresight import Foresight
from media_server.hearing.listener import Listener
from media_server.hearing.policy import TurnPolicy
from media_server.hearing.turns import TurnEnd, Waiting
from media_server.preparation import Preparation
from media_server.rtc.channel import Channel
from media_server.speaking.asker import Asker, Spoken
from media_server.speaking.sentences import Utterance
from media_server.speaking.speaker import Speaker
from media_server.tasks import to_the_end
from media_server.timing import TurnClock

log = structlog.get_logger(__name__)

_Event = HearingEvent | Spoken | Moment | Start | Done | Repeat | TypeInstead
OPEN: tuple[TurnPhase, ...] = ("speaking", "listening", "paused")
"""Phases in which an answer is open."""


class Conversation:
    """One connection's conversation, from the open question on.

    `on_turn` is told the turn that begins; `on_answer` the turn that ends, the measures of its voice (None for a typed
    answer), and whether its transcript is reliable. With `unfinished`, the open answer goes on where the last
    connection left it; `unfinished` afterwards is what this one leaves.
    """

    def __init__(
        self,
        *,
        context: SessionContext,
        core: CoreClient,
        recognizer: Recognizer,
        voice: Voice,
        listener: Listener,
        channel: Channel,
        policy: TurnPolicy,
        on_turn: Callable[[int], None],
        on_answer: Callable[[int, SpeechMetrics | None, bool], None],
        unfinished: Unfinished | None = None,
    ) -> None:
        self._context = context
        self._core = core
        self._channel = channel
        self._on_turn = on_turn
        self._on_answer = on_answer
        self._events: asyncio.Queue[_Event] = asyncio.Queue()
        self.ear = Ear(
            context, recognizer, listener, policy=policy, emit=self._events.put_nowait, unfinished=unfinished
        )
        self._asker = Asker(
            voice, context.language, context.preferences.voice, channel=channel, emit=self._events.put_nowait
        )
        self._preparation: Preparation | None = None
        self._phase: TurnPhase = "connecting"
        self.turn = context.question.turn if context.question else context.total_questions

    @property
    def speaker(self) -> Speaker:
        return self._asker.speaker

    @property
    def heard_seconds(self) -> float | None:
        """Of the open answer, by the clock that its words are timed by; None while none is heard."""
        answer = self.ear.answer if self._phase in OPEN else None
        return answer.heard_seconds if answer else None

    @property
    def unfinished(self) -> Unfinished | None:
        return self.ear.unfinished

    def receive(self, message: ClientMessage) -> None:
        """A message of the page. What comes while no answer is open would be taken for the next one: refused."""
        match message:
            case TypeInstead(text=text) if not text.strip():
                self._channel.report(EmptyAnswer())
            case TypeInstead() if self._phase not in OPEN:
                self._channel.report(TurnOutOfOrder())
            case Moment() | Start() | Done() | Repeat() | TypeInstead():
                if self._phase in OPEN:
                    self._events.put_nowait(message)
            case ReadClock(asked=asked):
                answer = self.ear.answer if self._phase in OPEN else None
                heard = answer.heard_seconds if answer else None
                self._channel.send(AnswerClock(asked=asked, turn=self.turn, heard=heard))
            case VoiceSettings(speed=speed, voice=name):
                self.speaker.preferences = VoicePreferences(speed=speed, voice=name)
            case _:
                pass

    async def run(self) -> InterviewStatus:
        """The interview's status once it has ended and the closing words have sounded. Raises `VisavisError`."""
        try:
            question = self._context.question
            if question is None:
                return self._context.status
            if deafness := self.ear.deafness:
                self._channel.report(deafness, lasting=True)
            self._announce(question)
            await (self._go_on(question) if self.unfinished else self._ask(question))
            while True:
                outcome = await self._hand_in(await self._hear_answer(question))
                if isinstance(outcome, Ended):
                    return outcome.status
                question = outcome
        finally:
            await to_the_end(self._stop())

    async def _stop(self) -> None:
        await self._drop_preparation("broken_off")
        await self._asker.close()
        if self._asker.has_announced:
            await self.ear.break_off(self.turn)
        await self.ear.close()

    # Asking

    async def _ask(self, question: AskedQuestion) -> None:
        """Ask `question`, for the first time on this connection or once more."""
        await self._asker.fall_silent()
        utterance = Utterance(question.text)
        utterance.end()
        await self._start_speaking(utterance)
        self._enter("speaking")

    async def _go_on(self, question: AskedQuestion) -> None:
        """Listen on, without asking again: the candidate was in the middle of the answer when the connection broke."""
        await self._open_ear()
        self._asker.words_sounded(len(question.text))
        if answer := self.ear.answer:
            self._channel.send(Caption(turn=self.turn, text=answer.text, stable=len(answer.text)))
        await self._listen()
        if answer := self.ear.answer:
            answer.moment()  # whoever has just come back needs a second to go on

    async def _start_speaking(self, utterance: Utterance) -> None:
        """Speak, and hear from now on: an answer may start before its question ends."""
        self._asker.speak(utterance)
        await self._open_ear()

    async def _open_ear(self) -> None:
        try:
            await self.ear.open()
        except Unavailable as error:
            self._channel.report(error)

    def _announce(self, question: AskedQuestion) -> None:
        self.turn = question.turn
        self._on_turn(question.turn)
        self._asker.announce(question)
        self._enter("speaking")
        self._asker.show_words()

    # Hearing

    async def _hear_answer(self, question: AskedQuestion) -> TurnSubmission:
        while True:
            event = await self._events.get()
            match event:
                case TypeInstead(text=text):
                    return await self._typed(question, text)
                case TurnEnd() if self.ear.answer:
                    return await self._spoken(question, self.ear.answer, event)
                case Moment() | Start() | Done() | Repeat():
                    await self._obey(event, question)
                case _:
                    await self._follow(event, question)

    async def _follow(self, event: HearingEvent | Spoken, question: AskedQuestion) -> None:
        match event:
            case Spoken(error=error) if self._asker.is_latest(event):
                self._asker.words_sounded(len(question.text))
                if error:
                    self._channel.report(error)
                await self._listen()
            case BargeIn():
                await self._give_way(event)
            case Heard(hypothesis=heard):
                self._channel.send(Caption(turn=question.turn, text=heard.text, stable=heard.stable))
            case HearingFailed(error=failure):
                self._channel.report(failure)
            case WaitingChanged():
                self._enter(self._phase)
            case Foresight.MAY_END if self.ear.answer:
                self._prepare(question, self.ear.answer.text)
            case Foresight.GOES_ON:
                await self._drop_preparation("went_on")
            case SoundChanged(trouble=trouble):
                self._channel.advise(trouble)

    async def _obey(self, wish: Moment | Start | Done | Repeat, question: AskedQuestion) -> None:
        answer = self.ear.answer
        match wish:
            case Repeat():
                await self._ask(question)
            case Moment() if answer:
                answer.moment()
            case Start() if answer:
                answer.start()
            case Done() if answer and self._phase == "listening":
                answer.done()

    async def _listen(self) -> None:
        if self.ear.answer is None:
            # It could not be heard while the question was spoken; perhaps it can now.
            await self._open_ear()
        if self.ear.answer:
            self.ear.answer.begin()
        self._enter("listening")

    async def _give_way(self, action: BargeIn) -> None:
        if self._phase not in ("speaking", "paused"):
            return
        match action:
            case BargeIn.PAUSE:
                self.speaker.track.paused = True
                self._enter("paused")
            case BargeIn.RESUME:
                self.speaker.track.paused = False
                self._enter("speaking")
            case BargeIn.YIELD:
                await self._asker.fall_silent()
                await self._listen()

    def _prepare(self, question: AskedQuestion, text: str) -> None:
        """The answer may be over: have the next question made, and the beginning of its sound."""
        if self._preparation is None:
            answer = QuestionPreparation(
                interview_id=self._context.interview_id,
                turn=question.turn,
                question_id=question.id,
                text=text[:MAX_ANSWER_CHARS],
                unreliable_reason=self.ear.expected_doubt,
            )
            self._preparation = Preparation(self._core, answer, self._context.language, self.speaker)

    async def _drop_preparation(self, reason: str) -> None:
        if preparation := self._preparation:
            self._preparation = None
            await preparation.drop(reason)

    async def _use_preparation(self) -> None:
        if preparation := self._preparation:
            self._preparation = None
            await preparation.use()

    async def _typed(self, question: AskedQuestion, text: str) -> TurnSubmission:
        await self._asker.fall_silent()
        await self._drop_preparation("went_on")
        await self.ear.close()
        self._asker.clock = TurnClock(question.turn, last_speech=None)
        self._on_answer(question.turn, None, True)
        self._channel.send(Caption(turn=question.turn, text=text, stable=len(text), final=True))
        return TurnSubmission(
            interview_id=self._context.interview_id,
            turn=question.turn,
            question_id=question.id,
            text=text,
            source=AnswerSource.TYPED,
        )

    async def _spoken(self, question: AskedQuestion, answer: Answer, end: TurnEnd) -> TurnSubmission:
        clock = self._asker.clock = TurnClock(question.turn, answer.last_speech_arrival)
        clock.note_endpoint()
        await self._asker.fall_silent()
        self._enter("thinking")
        submission = await self.ear.finish(question, answer)
        clock.note_recognised()
        if (ahead := self._preparation) and ahead.void:
            await self._drop_preparation(ahead.void)
        elif ahead and not ahead.fits(submission):
            await self._drop_preparation("other_words")
        elif ahead:
            clock.note_saved(ahead.worked_until)
        text, unreliable = submission.text, submission.unreliable_reason
        self._channel.send(Caption(turn=question.turn, text=text, stable=len(text), final=True))
        self._on_answer(question.turn, submission.metrics, unreliable in (None, NOTHING_HEARD))
        await self.ear.close()
        log.info("turn ended", turn=question.turn, reason=end.reason, words=len(submission.words))
        return submission

    # Handing in

    async def _hand_in(self, submission: TurnSubmission) -> AskedQuestion | Ended:
        """The next question, which is being spoken already, or the end, whose words have sounded.

        While backend-core is away the page is told so and the answer is kept and offered again.
        """
        self._enter("thinking")
        self._asker.withdraw()
        while not self._events.empty():
            if isinstance(event := self._events.get_nowait(), HearingFailed):
                self._channel.report(event.error)
        while True:
            try:
                return await self._ask_next(submission)
            except Unavailable as error:
                await self._drop_preparation("unavailable")
                self._channel.report(error)

    async def _ask_next(self, submission: TurnSubmission) -> AskedQuestion | Ended:
        await self._asker.fall_silent()
        utterance = Utterance()
        async with aclosing(self._core.submit(submission, self._context.language, self._preparation)) as replies:
            async for reply in replies:
                self.ear.unfinished = None  # a reply means that the answer is on the record
                match reply:
                    case Delta(text=piece):
                        self._note_question()
                        if not self._asker.speaks:
                            await self._start_speaking(utterance)
                        utterance.push(piece)
                    case Restarted():
                        await self._asker.fall_silent()
                        utterance = Utterance()
                    case Asked(question=question):
                        utterance.end()
                        self._announce(question)
                        await self._use_preparation()
                        return question
                    case Ended(closing=closing):
                        self._note_question()
                        await self._asker.close_with(closing)
                        self._enter("ended")
                        return reply
        raise Unavailable

    def _note_question(self) -> None:
        if clock := self._asker.clock:
            clock.note_question()

    def _enter(self, phase: TurnPhase) -> None:
        self._phase = phase
        answer = self.ear.answer if phase in OPEN else None
        waiting = answer.waiting if answer else Waiting()
        self._channel.send(
            TurnState(
                phase=phase,
                turn=self.turn,
                prep_seconds=waiting.prep_seconds,
                held=waiting.held,
                seconds_left=answer.seconds_left if answer else None,
            )
        )
