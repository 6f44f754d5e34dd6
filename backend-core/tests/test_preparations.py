"""The next question, made ahead of its turn: nothing of it is written, and nobody else can make one."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Iterator
from typing import Any

import httpx
import pytest
from backend_core.main import create_app
from contracts.trace import Decision, FollowUpTrace
from contracts.turns import Chosen
from engines.llm import NextQuestion
from engines.llm.bank import BankInterviewer
from persistence.ids import new_id
from persistence.tables import EventRow, InterviewQuestion, Job, Transcript
from sqlmodel import col, func, select
from test_turns import events_of
from threaded_server import serving

from conftest import Core, Person

ANSWER = "I moved our billing service to PostgreSQL."


class Inventive(BankInterviewer):
    """Makes up another question each time, about what was said last."""

    name = "inventive"

    async def ask(self, request: NextQuestion) -> AsyncGenerator[str | Chosen, None]:
        if request.planned is None:
            yield Decision(engine=self.name)
            return
        yield f"Why {request.history[-1].answer} "
        yield new_id()
        yield FollowUpTrace(move="key_point", key_point="reasons", decision=Decision(engine=self.name))


class Slow(BankInterviewer):
    """Begins, and would write for ever."""

    name = "slow"

    def __init__(self) -> None:
        self.cancelled = threading.Event()

    async def ask(self, request: NextQuestion) -> AsyncGenerator[str | Chosen, None]:
        try:
            yield "Well"
            await asyncio.Event().wait()
        finally:
            self.cancelled.set()


@pytest.fixture
def backends(settings) -> Iterator[list[str]]:
    """The addresses of two that share the record and the secret key."""
    apps = [create_app(settings) for _ in range(2)]
    for app in apps:
        app.state.interviewer = Inventive()
    with serving(apps[0]) as one, serving(apps[1]) as other:
        yield [f"{one}/api", f"{other}/api"]


@pytest.fixture
def speaker(person: Person) -> Person:
    person.consent("transcription")
    return person


def preparation(interview_id: str, question: dict[str, Any], text: str = ANSWER) -> dict[str, Any]:
    return {"interview_id": interview_id, "turn": question["turn"], "question_id": question["id"], "text": text}


def prepare(core: Core, backend: str, body: dict[str, Any]) -> dict[str, Any]:
    """The prepared question, as it is handed in again."""
    headers = {**core.service_headers, "Accept": "text/event-stream"}
    reply = httpx.post(f"{backend}/transcripts/preparations", json=body, headers=headers, timeout=20)
    assert reply.status_code == 200, reply.text
    *deltas, (kind, last) = events_of(reply)
    assert kind == "prepared"
    text = "".join(data["text"] for _, data in deltas)
    return {"answer": body["text"], "text": text, "chosen": last["chosen"], "seal": last["seal"]}


def hand_in(core: Core, backend: str, body: dict[str, Any], next_question: object) -> httpx.Response:
    spoken = {**body, "source": "speech", "recognizer": "scripted", "next_question": next_question}
    return httpx.post(f"{backend}/transcripts", json=spoken, headers=core.service_headers, timeout=20)


def written(core: Core, interview_id: str) -> tuple[int, int, int]:
    with core.database.transaction() as session:
        return (
            session.exec(select(func.count()).where(col(Transcript.interview_id) == interview_id)).one(),
            session.exec(select(func.count()).where(col(Job.interview_id) == interview_id)).one(),
            session.exec(select(func.count()).where(col(EventRow.interview_id) == interview_id)).one(),
        )


def planned(core: Core, interview_id: str) -> list[str]:
    of_plan = select(InterviewQuestion.id).where(
        InterviewQuestion.interview_id == interview_id, col(InterviewQuestion.plan_order).is_not(None)
    )
    with core.database.transaction() as session:
        return list(session.exec(of_plan.order_by(col(InterviewQuestion.plan_order))))


def test_a_preparation_plans_the_question_that_the_turn_would(core, speaker, backends):
    interview_id, first = speaker.live_interview()
    (begun,) = planned(core, interview_id)
    body = preparation(interview_id, first)
    made = prepare(core, backends[0], body)
    after = planned(core, interview_id)
    assert (len(after), after[0]) == (2, begun)
    hand_in(core, backends[1], body, made)
    assert planned(core, interview_id) == after


def test_a_question_that_one_backend_prepared_is_asked_by_the_other(core, speaker, backends):
    here, there = backends
    interview_id, first = speaker.live_interview()
    before = written(core, interview_id)
    body = preparation(interview_id, first)
    made = prepare(core, here, body)
    assert ANSWER in made["text"]
    assert written(core, interview_id) == before
    asked = hand_in(core, there, body, made)
    assert asked.json()["question"]["text"] == made["text"]
    assert hand_in(core, here, body, made).json() == {**asked.json(), "replayed": True}
    said = speaker.get(f"/interviews/{interview_id}/transcripts").json()
    assert [row["text"] for row in said[1:]] == [ANSWER, made["text"]]


@pytest.mark.parametrize("forgery", ["text", "seal", "letters", "answer", "turn", "chosen"])
def test_a_seal_holds_for_its_own_question_answer_and_turn_alone(core, speaker, backends, forgery):
    interview_id, first = speaker.live_interview(questions=3)
    body = preparation(interview_id, first)
    made = prepare(core, backends[0], body)
    match forgery:
        case "text":
            made["text"] = "What is your salary?"
        case "seal":
            made["seal"] = "x" * 43
        case "letters":
            made["seal"] = "봉인"
        case "answer":
            made["answer"] += " And more."
        case "chosen":
            made["chosen"]["key_point"] = "honesty"
        case "turn":
            second = hand_in(core, backends[0], body, made).json()["question"]
            body = preparation(interview_id, second)
    asked = hand_in(core, backends[0], body, made)
    assert asked.status_code == 200
    assert asked.json()["question"]["text"] != made["text"]


def test_an_answer_whose_question_is_in_preparation_is_on_the_record_at_once(core, speaker, backends):
    interview_id, first = speaker.live_interview()
    body = preparation(interview_id, first)
    _, jobs, _ = written(core, interview_id)
    recorded = hand_in(core, backends[0], body, "in_preparation")
    assert (recorded.status_code, recorded.content) == (204, b"")
    said = speaker.get(f"/interviews/{interview_id}/transcripts").json()
    assert [(row["speaker"], row["turn"]) for row in said] == [("AI", 1), ("User", 1)]
    assert hand_in(core, backends[0], body, None).json()["question"]["turn"] == 2
    assert written(core, interview_id)[:2] == (3, jobs + 1)


def test_a_candidate_brings_no_question_along(core, speaker, backends):
    interview_id, first = speaker.live_interview()
    body = preparation(interview_id, first)
    made = prepare(core, backends[0], body)
    for next_question in (made, "in_preparation"):
        reply = speaker.post("/transcripts", {**body, "source": "typed", "next_question": next_question})
        assert (reply.status_code, reply.json()["error"]) == (403, "ServiceOnly")


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"text": ""}, 422, "InvalidInput"),
        ({"turn": 2}, 409, "TurnOutOfOrder"),
        ({"question_id": new_id()}, 409, "TurnOutOfOrder"),
        ({"interview_id": new_id()}, 404, "InterviewNotFound"),
    ],
)
def test_nothing_is_prepared_from_what_is_no_answer_to_the_open_question(core, speaker, change, status, error):
    interview_id, first = speaker.live_interview()
    with core.client() as http:
        body = {**preparation(interview_id, first), **change}
        reply = http.post("/transcripts/preparations", json=body, headers=core.service_headers)
    assert (reply.status_code, reply.json()["error"]) == (status, error), reply.text


def test_after_the_last_answer_there_is_nothing_to_prepare(core, speaker):
    interview_id, first = speaker.live_interview(questions=1)
    before = written(core, interview_id)
    with core.client() as http:
        body = preparation(interview_id, first)
        reply = http.post("/transcripts/preparations", json=body, headers=core.service_headers)
    assert [kind for kind, _ in events_of(reply)] == ["nothing"]
    assert written(core, interview_id) == before


def test_a_follow_up_is_prepared_with_what_led_to_it_and_asked_under_its_question(core, speaker):
    interview_id, first = speaker.live_interview(questions=1, follow_ups=1)
    body = preparation(interview_id, first)
    made = prepare(core, f"{core.url}/api", body)
    assert made["chosen"]["source"] == "follow_up"
    asked = hand_in(core, f"{core.url}/api", body, made).json()["question"]
    assert (asked["text"], asked["turn"], asked["number"], asked["follow_up"]) == (made["text"], 2, 1, True)


def test_nobody_is_asked_on_about_words_that_turn_out_unreliable(core, speaker):
    interview_id, first = speaker.live_interview(questions=1, follow_ups=1)
    body = preparation(interview_id, first)
    made = prepare(core, f"{core.url}/api", body)
    reply = hand_in(core, f"{core.url}/api", {**body, "unreliable_reason": "noisy_sound"}, made)
    assert reply.json()["type"] == "ended"


def test_nothing_is_prepared_without_consent(core, speaker):
    interview_id, first = speaker.live_interview()
    speaker.consent("transcription", granted=False)
    with core.client() as http:
        body = preparation(interview_id, first)
        reply = http.post("/transcripts/preparations", json=body, headers=core.service_headers)
    assert reply.json()["error"] == "ConsentMissing"


def test_closing_the_stream_cancels_the_engine(core, speaker, settings):
    slow = Slow()
    app = create_app(settings)
    app.state.interviewer = slow
    interview_id, first = speaker.live_interview()
    with serving(app) as url:
        address, body = f"{url}/api/transcripts/preparations", preparation(interview_id, first)
        with httpx.stream("POST", address, json=body, headers=core.service_headers, timeout=20) as reply:
            lines = reply.iter_lines()  # kept: the stream is closed with it
            assert next(lines) == "event: delta"
            assert not slow.cancelled.is_set()
        assert slow.cancelled.wait(20)
