"""PostgreSQL stopped or killed while candidates answer: what was acknowledged stays, the rest is to come again."""

import threading
import time
from dataclasses import dataclass, field

import httpx
import pytest
from drills import percentile, times
from platform_under_test import PlatformUnderTest, eventually
from record_of_work import assert_each_answer_has_its_job, assert_each_answer_was_evaluated_once, said
from typing_candidate import ANSWER, TypingCandidate

pytestmark = pytest.mark.slow

CANDIDATES, QUESTIONS, ANSWERED_BEFORE = 3, 6, 3
AWAY = '"RecordUnavailable"'


@dataclass
class Answering:
    """A candidate who answers all that is asked, and asks again where the answer is that the record is away."""

    candidate: TypingCandidate
    acknowledged: list[tuple[int, float]] = field(default_factory=list)
    """Turns, and when."""
    away: list[float] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)

    def answer_all(self, gone: threading.Event) -> None:
        while not self.surprises:
            turn = self.candidate.question["turn"]
            try:
                reply = self.candidate.http.post("/transcripts", json=self.candidate.submission)
            except httpx.TransportError as error:
                self.surprises.append(f"{type(error).__name__}")
                return
            if reply.status_code == 503 and reply.headers.get("retry-after") and AWAY in reply.text:
                self.away.append(time.monotonic())
                time.sleep(0.1)
            elif reply.is_success:
                self.acknowledged.append((turn, time.monotonic()))
                if reply.json()["type"] == "ended":
                    return
                self.candidate.question = reply.json()["question"]
                if turn == ANSWERED_BEFORE:
                    gone.wait()
            else:
                self.surprises.append(f"{reply.status_code} {reply.text}")


def test_postgres_restarted_while_candidates_answer(platform, record_property):
    recoveries, refused, answers = [], 0, 0
    for turn in times(2):
        candidates = [Answering(TypingCandidate(platform.api, QUESTIONS)) for _ in range(CANDIDATES)]
        recoveries.append(restart_meanwhile(platform, candidates, killed=turn % 2 == 1))
        for one in candidates:
            assert one.surprises == []
            assert [turn for turn, _ in one.acknowledged] == list(range(1, QUESTIONS + 1))
            of_candidate = [
                (turn, words)
                for turn, speaker, words in said(platform.database, one.candidate.interview_id)
                if speaker == "User"
            ]
            assert of_candidate == [(turn, ANSWER) for turn, _ in one.acknowledged]
            eventually(one.candidate.report)
            assert_each_answer_was_evaluated_once(platform.database, one.candidate.interview_id, QUESTIONS)
            one.candidate.http.close()
        refused += sum(len(one.away) for one in candidates)
        answers += sum(len(one.acknowledged) for one in candidates)
        assert_each_answer_has_its_job(platform.database)
    record_property("restarts of PostgreSQL", len(recoveries))
    record_property("answers acknowledged, all on the record", answers)
    record_property("answered with 503 and Retry-After meanwhile", refused)
    record_property("from its stop to the last answer refused, p95 (s)", round(percentile(recoveries, 0.95), 1))
    record_property("from its stop to the last answer refused, longest (s)", round(max(recoveries), 1))


def restart_meanwhile(platform: PlatformUnderTest, candidates: list[Answering], *, killed: bool) -> float:
    """Returns after how long nobody was refused any more."""
    gone = threading.Event()
    threads = [threading.Thread(target=one.answer_all, args=(gone,)) for one in candidates]
    for thread in threads:
        thread.start()
    eventually(lambda: any(one.acknowledged for one in candidates))
    stopped = time.monotonic()
    if killed:
        platform.kill("postgres")
    else:
        platform.stop("postgres")
    gone.set()
    eventually(lambda: all(one.away or one.surprises for one in candidates))
    platform.start("postgres")
    for thread in threads:
        thread.join()
    return max(one.away[-1] for one in candidates) - stopped
