"""`tasks.vision.analyze_emotion` through a real Celery worker on a Redis of its own, read with the bundled models."""

import logging
from base64 import b64encode
from collections.abc import Callable, Iterator
from threading import Event
from time import monotonic, sleep
from typing import Any

import cv2
import numpy as np
import pytest
from ai_worker.vision.emotion import EXPRESSIONS, ExpressionAnalysis
from captured_log import captured
from celery import Celery
from celery.contrib.testing.worker import start_worker
from contracts.base import ConsentPurpose, InterviewMode
from contracts.expression import ExpressionEstimate, ExpressionMean
from contracts.tasks import ANALYZE_EMOTION, EPHEMERAL_PRIORITY, MAX_CROP, AnalyzeEmotionPayload
from engines.face.crop import SIDE
from engines.settings import LocalModelSettings
from organisations import open_posting
from persistence.database import Database
from persistence.ids import new_id
from persistence.interviews.delivery import DeliverySampleRow, DeliveryScores
from persistence.people.consents import CONSENT_VERSION
from persistence.tables import Consent, Interview
from pydantic import ValidationError
from recorded import Recorded
from redis import Redis
from runtime.celery import PRIORITY_SEPARATOR, celery_app, send_ephemeral
from sqlmodel import col, select
from visavis.candidate.portrait import Pose, render
from visavis.testing import embedded_redis

WAITING = f"cpu_queue{PRIORITY_SEPARATOR}{EPHEMERAL_PRIORITY}"
Consenting = Callable[..., None]
BOTH = (ConsentPurpose.DELIVERY, ConsentPurpose.EXPRESSION)


@pytest.fixture(scope="module")
def own_redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with embedded_redis(tmp_path_factory.mktemp("redis")) as url:
        yield url


@pytest.fixture
def redis(own_redis: str) -> Iterator["Redis[bytes]"]:
    with Redis.from_url(own_redis) as redis:
        yield redis
        redis.delete(WAITING)


@pytest.fixture(scope="module")
def analysis(database: Database, tmp_path_factory: pytest.TempPathFactory) -> ExpressionAnalysis:
    return ExpressionAnalysis(database, LocalModelSettings(models_dir=tmp_path_factory.mktemp("models")))


@pytest.fixture(scope="module")
def celery(own_redis: str, analysis: ExpressionAnalysis) -> Iterator[Celery]:
    with celery_app(own_redis) as app:

        @app.task(name=ANALYZE_EMOTION.name)  # type: ignore[untyped-decorator]
        def analyze(**sent: Any) -> None:
            analysis.run(sent)

        yield app


@pytest.fixture
def worker(celery: Celery) -> Iterator[None]:
    with start_worker(celery, pool="solo", perform_ping_check=False, queues=["cpu_queue"], hostname="here"):
        yield


@pytest.fixture
def consent(interview: Recorded) -> Consenting:
    def decide(*purposes: ConsentPurpose, granted: bool = True, version: str = CONSENT_VERSION) -> None:
        with interview.database.transaction() as session:
            whose = session.get_one(Interview, interview.id).candidate_id
            session.add_all(
                Consent(user_id=whose, purpose=purpose, granted=granted, version=version) for purpose in purposes
            )

    return decide


@pytest.fixture
def agreed(consent: Consenting) -> None:
    consent(*BOTH)


def portrait(smile: float = 1.0) -> bytes:
    """The face of the project's own portrait, as the tracker cuts it out."""
    frame = cv2.cvtColor(render(Pose(smile=smile)), cv2.COLOR_RGB2BGR)
    height, width = frame.shape[:2]
    middle = frame[:, (width - height) // 2 : (width + height) // 2]
    _, jpeg = cv2.imencode(".jpg", cv2.resize(middle, (SIDE, SIDE), interpolation=cv2.INTER_AREA))
    return jpeg.tobytes()


def message(interview: Recorded, crop: bytes, at: float = 4.0) -> AnalyzeEmotionPayload:
    return AnalyzeEmotionPayload(interview_id=interview.id, session_id=new_id(), at=at, turn=1, crop=b64encode(crop))


def run(analysis: ExpressionAnalysis, payload: AnalyzeEmotionPayload) -> None:
    analysis.run(payload.model_dump(mode="json"))


def expressions(interview: Recorded) -> list[DeliverySampleRow]:
    with interview.database.transaction() as session:
        rows = session.exec(
            select(DeliverySampleRow)
            .where(DeliverySampleRow.interview_id == interview.id)
            .order_by(col(DeliverySampleRow.at))
        )
        return list(rows)


def wait_until(reached: Callable[[], bool]) -> None:
    deadline = monotonic() + 60
    while not reached():
        assert monotonic() < deadline, "the worker is stuck"
        sleep(0.05)


def counted(outcome: str) -> float:
    return EXPRESSIONS.labels(outcome)._value.get()


@pytest.mark.usefixtures("worker", "agreed")
def test_a_picture_sent_becomes_an_expression_and_leaves_no_trace(
    interview: Recorded,
    celery: Celery,
    redis: "Redis[bytes]",
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.INFO)
    rest, smiling = message(interview, portrait(0.0), at=2.0), message(interview, portrait(1.0), at=4.0)
    before = counted("estimated")
    for payload in (rest, smiling):
        send_ephemeral(celery, redis, ANALYZE_EMOTION, payload)
    wait_until(lambda: counted("estimated") == before + 2)
    first, second = expressions(interview)
    assert (first.mode, first.at, second.at, first.gaze) == (InterviewMode.PRACTICE, 2.0, 4.0, None)
    assert ExpressionEstimate.model_validate(first.expression).shares.neutral > 0.8
    assert ExpressionEstimate.model_validate(second.expression).shares.happy > 0.8
    with interview.database.transaction() as session:
        kept = session.get_one(DeliveryScores, interview.id)
    mean = ExpressionMean.model_validate(kept.emotion_summary)
    assert (kept.scores, mean.count) == (None, 2)
    assert 0.4 < mean.shares.happy < 0.6
    said = caplog.text + "".join(capsys.readouterr())
    assert smiling.model_dump(mode="json")["crop"][:24] not in said
    assert not redis.exists(WAITING)
    assert not redis.hlen("unacked")


def test_what_waits_for_no_worker_goes_when_it_is_too_old(
    celery: Celery, redis: "Redis[bytes]", interview: Recorded
) -> None:
    payload = message(interview, b"-")
    for expires in (-2, -1, 30):
        kwargs = payload.model_dump(mode="json")
        celery.send_task(ANALYZE_EMOTION.name, kwargs=kwargs, priority=ANALYZE_EMOTION.priority, expires=expires)
    assert redis.llen(WAITING) == 3
    send_ephemeral(celery, redis, ANALYZE_EMOTION, payload)
    assert redis.llen(WAITING) == 2
    assert 0 < redis.ttl(WAITING) <= ANALYZE_EMOTION.expires.total_seconds() == 30
    assert b"{...}" in (redis.lindex(WAITING, 0) or b""), "headers, which workers log, hold no picture"


@pytest.mark.usefixtures("agreed")
def test_a_busy_worker_holds_no_picture(celery: Celery, redis: "Redis[bytes]", interview: Recorded) -> None:
    begun, finished = Event(), Event()

    @celery.task(name="tests.long")  # type: ignore[untyped-decorator]
    def long() -> None:
        begun.set()
        finished.wait(60)

    before = counted("estimated")
    with start_worker(
        celery, pool="threads", concurrency=1, perform_ping_check=False, queues=["cpu_queue"], hostname="busy"
    ):
        long.apply_async(queue="cpu_queue")
        assert begun.wait(60)
        for at in (2.0, 4.0):
            send_ephemeral(celery, redis, ANALYZE_EMOTION, message(interview, portrait(), at=at))
        for _ in range(20):  # a worker that prefetches takes one within milliseconds
            assert redis.llen(WAITING) == 2
            sleep(0.05)
        finished.set()
        wait_until(lambda: counted("estimated") == before + 2)


@pytest.mark.usefixtures("worker", "agreed")
def test_a_picture_that_is_too_old_is_not_looked_at(celery: Celery, redis: "Redis[bytes]", interview: Recorded) -> None:
    before = counted("estimated")
    old = message(interview, portrait(), at=2.0).model_dump(mode="json")
    celery.send_task(ANALYZE_EMOTION.name, kwargs=old, priority=ANALYZE_EMOTION.priority, expires=-1)
    send_ephemeral(celery, redis, ANALYZE_EMOTION, message(interview, portrait(), at=4.0))
    wait_until(lambda: counted("estimated") > before)
    assert [row.at for row in expressions(interview)] == [4.0]


@pytest.mark.parametrize(
    "decisions",
    [
        [],
        [((ConsentPurpose.DELIVERY,), {})],
        [((ConsentPurpose.EXPRESSION,), {})],
        [(BOTH, {}), ((ConsentPurpose.EXPRESSION,), {"granted": False})],
        [(BOTH, {}), ((ConsentPurpose.DELIVERY,), {"granted": False})],
        [(BOTH, {"version": "2025-01"})],
    ],
)
def test_without_both_consents_nothing_is_kept(
    analysis: ExpressionAnalysis,
    interview: Recorded,
    consent: Consenting,
    decisions: list[tuple[tuple[ConsentPurpose, ...], dict[str, Any]]],
) -> None:
    for purposes, how in decisions:
        consent(*purposes, **how)
    before = counted("not_agreed")
    run(analysis, message(interview, portrait()))
    assert (counted("not_agreed"), expressions(interview)) == (before + 1, [])


@pytest.mark.usefixtures("agreed")
def test_a_picture_without_a_face_leaves_the_expression_unknown(
    analysis: ExpressionAnalysis, interview: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = captured("ai_worker.vision.emotion", monkeypatch)
    _, wall = cv2.imencode(".jpg", np.full((SIDE, SIDE, 3), 128, np.uint8))
    before = counted("unknown"), counted("failed")
    run(analysis, message(interview, wall.tobytes()))
    run(analysis, message(interview, b"no picture at all").model_copy(update={"request_id": "asked-1"}))
    assert [line["request_id"] for line in lines] == ["asked-1"]
    assert (counted("unknown"), counted("failed")) == (before[0] + 1, before[1] + 1)
    assert expressions(interview) == []


def test_what_is_no_such_message_is_refused_without_quoting_it(
    analysis: ExpressionAnalysis, interview: Recorded, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = message(interview, b"-").model_dump(mode="json")
    large = b64encode(bytes(MAX_CROP + 1)).decode()
    before = counted("refused")
    for broken in ({}, whole | {"turn": -1}, whole | {"crop": large}, whole | {"interview_id": "1"}):
        analysis.run(broken)
    assert counted("refused") == before + 4
    assert large[:24] not in "".join(capsys.readouterr())
    with pytest.raises(ValidationError) as refused:
        AnalyzeEmotionPayload.model_validate(whole | {"crop": large})
    assert "AAAA" not in str(refused.value)


@pytest.mark.usefixtures("agreed")
def test_a_screening_interview_gets_none_whatever_its_candidate_agrees_to(
    analysis: ExpressionAnalysis, interview: Recorded
) -> None:
    with interview.database.transaction() as session:
        row = session.get_one(Interview, interview.id)
        row.mode, row.job_posting_id = InterviewMode.SCREENING, open_posting(session).id
    before = counted("not_agreed")
    run(analysis, message(interview, portrait()))
    assert (counted("not_agreed"), expressions(interview)) == (before + 1, [])
