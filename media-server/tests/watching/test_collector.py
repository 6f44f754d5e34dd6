"""Batches to a backend that comes and goes."""

import asyncio

import pytest
from contracts.base import Unmeasured
from contracts.delivery import BehaviorScores, DeliverySample, DeliverySamples
from contracts.errors import ConsentMissing, Unavailable
from measured_voice import VOICE
from media_server.watching import collector as module
from media_server.watching.collector import DeliveryCollector

INTERVIEW, SESSION = "00000000-0000-7000-8000-000000000001", "00000000-0000-7000-8000-000000000002"


class Record:
    """A backend-core that fails the next `failures` requests."""

    def __init__(self, failures: int = 0, error: type[Exception] = Unavailable) -> None:
        self.failures = failures
        self.error = error
        self.batches: list[DeliverySamples] = []
        self.scores: list[BehaviorScores] = []
        self.scored = asyncio.Event()
        self.failed = asyncio.Event()

    async def send_samples(self, interview_id: str, samples: DeliverySamples) -> None:
        assert interview_id == INTERVIEW
        self._fail()
        self.batches.append(samples)

    async def send_scores(self, interview_id: str, scores: BehaviorScores) -> None:
        self._fail()
        self.scores.append(scores)
        self.scored.set()

    def _fail(self) -> None:
        if self.failures:
            self.failures -= 1
            self.failed.set()
            raise self.error(purpose="delivery")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BATCH_SECONDS", 0.01)


def collector(record: Record) -> DeliveryCollector:
    return DeliveryCollector(record, interview_id=INTERVIEW, session_id=SESSION, total_questions=3)


def sample(index: int, turn: int = 1) -> DeliverySample:
    return DeliverySample(at=index / 5, turn=turn, face_detected=True, gaze=1, smile=0.3, posture=1, emotion=1)


async def test_scores_come_after_every_answer_and_at_the_end() -> None:
    record = Record()
    delivery = collector(record)
    for index in range(50):
        delivery.take(sample(index))
    delivery.note_answer(1, VOICE)
    delivery.note_turn(1, 0.0, 10.0)
    await record.scored.wait()
    assert [question.q_idx for question in record.scores[-1].questions] == [1]
    for index in range(50, 80):
        delivery.take(sample(index, turn=2))
    delivery.note_turn(2, 10.0, 20.0)
    scores = await delivery.finish()
    assert record.scores[-1] == scores
    first, second = scores.rows
    assert (first.frames_expected, first.frames_analysed, first.total.value) == (50, 50, 100)
    assert (second.frames_expected, second.frames_analysed, second.gaze.measured) == (50, 30, 0.6)
    assert second.audio.reason is Unmeasured.NOT_ENOUGH_SAID
    assert scores.interview_duration_sec == 20
    assert scores.total_questions == 3


async def test_no_sample_is_lost_or_doubled_while_backend_core_is_away() -> None:
    record = Record(failures=5)
    delivery = collector(record)
    for index in range(1200):
        delivery.take(sample(index))
        if index % 300 == 0:
            await asyncio.sleep(0.02)
    delivery.note_turn(1, 0, 240)
    await record.scored.wait()
    await delivery.finish()
    assert [batch.sequence for batch in record.batches] == list(range(len(record.batches)))
    assert [one.at for batch in record.batches for one in batch.samples] == [index / 5 for index in range(1200)]
    assert all(batch.session_id == SESSION for batch in record.batches)
    assert record.scores[-1].rows[0].frames_analysed == 1200


async def test_what_is_refused_for_good_is_not_sent_for_ever() -> None:
    record = Record(failures=1, error=ConsentMissing)
    delivery = collector(record)
    delivery.take(sample(0))
    await record.failed.wait()
    delivery.take(sample(1))
    await delivery.finish()
    assert [one.at for batch in record.batches for one in batch.samples] == [0.2]


async def test_an_end_while_backend_core_is_away_is_bounded() -> None:
    record = Record(failures=10**9)
    delivery = collector(record)
    delivery.take(sample(0))
    delivery.note_turn(1, 0, 1)
    scores = await delivery.finish()
    assert scores == await delivery.finish()
    assert record.batches == []


async def test_without_video_the_reason_is_the_camera() -> None:
    delivery = collector(Record())
    delivery.note_turn(1, 0, 10)
    scores = await delivery.finish()
    assert scores.rows[0].gaze.reason is Unmeasured.NO_CAMERA
    assert scores.averages.total is None
