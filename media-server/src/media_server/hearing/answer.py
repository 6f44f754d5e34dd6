"""One answer, heard: its segments of speech, its words so far, and its end."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import structlog
from contracts.base import Language
from contracts.errors import EngineFailed
from contracts.sound import SoundTrouble
from contracts.speech import SpeechMetrics
from engines.sound.trouble import SoundWatch
from engines.stt import SAMPLE_RATE, Hypothesis, Pcm, Recognition, RecognizerStream
from engines.stt.metrics import SpeechMeter
from engines.stt.segments import SegmentEnd, Segmenter, SpeechPiece

from media_server.hearing.barge_in import BargeIn, BargeInDetector
from media_server.hearing.fade import Fade
from media_server.hearing.foresight import EndForesight, Foresight
from media_server.hearing.policy import TurnPolicy
from media_server.hearing.turns import Sound, TurnDetector, TurnEnd, Waiting, Words

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Heard:
    """The answer's words so far have changed."""

    hypothesis: Hypothesis


@dataclass(frozen=True)
class HearingFailed:
    """The recogniser failed; what it had understood before stays."""

    error: EngineFailed


@dataclass(frozen=True)
class WaitingChanged:
    """Silence counts from now on, or does not any more; or the answer is soon too long."""


@dataclass(frozen=True)
class SoundChanged:
    """Something is wrong with the microphone's sound now, or nothing any more."""

    trouble: SoundTrouble | None


HearingEvent = Heard | HearingFailed | BargeIn | Foresight | WaitingChanged | SoundChanged | TurnEnd


@dataclass(frozen=True)
class Earlier:
    """What was heard of an answer before its connection broke; the answer goes on from there."""

    recognition: Recognition
    seconds: float = 0.0
    meter: SpeechMeter = field(default_factory=SpeechMeter)

    def before(self, text: str) -> str:
        """`text` with the earlier words in front."""
        return f"{self.recognition.text} {text}".strip()


@dataclass(frozen=True)
class Unfinished:
    """An answer whose connection broke before it was handed in."""

    turn: int
    earlier: Earlier


class Answer:
    """Takes windows in real time and hands segments of speech to the recogniser, which works at its own pace.

    The answer's first sample is the one at `begin`, or the start of the speech that came before it. `emit` is called
    with every event; nothing but a failure is emitted after `finish` or `close`.
    """

    def __init__(
        self,
        stream: RecognizerStream,
        engine: str,
        language: Language,
        *,
        policy: TurnPolicy,
        emit: Callable[[HearingEvent], None],
        earlier: Earlier | None = None,
    ) -> None:
        self._earlier = earlier or Earlier(Recognition(""))
        self._stream = stream
        self._engine = engine
        self._policy = policy
        self._detector = TurnDetector(policy, language)
        self._foresight = EndForesight(policy, language)
        self._barge_in: BargeInDetector | None = None
        self._emit = emit
        self._hypothesis = Hypothesis(self._earlier.recognition.text, len(self._earlier.recognition.text))
        self._failure: EngineFailed | None = None
        self._over = False
        self._origin: int | None = None
        self._samples = 0
        self._segmenter = Segmenter()
        self._fade = Fade()
        self._meter = self._earlier.meter
        self._queue: asyncio.Queue[SpeechPiece | SegmentEnd | None] = asyncio.Queue()
        self._to_understand = 0
        self._deadline: asyncio.Timeout | None = None
        self._waiting = (False, False, False)
        self._worker = asyncio.create_task(self._recognise(), name="recognise")
        self.last_speech_arrival: float | None = None

    @property
    def text(self) -> str:
        return self._hypothesis.text

    @property
    def waiting(self) -> Waiting:
        return self._detector.waiting

    @property
    def seconds_left(self) -> float | None:
        """Of an answer that is soon too long."""
        return self._detector.seconds_left

    @property
    def sound(self) -> SoundWatch:
        """What was wrong with the answer's sound."""
        return self._meter.sound

    @property
    def heard_seconds(self) -> float | None:
        """How far the clock has come by which the answer's words are timed; None before its first sample."""
        if self._origin is None:
            return None
        return self._earlier.seconds + (self._samples - self._origin) / SAMPLE_RATE

    def metrics(self, recognition: Recognition, language: Language) -> SpeechMetrics:
        """How the answer was spoken, from its first sample on."""
        return self._meter.metrics(recognition.said, language, recognition.words)

    def begin(self) -> None:
        """The question has been asked: no more barging in, and silence counts once there was time to prepare."""
        self._barge_in = None
        self._detector.begin(self._samples)
        if self._origin is None:
            self._origin = self._samples
        elif not (self.text or self._segmenter.in_segment):
            self._origin = self._samples
            self._meter = SpeechMeter()
        self._waiting = self._standing

    def suspend(self) -> None:
        """The question is being spoken, perhaps once more; what was heard stays."""
        self._barge_in = BargeInDetector(self._policy) if self._policy.barge_in else None
        self._detector.suspend()

    def moment(self) -> None:
        self._detector.moment()
        self._note_waiting()

    def start(self) -> None:
        self._detector.start()
        self._note_waiting()

    def done(self) -> None:
        self._end(self._detector.done())
        self._note_waiting()

    def hear(self, window: Pcm, probability: float, speech: bool) -> None:
        """The next window, shape (512,)."""
        if self._over:
            return
        self._samples += len(window)
        sound = Sound(self._samples, len(window), speech, self._fade.hear(window))
        self._hand_on(self._segmenter.hear(window, speech))
        if self._origin is not None:
            self._measure(window, probability)
        if speech:
            self.last_speech_arrival = asyncio.get_running_loop().time() - sound.quiet / SAMPLE_RATE
        words = self._words()
        if self._barge_in and (action := self._barge_in.hear(sound, self.text)):
            self._emit(action)
        end = self._detector.hear(sound, words)
        if foreseen := self._foresight.hear(sound, words, counts=self._detector.counts_silence):
            self._emit(foreseen)
        self._end(end)
        self._note_waiting()

    async def finish(self) -> Recognition:
        """What was understood, once all of it has been. After a failure, or when that takes too long: the last
        hypothesis, marked unreliable.
        """
        self._over = True
        self._hand_on(self._segmenter.close())
        self._queue.put_nowait(None)
        try:
            async with asyncio.timeout(self._policy.recognition_deadline) as self._deadline:
                await self._worker
                if self._failure is None:
                    return self._whole(await self._stream.finish())
        except EngineFailed as error:
            self._fail(error)
        except TimeoutError:
            self._fail(EngineFailed(engine=self._engine))
        return Recognition(self.text, self._earlier.recognition.words, "engine_failed")

    async def break_off(self) -> Earlier:
        """The connection broke: finish with what was heard, for the answer to go on from on the next one."""
        return self.as_earlier(await self.finish())

    def as_earlier(self, recognition: Recognition) -> Earlier:
        """This answer, finished as `recognition`, as the beginning of one that goes on."""
        return Earlier(recognition, self.heard_seconds or self._earlier.seconds, self._meter)

    async def close(self) -> None:
        """Drop what is not finished; safe to call twice."""
        self._over = True
        self._worker.cancel()
        await asyncio.wait([self._worker])
        await self._stream.close()

    def _end(self, end: TurnEnd | None) -> None:
        if end and not self._over:
            self._over = True
            self._emit(end)

    def _measure(self, window: Pcm, probability: float) -> None:
        before = self.sound.trouble
        self._meter.add(window, probability)
        if (trouble := self.sound.trouble) is not before:
            self._emit(SoundChanged(trouble))

    def _note_waiting(self) -> None:
        before, self._waiting = self._waiting, self._standing
        if before != self._waiting:
            self._emit(WaitingChanged())

    @property
    def _standing(self) -> tuple[bool, bool, bool]:
        """What the page shows of the turn, but for its running seconds."""
        waiting = self.waiting
        return waiting.held, waiting.prep_seconds is not None, self.seconds_left is not None

    def _words(self) -> Words:
        behind = self._to_understand > 0
        return Words(self.text, behind, settled=not behind and not self._segmenter.in_segment)

    def _hand_on(self, parts: Iterable[SpeechPiece | SegmentEnd]) -> None:
        for part in parts:
            if self._origin is None and isinstance(part, SpeechPiece):
                self._origin = part.start
            if self._failure is None:
                self._to_understand += 1
                self._queue.put_nowait(part)

    async def _recognise(self) -> None:
        try:
            while (item := await self._queue.get()) is not None:
                if isinstance(item, SpeechPiece):
                    at = max(0, item.start - (self._origin or 0)) / SAMPLE_RATE
                    heard = await self._stream.feed(item.pcm, segment=item.segment, at=at)
                elif self._queue.empty():
                    heard = await self._stream.end_segment()
                else:  # more has been said already: to look back now is to fall further behind
                    heard = None
                self._to_understand -= 1
                self._note_progress()
                self._understand(heard)
        except EngineFailed as error:
            self._fail(error)

    def _note_progress(self) -> None:
        """However slow the recogniser is: as long as it goes on, it is waited for."""
        if self._deadline:
            self._deadline.reschedule(asyncio.get_running_loop().time() + self._policy.recognition_deadline)

    def _understand(self, heard: Hypothesis | None) -> None:
        if heard is not None:
            text = self._earlier.before(heard.text)
            hypothesis = Hypothesis(text, heard.stable + len(text) - len(heard.text))
            if hypothesis != self._hypothesis:
                self._hypothesis = hypothesis
                if not self._over:
                    self._emit(Heard(hypothesis))
        if self._over:
            return
        words = self._words()
        end = self._detector.understand(words)
        if foreseen := self._foresight.understand(words, counts=self._detector.counts_silence):
            self._emit(foreseen)
        self._end(end)
        self._note_waiting()

    def _whole(self, heard: Recognition) -> Recognition:
        earlier, offset = self._earlier.recognition, self._earlier.seconds
        before = len(self._earlier.before("x")) - 1
        later = [
            word.model_copy(
                update={
                    "start": word.start + offset,
                    "end": word.end + offset,
                    "span": word.span and (word.span[0] + before, word.span[1] + before),
                }
            )
            for word in heard.words
        ]
        unreliable = heard.unreliable_reason if heard.text else None
        return Recognition(
            self._earlier.before(heard.text), [*earlier.words, *later], earlier.unreliable_reason or unreliable
        )

    def _fail(self, error: EngineFailed) -> None:
        log.error("the recogniser failed", engine=error.params.get("engine"))
        self._failure = error
        self._to_understand = 0
        self._detector.stop_counting()  # no more words will come, and that is not the candidate's silence
        self._emit(HearingFailed(error))
