"""The interview as a conversation: ask, hear, hand in, ask on.

backend-core owns the interview and decides what is asked; this is the voice and the ear. One task runs `run`; sound and
the page's messages reach it as events in one queue, so that each phase reads top to bottom and nothing races.
"""

import asyncio
from collections.abc import Callable
from contextlib import aclosing, suppress
from dataclasses import dataclass

import structlog
from contracts.base import AnswerSource, ConsentPurpose, InterviewStatus
from contracts.errors import (
    ConsentMissing,
    EmptyAnswer,
    EngineFailed,
    LanguageUnsupported,
    TurnOutOfOrder,
    Unavailable,
)
from contracts.live import (
    Caption,
    ClientMessage,
    Done,
    Moment,
    QuestionStarted,
    QuestionWords,
    Repeat,
    SessionContext,
    TurnPhase,
    TurnState,
    TypeInstead,
    VoiceSettings,
)
from contracts.preferences import VoicePreferences
from contracts.questions import AskedQuestion
from contracts.speech import SpeechMetrics
from contracts.turns import MAX_ANSWER_CHARS, Asked, Delta, Ended, TurnSubmission
from engines.stt import Recognizer
from engines.tts import Voice

from media_server.core_client import CoreClient, Restarted
from media_server.hearing.answer import Answer, Heard, HearingEvent, HearingFailed, Unfinished
from media_server.hearing.listener import Listener
from media_server.hearing.turns import BargeIn, BargeInDetector, TurnDetector, TurnEnd, TurnPolicy
from media_server.rtc.channel import Channel
from media_server.speaking.sentences import Utterance
from media_server.speaking.speaker import Speaker
from media_server.tasks import to_the_end
from media_server.timing import TurnClock

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Spoken:
    """Utterance number `number` has sounded to its end, or could not be spoken."""

    number: int
    error: EngineFailed | None = None


_Event = HearingEvent | _Spoken | Moment | Done | Repeat | TypeInstead


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
        self._recognizer = recognizer
        self._voice = voice
        self._listener = listener
        self._channel = channel
        self._policy = policy
        self._on_turn = on_turn
        self._on_answer = on_answer
        self._events: asyncio.Queue[_Event] = asyncio.Queue()
        self._speaker = Speaker(
            voice, context.language, context.preferences.voice, on_words=self._words_sounded, on_sound=self._sounded
        )
        self._speech: asyncio.Task[None] | None = None
        self._answer: Answer | None = None
        self.unfinished = unfinished if unfinished and self._is_open(unfinished.turn) else None
        self._clock: TurnClock | None = None
        self._phase: TurnPhase = "connecting"
        self._utterances = 0
        self._spoken = 0
        self._announced = False
        self.turn = context.question.turn if context.question else context.total_questions

    def _is_open(self, turn: int) -> bool:
        return self._context.question is not None and self._context.question.turn == turn

    @property
    def speaker(self) -> Speaker:
        return self._speaker

    def receive(self, message: ClientMessage) -> None:
        """A message of the page. What comes while no answer is open would be taken for the next one: refused."""
        match message:
            case TypeInstead(text=text) if not text.strip():
                self._channel.report(EmptyAnswer())
            case TypeInstead() if self._phase not in ("speaking", "listening", "paused"):
                self._channel.report(TurnOutOfOrder())
            case Moment() | Done() | Repeat() | TypeInstead():
                if self._phase in ("speaking", "listening", "paused"):
                    self._events.put_nowait(message)
            case VoiceSettings(speed=speed, voice=name):
                self._speaker.preferences = VoicePreferences(speed=speed, voice=name)
            case _:
                pass

    async def run(self) -> InterviewStatus:
        """The interview's status once it has ended and the closing words have sounded. Raises `VisavisError`."""
        try:
            question = self._context.question
            if question is None:
                return self._context.status
            self._report_deafness()
            self._announce(question)
            await (self._go_on(question) if self.unfinished else self._speak(question))
            while True:
                outcome = await self._hand_in(await self._hear_answer(question))
                if isinstance(outcome, Ended):
                    return outcome.status
                question = outcome
        finally:
            await to_the_end(self._stop())

    async def _stop(self) -> None:
        await self._fall_silent()
        if self._answer and self._announced:
            self.unfinished = Unfinished(self.turn, await self._answer.break_off())
        await self._close_answer()

    # Hearing

    async def _hear_answer(self, question: AskedQuestion) -> TurnSubmission:
        while True:
            event = await self._events.get()
            match event:
                case _Spoken(number=number, error=error) if number == self._utterances:
                    self._words_sounded(len(question.text))
                    if error:
                        self._channel.report(error)
                    await self._listen()
                case BargeIn():
                    await self._give_way(event)
                case Heard(hypothesis=heard):
                    self._channel.send(Caption(turn=question.turn, text=heard.text, stable=heard.stable))
                case HearingFailed(error=failure):
                    self._channel.report(failure)
                case Moment() | Done() | Repeat():
                    await self._obey(event, question)
                case TypeInstead(text=text):
                    return await self._typed(question, text)
                case TurnEnd() if self._answer:
                    return await self._spoken_answer(question, self._answer, event)

    async def _obey(self, wish: Moment | Done | Repeat, question: AskedQuestion) -> None:
        match wish:
            case Repeat():
                await self._speak(question)
            case Moment() if self._answer:
                self._answer.moment()
            case Done() if self._answer and self._phase == "listening":
                self._answer.done()

    async def _listen(self) -> None:
        if self._answer is None:
            # It could not be heard while the question was spoken; perhaps it can now.
            await self._open_answer()
        if self._answer:
            self._answer.begin()
        self._enter("listening")

    async def _give_way(self, action: BargeIn) -> None:
        if self._phase not in ("speaking", "paused"):
            return
        match action:
            case BargeIn.PAUSE:
                self._speaker.track.paused = True
                self._enter("paused")
            case BargeIn.RESUME:
                self._speaker.track.paused = False
                self._enter("speaking")
            case BargeIn.YIELD:
                await self._fall_silent()
                await self._listen()

    async def _typed(self, question: AskedQuestion, text: str) -> TurnSubmission:
        await self._fall_silent()
        await self._close_answer()
        self._clock = TurnClock(question.turn, last_speech=None)
        self._on_answer(question.turn, None, True)
        self._channel.send(Caption(turn=question.turn, text=text, stable=len(text), final=True))
        return TurnSubmission(
            interview_id=self._context.interview_id,
            turn=question.turn,
            question_id=question.id,
            text=text,
            source=AnswerSource.TYPED,
        )

    async def _spoken_answer(self, question: AskedQuestion, answer: Answer, end: TurnEnd) -> TurnSubmission:
        clock = self._clock = TurnClock(question.turn, answer.last_speech_arrival)
        clock.note_endpoint()
        await self._fall_silent()
        self._enter("thinking")
        recognition = await answer.finish()
        clock.note_recognised()
        text = recognition.text[:MAX_ANSWER_CHARS]
        self.unfinished = Unfinished(question.turn, answer.as_earlier(recognition))
        metrics = answer.metrics(recognition, self._context.language)
        self._channel.send(Caption(turn=question.turn, text=text, stable=len(text), final=True))
        self._on_answer(question.turn, metrics, recognition.unreliable_reason is None)
        await self._close_answer()
        log.info("turn ended", turn=question.turn, reason=end.reason, words=len(recognition.words))
        return TurnSubmission(
            interview_id=self._context.interview_id,
            turn=question.turn,
            question_id=question.id,
            text=text,
            source=AnswerSource.SPEECH,
            words=recognition.words,
            metrics=metrics,
            unreliable_reason=recognition.unreliable_reason or (None if text.strip() else "nothing_heard"),
            recognizer=self._recognizer.name,
        )

    # Handing in

    async def _hand_in(self, submission: TurnSubmission) -> AskedQuestion | Ended:
        """The next question, which is being spoken already, or the end, whose words have sounded.

        While backend-core is away the page is told so and the answer is kept and offered again.
        """
        self._enter("thinking")
        self._announced = False
        while not self._events.empty():
            self._events.get_nowait()
        while True:
            try:
                return await self._ask_next(submission)
            except Unavailable as error:
                self._channel.report(error)

    async def _ask_next(self, submission: TurnSubmission) -> AskedQuestion | Ended:
        await self._fall_silent()
        utterance = Utterance()
        async with aclosing(self._core.submit(submission, self._context.language)) as replies:
            async for reply in replies:
                self.unfinished = None  # a reply means that the answer is on the record
                match reply:
                    case Delta(text=piece):
                        self._note_question()
                        if self._speech is None:
                            await self._start_speaking(utterance)
                        utterance.push(piece)
                    case Restarted():
                        await self._fall_silent()
                        utterance = Utterance()
                    case Asked(question=question):
                        utterance.end()
                        self._announce(question)
                        return question
                    case Ended():
                        await self._close(reply)
                        return reply
        raise Unavailable

    async def _close(self, ended: Ended) -> None:
        self._note_question()
        closing = Utterance(ended.closing)
        closing.end()
        with suppress(EngineFailed):
            await self._speaker.speak(aiter(closing))
        self._enter("ended")

    # Speaking

    async def _speak(self, question: AskedQuestion) -> None:
        """Ask `question`, for the first time on this connection or once more."""
        await self._fall_silent()
        utterance = Utterance(question.text)
        utterance.end()
        await self._start_speaking(utterance)
        self._enter("speaking")

    async def _go_on(self, question: AskedQuestion) -> None:
        """Listen on, without asking again: the candidate was in the middle of the answer when the connection broke."""
        await self._open_answer()
        self._words_sounded(len(question.text))
        if self._answer:
            self._channel.send(Caption(turn=self.turn, text=self._answer.text, stable=len(self._answer.text)))
        await self._listen()
        if self._answer:
            self._answer.moment()  # whoever has just come back needs a second to go on

    async def _start_speaking(self, utterance: Utterance) -> None:
        """Speak, and hear from now on: an answer may start before its question ends."""
        self._spoken = 0
        self._utterances += 1
        await self._open_answer()
        self._speech = asyncio.create_task(self._say(utterance, self._utterances), name="speak")

    async def _say(self, utterance: Utterance, number: int) -> None:
        try:
            await self._speaker.speak(aiter(utterance))
            self._events.put_nowait(_Spoken(number))
        except EngineFailed as error:
            self._events.put_nowait(_Spoken(number, error))
        except Exception as error:  # whatever ails the voice, the question can be read and answered
            log.error("the question could not be spoken", exc_info=error)
            self._events.put_nowait(_Spoken(number, EngineFailed(engine=self._voice.name)))

    async def _fall_silent(self) -> None:
        if self._speech:
            self._speech.cancel()
            await asyncio.wait([self._speech])
            self._speech = None

    def _announce(self, question: AskedQuestion) -> None:
        self.turn = question.turn
        self._announced = True
        self._on_turn(question.turn)
        self._channel.send(QuestionStarted(question=question))
        self._enter("speaking")
        if self._spoken:
            self._channel.send(QuestionWords(turn=self.turn, spoken=self._spoken))

    def _words_sounded(self, spoken: int) -> None:
        """Words may sound before backend-core has put their question on the record; the page learns of both then."""
        if spoken <= self._spoken:
            return
        self._spoken = spoken
        if self._announced:
            self._channel.send(QuestionWords(turn=self.turn, spoken=spoken))

    def _sounded(self) -> None:
        """The first sample is on its way: the turn's times are complete."""
        if clock := self._clock:
            self._clock = None
            clock.synthesised = self._speaker.synthesised_at
            clock.sounded = self._speaker.sounded_at
            if stages := clock.times():
                self._channel.send(stages)

    def _note_question(self) -> None:
        if self._clock:
            self._clock.note_question()

    # The answer that is open

    @property
    def hears(self) -> bool:
        """Whether speech is recognised: with consent, in a language that the recogniser knows."""
        return ConsentPurpose.TRANSCRIPTION in self._context.consents and self._recognizer.hears(self._context.language)

    def _report_deafness(self) -> None:
        if ConsentPurpose.TRANSCRIPTION not in self._context.consents:
            self._channel.report(ConsentMissing(purpose=ConsentPurpose.TRANSCRIPTION), lasting=True)
        elif not self.hears:
            self._channel.report(LanguageUnsupported(engine=self._recognizer.name), lasting=True)

    async def _open_answer(self) -> None:
        barge_in = BargeInDetector(self._policy)
        if self._answer:
            self._answer.suspend(barge_in)
        elif self.hears:
            try:
                stream = await self._recognizer.open(self._context.language)
            except Unavailable as error:
                self._channel.report(error)
                return
            detector = TurnDetector(self._policy, self._context.language)
            earlier = self.unfinished.earlier if self.unfinished else None
            self.unfinished = None
            self._answer = Answer(stream, detector, barge_in, self._events.put_nowait, earlier)
            self._listener.answer = self._answer

    async def _close_answer(self) -> None:
        self._listener.answer = None
        if answer := self._answer:
            self._answer = None
            await answer.close()

    def _enter(self, phase: TurnPhase) -> None:
        self._phase = phase
        self._channel.send(TurnState(phase=phase, turn=self.turn))
