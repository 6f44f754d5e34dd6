"""The language model's server refuses or hangs: interviews go on, judgements wait where an administrator sees them.

`make drills K=model_away MODEL_AWAY_SECONDS=600`: for ten minutes, hanging in the first half of them.
"""

import json
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from contracts.tasks import ANALYZE_ANSWER
from drills import percentile, times
from hiring import Caller
from judged_answer import verdict
from language_model import HARMLESS, LanguageModelServer, Messages, Trouble, first_label
from persistence.tables import JobState
from platform_under_test import PlatformUnderTest, eventually
from record_of_work import assert_each_answer_was_evaluated_once, evaluations_in
from typing_candidate import ANSWER, TypingCandidate

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        "DRILL_COUNT" not in os.environ,
        reason="takes minutes; make drills K=model_away (a model that leaves and returns: test_untrusted_model.py)",
    ),
]

CANDIDATES = 4
WAYS = ("present", "hanging", "present", "refusing")
"""What the server does while candidates answer; one after the other, so that all meet the same machine."""
AWAY_SECONDS = float(os.environ.get("MODEL_AWAY_SECONDS") or 0)
LASTS = {"present": AWAY_SECONDS / 10, "hanging": AWAY_SECONDS / 2, "refusing": AWAY_SECONDS / 2}
"""Seconds; with none, as long as an interview of each candidate takes."""
PAUSE = 3.0 if AWAY_SECONDS else 0.0
"""Seconds between two requests of a candidate."""
SHORT_OF_PATIENCE = {"JOB_PATIENCE": "PT5S", "JUDGE_TIMEOUT": "PT2S"}
"""Production's is a day."""


class Model:
    """A language model that asks and judges soundly, unless its server `hangs`, or is stopped."""

    def __init__(self) -> None:
        self.hangs = False
        self.server = LanguageModelServer(self._says)

    def _says(self, messages: Messages) -> str | Trouble:
        if self.hangs:
            return Trouble(hangs=True)
        schema = self.server.schema_of(messages)["properties"]
        if "criteria" not in schema:
            return json.dumps({"about": first_label(messages), "question": HARMLESS})
        criteria = {slug: verdict(quotes=[ANSWER]) for slug in schema["criteria"]["properties"]}
        return json.dumps({"criteria": criteria, "summary": {"text": "An index.", "quotes": [ANSWER]}})

    def become(self, way: str) -> None:
        self.server.stop()
        self.hangs = way == "hanging"
        if way != "refusing":
            self.server.start()


@pytest.fixture(scope="module")
def model() -> Iterator[Model]:
    model = Model()
    with model.server:
        yield model


@pytest.fixture(scope="module")
def platform(model: Model, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlatformUnderTest]:
    settings = {"LLM_URL": model.server.url, "LLM_MODEL": "any", **SHORT_OF_PATIENCE}
    with PlatformUnderTest(tmp_path_factory.mktemp("away"), ("backend-core", "ai-worker"), settings) as platform:
        yield platform


def test_interviews_go_on_without_the_model_and_what_it_was_to_judge_is_not_lost(platform, model, record_property):
    seconds: dict[str, list[float]] = {way: [] for way in WAYS}
    interviews: list[TypingCandidate] = []
    for _ in times(1):
        for way in WAYS:
            model.become(way)
            with ThreadPoolExecutor(CANDIDATES) as pool:
                held = [pool.submit(hold_interviews, platform.api, seconds[way], LASTS[way]) for _ in range(CANDIDATES)]
            interviews += [interview for one in held for interview in one.result()]
    assert left(administrator_of(platform))["away"]
    # Until patience and every attempt are spent.
    unfinished = (JobState.QUEUED, JobState.RUNNING)
    eventually(lambda: not evaluations_in(platform.database, *unfinished), within=1800)
    model.become("present")
    given_up, administrator = 0, administrator_of(platform)
    assert left(administrator)["dead"] == evaluations_in(platform.database, JobState.DEAD) > 0
    # A hundred at a time; the list also names work that is only late, which may go on by itself meanwhile.
    while dead := [job for job in administrator.get("/admin/system")["stuck"] if job["state"] == "dead"]:
        for job in dead:
            administrator.post(f"/admin/jobs/{job['id']}/requeue")
        given_up += len(dead)
    eventually(lambda: not evaluations_in(platform.database, *unfinished), within=300)
    assert left(administrator) == {}
    for interview in interviews:
        assert_each_answer_was_evaluated_once(platform.database, interview.interview_id, answers=4)
        interview.http.close()

    record_property("interviews", len(interviews))
    record_property("evaluations given up, begun anew by an administrator, all done", given_up)
    for way, taken in seconds.items():
        record_property(f"requests, model {way}", len(taken))
        record_property(f"a request, model {way}, p95 (ms)", round(1000 * percentile(taken, 0.95)))
        record_property(f"a request, model {way}, longest (ms)", round(1000 * max(taken)))


def hold_interviews(api: str, seconds: list[float], lasting: float) -> list[TypingCandidate]:
    ends = time.monotonic() + lasting
    held = [hold_an_interview(api, seconds)]
    while time.monotonic() < ends:
        held.append(hold_an_interview(api, seconds))
    return held


def hold_an_interview(api: str, seconds: list[float]) -> TypingCandidate:
    """Two questions, each asked on about once, with looks at the interview in between; how long each request took."""
    candidate = TypingCandidate(api, follow_ups=1)

    def timed(request: Callable[[], httpx.Response]) -> dict[str, Any]:
        begun = time.monotonic()
        response = request()
        seconds.append(time.monotonic() - begun)
        time.sleep(PAUSE)
        response.raise_for_status()
        found: dict[str, Any] = response.json()
        return found

    reply: dict[str, Any] = {}
    while reply.get("type") != "ended":
        reply = timed(lambda: candidate.http.post("/transcripts", json=candidate.submission))
        candidate.question = reply.get("question", candidate.question)
        timed(lambda: candidate.http.get(f"/interviews/{candidate.interview_id}"))
        timed(lambda: candidate.http.get("/config"))
    return candidate


def administrator_of(platform: PlatformUnderTest) -> Caller:
    (admin,) = [user for user in platform.platform.home.demo_users() if user.role == "admin"]
    return Caller(platform.api, admin.email, admin.password)


def left(administrator: Caller) -> dict[str, Any]:
    """Of the evaluations, as an administrator sees it."""
    work = administrator.get("/admin/system")["work"]
    return next((row for row in work if row["task"] == ANALYZE_ANSWER.name), {})
