"""A check: the candidate tries out connection, sound and camera. Nothing is asked, recognised or kept."""

import asyncio
from contextlib import suppress

import structlog
from contracts.base import InterviewStatus, Language
from contracts.errors import CalibrationFailed, ConsentMissing, EngineFailed
from contracts.live import Calibrate, Calibrated, ClientMessage, SessionContext, SoundCheck, TurnState, VoiceSettings
from contracts.preferences import VoicePreferences
from engines.face.geometry import Geometry
from engines.sound.trouble import SoundWatch
from engines.stt import Pcm
from engines.tts import Voice

from media_server.hearing.listener import Listener
from media_server.rtc.channel import Channel
from media_server.speaking.sentences import Utterance
from media_server.speaking.speaker import Speaker
from media_server.watching.calibration import Calibrator
from media_server.watching.pool import Watcher

log = structlog.get_logger(__name__)

LASTS_SECONDS = 600.0
CALIBRATION_PATIENCE = 8.0
"""Seconds in which a first frame has to come, and then three seconds of them; none come from a camera that is off."""
LOADING_PATIENCE = 20.0
"""Seconds for the tracker to load, which starts with the server's first frame."""
SENTENCES = {
    Language.KO: "안녕하세요. 제 목소리가 잘 들리시나요?",
    Language.EN: "Hello. Can you hear me well?",
}


class Check:
    """Answers what a device-check page asks for, one wish after the other."""

    turn = 0
    heard_seconds = None

    def __init__(self, context: SessionContext, voice: Voice, listener: Listener, channel: Channel) -> None:
        self._language = context.language
        self._status = context.status
        self._channel = channel
        self.watcher: Watcher | None = None
        """Of the camera; None without the consent to it."""
        self._listener = listener
        self._sound = SoundWatch()
        self._wishes: asyncio.Queue[Calibrate | SoundCheck] = asyncio.Queue(maxsize=3)
        self._calibrator: Calibrator | None = None
        self._calibrated = asyncio.Event()
        self.speaker = Speaker(
            voice, context.language, context.preferences.voice, on_words=lambda _: None, on_sound=lambda: None
        )

    def receive(self, message: ClientMessage) -> None:
        """A message of the page; wishes beyond a few that wait are dropped."""
        match message:
            case Calibrate() | SoundCheck():
                with suppress(asyncio.QueueFull):
                    self._wishes.put_nowait(message)
            case VoiceSettings(speed=speed, voice=name):
                self.speaker.preferences = VoicePreferences(speed=speed, voice=name)
            case _:
                pass

    def _hear(self, window: Pcm, speech: bool) -> None:
        """What is wrong with the microphone is told before the interview; nothing of it is kept."""
        before = self._sound.trouble
        self._sound.add(window, speech=speech)
        if (trouble := self._sound.trouble) is not before:
            self._channel.advise(trouble)

    def look(self, geometry: Geometry | None, at: float) -> None:
        """What a frame showed; of use only while a calibration runs."""
        if self._calibrator and self._calibrator.take(geometry, at):
            self._calibrated.set()

    async def run(self) -> InterviewStatus:
        """Serve until cancelled; a page that was forgotten open is let go after ten minutes."""
        self._channel.send(TurnState(phase="listening", turn=0))
        self._listener.on_window = self._hear
        with suppress(TimeoutError):
            async with asyncio.timeout(LASTS_SECONDS):
                while True:
                    await self._grant(await self._wishes.get())
        return self._status

    async def _grant(self, wish: Calibrate | SoundCheck) -> None:
        match wish:
            case SoundCheck():
                await self._speak()
            case Calibrate() if self.watcher is None:
                self._channel.report(ConsentMissing(purpose="delivery"))
            case Calibrate():
                await self._calibrate(self.watcher)

    async def _speak(self) -> None:
        self._channel.send(TurnState(phase="speaking", turn=0))
        self._listener.on_window = None  # the interviewer's own voice may come back through the microphone
        sentence = Utterance(SENTENCES[self._language])
        sentence.end()
        try:
            await self.speaker.speak(aiter(sentence))
        except EngineFailed as error:
            self._channel.report(error)
        self._listener.on_window = self._hear
        self._channel.send(TurnState(phase="listening", turn=0))

    async def _calibrate(self, watcher: Watcher) -> None:
        self._calibrated.clear()
        calibrator = self._calibrator = Calibrator()
        with suppress(TimeoutError):
            await asyncio.wait_for(watcher.shown.wait(), CALIBRATION_PATIENCE)
            await asyncio.wait_for(watcher.following.wait(), LOADING_PATIENCE)
            await asyncio.wait_for(self._calibrated.wait(), CALIBRATION_PATIENCE)
        self._calibrator = None
        try:
            self._channel.send(Calibrated(calibration=calibrator.result()))
        except CalibrationFailed as error:
            self._channel.report(error)
