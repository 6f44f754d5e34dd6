"""Asking: a question spoken, and shown on the page in step with its sound."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import structlog
from contracts.base import Language
from contracts.errors import EngineFailed
from contracts.live import QuestionStarted, QuestionWords
from contracts.preferences import VoicePreferences
from contracts.questions import AskedQuestion
from engines.tts import Voice

from media_server.rtc.channel import Channel
from media_server.speaking.sentences import Utterance
from media_server.speaking.speaker import Speaker
from media_server.timing import TurnClock

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Spoken:
    """Utterance number `number` has sounded to its end, or could not be spoken."""

    number: int
    error: EngineFailed | None = None


class Asker:
    """One connection's interviewer's mouth. `emit` is told when an utterance is over.

    Words may sound before backend-core has put their question on the record; the page learns of both at `announce`.
    """

    def __init__(
        self,
        voice: Voice,
        language: Language,
        preferences: VoicePreferences,
        *,
        channel: Channel,
        emit: Callable[[Spoken], None],
    ) -> None:
        self._voice = voice
        self._channel = channel
        self._emit = emit
        self._speech: asyncio.Task[None] | None = None
        self._number = 0
        self._turn: int | None = None
        self._sounded_to = 0
        self.speaker = Speaker(voice, language, preferences, on_words=self.words_sounded, on_sound=self._sounded)
        self.clock: TurnClock | None = None
        """Of the turn that has ended, until the next question's first sample."""

    @property
    def speaks(self) -> bool:
        return self._speech is not None

    @property
    def has_announced(self) -> bool:
        """Whether the page knows of what is being, or was last, spoken."""
        return self._turn is not None

    def is_latest(self, spoken: Spoken) -> bool:
        return spoken.number == self._number

    def speak(self, utterance: Utterance) -> None:
        """Begin to speak; nothing else may be being spoken."""
        self._sounded_to = 0
        self._number += 1
        self._speech = asyncio.create_task(self._say(utterance, self._number), name="speak")

    async def fall_silent(self) -> None:
        if self._speech:
            self._speech.cancel()
            await asyncio.wait([self._speech])
            self._speech = None

    async def close(self) -> None:
        await self.fall_silent()
        await self.speaker.forget()

    def announce(self, question: AskedQuestion) -> None:
        """The question is on the record: show it."""
        self._turn = question.turn
        self._channel.send(QuestionStarted(question=question))

    def withdraw(self) -> None:
        """What is spoken from here on is not announced yet."""
        self._turn = None

    def show_words(self) -> None:
        """Tell the page how much has sounded, as far as it may know of it."""
        if self._turn is not None and self._sounded_to:
            self._channel.send(QuestionWords(turn=self._turn, spoken=self._sounded_to))

    def words_sounded(self, spoken: int) -> None:
        if spoken > self._sounded_to:
            self._sounded_to = spoken
            self.show_words()

    async def close_with(self, words: str) -> None:
        """Speak the closing words to their end; a voice that fails does not keep the interview from ending."""
        utterance = Utterance(words)
        utterance.end()
        with suppress(EngineFailed):
            await self.speaker.speak(aiter(utterance))

    async def _say(self, utterance: Utterance, number: int) -> None:
        try:
            await self.speaker.speak(aiter(utterance))
            self._emit(Spoken(number))
        except EngineFailed as error:
            self._emit(Spoken(number, error))
        except Exception as error:  # whatever ails the voice, the question can be read and answered
            log.error("the question could not be spoken", exc_info=error)
            self._emit(Spoken(number, EngineFailed(engine=self._voice.name)))

    def _sounded(self) -> None:
        """The first sample is on its way: the turn's times are complete."""
        if clock := self.clock:
            self.clock = None
            clock.synthesised = self.speaker.synthesised_at
            clock.sounded = self.speaker.sounded_at
            if stages := clock.times():
                self._channel.send(stages)
