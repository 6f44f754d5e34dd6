"""Workers that die, or are asked to end, in the middle of their work: nothing is lost, and nothing is done twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

import pytest
from contracts.tasks import ANALYZE_ANSWER
from drills import percentile, times
from persistence.columns import utc_now
from persistence.tables import Job, JobState
from platform_under_test import PlatformUnderTest, eventually
from record_of_work import (
    INTERVIEW,
    Hold,
    assert_each_answer_was_evaluated_once,
    at_rest,
    finished_at,
    held,
)
from sqlmodel import col, func, select
from typing_candidate import TypingCandidate

pytestmark = pytest.mark.slow

SHUTTING_DOWN = "worker: Warm shutdown"


@dataclass(frozen=True)
class Killed:
    interview_id: str
    at: datetime


def test_a_worker_killed_again_and_again_in_the_middle_of_an_evaluation(platform, record_property):
    """What died with one is done by one of those that come after, which die as well, but for the last."""
    killed = [kill_in_the_middle(platform) for _ in times(2)]
    waited = []
    for one in killed:
        done = eventually(lambda of=one.interview_id: finished_at(platform.database, of), within=180)
        waited.append((done - one.at).total_seconds())
        assert_each_answer_was_evaluated_once(platform.database, one.interview_id, answers=1)
    record_property("workers killed in the middle of an evaluation", len(killed))
    record_property("from the kill to the evaluation done again, p95 (s)", round(percentile(waited, 0.95), 1))
    record_property("from the kill to the evaluation done again, longest (s)", round(max(waited), 1))


def kill_in_the_middle(platform: PlatformUnderTest) -> Killed:
    with TypingCandidate(platform.api, questions=1) as candidate:
        eventually(lambda: at_rest(platform.database, candidate.interview_id))
        with held(platform.database) as (hold, waiters):
            begin_evaluation(platform, [candidate], hold, waiters)
            platform.kill("ai-worker")
            killed = Killed(candidate.interview_id, utc_now())
    platform.start("ai-worker")
    return killed


def begin_evaluation(
    platform: PlatformUnderTest, candidates: list[TypingCandidate], hold: Hold, waiters: Callable[[], int]
) -> None:
    """Answer, and return when the worker is in the middle: it has judged, and committed nothing."""
    with platform.suspended("ai-worker"):
        for candidate in candidates:
            candidate.answer()
            # An evaluation ends by counting up the interview's events.
            hold(INTERVIEW, id=candidate.interview_id)
    eventually(waiters)


def test_a_worker_that_is_asked_to_end_finishes_what_it_has_begun(platform, record_property):
    """It is in the middle of what it can do at once, and more waits: that it leaves to the next."""
    seconds, begun, finished = list[float](), 0, 0
    for _ in times(1):
        candidates = [TypingCandidate(platform.api, questions=1) for _ in range(6)]
        for candidate in candidates:
            eventually(lambda of=candidate.interview_id: at_rest(platform.database, of))
        with ThreadPoolExecutor(1) as pool, held(platform.database) as (hold, waiters):
            begin_evaluation(platform, candidates, hold, waiters)
            begun += evaluations_in(platform, candidates, JobState.RUNNING)
            shut_down = platform.log("ai-worker").count(SHUTTING_DOWN)
            ending = pool.submit(platform.stop, "ai-worker")
            eventually(lambda before=shut_down: platform.log("ai-worker").count(SHUTTING_DOWN) > before)
        seconds.append(ending.result())
        assert evaluations_in(platform, candidates, JobState.RUNNING) == 0
        finished += evaluations_in(platform, candidates, JobState.DONE)
        platform.start("ai-worker")
        for candidate in candidates:
            eventually(candidate.report)
            assert_each_answer_was_evaluated_once(platform.database, candidate.interview_id, answers=1)
            candidate.http.close()
    assert 0 < begun <= finished
    record_property("SIGTERM to a worker in the middle of evaluations, times", len(seconds))
    record_property("evaluations in the middle, all finished before its end", begun)
    record_property("from SIGTERM to its end, longest (s)", round(max(seconds), 1))


def evaluations_in(platform: PlatformUnderTest, candidates: list[TypingCandidate], state: JobState) -> int:
    theirs = col(Job.interview_id).in_([candidate.interview_id for candidate in candidates])
    with platform.database.transaction() as session:
        of_answers = select(func.count()).where(Job.name == ANALYZE_ANSWER.name, Job.state == state, theirs)
        return session.exec(of_answers).one()
