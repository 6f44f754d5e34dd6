"""A call on a scripted timeline: what is said and pressed when, and the exact moment of everything that follows.

The conversation, its hearing and its speaking are the real ones. Doubles stand for the engines, for backend-core and
for the clock. The candidate's sound arrives in windows of 32 ms, the interviewer's leaves in frames of 20 ms, so that
every moment lies on one of these grids or an engine's latency behind it.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np
from contracts.base import ConsentPurpose, InterviewMode, InterviewStatus, Language
from contracts.live import (
    AnswerClock,
    Caption,
    ClientMessage,
    LiveError,
    QuestionStarted,
    SessionContext,
    StageTimes,
    TurnState,
)
from contracts.preferences import Accommodations, Preferences
from media_server.conversation import Conversation
from media_server.core_client import CoreClient
from media_server.hearing.listener import Listener
from media_server.hearing.policy import TurnPolicy
from media_server.rtc.channel import Channel, Inbox
from media_server.tasks import cancelled, first_of
from uuid_utils import uuid7

from media_doubles.engines import WINDOW, ScriptedRecognizer, ScriptedVad, ScriptedVoice, Talk, sound_of
from media_doubles.scripted_core import ScriptedCore
from media_doubles.virtual_time import run_in_virtual_time

QUESTIONS = {
    Language.EN: ["Please introduce yourself.", "What did you learn?"],
    Language.KO: ["자기소개를 해 주세요.", "무엇을 배웠나요?"],
}
Moment = tuple[float, str]


@dataclass
class Call:
    """Write the script, then `run`.

    What happened is in `log`, what hanging up led to in `aftermath`, and the candidate's captions in `captions`.
    """

    language: Language = Language.EN
    policy: TurnPolicy = field(default_factory=TurnPolicy)
    accommodations: Accommodations = field(default_factory=Accommodations)

    def __post_init__(self) -> None:
        self.log: list[Moment] = []
        self.aftermath: list[Moment] = []
        self._log = self.log
        self.captions: list[Moment] = []
        self.stages: list[StageTimes] = []
        self.voice = ScriptedVoice()
        self.core = ScriptedCore(list(QUESTIONS[self.language]), self.language, self._note)
        self.talks: list[Talk] = []
        self.recognizer = ScriptedRecognizer(self.talks)
        self._presses: list[tuple[float, ClientMessage]] = []
        self._state: TurnState | None = None

    def says(self, start: float, end: float, text: str, first_heard_as: str | None = None) -> "Call":
        self.talks.append(Talk(start, end, text, first_heard_as))
        return self

    def coughs(self, start: float, end: float) -> "Call":
        self.talks.append(Talk(start, end))
        return self

    def presses(self, at: float, message: ClientMessage) -> "Call":
        self._presses.append((at, message))
        return self

    def run(self, until: float) -> list[Moment]:
        """The log of the call, which is hung up at `until` unless it has ended before."""
        run_in_virtual_time(self._hold(until))
        return self.log

    async def _hold(self, until: float) -> None:
        core = CoreClient("http://core", "token", timedelta(seconds=5), transport=self.core)
        listener = Listener(ScriptedVad(), self.policy)
        channel = Channel(self.language)
        conversation = Conversation(
            context=self._context(),
            core=core,
            recognizer=self.recognizer,
            voice=self.voice,
            listener=listener,
            channel=channel,
            policy=self.policy,
            on_turn=lambda turn: None,
            on_answer=lambda turn, metrics, reliable: None,
        )
        around = [
            asyncio.create_task(work, name=name)
            for name, work in {
                "page": self._read(channel.attach()),
                "loudspeaker": self._listen(conversation),
                "microphone": self._speak(listener),
                "fingers": self._press(conversation),
            }.items()
        ]
        try:
            await first_of(conversation.run(), self._hang_up(until))
        finally:
            await cancelled(around)
            await core.close()

    def _context(self) -> SessionContext:
        return SessionContext(
            purpose="interview",
            interview_id=str(uuid7()),
            candidate_id=str(uuid7()),
            mode=InterviewMode.PRACTICE,
            status=InterviewStatus.LIVE,
            language=self.language,
            consents=[ConsentPurpose.TRANSCRIPTION],
            total_questions=len(self.core.questions),
            question=self.core.question(1),
            preferences=Preferences(accommodations=self.accommodations),
        )

    async def _hang_up(self, at: float) -> None:
        await asyncio.sleep(at)
        self._log = self.aftermath

    def _note(self, what: str) -> None:
        self._log.append((self._now, what))

    @property
    def _now(self) -> float:
        return round(asyncio.get_running_loop().time(), 3)

    async def _speak(self, listener: Listener) -> None:
        """A window is heard when its last sample is there."""
        loop = asyncio.get_running_loop()
        window = 0
        while True:
            await asyncio.sleep((window + 1) * WINDOW - loop.time())
            listener.hear(sound_of(window, self.talks))
            window += 1

    async def _press(self, conversation: Conversation) -> None:
        for at, message in self._presses:
            await asyncio.sleep(at - asyncio.get_running_loop().time())
            conversation.receive(message)

    async def _listen(self, conversation: Conversation) -> None:
        sounds = False
        while True:
            samples = (await conversation.speaker.track.recv()).to_ndarray()
            if bool(np.any(samples)) != sounds:
                sounds = not sounds
                self._note("sound" if sounds else "silence")

    async def _read(self, inbox: Inbox) -> None:
        while (message := await inbox.get()) is not None:
            match message:
                case TurnState():
                    self._read_state(message)
                case QuestionStarted(question=question):
                    self._note(f"question {question.turn}")
                case Caption(text=text):
                    self.captions.append((self._now, text))
                case AnswerClock(heard=heard):
                    self._note(f"heard {heard}")
                case LiveError(error=error):
                    self._note(error)
                case StageTimes():
                    self.stages.append(message)

    def _read_state(self, state: TurnState) -> None:
        if state == self._state:
            return
        self._state = state
        prep = f", {round(state.prep_seconds, 3):g} s to prepare" if state.prep_seconds is not None else ""
        self._note(state.phase + prep + (", held" if state.held else ""))
