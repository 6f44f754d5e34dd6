"""Two backends on one record: whichever is asked, the candidate meets one platform."""

import asyncio
import threading
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import httpx
import pytest
from backend_core.main import create_app
from contracts.trace import Decision
from contracts.turns import Chosen
from engines.llm import NextQuestion
from engines.llm.bank import BankInterviewer
from persistence.ids import new_id
from threaded_server import serving


class Inventive(BankInterviewer):
    """Never asks the same question twice, and asks only when the other backend is about to as well."""

    name = "inventive"

    def __init__(self, meeting: threading.Barrier) -> None:
        self._meeting = meeting

    async def ask(self, request: NextQuestion) -> AsyncIterator[str | Chosen]:
        await asyncio.to_thread(self._meeting.wait, 60)
        yield f"Which part of it was yours? {new_id()}"
        yield Decision(engine=self.name)


@pytest.fixture
def backends(settings):
    """The addresses of two, whose interviewers make up another question each."""
    meeting = threading.Barrier(2)
    with ExitStack() as stack:
        apps = [create_app(settings) for _ in range(2)]
        for app in apps:
            app.state.interviewer = Inventive(meeting)
        yield [f"{stack.enter_context(serving(app))}/api" for app in apps]


def test_a_turn_that_both_are_asked_for_at_once_has_one_answer(person, backends):
    interview_id, question = person.live_interview()
    answer = {"interview_id": interview_id, "turn": 1, "question_id": question["id"], "source": "typed", "text": "So."}

    def submit(backend: str) -> dict[str, object]:
        reply = httpx.post(f"{backend}/transcripts", json=answer, headers=person.headers, timeout=60)
        assert reply.status_code == 200, reply.text
        asked: dict[str, object] = reply.json()
        return asked

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(submit, backends)
    assert one["question"] == other["question"]
    assert {one["replayed"], other["replayed"]} == {False, True}
    said = person.get(f"/interviews/{interview_id}/transcripts").json()
    assert [(row["turn"], row["speaker"]) for row in said] == [(1, "AI"), (1, "User"), (2, "AI")]
    assert said[-1]["text"] == one["question"]["text"]


def test_a_ticket_of_one_opens_at_the_other_once(core, person, backends):
    interview_id, _ = person.live_interview()
    tickets = [
        httpx.post(f"{backend}/interviews/{interview_id}/ticket", json={"purpose": "offer"}, headers=person.headers)
        for backend in backends
    ]
    for ticket, elsewhere in zip(tickets, reversed(backends), strict=True):
        redemption = {"purpose": "offer", "ticket": ticket.json()["ticket"]}
        statuses = [
            httpx.post(f"{backend}/media-sessions", json=redemption, headers=core.service_headers).status_code
            for backend in (elsewhere, *backends)
        ]
        assert statuses == [200, 401, 401]


def test_what_happens_at_one_is_told_by_the_other(person, backends):
    here, there = backends
    interview_id = person.interview()
    events = f"{there}/interviews/{interview_id}/events"
    with httpx.stream("GET", events, headers=person.headers, timeout=60) as stream:
        lines = stream.iter_lines()
        assert next(line for line in lines if line.startswith("event: snapshot"))
        httpx.post(f"{here}/interviews/{interview_id}/cancel", headers=person.headers).raise_for_status()
        assert next(line for line in lines if line.startswith("data: ") and '"cancelled"' in line)
