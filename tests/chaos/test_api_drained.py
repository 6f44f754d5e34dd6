"""backend-core asked to end, as by a deployment, while candidates answer: what it has begun it finishes."""

import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from http import HTTPStatus

import httpx
import pytest
from drills import times
from platform_under_test import PlatformUnderTest, eventually
from record_of_work import (
    SECOND_QUESTION,
    assert_each_answer_has_its_job,
    assert_each_answer_was_evaluated_once,
    at_rest,
    held,
)
from typing_candidate import TypingCandidate

pytestmark = pytest.mark.slow


def test_requests_that_were_begun_are_answered_whole_and_the_rest_is_refused(platform, record_property):
    """Two answers are in the middle when it is asked to end, one of them being streamed; an event stream is open, and
    a third candidate comes too late.
    """
    seconds = []
    for _ in times(1):
        plain, streamed, late = candidates = [TypingCandidate(platform.api) for _ in range(3)]
        for candidate in candidates:
            eventually(lambda of=candidate.interview_id: at_rest(platform.database, of))
        listening = threading.Event()
        with ThreadPoolExecutor(4) as pool:
            with held(platform.database) as (hold, waiters):
                for candidate in (plain, streamed):
                    hold(SECOND_QUESTION, id=candidate.interview_id)
                reply = pool.submit(plain.answer)
                stream = pool.submit(stream_of, streamed)
                listener = pool.submit(listen, late, listening)
                eventually(lambda of=waiters, heard=listening: of() == 2 and heard.is_set())
                ending = pool.submit(platform.stop, "backend-core")
                eventually(lambda: refuses(platform))
                with pytest.raises(httpx.TransportError):
                    httpx.post(f"{platform.api}/transcripts", json=late.submission)
            assert reply.result()["question"]["turn"] == 2
            assert '"type":"asked"' in stream.result()
            seconds.append(ending.result())
            listener.result()
        platform.start("backend-core")
        for candidate in candidates:
            while candidate.answer()["type"] != "ended":
                pass
            eventually(candidate.report)
            assert_each_answer_was_evaluated_once(platform.database, candidate.interview_id)
            candidate.http.close()
    assert_each_answer_has_its_job(platform.database)
    record_property("SIGTERM to backend-core in the middle of answers, times", len(seconds))
    record_property("from SIGTERM to its end, an event stream being open, longest (s)", round(max(seconds), 1))


def stream_of(candidate: TypingCandidate) -> str:
    headers = {"Accept": "text/event-stream"}
    response = candidate.http.post("/transcripts", json=candidate.submission, headers=headers)
    assert response.status_code == HTTPStatus.OK
    return response.text


def listen(candidate: TypingCandidate, listening: threading.Event) -> None:
    """Until it is cut off: events have no end, and a page comes back for them."""
    with (
        suppress(httpx.TransportError),
        candidate.http.stream("GET", f"/interviews/{candidate.interview_id}/events") as events,
    ):
        for _ in events.iter_lines():
            listening.set()


def refuses(platform: PlatformUnderTest) -> bool:
    with closing(socket.socket()) as caller:
        return caller.connect_ex(("127.0.0.1", platform.platform.ports.backend)) != 0
