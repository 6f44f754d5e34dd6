"""`kill -9` of backend-core at five points of an answer's way: what was acknowledged is there, with its job, and
whoever asks for the turn again gets one and the same answer.

    before   the answer waits for its interview; nothing of it is written
    inside   transcript and job are written, and not committed
    after    committed; Redis, and with it the doorbell, stands still
    asking   the doorbell has rung; the next question is being put on the record
    spoken   as `asking`, and the candidate has been read the beginning of it

Each is held still by a lock, and one kill finds an answer at each of them.
"""

import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from drills import percentile, times
from platform_under_test import PlatformUnderTest, eventually
from record_of_work import (
    INTERVIEW,
    NEXT_EVENT,
    SECOND_QUESTION,
    answered,
    assert_each_answer_has_its_job,
    assert_each_answer_was_evaluated_once,
    at_rest,
    held,
    said,
)
from redis import Redis
from typing_candidate import ANSWER, TypingCandidate

pytestmark = pytest.mark.slow

POINTS = ("before", "inside", "after", "asking", "spoken")
ON_RECORD = ("after", "asking", "spoken")


def test_backend_core_killed_at_five_points_of_an_answers_way(platform, record_property):
    kills, back = 0, list[float]()
    for _ in times(1):
        candidates = {point: TypingCandidate(platform.api) for point in POINTS}
        for candidate in candidates.values():
            eventually(lambda of=candidate.interview_id: at_rest(platform.database, of))
        with ThreadPoolExecutor(len(POINTS)) as pool:
            cut_off = kill_at_each_point(platform, candidates, pool)
            killed = time.monotonic()
            kills += 1
            assert [point for point, reply in cut_off.items() if reply.result().acknowledged] == []
        assert_each_answer_has_its_job(platform.database)
        for point, candidate in candidates.items():
            assert answered(platform.database, candidate.interview_id) == (point in ON_RECORD)

        platform.start("backend-core")
        back.append(time.monotonic() - killed)
        for point, candidate in candidates.items():
            assert_the_turn_goes_on(candidate, heard=cut_off[point].result().text)
        for candidate in candidates.values():
            eventually(candidate.report)
            assert_each_answer_was_evaluated_once(platform.database, candidate.interview_id)
            turns = [(turn, speaker) for turn, speaker, _ in said(platform.database, candidate.interview_id)]
            assert turns == [(1, "AI"), (1, "User"), (2, "AI"), (2, "User")]
            candidate.http.close()
    record_property("kills, an answer at each of five points", kills)
    record_property("from the kill to serving again, p95 (s)", round(percentile(back, 0.95), 1))


class Heard:
    """What came of a question, as it came, before the connection was lost."""

    def __init__(self) -> None:
        self.text = ""
        self.acknowledged = False

    def submit(self, candidate: TypingCandidate, *, stream: bool) -> "Heard":
        """Hand in the answer, and listen until the end or until the server is gone."""
        headers = {"Accept": "text/event-stream" if stream else "application/json"}
        try:
            with candidate.http.stream("POST", "/transcripts", json=candidate.submission, headers=headers) as response:
                self.acknowledged = not stream
                for line in response.iter_lines():
                    if line.startswith("data: "):
                        event: dict[str, Any] = httpx.Response(200, text=line.removeprefix("data: ")).json()
                        self.text += event.get("text", "")
                        self.acknowledged = "question" in event
        except httpx.TransportError:
            pass
        return self


def kill_at_each_point(
    platform: PlatformUnderTest, candidates: dict[str, TypingCandidate], pool: ThreadPoolExecutor
) -> dict[str, "Future[Heard]"]:
    heard = {point: Heard() for point in POINTS}

    def submit(point: str) -> "Future[Heard]":
        return pool.submit(heard[point].submit, candidates[point], stream=point == "spoken")

    replies = {}
    with held(platform.database) as (hold, waiters), standing_still(platform) as stop_redis:
        for point in ("asking", "spoken"):
            hold(SECOND_QUESTION, id=candidates[point].interview_id)
            replies[point] = submit(point)
        eventually(lambda: waiters() == 2 and heard["spoken"].text)
        stop_redis()
        replies["after"] = submit("after")
        eventually(lambda: answered(platform.database, candidates["after"].interview_id))
        for point, statement in (("before", INTERVIEW), ("inside", NEXT_EVENT)):
            hold(statement, id=candidates[point].interview_id)
            replies[point] = submit(point)
        eventually(lambda: waiters() == 4)
        platform.kill("backend-core")
    return replies


@contextmanager
def standing_still(platform: PlatformUnderTest) -> Iterator[Any]:
    """What stops Redis until the end of the block: it answers nobody and loses nothing."""
    with Redis.from_url(platform.platform.redis.url) as redis:
        try:
            # Of writing: a pause of everything would refuse its own end.
            yield lambda: redis.client_pause(60_000, all=False)
        finally:
            redis.client_unpause()


def assert_the_turn_goes_on(candidate: TypingCandidate, heard: str) -> None:
    """Whoever asks again hears what they had heard, to its end; other words for an answer on the record are void."""
    before = candidate.submission
    asked = candidate.answer()
    assert (asked["type"], asked["question"]["turn"]) == ("asked", 2)
    assert asked["question"]["text"].startswith(heard)
    again = candidate.http.post("/transcripts", json=before | {"text": "I would rather say something else now."})
    assert again.json() == asked | {"replayed": True}
    transcripts = candidate.http.get(f"/interviews/{candidate.interview_id}/transcripts").json()
    assert [line["text"] for line in transcripts if line["speaker"] == "User"] == [ANSWER]
    assert candidate.answer()["type"] == "ended"
