"""Redis flushed, killed and brought back: it is a doorbell, and what waits does not depend on it."""

import os
import time

import pytest
from drills import percentile, times
from platform_under_test import eventually
from record_of_work import assert_each_answer_was_evaluated_once, finished_at
from redis import Redis
from typing_candidate import TypingCandidate

pytestmark = pytest.mark.slow

WAITING = 100 if os.environ.get("DRILL_COUNT") else 10
"""Evaluations that wait when Redis is flushed."""


def test_everything_that_waited_in_a_flushed_redis_is_done(platform, record_property):
    platform.stop("ai-worker")
    candidates = [TypingCandidate(platform.api) for _ in range(WAITING // 2)]
    for candidate in candidates:
        candidate.answer()
        candidate.answer()
    with Redis.from_url(platform.platform.redis.url) as redis:
        redis.flushall()
    flushed = time.monotonic()
    platform.start("ai-worker")
    for candidate in candidates:
        eventually(candidate.report, within=300)
        assert_each_answer_was_evaluated_once(platform.database, candidate.interview_id)
        candidate.http.close()
    record_property("evaluations waiting at FLUSHALL, all done once", WAITING)
    record_property("from FLUSHALL to the last report (s)", round(time.monotonic() - flushed, 1))


def test_answers_are_taken_without_redis_and_judged_when_it_is_back(platform, record_property):
    back = []
    for _ in times(2):
        candidate = TypingCandidate(platform.api)
        platform.kill("redis")
        candidate.answer()  # the record is PostgreSQL
        platform.start("redis")
        answering = time.monotonic()
        candidate.answer()
        eventually(lambda of=candidate.interview_id: finished_at(platform.database, of))
        back.append(time.monotonic() - answering)
        eventually(candidate.report)
        assert_each_answer_was_evaluated_once(platform.database, candidate.interview_id)
        candidate.http.close()
    record_property("Redis killed under a running platform, times", len(back))
    record_property("from Redis answering to both answers judged, p95 (s)", round(percentile(back, 0.95), 1))
    record_property("from Redis answering to both answers judged, longest (s)", round(max(back), 1))
