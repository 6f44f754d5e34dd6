"""A session's samples to backend-core, in numbered batches, and what they come to.

Scores are sent after every answer, so that a media server that dies takes the open question along and no more.
"""

import asyncio
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

import structlog
from contracts.base import Unmeasured
from contracts.delivery import (
    BehaviorScores,
    DeliveryRow,
    DeliverySample,
    DeliverySamples,
    DeliveryWeights,
    SpokenAnswer,
)
from contracts.errors import Unavailable, VisavisError
from contracts.speech import SpeechMetrics
from engines.delivery.scale import PUBLISHED_WEIGHTS, frames_expected, question_row
from engines.delivery.table import behavior_scores

log = structlog.get_logger(__name__)

BATCH_SECONDS = 2.0
BATCH_SAMPLES = 500
MAX_WAITING = 9_000
"""Samples kept while backend-core is away: half an hour."""
FINISH_TIMEOUT = 20.0


class DeliveryRecord(Protocol):
    """Where samples and scores go; both may be sent again without harm. Raise `Unavailable` when that is worth it."""

    async def send_samples(self, interview_id: str, samples: DeliverySamples) -> None: ...

    async def send_scores(self, interview_id: str, scores: BehaviorScores) -> None: ...


class DeliveryCollector:
    """Belongs to one session of a practice interview whose candidate consented to it."""

    def __init__(
        self,
        record: DeliveryRecord,
        *,
        interview_id: str,
        session_id: str,
        total_questions: int,
        expected: Callable[[float, float], float] = frames_expected,
        weights: DeliveryWeights = PUBLISHED_WEIGHTS,
    ) -> None:
        """`expected` says how many frames were due between two moments; `weights` are those of the totals."""
        self._record = record
        self._interview_id = interview_id
        self._session_id = session_id
        self._total_questions = total_questions
        self._expected = expected
        self._weights = weights
        self._crops: Counter[int] = Counter()
        self._samples: dict[int, list[DeliverySample]] = defaultdict(list)
        self._times: dict[int, tuple[float, float]] = {}
        self._voices: dict[int, SpokenAnswer] = {}
        self._camera = False
        self._waiting: deque[DeliverySample] = deque(maxlen=MAX_WAITING)
        self._batch: DeliverySamples | None = None
        self._sequence = 0
        self._scores_due = False
        self._ending = False
        self._wake = asyncio.Event()
        self._task = asyncio.create_task(self._report(), name=f"delivery-{session_id}")

    def take(self, sample: DeliverySample) -> None:
        """A sample of the watcher."""
        self._camera = True
        self._samples[sample.turn].append(sample)
        if len(self._waiting) == MAX_WAITING:
            log.warning("a delivery sample is lost: backend-core is away too long", session_id=self._session_id)
        self._waiting.append(sample)

    def note_camera(self) -> None:
        """Video has come: what is not measured from now on is not for want of a camera."""
        self._camera = True

    def note_crop(self, turn: int) -> None:
        """A picture of the face was handed over for an estimate of its expression."""
        self._crops[turn] += 1

    def note_turn(self, turn: int, started: float, ended: float) -> None:
        """The question was spoken and the answer given between these seconds of the interview's media."""
        self._times[turn] = (started, ended)
        self._scores_due = True
        self._wake.set()

    def note_answer(self, turn: int, metrics: SpeechMetrics, *, transcript_reliable: bool = True) -> None:
        """What was measured of the voice over the answer; a typed answer has none."""
        self._voices[turn] = SpokenAnswer(turn=turn, metrics=metrics, transcript_reliable=transcript_reliable)

    def scores(self) -> BehaviorScores:
        """What the turns noted so far come to."""
        rows = [self._row(turn) for turn in sorted(self._times)]
        duration = max((ended for _, ended in self._times.values()), default=0.0)
        return behavior_scores(
            rows,
            duration=duration,
            total_questions=self._total_questions,
            weights=self._weights,
            crops=self._crops,
        )

    async def finish(self) -> BehaviorScores:
        """Send what is left, for a bounded time. Safe to call twice; nothing is sent after this returns."""
        self._ending = True
        self._scores_due = self._scores_due or bool(self._times)
        self._wake.set()
        _, unfinished = await asyncio.wait({self._task}, timeout=FINISH_TIMEOUT)
        if unfinished:
            log.error("delivery could not be reported", session_id=self._session_id, samples=len(self._waiting))
            self._task.cancel()
            await asyncio.wait({self._task})
        return self.scores()

    def _row(self, turn: int) -> DeliveryRow:
        started, ended = self._times[turn]
        spoken = self._voices.get(turn)
        return question_row(
            turn,
            [sample for sample in self._samples[turn] if started <= sample.at <= ended],
            round(self._expected(started, ended)),
            spoken.metrics if spoken else None,
            transcript_reliable=spoken.transcript_reliable if spoken else True,
            unseen=Unmeasured.NOT_ENOUGH_FRAMES if self._camera else Unmeasured.NO_CAMERA,
            weights=self._weights,
        )

    async def _report(self) -> None:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), BATCH_SECONDS)
            self._wake.clear()
            ending = self._ending
            try:
                await self._send_samples()
                await self._send_scores()
            except Unavailable:  # kept, and sent with the next round
                log.warning("backend-core is away", session_id=self._session_id, samples=len(self._waiting))
            if ending:
                return

    async def _send_samples(self) -> None:
        while self._batch or self._waiting:
            self._batch = self._batch or self._next_batch()
            try:
                await self._record.send_samples(self._interview_id, self._batch)
            except Unavailable:
                raise
            except VisavisError as error:  # refused for good: sending it again would be refused again
                log.error("delivery samples were refused", session_id=self._session_id, error=error.code)
            self._batch = None

    def _next_batch(self) -> DeliverySamples:
        count = min(len(self._waiting), BATCH_SAMPLES)
        samples = [self._waiting.popleft() for _ in range(count)]
        batch = DeliverySamples(session_id=self._session_id, sequence=self._sequence, samples=samples)
        self._sequence += 1
        return batch

    async def _send_scores(self) -> None:
        if not self._scores_due:
            return
        self._scores_due = False
        try:
            await self._record.send_scores(self._interview_id, self.scores())
        except Unavailable:
            self._scores_due = True
            raise
        except VisavisError as error:
            log.error("delivery scores were refused", session_id=self._session_id, error=error.code)
